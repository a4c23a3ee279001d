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
from typing import TypeVar

# A letter run, a number, or a document number such as 170/KH-VP; "%" is a word of its own: people ask "mấy %".
_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:/[^\W_]+(?:-[^\W_]+)*)*|[^\W\d_]+\d*|\d+|%")
Key = TypeVar("Key")
Value = TypeVar("Value")
_LATIN_STROKES = str.maketrans({"đ": "d", "Đ": "d", "Ð": "d", "ð": "d", "ı": "i"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a text: as typed, folded, and where it stands in the NFC text (end excluded)."""

    typed: str
    folded: str
    start: int
    end: int


class WorkedOut(dict[Key, Value]):
    """A table that works each value out when its key first comes; what came before is found at C speed."""

    def __init__(self, one: Callable[[Key], Value]) -> None:
        super().__init__()
        self._one = one

    def __missing__(self, key: Key) -> Value:
        value = self[key] = self._one(key)
        return value


def _plain(code: int) -> str:
    char = chr(code)
    return " " if unicodedata.category(char)[0] in "CZ" and char != "\n" else char


def _base(code: int) -> str:
    """The lower-case base letter of one character; characters that do not reduce to one stay (lower-cased if one)."""
    char = chr(code)
    lowered = char.translate(_LATIN_STROKES).lower()
    base = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    if len(base) == 1:
        return base
    return lowered if len(lowered) == 1 else char


def _lower(code: int) -> str:
    char = chr(code)
    return low if len(low := char.lower()) == 1 else char


_PLAIN, _BASE, _LOWER = WorkedOut(_plain), WorkedOut(_base), WorkedOut(_lower)


def nfc(text: str) -> str:
    """The text in NFC; each control character, soft hyphen and odd space then made one plain space."""
    composed = unicodedata.normalize("NFC", text)
    return composed if composed.isprintable() else composed.translate(_PLAIN)


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
