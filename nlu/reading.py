"""One message read: its tokens, what they ask for, what they name, and the words that tell its topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from operator import attrgetter

from nlu.compounds import load_compounds
from nlu.cues import Cue
from nlu.keys import KeyMention, find_keys
from nlu.lexical import SmallWord
from nlu.likeliest import Repair
from nlu.matching import Asked, Expansion, topic_of
from nlu.names import NameMention
from nlu.noise import Token
from nlu.text import Word, nfc, words
from nlu.timex import TimeMention, find_times
from nlu.tone import tone_last
from nlu.world import World

_INITIALS = re.compile(r"(?<!\w)[a-zđ]{1,5}&[a-zđ]{1,5}(?!\w)")
"""Initials joined by a mark that are typed small: "sở tt&tt"."""
_STOP = re.compile(r"[,.;:!?\n]")
_AGENCY_SHARE = 0.8  # an agency named beside a topic helps to tell tasks apart, but is not the topic
_PHRASE_FLOOR = 0.55  # small words inside a phrase that has a synonym ("góp ý của dân") count as words of a topic
_MARKED_WORDS = 2  # so many words with marks, and the writer uses them
_NUMBER_WEIGHT = 2.0  # near-equal tasks differ by their numbers: Nghị định 107, quý 3, Đề án 06
_SPOILT_BY_COURTESY = frozenset({"lead", "mine", "help", "duty", "correct", "detail", "follow", "again"})
_SLIPPED = 0.5  # what still counts of an everyday word that was read out of a slip, where no text has it
_FOLDED = 0.4  # the same for one typed without its marks
_KEYED_WORDS = 2  # so many words with digits for marks, and none of these is a number
_CONTENT_FLOOR = 0.2  # summed weight from which a message holds a topic


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReading:
    """A message against a world.

    `asked` has one entry a token, in order, with weight 0 where a token is no topic. `lent` tells, by feature, the
    tokens that a cue took and the weight they would have without it. `compounds` are the (start, end) of its words of
    several syllables.
    """

    text: str
    tokens: tuple[Token, ...]
    cues: tuple[Cue, ...]
    names: tuple[NameMention, ...]
    times: tuple[TimeMention, ...]
    keys: tuple[KeyMention, ...]
    asked: tuple[Asked, ...]
    expansions: tuple[Expansion, ...]
    compounds: tuple[tuple[int, int], ...]
    lent: Mapping[str, tuple[tuple[int, float], ...]]

    def giving_back(self, features: Iterable[str]) -> MessageReading:
        """The reading with the words of these features' cues given back to the topic: "trễ" in "hồ sơ trễ".

        A word that another cue took as well stays with that one ("mấy kế hoạch" counts plans or sides of a comparison).
        """
        asked, lent = list(self.asked), frozenset(features)
        held = {at for cue in self.cues if cue.feature not in lent and not cue.keep for at in cue.used}
        for feature in lent:
            for at, weight in self.lent.get(feature, ()):
                if at not in held:
                    asked[at] = replace(asked[at], weight=max(asked[at].weight, weight))
        return replace(self, asked=tuple(asked))

    def strictly(self) -> MessageReading:
        """The reading with every word counting in full: what is overheard must be covered wholly."""
        return replace(self, asked=tuple(replace(word, lost=1.0) for word in self.asked))

    def without(self, places: Iterable[int]) -> MessageReading:
        """The reading with some tokens out of the topic."""
        asked = list(self.asked)
        for at in places:
            asked[at] = replace(asked[at], weight=0.0)
        return replace(self, asked=tuple(asked))

    @property
    def features(self) -> frozenset[str]:
        """What the message's own words ask for."""
        return frozenset(cue.feature for cue in self.cues)

    @property
    def content(self) -> float:
        """The summed weight of the topic words."""
        return topic_of(self.asked)

    @property
    def topic_weight(self) -> float:
        """The summed weight of the topic words that name no agency."""
        return topic_of(self.asked, besides=self.named_places)

    @property
    def has_content(self) -> bool:
        """Whether the message speaks of a topic at all."""
        return self.content >= _CONTENT_FLOOR

    def topic(self) -> str:
        """The topic words as typed, names of agencies left out."""
        typed = {  # an abbreviation is many tokens
            token.start: token.typed
            for at, (token, word) in enumerate(zip(self.tokens, self.asked, strict=True))
            if word.topic >= _CONTENT_FLOOR and at not in self.named_places
        }
        return " ".join(typed.values())

    @property
    def named_places(self) -> frozenset[int]:
        """The tokens that name an agency."""
        return frozenset(at for name in self.names if name.kind == "agency" for at in range(name.start, name.end))


def read_message(text: str, world: World, *, today: date) -> MessageReading:
    """Reads a message; total on any text."""
    composed = _INITIALS.sub(lambda joined: joined[0].upper(), nfc(text))
    tokens = world.noise.read(words(composed))
    names = world.names.find(tokens)
    inside = {at for name in names for at in range(name.start, name.end)}
    polite = _politeness(tokens, world)
    kept = _kept(tokens, world)
    compounds = tuple(load_compounds().words_of([token.folded for token in tokens]))
    parts = _compounded(tokens, compounds, world)
    cues = tuple(
        cue
        for cue in world.cues.find(tokens, _breaks(composed, tokens), _tails(names))
        if not inside.issuperset(cue.used)
        and not (len(cue.used) == 1 and not parts.isdisjoint(cue.used))  # "tiếp" in "tiếp nhận" wants no more
        and not (cue.feature in _SPOILT_BY_COURTESY and not polite.isdisjoint(cue.used))
        and not (cue.feature == "mine" and not kept.isdisjoint(cue.used))  # "trẻ em có những gì"
    )
    keys = _keys(composed, tokens)
    times = _times(composed, tokens, today)
    uses_marks = sum(token.typed_marks for token in tokens) >= _MARKED_WORDS
    own, lost = _own_weights(tokens, names, kept, parts, world, uses_marks=uses_marks)
    plain = [token.typed.lower() if uses_marks and _is_plain_word(token, world) else "" for token in tokens]
    expansions = tuple(_expansions(tokens, plain, own, world))
    _raise_phrases(own, expansions)
    weights = list(own)
    _take_out(weights, tokens, cues, names, times, keys)
    lent: dict[str, tuple[tuple[int, float], ...]] = {}
    for cue in cues:
        lent[cue.feature] = (*lent.get(cue.feature, ()), *((at, own[at]) for at in cue.used))
    asked = tuple(
        Asked(
            folded=token.folded,
            marked=_marks(token) or written,
            weight=weight,
            lost=share,
            others=((token.folded.split("/")[0], 0.9),) if "/" in token.folded else token.rivals,
        )
        for token, written, weight, share in zip(tokens, plain, weights, lost, strict=True)
    )
    return MessageReading(
        text=composed,
        tokens=tokens,
        cues=cues,
        names=names,
        times=times,
        keys=keys,
        asked=asked,
        expansions=expansions,
        compounds=compounds,
        lent=lent,
    )


def _tails(names: Sequence[NameMention]) -> frozenset[int]:
    """The tokens of offices' names but the first: "vụ" of "Sở Nội vụ" begins no "vụ … nào"."""
    return frozenset(at for name in names if name.kind == "agency" for at in range(name.start + 1, name.end))


def _breaks(text: str, tokens: Sequence[Token]) -> frozenset[int]:
    """The tokens before which a clause ends."""
    return frozenset(
        at for at, (last, token) in enumerate(pairwise(tokens), start=1) if _STOP.search(text, last.end, token.start)
    )


def _times(text: str, tokens: Sequence[Token], today: date) -> tuple[TimeMention, ...]:
    """The times as typed, and those that show once slips are mended ("tuaanf nayf")."""
    typed = find_times(text, today=today)
    if not any(token.repair for token in tokens):
        return typed
    read_as = [
        Word(typed=token.folded if token.repair else token.typed, folded=token.folded, start=token.start, end=token.end)
        for token in tokens
    ]
    mended = find_times(text, today=today, read_as=read_as)
    inside = {place for token in tokens if token.repair for place in range(token.start + 1, token.end)}
    beside = [
        time
        for time in typed
        if time.start not in inside and not any(time.start < m.end and m.start < time.end for m in mended)
    ]
    return tuple(sorted((*mended, *beside), key=lambda time: time.start))


def _keys(text: str, tokens: Sequence[Token]) -> tuple[KeyMention, ...]:
    """The printed numbers as asked for, or where there are none, those that show once slips are mended ("vệic 13")."""
    found = find_keys(text)
    keyed = [t for t in tokens if t.repair is Repair.TELEX and any(map(str.isdigit, t.typed))] if found else []
    if len(keyed) >= _KEYED_WORDS:  # VNI's digits: "hang2" is no row 2
        found = tuple(key for key in found if not any(t.start <= key.start and key.end <= t.end for t in keyed))
    if found or not any(token.repair for token in tokens) or not any(token.folded[0].isdigit() for token in tokens):
        return found
    mended, places, behind = "", [], 0
    for _, word in groupby(tokens, key=attrgetter("start")):
        said = [*word]
        mended += text[behind : said[0].start]
        places.append((len(mended), said[0]))
        mended += " ".join(token.folded for token in said) if said[0].repair else text[said[0].start : said[0].end]
        behind = said[0].end
    keys = []
    for key in find_keys(mended):
        held = [token for at, token in places if key.start <= at < key.end]
        start, end = held[0].start, held[-1].end
        keys.append(replace(key, start=start, end=end, typed=text[start:end]))
    return tuple(keys)


def _is_printed_plain(token: Token, world: World) -> bool:
    """Whether a word typed without marks is printed just so: in "lễ hội nho" it is no "nhờ"."""
    plain = token.repair is Repair.NONE and token.typed.lower() == token.folded
    return plain and world.index.prints_plain(token.folded)


def _is_plain_word(token: Token, world: World) -> bool:
    """Whether a word typed without marks is a word just so: among marked words "thao" does not say "thảo"."""
    return token.repair is Repair.NONE and token.typed.lower() == token.folded and world.vocabulary.writes(token.folded)


def _politeness(tokens: Sequence[Token], world: World) -> frozenset[int]:
    """The tokens of courtesies: "cho em hỏi sao y …" asks neither how to ask nor for what is "em"'s."""
    folded = [token.folded for token in tokens]
    polite: set[int] = set()
    for at in range(len(tokens)):
        for length in range(min(world.small_reach.get(folded[at], 0), len(tokens) - at), 1, -1):
            rows = world.small.get(tuple(folded[at : at + length]), ())
            if any(row.kind == "politeness" for row in rows):
                polite.update(range(at, at + length))
                break
    return frozenset(polite)


def _own_weights(
    tokens: Sequence[Token],
    names: Sequence[NameMention],
    kept: frozenset[int],
    parts: frozenset[int],
    world: World,
    *,
    uses_marks: bool,
) -> tuple[list[float], list[float]]:
    """Each token's share in a topic, by what kind of word it is; and how much of it counts where it is not found."""
    weights, lost = _small_words(tokens, kept, parts, world, uses_marks=uses_marks)
    for name in names:
        if name.kind == "agency":
            weights[name.start : name.end] = [_AGENCY_SHARE] * (name.end - name.start)
            lost[name.start : name.end] = [1.0] * (name.end - name.start)
    for at, token in enumerate(tokens):
        if token.folded[0].isdigit() and weights[at] == 1.0:
            weights[at] = _NUMBER_WEIGHT
    return weights, lost


def _raise_phrases(weights: list[float], expansions: Iterable[Expansion]) -> None:
    """Small words inside a phrase that has a synonym ("để trễ", "góp ý của dân") help to tell the topic."""
    for expansion in expansions:
        if expansion.weight >= 0.7 and expansion.end - expansion.start > 1:
            for at in range(expansion.start, expansion.end):
                if weights[at]:
                    weights[at] = max(weights[at], _PHRASE_FLOOR)


def _take_out(
    weights: list[float],
    tokens: Sequence[Token],
    cues: Sequence[Cue],
    names: Sequence[NameMention],
    times: Sequence[TimeMention],
    keys: Sequence[KeyMention],
) -> None:
    """Takes the words out that are spoken for: by a cue, a plan's name, a day, a printed number."""
    for cue in cues:
        if not cue.keep:
            for at in cue.used:
                weights[at] = 0.0
    for name in names:
        if name.kind == "plan":
            weights[name.start : name.end] = [0.0] * (name.end - name.start)
        elif name.kind == "agency" and name.end < len(tokens) and _says_former(tokens[name.end]):
            weights[name.end] = 0.0
    for start, end in [(t.start, t.end) for t in times] + [(k.start, k.end) for k in keys]:
        for at, token in enumerate(tokens):
            if token.start >= start and token.end <= end:
                weights[at] = 0.0


def _says_former(token: Token) -> bool:
    """Whether a word behind an office's name says that it is called otherwise now: "Sở Du lịch cũ"."""
    return token.folded == "cu" and _typed_so(token, "cũ")


def _small_words(
    tokens: Sequence[Token], kept: frozenset[int], parts: frozenset[int], world: World, *, uses_marks: bool
) -> tuple[list[float], list[float]]:
    folded = [token.folded for token in tokens]
    plain = frozenset(at for at, token in enumerate(tokens) if uses_marks and _is_printed_plain(token, world))
    weights, lost = [1.0] * len(tokens), [1.0] * len(tokens)
    at = 0
    while at < len(tokens):
        length, row = _small_at(tokens, folded, at, kept, plain, world)
        if row is not None and row.weight and length == 1 and at in parts:
            row = None  # "phụ" in "phụ nữ"
        if row is not None:
            weights[at : at + length] = [row.weight] * length
            doubt = _doubt(tokens[at], row.phrase.written, uses_marks=uses_marks) if length == 1 else 0.0
            lost[at : at + length] = [max(row.lost, doubt)] * length
        at += length
    return weights, lost


def _small_at(
    tokens: Sequence[Token], folded: Sequence[str], at: int, kept: frozenset[int], plain: frozenset[int], world: World
) -> tuple[int, SmallWord | None]:
    """How many tokens from `at` make up a small word or phrase, and which; (1, None) where none does."""
    for length in range(min(world.small_reach.get(folded[at], 0), len(tokens) - at), 0, -1):
        rows = world.small.get(tuple(folded[at : at + length]), ())
        if length == 1:
            rows = () if at in kept else tuple(row for row in rows if _typed_so(tokens[at], row.phrase.written))
            if at in plain:
                rows = tuple(row for row in rows if row.phrase.written == folded[at])
        if rows:
            return length, rows[0]
    return 1, None


def _compounded(tokens: Sequence[Token], compounds: Sequence[tuple[int, int]], world: World) -> frozenset[int]:
    """The places of syllables that make up a word together, unless words of any sentence do ("làm việc")."""

    def tells(part: str) -> bool:
        rows = world.small.get((part,), ())
        return not rows or rows[0].lost < 1.0

    folded = [token.folded for token in tokens]
    known = load_compounds()
    return frozenset(
        at
        for start, end in compounds
        if any(map(tells, folded[start:end]))
        and known.agrees(tuple(folded[start:end]), [token.marked for token in tokens[start:end]])
        for at in range(start, end)
    )


def _doubt(token: Token, written: str, *, uses_marks: bool) -> float:
    """How doubtful it is that a token is this everyday word, 0 … 1: folded it may be another ("nho" is not "nhỏ")."""
    if token.repair is Repair.SLIP:
        return _SLIPPED
    if token.marked or written == token.folded:
        return 0.0
    return 1.0 if uses_marks else _FOLDED


def _typed_so(token: Token, written: str) -> bool:
    """Whether a token's marks allow it to be this word ("cửa" is not "của", "sông Hàn" is no "hạn")."""
    marks = _marks(token)
    return not marks or tone_last(written) == tone_last(marks)


def _marks(token: Token) -> str:
    """The marks of a token that can be trusted: those of a known word, and those of a name that no plan prints."""
    is_name = token.repair is Repair.NONE and token.typed[0].isupper() and not token.typed.isupper()
    typed = token.typed.lower()
    return token.marked or (typed if is_name and typed != token.folded else "")


def _kept(tokens: Sequence[Token], world: World) -> frozenset[int]:
    """Places of folded small words that stand in a phrase in which they are content ("đó thì" is no "đô thị")."""
    kept: set[int] = set()
    folded = tuple(token.folded for token in tokens)
    for start, first in enumerate(folded):
        for end in range(start + 2, min(len(folded), start + world.kept_reach.get(first, 0)) + 1):
            span = tokens[start:end]
            for phrase in world.kept.get(folded[start:end], ()):
                written = phrase.written.split()
                clashes = sum(not _typed_so(word, form) for word, form in zip(span, written, strict=True))
                if clashes <= len(span) // 3:
                    kept.update(range(start, end))
    return frozenset(kept)


def _expansions(
    tokens: Sequence[Token], plain: Sequence[str], weights: Sequence[float], world: World
) -> list[Expansion]:
    folded = tuple(token.folded for token in tokens)
    found: list[Expansion] = []
    for start, first in enumerate(folded):
        for end in range(start + 1, min(len(folded), start + world.expansions.reach.get(first, 0)) + 1):
            if folded[start:end] not in world.expansions.said or not any(weights[start:end]):
                continue
            marks = [
                token.marked or written for token, written in zip(tokens[start:end], plain[start:end], strict=True)
            ]
            found.extend(
                Expansion(
                    start=start,
                    end=end,
                    words=printed.words,
                    weight=printed.weight,
                    rule=printed.rule,
                    marks=printed.marks,
                )
                for printed in world.expansions.of(folded[start:end], marks)
            )
    return found
