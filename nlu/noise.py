"""What was meant by what was typed: chat spellings, Telex and VNI residue, glued words, slips of the thumb.

Each word has its readings; how unlikely each is to have been typed so, and how likely it is beside its neighbours, are
weighed together over the whole message. Only what the assistant has seen is ever read into a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from nlu.likeliest import Option, Repair, as_written, likeliest, unlikely
from nlu.likelihood import Likelihood, Said
from nlu.residue import clipped, undoubled, with_marks, without_keys
from nlu.spacing import cut, is_cut, respaced, unglued
from nlu.syllables import is_syllable, is_written
from nlu.text import Word, fold
from nlu.tone import TONES, tone_last
from nlu.vocabulary import BY_EAR, Vocabulary

Reading = tuple[tuple[str, ...], float, str]  # folded words, share of use 0..1, how one word is written ("" = unsaid)
Readings = Mapping[str, tuple[Reading, ...]]

# How unlikely it is that a word was typed so, in bits beside the slip itself: the less of a stranger the typed word is,
# the less likely it is a slip.
_PER_SLIP = 8.0  # of the dearest slip; the vocabulary tells slips from 0.1 (by ear) to 1.1
_CHANGE_KNOWN = 5.0
_CHANGE_MARKED = 3.0  # the same, typed with its own marks
_CHANGE_STRANGE = 0.5
_CHANGE_SHORT = 8.0  # against an abbreviation or a chat spelling of one word ("vs")
_CHANGE_CHAT = 3.5  # against a chat spelling that may mean this or that
_AMONG_MARKS = 3.0  # such a one is so much less likely where all else is typed with marks: "bn" may be "bán"
_WRONG_MARKS = 13.0  # a reading none of whose forms has the marks typed
_ODD_MARKS = 6.0  # keeping a known word that was typed with marks that it never has
_HALF_MARKS = 2.5  # the same typed with some of its marks
_STRANGE = 2.0  # keeping a syllable that nobody has said
_NO_WORD = 12.0  # keeping letters that cannot be a syllable
_HELD = 2.0  # a key held too long, all else just as a known word is written
_CLIPPED = 5.0  # two syllables for a word whose first is cut to a letter
_KEYS_AMONG_MARKS = 5.0  # keys left in a word where the rest has its marks: the input method was on
_SHORTHAND = 3.5  # a chat spelling or an abbreviation
_RARE_USE = 8.0  # the same in a reading that is never meant; less by its share of use
_DOUBTED = _SHORTHAND + 4.0  # a chat spelling with a second reading so near says little by itself
_NAME = 8.0  # a capital inside a message: likely a name that nobody has said before
_SURE = 150  # a word typed just as it is seen so often is no slip beside a word that it was seen beside
_HEARD = 0.4  # the share of the change for a word that sounds like the typed one
_HEARD_MARKED = 0.75  # the same where the typed word was typed with its own marks
_MARKED_WORDS = 2  # so many words with marks, and the writer uses them
_NEVER_SEEN = 2  # of a word: stranger than letters that are no syllable and may be a short form
_BARE_WORDS = 2  # so many words without the marks they need, and the writer leaves marks out
_MARKS_NEAR = 2  # words on either side; a polite wrapping is marked oftener than the question in it
_NEAREST = 6  # slips weighed for one word
_FOREIGN_FROM = 4  # a foreign word is long enough to be told by its letters ("clip", "online")
_RIVAL = 8.0  # bits within which another reading of a slip may be what was meant
_RIVAL_SHARE = 0.85  # what such a reading keeps of the word's weight
_WORDS_KEPT = 8192  # typed words of which is remembered what they may be by themselves
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word as it is read: `folded` is the reading, `typed` the word it was read from (shared by a whole phrase).

    `marked` is the lower-cased typed form where its diacritics can be trusted, else ""; `bare` = typed without marks
    and never written so. `rivals` are the readings that were nearly as likely, with their share (0..1).
    """

    folded: str
    typed: str
    start: int
    end: int
    marked: str = ""
    repair: Repair = Repair.NONE
    bare: bool = False
    rivals: tuple[tuple[str, float], ...] = ()

    @property
    def typed_marks(self) -> bool:
        """Whether its marks are the writer's own and not those of what it was read as."""
        own = self.repair is Repair.TELEX or (self.repair is not Repair.CHAT and not self.typed.isascii())
        return own and bool(self.marked)


@dataclass(frozen=True, slots=True)
class _Keeping:
    """What a word may be as it was typed, and what it costs beside a slip to read it as another."""

    options: tuple[Option, ...]
    change: float
    known: bool = False
    sure: bool = False  # where it was ever seen beside a neighbour


class _Place(NamedTuple):
    """One word of the message (or initials joined by "&") and its readings, the plainest first."""

    typed: str
    folded: str
    start: int
    end: int
    options: tuple[Option, ...]
    marked: str = ""
    fixed: bool = False
    bare: bool = False


class NoiseReader:
    """Reads noisy words towards a vocabulary; made once for a world, asked for each message."""

    def __init__(
        self, vocabulary: Vocabulary, *, chat: Readings, short: Readings, literal: frozenset[str] = frozenset()
    ) -> None:
        self._vocabulary = vocabulary
        self._likely = Likelihood(vocabulary)
        self._literal = literal
        self._chat = chat
        self._short = short
        # What a word may be by itself is worked out once; beside which words it stands, in each message.
        self._alone = lru_cache(maxsize=_WORDS_KEPT)(self._read_alone)
        self._keeping = lru_cache(maxsize=_WORDS_KEPT)(self._find_keeping)
        self._slips = lru_cache(maxsize=_WORDS_KEPT)(self._find_slips)
        self._strange = lru_cache(maxsize=_WORDS_KEPT)(self._find_strange)
        self._unglued = lru_cache(maxsize=_WORDS_KEPT)(partial(unglued, vocabulary=vocabulary))

    def read(self, words: Sequence[Word]) -> tuple[Token, ...]:
        """The tokens of a message, in order; a word may give several (an abbreviation, glued words)."""
        plain = list(self._places(words))
        marks = [bool(place.marked) for place in plain]
        uses_marks = sum(marks) >= _MARKED_WORDS
        drops_marks = sum(place.bare for place in plain) >= _BARE_WORDS
        in_chat = sum(place.options[0].repair in (Repair.CHAT, Repair.SHORT) for place in plain) > 1
        marked = [
            uses_marks
            and any(marks[max(0, at - _MARKS_NEAR) : at + _MARKS_NEAR + 1])
            and not (drops_marks and place.typed.isascii() and is_syllable(place.folded))
            for at, place in enumerate(plain)
        ]
        plain = [
            place._replace(options=as_written(place.options, place.typed)) if so else place
            for place, so in zip(plain, marked, strict=True)
        ]
        places = [self._with_slips(plain, at, marked=so, in_chat=in_chat) for at, so in enumerate(marked)]
        chosen = likeliest([place.options for place in places], self._likely)
        return tuple(
            Token(
                folded=part,
                typed=place.typed,
                start=place.start,
                end=place.end,
                marked=option.marked or (place.marked if option.repair is Repair.NONE else ""),
                repair=option.repair,
                bare=place.bare,
                rivals=self._rivals(place, chosen, at) if option.repair is Repair.SLIP else (),
            )
            for at, (place, option) in enumerate(zip(places, chosen, strict=True))
            for part in option.parts
        )

    def _places(self, words: Sequence[Word]) -> Iterable[_Place]:
        """The words with the readings that their own letters give."""
        at = 0
        while at < len(words):
            word = words[at]
            long, joined = self._initials(words, at)
            vni = 0 if long else self._cut_by_keys(words, at)
            last = words[at + (joined or vni)]
            if long:
                option = Option(long, 0.0, Repair.SHORT)
                typed = f"{word.typed}&{last.typed}"
                yield _Place(typed, fold(typed), word.start, word.end, (option,), fixed=True)
            elif vni:
                typed = "".join(part.typed for part in words[at : at + vni + 1])
                keyed = self._keyed(fold(typed)) or Option((fold(typed),))
                yield _Place(typed, fold(typed), word.start, last.end, (keyed,), fixed=True)
            elif apart := self._parted(words, at):
                for part, parts in ((word, apart[:1]), (words[at + 1], apart[1:])):
                    option = Option(parts, 0.0, Repair.CHAT)
                    yield _Place(part.typed, part.folded, part.start, part.end, (option,), fixed=True)
                at += 1
            elif spaced := self._spaced(words, at):
                for part in spaced:
                    low = part.typed.replace(" ", "").lower()
                    marks = low if low != part.folded and self._vocabulary.writes(low) else ""
                    option = Option((part.folded,), 0.0, Repair.GLUED, marks)
                    yield _Place(part.typed, part.folded, part.start, part.end, (option,), marks, fixed=True)
                at += spaced[-1].end > word.end
            else:
                yield _Place(word.typed, word.folded, word.start, word.end, *self._alone(word.typed, word.folded))
            at += (joined or vni) + 1

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

    def _parted(self, words: Sequence[Word], at: int) -> tuple[str, ...]:
        """The long form of a chat spelling whose first letter, which begins it, stands apart ("h.nay"), or ()."""
        word, behind = words[at], words[at + 1] if at + 1 < len(words) else None
        if len(word.folded) > 1 or not word.typed.islower() or behind is None or behind.start != word.end + 1:
            return ()
        readings = self._chat.get(word.folded + behind.folded, ())
        long = readings[0][0] if len(readings) == 1 else ()
        return long if len(long) > 1 and long[0].startswith(word.folded) else ()

    def _spaced(self, words: Sequence[Word], at: int) -> tuple[Word, ...]:
        """The words that a word, or it and the next, would be with the spaces where they belong; () where they are."""
        word, after = words[at], words[at + 1] if at + 1 < len(words) else None
        strange = self._strange(word.typed, word.folded)
        if strange and (parts := self._unglued(word.typed.lower())):
            return cut(word.typed, word.start, parts)
        if after is None or after.start != word.end + 1:
            return ()
        strange = max(strange, self._strange(after.typed, after.folded))
        if not strange or (strange < _NEVER_SEEN and not is_cut(word.typed, after.typed)):
            return ()
        parts = () if self._unglued(after.typed.lower()) else respaced(word, after, self._vocabulary)
        return cut(f"{word.typed} {after.typed}", word.start, parts) if parts else ()

    def _find_strange(self, typed: str, folded: str) -> int:
        """How little a word as typed is one: `_NEVER_SEEN` and no short form, 1 = it is no syllable, 0 = it is one."""
        options, _, fixed, _ = self._alone(typed, folded)
        low, seen = typed.lower(), self._vocabulary
        if not typed.isalpha() or typed.isupper():
            return 0
        if fixed or options[0].repair is not Repair.NONE or (seen.knows(low) if low == folded else seen.writes(low)):
            return int(not is_written(low))
        return _NEVER_SEEN

    def _cut_by_keys(self, words: Sequence[Word], at: int) -> int:
        """How many words more a syllable goes on over that VNI's digits cut in pieces ("chu3ng"); 0 where none is."""
        end = at
        while (
            end + 1 < len(words)
            and words[end].folded[0].isalpha()
            and words[end].folded[-1].isdigit()
            and words[end + 1].start == words[end].end
        ):
            end += 1
        return end - at if end > at and self._keyed("".join(word.folded for word in words[at : end + 1])) else 0

    def _read_alone(self, typed: str, folded: str) -> tuple[tuple[Option, ...], str, bool, bool]:
        """The readings of a word without a slip, its marks if they can be trusted, whether there can be no other.

        The last value tells whether the word is known, and typed without the marks that it is always written with.
        """
        options, fixed = self._plain_readings(typed, folded)
        low, seen = typed.lower(), self._vocabulary
        marks = low if low != folded and seen.writes(low) else ""  # marks of no known word are a slip
        bare = len(low) > 1 and low.isascii() and is_syllable(low) and seen.knows(low) and not seen.writes(low)
        return options, marks, fixed, bare

    def _plain_readings(self, typed: str, folded: str) -> tuple[tuple[Option, ...], bool]:
        """The readings of a word without a slip, and whether there can be no other."""
        itself = (Option((folded,)),)
        if folded in self._literal:
            return itself, True
        unmarked = typed.lower().replace("đ", "d") == folded  # other marks: no short form, but a word or a name
        if folded in self._short and (unmarked or typed.isupper()):
            return _by_share(self._short[folded], Repair.SHORT), typed.isupper()
        written = tone_last(typed)
        if written != folded and written in self._chat:
            return _by_share(self._chat[written], Repair.CHAT), False
        if folded in self._chat and unmarked and not (self._vocabulary.count(folded) > 2 and is_syllable(folded)):
            return _by_share(self._chat[folded], Repair.CHAT, certain=typed.isupper()), False
        if not folded[0].isalpha():
            return itself, True
        if self._vocabulary.knows(folded):
            return itself, len(folded) < 2
        keyed = self._keyed(folded) if unmarked else None  # with marks the input method was on
        if keyed:
            return (keyed,), False
        return itself, False

    def _keyed(self, folded: str) -> Option | None:
        """The syllable behind keys of an input method that was off, with the marks that they spell."""
        form = "" if is_syllable(folded) else with_marks(folded, self._vocabulary)
        bare = fold(form.rstrip(TONES)) or without_keys(folded, self._vocabulary)
        return Option((bare,), 0.0, Repair.TELEX, form) if bare else None

    def _with_slips(self, places: Sequence[_Place], at: int, *, marked: bool, in_chat: bool) -> _Place:
        """The place with the slips that its word may be, where something speaks against its plain readings."""
        place = places[at]
        keeping = None if place.fixed else self._keeping(place.typed, place.folded, marked, in_chat)
        if keeping is None:
            return place
        before = [*{o.last for o in places[at - 1].options}] if at else []
        after = [*{o.first for o in places[at + 1].options}] if at + 1 < len(places) else []
        if keeping.sure and self._was_seen(place.options[0].first, before, after):
            return place
        if keeping.known:
            (as_it_is,) = unlikely(self._likely, place.options[:1], before, after)
            if keeping.options[0].cost + as_it_is < keeping.change:
                return place  # no slip is likelier, whatever stands beside it
        is_short_name = place.typed.isupper() and self._vocabulary.knows(place.folded)
        if is_short_name and not all(other.typed.isupper() for other in places):
            return place  # "CA tỉnh": initials among ordinary words
        slips = self._slips(place.typed.lower(), place.folded, keeping, marked)
        if at and keeping.change and place.typed[0].isupper() and not place.typed.isupper():
            kin = before if places[at - 1].typed[0].isupper() else ()
            slips = [o if self._follows(o, kin) else o._replace(cost=o.cost + _NAME) for o in slips]
        costs = unlikely(self._likely, slips, before, after)
        nearest = sorted(range(len(slips)), key=costs.__getitem__)[:_NEAREST]
        as_typed = as_written(keeping.options, place.typed) if marked else keeping.options
        return place._replace(options=(*as_typed, *(slips[n] for n in nearest)))

    def _was_seen(self, said: Said, before: Iterable[Said], after: Iterable[Said]) -> bool:
        """Whether a word was seen beside one of its neighbours, as both are written where that is told."""
        return any(self._side_by_side(word, said) for word in before) or any(
            self._side_by_side(said, word) for word in after
        )

    def _side_by_side(self, left: Said, right: Said) -> int:
        if left[1] and right[1]:
            return self._vocabulary.written_pair(left[1], right[1])
        return self._vocabulary.pair(left[0], right[0])

    def _follows(self, option: Option, kin: Iterable[Said]) -> bool:
        """Whether a reading was seen behind one of these words: of a name's first word its second is no stranger."""
        return any(self._vocabulary.pair(last, option.parts[0]) for last, _ in kin)

    def _find_keeping(self, typed: str, folded: str, marked: bool, in_chat: bool) -> _Keeping | None:
        """What it costs to keep a word as typed and what to change it; None where it is surely meant so."""
        options, marks, *_ = self._alone(typed, folded)
        if len(typed) < 2:
            return None
        if options[0].repair is Repair.TELEX:
            return _Keeping((options[0]._replace(cost=_KEYS_AMONG_MARKS),), 0.0) if marked and typed.isalpha() else None
        if options[0].repair is not Repair.NONE:
            doubted = len(options[0].parts) > 1 or any(o.cost < _DOUBTED for o in options[1:])
            change = _CHANGE_CHAT if options[0].repair is Repair.CHAT and doubted else _CHANGE_SHORT
            robbed = doubted and marked and not in_chat and not _VOWELS.intersection(folded)
            return _Keeping(options, change - (_AMONG_MARKS if robbed else 0.0))
        if len(folded) < 2 or not folded.isalpha():
            return None
        typed, seen = typed.lower(), self._vocabulary
        if seen.knows(folded) and (marks or (typed == folded and (not marked or seen.writes(typed)))):
            said = seen.written(typed) if marked else seen.count(folded)
            cost = -self._likely.form(folded, said) if marked else 0.0
            change = _CHANGE_MARKED if marked else _CHANGE_KNOWN
            return _Keeping((Option((folded,), cost),), change, known=True, sure=marked and said >= _SURE)
        if not (is_written(typed) if typed != folded else is_syllable(folded)):
            return _Keeping((Option((folded,), _NO_WORD),), 0.0)
        if not seen.knows(folded):
            return _Keeping((Option((folded,), _STRANGE),), _CHANGE_STRANGE)
        form = seen.form_meant(typed, folded)[0] if marked else ""
        keep = Option(
            (folded,), _HALF_MARKS if form or not marked else _ODD_MARKS, marked=form if typed != folded else ""
        )
        return _Keeping((keep,), _CHANGE_STRANGE)

    def _find_slips(self, typed: str, folded: str, keeping: _Keeping, marked: bool) -> Sequence[Option]:
        """The known words that a typed word may be a slip of, each with what it costs to read it so."""
        slips = []
        if keeping.change <= _CHANGE_STRANGE and (whole := clipped(typed, self._vocabulary)):
            slips.append(Option(whole, _CLIPPED, Repair.CHAT))
        if once := undoubled(typed, self._vocabulary):
            cost = _HELD - self._likely.form(fold(once), self._vocabulary.written(once))
            slips.append(Option((fold(once),), cost, Repair.SLIP, once, tone_last(once) if marked else ""))
        plain = keeping.options[0].repair is Repair.NONE
        legal = is_syllable(folded)
        for word, slip in self._vocabulary.near(folded):
            if not (is_syllable(word) or (len(word) >= _FOREIGN_FROM and not legal)):
                continue
            if keeping.known and slip > BY_EAR and len(folded) < 3 and len(word) < 3:
                continue
            heard = (_HEARD_MARKED if keeping.known and marked else _HEARD) if plain and slip <= BY_EAR else 1.0
            cost = _PER_SLIP * slip + keeping.change * heard
            form, said, tone = self._vocabulary.form_meant(typed, word) if marked else ("", 0, 0.0)
            if marked:
                cost += _PER_SLIP * tone - self._likely.form(word, said) if form else _WRONG_MARKS
            slips.append(Option((word,), cost, Repair.SLIP, form, form))
        if marked and plain:
            for form, slip, said in self._vocabulary.remarked(typed, folded):
                heard = _HEARD_MARKED if slip <= BY_EAR else 1.0
                cost = _PER_SLIP * slip + keeping.change * heard - self._likely.form(folded, said)
                slips.append(Option((folded,), cost, Repair.SLIP, form, form))
        return slips

    def _rivals(self, place: _Place, chosen: Sequence[Option], at: int) -> tuple[tuple[str, float], ...]:
        """The other readings of a slip that are nearly as likely beside its neighbours, with their share."""
        before = [chosen[at - 1].last] if at else []
        after = [chosen[at + 1].first] if at + 1 < len(chosen) else []
        others = [o for o in place.options if len(o.parts) == 1 and o.parts != chosen[at].parts]
        best, *costs = unlikely(self._likely, (chosen[at], *others), before, after)
        near = [o for o, cost in zip(others, costs, strict=True) if cost - best < _RIVAL]
        return tuple({o.parts[0]: _RIVAL_SHARE for o in near}.items())


def _by_share(readings: Sequence[Reading], repair: Repair, *, certain: bool = True) -> tuple[Option, ...]:
    """The readings of a short form; the rarer one is meant, the more must speak for it.

    `certain` = one of them is meant: the commonest is then as likely as can be, however rare.
    """
    most = max(share for _, share, _ in readings) if certain else 1.0
    return tuple(
        Option(parts, _SHORTHAND + _RARE_USE * (most - share), repair, written) for parts, share, written in readings
    )
