"""The words of a question as the slots of times read them, and what words of time mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlu.text import Word

_STOPS = frozenset(".?!;\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLexicon:
    """What words of time mean, from `timex.toml`: numbers in words, "này" and "sau", words that open a document's name.

    `never` are, by a written word, what was typed that is quite another; `not_plain` are words that a message with
    marks never writes without them.
    """

    numbers: Mapping[str, int]
    plain_numbers: Mapping[str, int]
    number_words: frozenset[str]
    whens: Mapping[tuple[str, ...], int]
    never: Mapping[str, frozenset[str]]
    not_plain: frozenset[str]
    docwords: frozenset[tuple[str, ...]]


class TimeWords:
    """The words of a question with the text between them."""

    def __init__(self, text: str, words: Sequence[Word], lexicon: TimeLexicon) -> None:
        self.text = text
        self.words = _cut_dates(words, text)
        self.lexicon = lexicon
        self._accented = not text.isascii()
        between = (text[left.end : right.start] for left, right in pairwise(self.words))
        self._gaps = ("", *("".join(gap.split()) for gap in between))

    def gap(self, index: int) -> str:
        """What stands between word `index` and the one before it, without spaces."""
        return self._gaps[index]

    def stops_before(self, index: int) -> bool:
        """Whether a sentence, or a part of it, ends between word `index` and the one before it."""
        return not _STOPS.isdisjoint(self._gaps[index])

    def is_word(self, index: int, written: str) -> bool:
        """Whether the word at `index`, folded alike, was not typed as quite another word."""
        typed = self.words[index].typed.lower()
        if self._accented and written in self.lexicon.not_plain and typed.isascii():
            return False
        return typed not in self.lexicon.never.get(written, ())

    def number_word(self, index: int) -> tuple[int, int] | None:
        """(words used, value) of a spelled number at `index`."""
        if self.words[index].folded not in self.lexicon.number_words:
            return None
        for size in (2, 1):
            words = self.words[index : index + size]
            if len(words) < size:
                continue
            typed = " ".join(w.typed.lower() for w in words)
            if (value := self.lexicon.numbers.get(typed)) is not None:
                return size, value
            if (value := self.lexicon.plain_numbers.get(typed)) is not None:
                return size, value
        return None


def _cut_dates(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """Words with "1/3-15/3" cut in two and "15-3-2024" put together."""
    found: list[Word] = []
    for word in words:
        if not word.folded[0].isdecimal():
            found.append(word)
            continue
        halves = re.fullmatch(r"(\d{1,2}/\d{1,2}(?:/\d{4})?)-(\d{1,2}/\d{1,2}(?:/\d{4})?)", word.folded)
        if halves:
            for group in (1, 2):
                start, end = word.start + halves.start(group), word.start + halves.end(group)
                found.append(Word(typed=text[start:end], folded=halves[group], start=start, end=end))
            continue
        found.append(word)
        if len(found) >= 3:
            a, _, c = found[-3:]
            joined = text[a.start : c.end]
            if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}", joined):
                found[-3:] = [Word(typed=joined, folded=joined, start=a.start, end=c.end)]
    return tuple(found)
