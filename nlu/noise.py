"""What was meant by what was typed: chat spellings, Telex and VNI residue, glued words, slips of the thumb.

Strict first: a word that is known stays as it is. Only unknown words are read again, towards words that the
assistant has seen, and the words beside them choose among the readings. Nothing is read twice over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import log2

from nlu.syllables import is_syllable
from nlu.text import Word
from nlu.vocabulary import BY_EAR, Vocabulary

Reading = tuple[tuple[str, ...], float]  # folded words, share of use 0..1
Readings = Mapping[str, tuple[Reading, ...]]

_TELEX_TONE = re.compile(r"[sfrxj]$")
_TELEX_VOWEL = re.compile(r"(a)a|(e)e|(o)o|(d)d|(a)w|(o)w|(u)w")
_TELEX_INNER_TONE = re.compile(r"(?<=[aeiouy])[sfrxj](?=[a-z])")
_VNI = re.compile(r"\d+")
_LONGEST_GLUED = 24
# What a reading costs beside the slip itself (0.5 … 0.9): the stranger the typed word, the cheaper to read it anew.
_CHANGE_KNOWN = 1.2
_CHANGE_MARKED = 2.0  # the same, typed with its own marks: only strong company on both sides speaks against it
_CHANGE_STRANGE = 0.4
_ODD_MARKS = 0.4  # keeping a known word that was typed with marks of no known word
_STRANGE = 0.6  # keeping a syllable that nobody has said
_OFTEN = 0.25  # what a word that is said all the time gains on a rare one
_NAME = 0.6  # a capital inside a message: likely a name that nobody has said before
_NEAREST = 6  # readings weighed for one token
_FOREIGN_FROM = 5  # a foreign word is long enough to be told by its letters ("camera", "online")
_NO_WORD = 1.8  # keeping letters that cannot be a syllable


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
        tokens: list[Token] = []
        joined = 0
        for at, word in enumerate(words):
            if joined:
                joined -= 1
                continue
            long, joined = self._initials(words, at)
            if long:
                typed, end = words[at + joined].typed, words[at + joined].end
                tokens.extend(
                    Token(folded=part, typed=f"{word.typed}&{typed}", start=word.start, end=end, repair=Repair.SHORT)
                    for part in long
                )
                continue
            last = tokens[-1].folded if tokens else ""
            following = words[at + 1].folded if at + 1 < len(words) else ""
            reading, repair = self._reading(word, last, following)
            marked = self._marks(word) if repair is Repair.NONE else ""
            tokens.extend(
                Token(folded=part, typed=word.typed, start=word.start, end=word.end, marked=marked, repair=repair)
                for part in reading
            )
        return self._mended(tokens)

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

    def _mended(self, tokens: list[Token]) -> tuple[Token, ...]:
        """The likeliest path through the readings of each token: few slips, words that are seen side by side."""
        choices = [self._choices(tokens, at) for at in range(len(tokens))]
        if all(len(row) == 1 for row in choices):
            return tuple(tokens)
        best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
        last_row: list[str] = [""]
        for row in choices:
            reached = []
            for word, cost in row:
                score, path = max(
                    (
                        (score + self._bond(last, word), path)
                        for (score, path), last in zip(best, last_row, strict=True)
                    ),
                    key=lambda pair: pair[0],
                )
                reached.append((score - cost, (*path, word)))
            best, last_row = reached, [word for word, _ in row]
        readings = max(best, key=lambda pair: pair[0])[1]
        return tuple(
            token if token.folded == reading else replace(token, folded=reading, marked="", repair=Repair.SLIP)
            for token, reading in zip(tokens, readings, strict=True)
        )

    def _choices(self, tokens: Sequence[Token], at: int) -> list[tuple[str, float]]:
        """The readings of one token with their costs, itself first; only itself where nothing speaks against it."""
        token = tokens[at]
        folded = token.folded
        if token.repair is not Repair.NONE or len(folded) < 2 or not folded.isalpha() or folded in self._literal:
            return [(folded, 0.0)]
        typed = token.typed.lower()
        known = self._vocabulary.knows(folded) and (typed == folded or bool(token.marked))
        last = tokens[at - 1].folded if at else ""
        following = tokens[at + 1].folded if at + 1 < len(tokens) else ""
        lonely = not (self._vocabulary.pair(last, folded) or self._vocabulary.pair(folded, following))
        if known and not (lonely and len(folded) > 1):
            return [(folded, 0.0)]
        legal = is_syllable(folded)
        dear = _CHANGE_MARKED if token.marked else _CHANGE_KNOWN
        own, change = (0.0, dear) if known else (_STRANGE, _CHANGE_STRANGE) if legal else (_NO_WORD, 0.0)
        if self._vocabulary.knows(folded) and not known:
            own = _ODD_MARKS
        if at and token.typed[0].isupper() and not token.typed.isupper():
            change += _NAME
        by_ear = change if token.marked else change / 2
        near = [
            (word, cost + (by_ear if cost <= BY_EAR else change) - _OFTEN * self._vocabulary.commonness(word))
            for word, cost in self._vocabulary.near(folded)
            if (is_syllable(word) or len(word) >= _FOREIGN_FROM <= len(folded))
            and (not known or len(folded) > 2 or len(word) > 2)
        ]
        near.sort(key=lambda pair: pair[1] - self._bond(last, pair[0]) - self._bond(pair[0], following))
        return [(folded, own), *near[:_NEAREST]]

    def _bond(self, last: str, word: str) -> float:
        """How closely two neighbouring words belong together: 0 (never seen) … 2.2 (the one calls for the other)."""
        seen = self._vocabulary.pair(last, word) if last else 0
        if not seen:
            return 0.0
        share = seen / min(self._vocabulary.count(last), self._vocabulary.count(word))
        return min(1.4, 0.5 + 0.2 * log2(1 + seen)) + min(0.8, 1.6 * share)

    def _marks(self, word: Word) -> str:
        """The typed form where it has marks that some known word has; marks of no known word are a slip."""
        typed = word.typed.lower()
        return typed if typed != word.folded and self._vocabulary.writes(typed) else ""

    def _reading(self, word: Word, last: str, following: str) -> tuple[tuple[str, ...], Repair]:
        folded = word.folded
        if folded in self._literal:
            return (folded,), Repair.NONE
        if folded in self._short:
            return self._choose(self._short[folded], last, following), Repair.SHORT
        plain = word.typed.lower().replace("đ", "d") == folded  # other marks: no chat spelling, but a word or a name
        if folded in self._chat and plain and not (self._vocabulary.count(folded) > 2 and is_syllable(folded)):
            return self._choose(self._chat[folded], last, following), Repair.CHAT
        if self._vocabulary.knows(folded) or not folded[0].isalpha():
            return (folded,), Repair.NONE
        telex = self._telex(folded)
        if telex:
            return (telex,), Repair.TELEX
        glued = self._unglue(folded)
        if glued:
            return glued, Repair.GLUED
        return (folded,), Repair.NONE

    def _choose(self, readings: Sequence[Reading], last: str, following: str) -> tuple[str, ...]:
        if len(readings) == 1:
            return readings[0][0]

        def fit(reading: Reading) -> float:
            words, share = reading
            return share + self._company(words[0], words[-1], last, following)

        return max(readings, key=fit)[0]

    def _company(self, first: str, final: str, last: str, following: str) -> float:
        """How well a reading stands beside its neighbours: half a point for each seen pair."""
        seen = 0.0
        if last and self._vocabulary.pair(last, first):
            seen += 0.5
        if following and self._vocabulary.pair(final, following):
            seen += 0.5
        return seen

    def _telex(self, folded: str) -> str:
        """The folded word behind Telex or VNI keys left in it ("soos", "chur", "hoa1"), or ""."""
        if folded.isascii() and any(c.isdigit() for c in folded):
            bare = _VNI.sub("", folded)
            return bare if len(bare) > 1 and bare.isalpha() and self._meant(bare) else ""
        if is_syllable(folded):
            return ""
        for once in (folded, _TELEX_TONE.sub("", folded), _TELEX_INNER_TONE.sub("", folded)):
            bare = _TELEX_VOWEL.sub(lambda m: m[m.lastindex or 0], once)
            bare = re.sub(r"^w|(?<=[^aeiouy])w", "u", bare).replace("w", "")
            bare = _TELEX_TONE.sub("", bare) if not self._vocabulary.knows(bare) else bare
            if bare != folded and self._meant(bare):
                return bare
        return ""

    def _meant(self, bare: str) -> bool:
        return self._vocabulary.knows(bare) and is_syllable(bare)

    def _unglue(self, folded: str) -> tuple[str, ...]:
        """Two to five known syllables typed without spaces, each next pair seen together, or ()."""
        if is_syllable(folded) or len(folded) > _LONGEST_GLUED:
            return ()
        best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
        for end in range(1, len(folded) + 1):
            for start in range(max(0, end - 7), end):
                if start not in best:
                    continue
                piece = folded[start:end]
                if not (self._vocabulary.knows(piece) and is_syllable(piece) and len(piece) > 1):
                    continue
                score, parts = best[start]
                if parts and not self._vocabulary.pair(parts[-1], piece):
                    continue
                candidate = (score + len(piece) ** 2, (*parts, piece))
                if end not in best or candidate[0] > best[end][0]:
                    best[end] = candidate
        parts = best.get(len(folded), (0, ()))[1]
        return parts if len(parts) > 1 else ()
