"""Vietnamese text: one Unicode form, one folded form, words with their place.

A folded text has exactly the length of its NFC original, so a span found in the one is valid in the other.

>>> fold("Đẩy mạnh SỐ HÓA")
'day manh so hoa'
>>> [w.folded for w in words("ai chủ trì số hoá?")]
['ai', 'chu', 'tri', 'so', 'hoa']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

# A letter run, a number, or a document number such as 170/KH-VP; "%" is a word of its own: people ask "mấy %".
_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:/[^\W_]+(?:-[^\W_]+)*)*|[^\W\d_]+\d*|\d+|%")
_LATIN_STROKES = str.maketrans({"đ": "d", "Đ": "d", "Ð": "d", "ð": "d", "ı": "i"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a text: as typed, folded, and where it stands in the NFC text (end excluded)."""

    typed: str
    folded: str
    start: int
    end: int


class _Table(dict[int, str]):
    """A translation table that works each character out when it first comes: `str.translate` runs at C speed."""

    def __init__(self, one: Callable[[str], str]) -> None:
        super().__init__()
        self._one = one

    def __missing__(self, code: int) -> str:
        self[code] = self._one(chr(code))
        return self[code]


def _plain(char: str) -> str:
    return " " if unicodedata.category(char)[0] in "CZ" and char != "\n" else char


def _base(char: str) -> str:
    """The lower-case base letter of one character; characters that do not reduce to one stay (lower-cased if one)."""
    lowered = char.translate(_LATIN_STROKES).lower()
    base = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    if len(base) == 1:
        return base
    return lowered if len(lowered) == 1 else char


def _lower(char: str) -> str:
    return low if len(low := char.lower()) == 1 else char


_PLAIN, _BASE, _LOWER = _Table(_plain), _Table(_base), _Table(_lower)


def nfc(text: str) -> str:
    """The text in NFC; each control character, soft hyphen and odd space then made one plain space."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


def fold(text: str) -> str:
    """Lower-case base letters of `nfc(text)`, one for one: "Đẩy" → "day" (đ has no decomposition: mapped by hand)."""
    return nfc(text).translate(_BASE)


def forms(text: str) -> list[tuple[str, str]]:
    """The words of a text as (folded, lower-cased as written), in order: what an index needs, fast."""
    composed = nfc(text)
    folded, low = composed.translate(_BASE), composed.translate(_LOWER)
    return [(folded[a:b], low[a:b]) for a, b in (m.span() for m in _WORD.finditer(composed))]


@lru_cache(maxsize=64)  # a message is read for its topic, its days and more, one after another
def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order, with spans in `nfc(text)`; punctuation and emoji are no words."""
    composed = nfc(text)
    folded = composed.translate(_BASE)
    return tuple(
        Word(typed=composed[m.start() : m.end()], folded=folded[m.start() : m.end()], start=m.start(), end=m.end())
        for m in _WORD.finditer(composed)
    )


def folded_words(text: str) -> tuple[str, ...]:
    """Only the folded words of a text."""
    return tuple(_WORD.findall(fold(text)))


def squeeze(text: str) -> str:
    """Runs of white space made one space, ends trimmed."""
    return " ".join(text.split())
