"""Finding what a question's own words ask for, anywhere in it: "ai", "hạn", "phối hợp với bên nào".

The phrases are data (`data/vi/cues.toml`); this engine matches them on tokens and lets longer phrases win.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from operator import attrgetter

from nlu.errors import LexicalFileError
from nlu.likeliest import Repair
from nlu.noise import Token
from nlu.rule_file import DATA, load_table
from nlu.text import forms
from nlu.tone import tone_last
from nlu.vocabulary import sound, sounds_as

_KNOWN_KEYS = {"id", "feature", "phrases", "keep", "marked"}
_GAP = "_"
_GAP_WORDS = 2
_TASK = "<taskword>"
_COMPANY = 3  # words beside a cue that tell whether its writer uses marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A cue found: it spans tokens `start` to `end` (end excluded), made of the tokens `used`.

    `keep` = its words tell the topic too. `doubt` = so many of its words were typed without their marks, among words
    that have theirs.
    """

    id: str
    feature: str
    start: int
    end: int
    used: tuple[int, ...]
    keep: bool = False
    doubt: int = 0


_Parts = tuple[tuple[str, str], ...]  # (folded word or "<list>", marked form)
_Lists = dict[str, dict[str, list[_Parts]]]  # by first word: the phrases of each list that begin with it


@dataclass(frozen=True, slots=True)
class _Phrase:
    cue_id: str
    feature: str
    keep: bool
    parts: _Parts
    needing: Mapping[tuple[str, ...], tuple[str, ...]]  # folded words that never count without these marks
    sounds: frozenset[str]  # of its words, and the lists in it: a message without one of them does not hold it
    order: int  # in the file


class CueFinder:
    """The phrases of a cue file, ready to be matched."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self._lists: _Lists = {}
        self._by_ends: dict[str, dict[str, list[_Phrase]]] = {}  # by the first word, then by the sound of the last
        self._phrases: list[_Phrase] = []
        self.vocabulary: list[tuple[str, ...]] = []
        self.written: list[str] = []
        for rule in _rules(data):
            self._add(rule)
        ends: dict[str, tuple[set[str], set[str]]] = {}
        for name, phrases in _tables(data, "lists").items():
            first, last = ends.setdefault(f"<{name}>", (set(), set()))
            for phrase in _list_phrases(phrases):
                self._lists.setdefault(phrase[0][0], {}).setdefault(f"<{name}>", []).append(phrase)
                self.vocabulary.append(tuple(word for word, _ in phrase))
                first.add(phrase[0][0])
                last.add(phrase[-1][0])
        self.pairs = tuple(_across(self._phrases, ends))

    def _add(self, rule: Mapping[str, object]) -> None:
        needing = {
            tuple(folded for folded, _ in parts): tuple(marked for _, marked in parts)
            for parts in map(_word_parts, map(str, _sequence(rule, "marked")))
        }
        for phrase in _sequence(rule, "phrases"):
            parts = tuple(
                part
                for piece in str(phrase).split()
                for part in ([(piece, "")] if piece.startswith("<") or piece == _GAP else _word_parts(piece))
            )
            sounds = [word if word.startswith("<") else sound(word) for word, _ in parts if word != _GAP]
            compiled = _Phrase(
                cue_id=str(rule["id"]),
                feature=str(rule["feature"]),
                keep=bool(rule.get("keep")),
                parts=parts,
                needing=needing,
                sounds=frozenset(sounds),
                order=len(self._phrases),
            )
            self._phrases.append(compiled)
            self._by_ends.setdefault(parts[0][0], {}).setdefault(sounds[-1], []).append(compiled)
            self.written.append(" ".join(word for word in str(phrase).split() if not word.startswith("<")))
            self.vocabulary.extend(_runs(parts))

    def find(
        self, tokens: Sequence[Token], breaks: frozenset[int] = frozenset(), named: frozenset[int] = frozenset()
    ) -> tuple[Cue, ...]:
        """The cues of a message in order. A cue inside a longer one is not reported.

        `breaks` are the tokens before which a clause ends: no cue goes on over them. With one of `named`, the later
        words of a name, no cue for tasks begins.
        """
        reading = _Reading(tokens, self._lists)
        found: list[Cue] = []
        for start, token in enumerate(tokens):
            firsts = [token.folded, *reading.lists_at(start)]
            for first in firsts:
                if first == _TASK and start in named:
                    continue
                for phrase in self._may_stand(first, reading.sounds):
                    used = reading.match(phrase, start)
                    if used and not any(used[0] < at <= used[-1] for at in breaks):
                        found.append(
                            Cue(
                                id=phrase.cue_id,
                                feature=phrase.feature,
                                start=start,
                                end=used[-1] + 1,
                                used=used,
                                keep=phrase.keep,
                                doubt=reading.doubt(phrase, used),
                            )
                        )
        return _longest(found)

    def _may_stand(self, first: str, sounds: Set[str]) -> Sequence[_Phrase]:
        """The phrases beginning so of which a message has every word, in the order of the file."""
        by_last = self._by_ends.get(first, {}).items()
        may = [phrase for last, row in by_last if last in sounds for phrase in row if phrase.sounds <= sounds]
        return sorted(may, key=attrgetter("order"))


def _longest(found: list[Cue]) -> tuple[Cue, ...]:
    """Each feature's longest cues, without those that lie inside a longer cue of another feature."""
    found.sort(key=lambda cue: (cue.start - cue.end, cue.start))
    kept: list[Cue] = []
    for cue in [cue for cue in found if not (cue.doubt and any(_surer(other, cue) for other in found))]:
        inside = any(
            other.start <= cue.start and cue.end <= other.end and (other.end - other.start > cue.end - cue.start)
            for other in kept
        )
        if not inside and not any(o.feature == cue.feature and (o.start, o.end) == (cue.start, cue.end) for o in kept):
            kept.append(cue)
    return tuple(sorted(kept, key=lambda cue: (cue.start, -cue.end)))


def _surer(other: Cue, cue: Cue) -> bool:
    """Whether a cue runs into another that is typed as it is written: "chỉ tiêu do ai" says "do ai"."""
    crosses = cue.start < other.start < cue.end < other.end or other.start < cue.start < other.end < cue.end
    return crosses and other.doubt < cue.doubt


class _Reading:
    """One message against the lists: where each list's phrases stand."""

    def __init__(self, tokens: Sequence[Token], lists: _Lists) -> None:
        self._tokens = tokens
        self._any_marks = any(token.typed_marks for token in tokens) and not any(token.bare for token in tokens)
        self._ends: dict[tuple[int, str], list[int]] = {}
        self._lists_at: dict[int, list[str]] = {}
        heard = [sound(token.folded) for token in tokens]
        for start, token in enumerate(tokens):
            for name, phrases in lists.get(token.folded, {}).items():
                ends = [
                    end
                    for phrase in phrases
                    if (end := start + len(phrase)) <= len(tokens)
                    and heard[end - 1] == sound(phrase[-1][0])  # most end otherwise
                    and self._fits(phrase, start, alone=len(phrase) == 1)
                ]
                if ends:
                    self._ends[start, name] = sorted(ends, reverse=True)
                    self._lists_at.setdefault(start, []).append(name)
        self.sounds = {*heard}.union(name for _, name in self._ends)

    def lists_at(self, start: int) -> Sequence[str]:
        """The lists of which a phrase stands at a token."""
        return self._lists_at.get(start, ())

    def match(self, phrase: _Phrase, start: int) -> tuple[int, ...]:
        """The tokens that make up the phrase when it stands at `start`, or ()."""
        alone = len(phrase.parts) == 1 and not phrase.parts[0][0].startswith("<")
        used = self._match(phrase.parts, start, alone, len(phrase.parts) // 3) or ()
        if phrase.needing and used:
            marks = phrase.needing.get(tuple(self._tokens[at].folded for at in used))
            if marks is not None and not self._marks_agree(used, marks):
                return ()
        return used

    def doubt(self, phrase: _Phrase, used: tuple[int, ...]) -> int:
        """How many words of a phrase that stands were typed without the marks that they are written with."""
        if not self._any_marks:
            return 0
        marked = {folded for folded, form in phrase.parts if form != folded}
        tokens = [self._tokens[at] for at in used]
        return sum(not token.marked and token.repair is Repair.NONE and token.folded in marked for token in tokens)

    def _match(self, parts: _Parts, place: int, alone: bool, slips_left: int) -> tuple[int, ...] | None:
        if not parts:
            return ()
        (word, _), rest = parts[0], parts[1:]
        if word.startswith("<"):
            steps = [(end, tuple(range(place, end)), 0) for end in self._ends.get((place, word), ())]
        elif word == _GAP:
            steps = [(place + skip, (), 0) for skip in range(_GAP_WORDS + 1)]
        elif place >= len(self._tokens):
            return None
        else:
            slip = self._slip(parts[0], place, alone)
            if slip is None or slip > slips_left:
                return None
            steps = [(place + 1, (place,), slip)]
        for end, used, slip in steps:
            more = self._match(rest, end, alone, slips_left - slip)
            if more is not None:
                return (*used, *more)
        return None

    def _slip(self, part: tuple[str, str], place: int, alone: bool) -> int | None:
        """0 when the token is the word, 1 when its marks or sound only nearly are, None when it is another."""
        token, (folded, marked) = self._tokens[place], part
        if token.folded != folded:
            alike = not alone and len(folded) > 2 and sound(token.folded) == sound(folded)
            return 1 if alike and (not token.marked or sounds_as(tone_last(token.marked), marked)) else None
        if token.repair is Repair.CHAT and token.marked:
            return 0 if tone_last(token.marked) == marked else None  # "trg" is "trong", never "trống"
        if token.repair is Repair.SLIP and token.marked and tone_last(token.marked) != marked:
            return None if alone else 1  # "số mấi" is "số mấy", hardly "số máy"
        if token.repair not in (Repair.NONE, Repair.TELEX) or not self._any_marks:
            return 0
        typed = tone_last(token.marked) if token.marked else token.folded
        if typed == marked or not (alone or token.marked):
            return 0
        return 1 if not alone and typed == marked.replace("đ", "d") else None  # "giúp dược gì"

    def _fits(self, phrase: _Parts, start: int, *, alone: bool) -> bool:
        slips = 0
        for at, part in enumerate(phrase):
            slip = self._slip(part, start + at, alone)
            if slip is None:
                return False
            slips += slip
        return slips <= len(phrase) // 3

    def _marks_agree(self, used: tuple[int, ...], marks: tuple[str, ...]) -> bool:
        """Whether the words were typed just so, among words typed with marks."""
        near = self._tokens[max(0, used[0] - _COMPANY) : used[-1] + 1 + _COMPANY]
        if not any(token.typed_marks for token in near):
            return False
        return all(
            tone_last(self._tokens[at].marked or self._tokens[at].folded) == mark
            for at, mark in zip(used, marks, strict=True)
        )


def _runs(parts: _Parts) -> Iterator[tuple[str, ...]]:
    """The words of a phrase that stand side by side, parted by its lists and gaps."""
    for is_word, run in groupby(parts, key=lambda part: not part[0].startswith("<") and part[0] != _GAP):
        if is_word:
            yield tuple(word for word, _ in run)


def _across(phrases: Iterable[_Phrase], ends: Mapping[str, tuple[set[str], set[str]]]) -> Iterator[tuple[str, str]]:
    """The neighbouring words of which one or both are of a list: "việc gì" in "<taskword> gì"."""
    for left, right in {pair for phrase in phrases for pair in pairwise(phrase.parts)}:
        if "<" in (left[0][0], right[0][0]) and _GAP not in (left[0], right[0]):
            for last in ends[left[0]][1] if left[0] in ends else (left[0],):
                for first in ends[right[0]][0] if right[0] in ends else (right[0],):
                    yield last, first


@cache
def _word_parts(piece: str) -> _Parts:
    """(folded, marked) of the words in a piece of a phrase; the same few hundred words come again and again."""
    return tuple((folded, tone_last(written)) for folded, written in forms(piece))


def _list_phrases(phrases: object) -> list[_Parts]:
    assert isinstance(phrases, list)
    return [tuple(part for piece in str(phrase).split() for part in _word_parts(piece)) for phrase in phrases]


def _tables(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise LexicalFileError(f"'{key}' must be a table")
    return table


def _rules(data: Mapping[str, object]) -> list[Mapping[str, object]]:
    rules = data.get("cue", [])
    if not isinstance(rules, list):
        raise LexicalFileError("'cue' must be a list of tables")
    for rule in rules:
        unknown = set(rule) - _KNOWN_KEYS
        if unknown or not {"id", "feature", "phrases"} <= set(rule):
            raise LexicalFileError(f"unknown or missing keys: {sorted(unknown)}", rule=str(rule.get("id", "?")))
    return rules


def _sequence(rule: Mapping[str, object], key: str) -> list[object]:
    value = rule.get(key, [])
    if not isinstance(value, list):
        raise LexicalFileError(f"'{key}' must be a list", rule=str(rule.get("id", "?")))
    return value


@cache
def load_cues() -> CueFinder:
    """The cues of the language, loaded once."""
    return CueFinder(load_table(DATA / "cues.toml"))
