"""Which texts hold which words; made while an index is built, read by each question.

Texts are numbers counted from 0, words are numbers too. Of a hundred thousand texts a common word is in half, and a
question has twenty words: where each text would have to be met twenty times, texts are counted all at once instead,
as the bits of long integers.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial

Span = tuple[int, int]
"""Texts from the first number up to the second, which is not included."""

_BITS_KEPT = 1024  # words whose texts are remembered as bits; each takes an eighth of a byte a text


class Postings:
    """The texts of each word. Texts are added in rising order."""

    def __init__(self) -> None:
        self._numbers: dict[int, array[int]] = defaultdict(partial(array, "I"))
        self._texts = 0
        self._bits_of = lru_cache(maxsize=_BITS_KEPT)(self._find_bits)  # people ask with the same words

    def add(self, number: int, word_ids: Iterable[int]) -> None:
        """Notes the words of the next text, each once."""
        for word_id in word_ids:
            self._numbers[word_id].append(number)
        self._texts = number + 1

    def remember_common(self) -> None:
        """Finds the bits of common words, once all texts are added: each takes milliseconds."""
        for word_id in filter(self._is_common, self._numbers):
            self._bits_of(word_id)

    def count(self, word_id: int) -> int:
        """How many texts hold a word."""
        return len(self._numbers[word_id])

    def within(self, word_id: int, spans: Sequence[Span]) -> Sequence[int]:
        """The texts within spans that hold a word, in rising order within each."""
        numbers = self._numbers[word_id]
        if len(spans) == 1:
            start, end = spans[0]
            if end - start == self._texts:
                return numbers
            return numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]
        return [n for start, end in spans for n in numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]]

    def voted(self, votes: Iterable[tuple[int, int]], spans: Iterable[Span], *, least: int) -> list[int]:
        """The texts within spans with the most votes, in rising order.

        Each word gives its votes to each text that holds it. At least `least` texts are told, and all that tie with
        the last of them; only those with a vote where they are fewer.
        """
        open_to = sum(((1 << (end - start)) - 1) << start for start, end in spans)
        digits: list[int] = []  # the n-th holds the n-th binary digit of every text's count of votes
        voted = 0
        for word_id, times in votes:
            bits = self._bits_of(word_id) & open_to
            voted |= bits
            for place in range(times.bit_length()):
                if times >> place & 1:
                    _add(digits, bits, place)
        ahead, level = 0, voted
        for digit in reversed(digits):
            more = ahead | (level & digit)
            if more.bit_count() >= least:
                level &= digit
            else:
                ahead, level = more, level & ~digit
        return [match.start() for match in re.finditer("1", f"{ahead | level:b}"[::-1])]

    def among(self, word_id: int, numbers: frozenset[int]) -> Iterable[int]:
        """Those of some texts that hold a word, in any order."""
        if not self._is_common(word_id):
            return numbers.intersection(self._numbers[word_id])
        held = self._bits_of(word_id).to_bytes(self._texts // 8 + 1, "little")
        return [number for number in numbers if held[number >> 3] >> (number & 7) & 1]

    def _is_common(self, word_id: int) -> bool:
        """Whether a bit for every text is no larger than the numbers of those that hold the word."""
        numbers = self._numbers[word_id]
        return self._texts <= 8 * numbers.itemsize * len(numbers)

    def _find_bits(self, word_id: int) -> int:
        """The texts that hold a word, as the bits of an integer."""
        if self._is_common(word_id):
            written = bytearray(b"0") * self._texts  # as binary digits: the quickest way to set half of them
            for number in self._numbers[word_id]:
                written[number] = 49  # "1"
            return int(written[::-1], 2)
        held = bytearray(self._texts // 8 + 1)
        for number in self._numbers[word_id]:
            held[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(held, "little")


def _add(digits: list[int], bits: int, place: int) -> None:
    """Adds the bits to the counts at a place of their binary digits, carrying as one does on paper."""
    while bits:
        if place >= len(digits):
            digits.extend([0] * (place + 1 - len(digits)))
        digits[place], bits = digits[place] ^ bits, digits[place] & bits
        place += 1
