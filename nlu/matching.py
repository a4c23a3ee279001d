"""The values of a search: what is searched, what is asked, what was found and how; and one text laid out for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import overload

_PHRASE_PARTS = 0.75  # a synonym's words all there and near, but not side by side
_LOOSE_WORDS = 3  # shorter phrases stand side by side: "bản hướng dẫn" is no "bán dẫn"
_NEAR = 4  # places away, for each word of the phrase, that its words may stand
_HEAD_WORDS = 12  # a task says what it is about in its first words
_TAIL_SHARE = 0.85
_START = itemgetter(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A text that can be found. `fields` are (name, text) in falling importance; `group` is the plan it stands in.

    The texts of a group are added one after another.
    """

    ref: str
    group: str
    kind: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One content word of a question: its folded reading, the typed form if it has marks, and its own weight 0..1.

    `lost` is the share of its weight that counts where no text has it: everyday words help a match that prints them,
    and hardly speak against one that does not.
    """

    folded: str
    marked: str = ""
    weight: float = 1.0
    lost: float = 1.0
    others: tuple[tuple[str, float], ...] = ()

    @property
    def topic(self) -> float:
        """How much of a topic the word tells by itself: what a text without it lacks."""
        return self.weight * self.lost


def topic_of(asked: Sequence[Asked], *, besides: Collection[int] = ()) -> float:
    """How much of a topic words tell together, those at some places left out."""
    return sum(word.topic for at, word in enumerate(asked) if at not in besides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Words that plans print for the asked words `start` to `end` (end excluded), and how surely (0..1)."""

    start: int
    end: int
    words: tuple[str, ...]
    weight: float
    rule: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How one asked word was found: share 0..1 of its weight, in which field, by which synonym rule ("" = itself)."""

    share: float
    field: str = ""
    rule: str = ""


@lru_cache(maxsize=4096)
def matched(share: float, field: str, rule: str = "") -> Match:
    """The match of these values; one object serves all the texts in which a word is found just so."""
    return Match(share=share, field=field, rule=rule)


NO_MATCH = Match(share=0.0)
Spell = Callable[[str], Sequence[str] | None]
Bound = tuple[int, str, float]
"""Where a field of a text begins, its name and what a word in it tells."""
WordOf = Callable[[int], int | None]
"""The word of a written form, None where the word is of no interest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A text found. `coverage` is the found share of the question's weight; `score` adds how specific the text is.

    By asked word: `shares` of its weight, where it `stands` in the text, by which synonym's `rules`.
    """

    ref: str
    score: float
    coverage: float
    shares: Sequence[float]
    stands: Sequence[int]
    rules: Sequence[str]
    bounds: Sequence[Bound]

    @property
    def matches(self) -> tuple[Match, ...]:
        """How each asked word was found."""
        told = zip(self.shares, self.stands, self.rules, strict=True)
        return tuple([matched(share, self._field_at(at), rule) if share else NO_MATCH for share, at, rule in told])

    def _field_at(self, place: int) -> str:
        return self.bounds[bisect_right(self.bounds, place, key=_START) - 1][1]


class Hits(Sequence[Hit]):
    """Texts found, best first; whatever finds them is asked for no more of them than are looked at."""

    def __init__(self, found: Iterable[Hit]) -> None:
        self._found = iter(found)
        self._told: list[Hit] = []

    @overload
    def __getitem__(self, at: int) -> Hit: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Hit]: ...

    def __getitem__(self, at: int | slice) -> Hit | Sequence[Hit]:
        last = at.stop if isinstance(at, slice) else at + 1
        more = None if last is None or last < 1 else max(0, last - len(self._told))
        self._told.extend(islice(self._found, more))
        return self._told[at]

    def __len__(self) -> int:
        return len(self[:])

    def __bool__(self) -> bool:
        return bool(self[:1])


def may_tell(forms: Sequence[int], bounds: Sequence[Bound], word_of: WordOf) -> Mapping[int | None, float]:
    """What the words of interest in a text tell, or more: a look at it costs a fraction of its layout."""
    if not bounds:
        return {}
    (_, _, first), *others = bounds
    head = others[0][0] if others else len(forms)
    rest = max([weight for _, _, weight in others], default=0.0)
    most = dict.fromkeys(map(word_of, forms[head:]), rest)
    most.update(dict.fromkeys(map(word_of, forms[:head]), max(first, rest)))
    return most


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where words stand in a text of these written `forms`, and what a word at each of these places tells.

    That is its field's weight, a little less behind the field's first words.
    """

    forms: Sequence[int]
    places: Mapping[int, Sequence[int]]
    shares: Mapping[int, float]
    bounds: Sequence[Bound]

    @classmethod
    def of(cls, forms: Sequence[int], bounds: Sequence[Bound], word_of: WordOf) -> Layout:
        """The layout of a text for the words that are of interest."""
        places: dict[int, list[int]] = {}
        shares: dict[int, float] = {}
        ends = [*(start for start, _, _ in bounds[1:]), len(forms)]
        for (start, _, weight), end in zip(bounds, ends, strict=False):
            for place, word_id in enumerate(map(word_of, forms[start:end]), start):
                if word_id is not None:
                    shares[place] = weight if place - start < _HEAD_WORDS else weight * _TAIL_SHARE
                    if word_id in places:
                        places[word_id].append(place)
                    else:
                        places[word_id] = [place]
        return cls(forms=forms, places=places, shares=shares, bounds=bounds)

    def tell_most(self) -> Mapping[int | None, float]:
        """What each word tells where it tells most."""
        return {word_id: max(map(self.shares.__getitem__, places)) for word_id, places in self.places.items()}

    @property
    def head(self) -> int:
        """Where the first field ends."""
        return self.bounds[1][0] if len(self.bounds) > 1 else len(self.forms)

    def find_phrase(self, ids: tuple[int, ...]) -> tuple[int, float]:
        """(place, share) of the best stand of a phrase: side by side, or its words near; (-1, 0) where none is."""
        stands = [self.places.get(word_id, ()) for word_id in ids]
        if () in stands:
            return -1, 0.0
        if len(stands) == 1:
            return max(stands[0], key=self.shares.__getitem__), 1.0
        best_place, best, best_kept = -1, 0.0, 0.0
        loose, near = len(ids) >= _LOOSE_WORDS, _NEAR * len(ids)
        for place in stands[0]:
            kept = 1.0
            for step, there in enumerate(stands):
                if place + step not in there and not (loose and place + step + 1 in there):
                    kept = _PHRASE_PARTS if loose and _all_near(stands, place, near) else 0.0
                    break
            share = self.shares[place] * kept
            if share > best:
                best_place, best, best_kept = place, share, kept
        return best_place, best_kept

    def holds(self, readings: Sequence[tuple[tuple[int, float], ...]]) -> bool:
        """Whether words, each by one of its readings, stand side by side."""
        stands = [{place for word_id, _ in ids for place in self.places.get(word_id, ())} for ids in readings]
        return any(all(place + step in stands[step] for step in range(1, len(stands))) for place in stands[0])


def _all_near(stands: Sequence[Sequence[int]], place: int, near: int) -> bool:
    """Whether each word stands within so many places: strewn over a long text, common words are no phrase."""
    for there in stands:
        for stand in there:
            if -near <= stand - place <= near:
                break
        else:
            return False
    return True
