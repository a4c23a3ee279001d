"""What was meant by what was typed: chat spellings, Telex and VNI residue, glued words, slips of the thumb.

Each word has its readings, each reading its cost; the words beside it choose among them. A word that is known and
stands in company that it was seen in is read as it is. Only what the assistant has seen is ever read into a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from nlu.residue import clipped, undoubled, unglued, without_keys
from nlu.syllables import is_syllable, is_written
from nlu.text import Word, fold
from nlu.vocabulary import BY_EAR, Vocabulary

Reading = tuple[tuple[str, ...], float]  # folded words, share of use 0..1
Readings = Mapping[str, tuple[Reading, ...]]

# What a reading costs beside the slip itself (0.3 … 0.9): the stranger the typed word, the cheaper to read it anew.
_CHANGE_KNOWN = 1.2
_CHANGE_MARKED = 1.85  # the same, typed with its own marks: only strong company on both sides speaks against it
_CHANGE_STRANGE = 0.5
_CHANGE_SHORT = 1.7  # against a chat spelling or an abbreviation that nothing beside it speaks for
_RIGHT_MARKS = 0.2  # what a reading gains whose marks are those typed
_WRONG_MARKS = 1.3  # what it costs when they are others
_ODD_MARKS = 0.2  # keeping a known word that was typed with marks of no known word
_STRANGE = 0.7  # keeping a syllable that nobody has said
_NO_WORD = 1.8  # keeping letters that cannot be a syllable
_HELD = 0.2  # a key held too long, all else just as a known word is written
_CLIPPED = 1.4  # two syllables for a word whose first is cut to a letter; less by what binds them
_RARE_USE = 1.5  # a reading of a chat spelling that is never meant; less by its share of use
_OFTEN = 0.9  # what a word that is said all the time gains on a rare one
_SAID_MOST = 10.0  # log2 of how often a word stands that is said all the time
_SURE = 150  # a word typed just as it is seen so often is no slip
_OTHER_FORMS = 4  # a form so much rarer than its folded word: what stands beside that is other forms' company
_OTHER_COMPANY = 0.7  # what keeping such a form costs
_HEARD = 0.4  # the share of the change for a word that sounds like the typed one
_HEARD_MARKED = 0.75  # the same where the typed word was typed with its own marks
_NAME = 0.6  # a capital inside a message: likely a name that nobody has said before
_MARKED_WORDS = 2  # so many words with marks, and the writer uses them
_MARKS_NEAR = 2  # words on either side; a polite wrapping is marked oftener than the question in it
_NEAREST = 6  # slips weighed for one word
_FOREIGN_FROM = 4  # a foreign word is long enough to be told by its letters ("clip", "online")


class Repair(StrEnum):
    """How a token came to its reading."""

    NONE = ""
    CHAT = "chat"
    SHORT = "abbreviation"
    TELEX = "telex"
    GLUED = "glued"
    SLIP = "slip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word as it is read: `folded` is the reading, `typed` the word it was read from (shared by a whole phrase).

    `marked` is the lower-cased typed form where its diacritics can be trusted, else "".
    """

    folded: str
    typed: str
    start: int
    end: int
    marked: str = ""
    repair: Repair = Repair.NONE


@dataclass(frozen=True, slots=True)
class _Option:
    """One reading of a word."""

    parts: tuple[str, ...]
    cost: float = 0.0
    repair: Repair = Repair.NONE
    marked: str = ""


@dataclass(frozen=True, slots=True)
class _Keeping:
    """What a word may be as it was typed, and what it costs beside a slip to read it as another."""

    options: tuple[_Option, ...]
    change: float
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """One word of the message (or initials joined by "&") and its readings, the plainest first."""

    typed: str
    start: int
    end: int
    options: tuple[_Option, ...]
    marked: str = ""
    fixed: bool = False


class NoiseReader:
    """Reads noisy words towards a vocabulary; made once for a world, asked for each message."""

    def __init__(
        self, vocabulary: Vocabulary, *, chat: Readings, short: Readings, literal: frozenset[str] = frozenset()
    ) -> None:
        self._vocabulary = vocabulary
        self._literal = literal
        self._chat = chat
        self._short = short

    def read(self, words: Sequence[Word]) -> tuple[Token, ...]:
        """The tokens of a message, in order; a word may give several (an abbreviation, glued words)."""
        plain = list(self._places(words))
        marks = [bool(place.marked) for place in plain]
        uses_marks = sum(marks) >= _MARKED_WORDS
        places = [
            self._with_slips(
                plain, at, marked=uses_marks and any(marks[max(0, at - _MARKS_NEAR) : at + _MARKS_NEAR + 1])
            )
            for at in range(len(plain))
        ]
        return tuple(
            Token(
                folded=part,
                typed=place.typed,
                start=place.start,
                end=place.end,
                marked=option.marked or (place.marked if option.repair is Repair.NONE else ""),
                repair=option.repair,
            )
            for place, option in zip(places, self._likeliest(places), strict=True)
            for part in option.parts
        )

    def _places(self, words: Sequence[Word]) -> Iterable[_Place]:
        """The words with the readings that their own letters give."""
        at = 0
        while at < len(words):
            word = words[at]
            long, joined = self._initials(words, at)
            if long:
                last = words[at + joined]
                option = _Option(long, 0.0, Repair.SHORT)
                yield _Place(f"{word.typed}&{last.typed}", word.start, word.end, (option,), fixed=True)
            else:
                options, fixed = self._plain_readings(word)
                yield _Place(word.typed, word.start, word.end, options, self._marks(word), fixed)
            at += joined + 1

    def _initials(self, words: Sequence[Word], at: int) -> tuple[tuple[str, ...], int]:
        """The long form of initials written with a mark between ("GD&ĐT"), and how many words more it is."""
        end = at
        while end + 1 < len(words) and words[end + 1].start == words[end].end + 1 and words[end + 1].typed.isupper():
            end += 1
        for last in range(end, at, -1):
            readings = self._short.get("".join(word.folded for word in words[at : last + 1]))
            if readings and words[at].typed.isupper():
                return readings[0][0], last - at
        return (), 0

    def _marks(self, word: Word) -> str:
        """The typed form where it has marks that some known word has; marks of no known word are a slip."""
        typed = word.typed.lower()
        return typed if typed != word.folded and self._vocabulary.writes(typed) else ""

    def _plain_readings(self, word: Word) -> tuple[tuple[_Option, ...], bool]:
        """The readings of a word without a slip, and whether there can be no other."""
        folded = word.folded
        itself = (_Option((folded,)),)
        if folded in self._literal:
            return itself, True
        if folded in self._short:
            return _by_share(self._short[folded], Repair.SHORT), word.typed.isupper()
        unmarked = word.typed.lower().replace("đ", "d") == folded  # other marks: no chat spelling, but a word or a name
        if folded in self._chat and unmarked and not (self._vocabulary.count(folded) > 2 and is_syllable(folded)):
            return _by_share(self._chat[folded], Repair.CHAT), False
        if not folded[0].isalpha():
            return itself, True
        if self._vocabulary.knows(folded):
            return itself, len(folded) < 2
        telex = without_keys(folded, self._vocabulary) if unmarked else ""  # with marks the input method was on
        if telex:
            return (_Option((telex,), 0.0, Repair.TELEX),), True
        glued = unglued(folded, self._vocabulary)
        return ((_Option(glued, 0.0, Repair.GLUED),), True) if glued else (itself, False)

    def _with_slips(self, places: Sequence[_Place], at: int, *, marked: bool) -> _Place:
        """The place with the slips that its word may be, where something speaks against its plain readings."""
        place = places[at]
        before = {o.parts[-1] for o in places[at - 1].options} if at else set()
        after = {o.parts[0] for o in places[at + 1].options} if at + 1 < len(places) else set()
        keeping = self._keeping(place, before, after, marked=marked)
        if keeping is None:
            return place
        is_name = at and place.typed[0].isupper() and not place.typed.isupper()
        kin = before if is_name and places[at - 1].typed[0].isupper() else set()
        cut = clipped(place.typed.lower(), self._vocabulary) if keeping.change == 0.0 else ()
        slips = [_Option(cut, _CLIPPED - self._bond(*cut), Repair.CHAT)] if cut else []
        once = undoubled(place.typed.lower(), self._vocabulary)
        if once:
            slips.append(
                _Option((fold(once),), _HELD - _OFTEN * _weight(self._vocabulary.written(once)), Repair.SLIP, once)
            )
        slips += [
            _Option(o.parts, o.cost + _NAME, o.repair, o.marked)
            if is_name and not any(self._vocabulary.pair(last, o.parts[0]) for last in kin)
            else o
            for o in self._slips(place.typed.lower(), keeping, marked=marked)
        ]
        slips.sort(
            key=lambda o: (
                o.cost
                - max((self._bond(last, o.parts[0]) for last in before), default=0.0)
                - max((self._bond(o.parts[-1], following) for following in after), default=0.0)
            )
        )
        return _Place(place.typed, place.start, place.end, (*keeping.options, *slips[:_NEAREST]), place.marked)

    def _keeping(self, place: _Place, before: Iterable[str], after: Iterable[str], *, marked: bool) -> _Keeping | None:
        """What it costs to keep a word as typed and what to change it; None where it is surely meant so."""
        if place.fixed:
            return None
        if place.options[0].repair is not Repair.NONE:
            return _Keeping(place.options, _CHANGE_SHORT)
        (folded,) = place.options[0].parts
        if len(folded) < 2 or not folded.isalpha():
            return None
        typed, seen = place.typed.lower(), self._vocabulary
        if seen.knows(folded) and (place.marked or (typed == folded and (not marked or seen.writes(typed)))):
            said = seen.written(typed) if marked else seen.count(folded)
            if marked and said >= _SURE:
                return None
            own = typed == folded or not marked or said >= seen.count(folded) / _OTHER_FORMS
            if own and self._in_company(folded, before, after):
                return None
            cost = (0.0 if own else _OTHER_COMPANY) - _OFTEN * _weight(said)
            return _Keeping((_Option((folded,), cost),), _CHANGE_MARKED if marked else _CHANGE_KNOWN, True)
        if not (is_written(typed) if typed != folded else is_syllable(folded)):
            return _Keeping((_Option((folded,), _NO_WORD),), 0.0)
        if not seen.knows(folded):
            return _Keeping((_Option((folded,), _STRANGE),), _CHANGE_STRANGE)
        form, said = seen.form_meant(typed, folded) if marked else ("", seen.count(folded))
        return _Keeping(
            (_Option((folded,), _ODD_MARKS - _OFTEN * _weight(said), marked=form if typed != folded else ""),),
            _CHANGE_STRANGE,
        )

    def _slips(self, typed: str, keeping: _Keeping, *, marked: bool) -> Iterable[_Option]:
        """The known words that a typed word may be a slip of, each with what it costs to read it so."""
        plain = keeping.options[0].repair is Repair.NONE
        letters = fold(typed)
        legal = is_syllable(letters)
        for word, slip in self._vocabulary.near(letters):
            if not (is_syllable(word) or (len(word) >= _FOREIGN_FROM and not legal)):
                continue
            if keeping.known and len(letters) < 3 and len(word) < 3:
                continue
            heard = (_HEARD_MARKED if keeping.known and marked else _HEARD) if plain and slip <= BY_EAR else 1.0
            cost = slip + keeping.change * heard
            form, said = self._vocabulary.form_meant(typed, word) if marked else ("", self._vocabulary.count(word))
            if marked:
                cost += -_RIGHT_MARKS if form else _WRONG_MARKS
            cost -= _OFTEN * _weight(said)
            yield _Option((word,), cost, Repair.SLIP, form)

    def _in_company(self, word: str, before: Iterable[str], after: Iterable[str]) -> bool:
        """Whether a word was seen beside any of its neighbours."""
        pair = self._vocabulary.pair
        return any(pair(last, word) for last in before) or any(pair(word, following) for following in after)

    def _likeliest(self, places: Sequence[_Place]) -> Sequence[_Option]:
        """The likeliest path through the readings: few slips, words that are seen side by side."""
        if all(len(place.options) == 1 for place in places):
            return [place.options[0] for place in places]
        paths: list[tuple[float, tuple[_Option, ...]]] = [(0.0, ())]
        for place in places:
            reached = []
            for option in place.options:
                score, path = max(
                    (
                        (score + self._bond(path[-1].parts[-1] if path else "", option.parts[0]), path)
                        for score, path in paths
                    ),
                    key=lambda pair: pair[0],
                )
                reached.append((score - option.cost, (*path, option)))
            paths = reached
        return max(paths, key=lambda pair: pair[0])[1]

    def _bond(self, last: str, word: str) -> float:
        """How closely two neighbouring words belong together: 0 (never seen) … 2.2 (the one calls for the other)."""
        seen = self._vocabulary.pair(last, word) if last else 0
        if not seen:
            return 0.0
        share = seen / min(self._vocabulary.count(last), self._vocabulary.count(word))
        return min(1.4, 0.5 + 0.2 * log2(1 + seen)) + min(0.8, 1.6 * share)


def _weight(said: int) -> float:
    """How often a word is said, 0 (never) … 1 (all the time)."""
    return min(1.0, log2(1 + said) / _SAID_MOST)


def _by_share(readings: Sequence[Reading], repair: Repair) -> tuple[_Option, ...]:
    """The readings of a short form; the rarer one is meant, the more must speak for it."""
    most = max(share for _, share in readings)
    return tuple(_Option(parts, _RARE_USE * (most - share), repair) for parts, share in readings)
