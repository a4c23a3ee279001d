"""What fills the open places of a time's pattern: numbers, months, units, "này" and "sau", as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from nlu.timex_words import TimeWords

UNITS = {"tuan": "week", "thang": "month", "quy": "quarter", "nam": "year"}
SPANS = {"ngay": "day", "hom": "day", "bua": "day", "tuan": "week", "thang": "month"}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_DOC_NUMBER = re.compile(r"\d+\w*(?:/\d{4})?/[a-z]\S*")

Read = tuple[int, Any] | None
"""How many words are used, and what they tell."""


def _number(line: TimeWords, index: int) -> Read:
    word = line.words[index].folded
    if word.isdecimal():
        return (1, int(word)) if len(word) <= 3 else None
    return line.number_word(index)


def _month(line: TimeWords, index: int) -> Read:
    word = line.words[index].folded
    if dated := re.fullmatch(r"(\d{1,2})/((?:19|20)\d\d)", word):
        return (1, (int(dated[1]), int(dated[2]))) if 1 <= int(dated[1]) <= 12 else None
    read = _number(line, index)
    return (read[0], (read[1], None)) if read and 1 <= read[1] <= 12 else None


def _quarter(line: TimeWords, index: int) -> Read:
    word = line.words[index].folded
    if dated := re.fullmatch(r"([1-4])/((?:19|20)\d\d)", word):
        return 1, (int(dated[1]), int(dated[2]))
    if word in ROMAN:
        return 1, (ROMAN[word], None)
    read = _number(line, index)
    return (read[0], (read[1], None)) if read and 1 <= read[1] <= 4 else None


def _year(line: TimeWords, index: int) -> Read:
    word = line.words[index].folded
    return (1, int(word)) if re.fullmatch(r"199\d|20\d\d", word) else None


def _date(line: TimeWords, index: int) -> Read:
    """(day, month, year or None, separator); whether there is such a day is for the engine to say."""
    read = _DATE.fullmatch(line.words[index].folded)
    if not read or not 1 <= int(read[1]) <= 31 or not 1 <= int(read[3]) <= 12:
        return None
    year = int(read[4]) + (2000 if len(read[4]) == 2 else 0) if read[4] else None
    return 1, (int(read[1]), int(read[3]), year, read[2])


def _weekday(line: TimeWords, index: int) -> Read:
    read = _number(line, index)
    return read if read and 2 <= read[1] <= 7 else None


def _short(pattern: str, low: int, high: int) -> Callable[[TimeWords, int], Read]:
    form = re.compile(pattern)

    def read(line: TimeWords, index: int) -> Read:
        found = form.fullmatch(line.words[index].folded)
        if not found:
            return None
        value = int(found[1]) if found[1].isdecimal() else ROMAN[found[1]]
        return (1, value) if low <= value <= high else None

    return read


def _listed(names: Mapping[str, str], written: Mapping[str, str]) -> Callable[[TimeWords, int], Read]:
    def read(line: TimeWords, index: int) -> Read:
        word = line.words[index].folded
        word = written.get(word, word)
        return (1, names[word]) if word in names and line.is_word(index, WRITTEN[word]) else None

    return read


WRITTEN = {
    "ngay": "ngày", "hom": "hôm", "bua": "bữa", "tuan": "tuần", "thang": "tháng", "quy": "quý", "nam": "năm",
    "dau": "đầu", "giua": "giữa", "cuoi": "cuối",
}  # fmt: skip
ALSO = {"qui": "quy", "thg": "thang"}
QUARTERS = [f"{word}{numeral}" for word in ("q", "quy", "qui") for numeral in ROMAN]


def _when(line: TimeWords, index: int) -> Read:
    for size in (2, 1):
        words = line.words[index : index + size]
        shift = line.lexicon.whens.get(tuple(w.folded for w in words))
        if shift is None or len(words) < size:
            continue
        written = {"nay": "nay", "sau": "sau", "toi": "tới", "qua": "qua", "roi": "rồi"}
        if size == 1 and not line.is_word(index, written.get(words[0].folded, words[0].folded)):
            continue
        return size, shift
    typed = line.words[index].folded
    return (1, -1) if typed in ("trc", "trk") else None


def _reference(line: TimeWords, index: int) -> Read:
    word = line.words[index].folded
    if not word[0].isdecimal() or _year(line, index) is not None:
        return None
    return None if "/" in word and _date(line, index) is not None else (1, word)


def _fraction(line: TimeWords, index: int) -> Read:
    read = re.fullmatch(r"(\d{1,3})/(\d{1,3})", line.words[index].folded)
    return (1, None) if read and int(read[1]) <= int(read[2]) else None


def _document_number(line: TimeWords, index: int) -> Read:
    return (1, None) if _DOC_NUMBER.fullmatch(line.words[index].folded) else None


def _document_word(line: TimeWords, index: int) -> Read:
    for size in (2, 1):
        if tuple(word.folded for word in line.words[index : index + size]) in line.lexicon.docwords:
            return size, None
    return None


def _any(line: TimeWords, index: int) -> Read:
    word = line.words[index].folded
    return None if word[0].isdecimal() or word in ("truoc", "sau", "den", "han", "ngay") else (1, word)


IN_DIGITS = frozenset(("y", "date", "fraction", "docnumber", "tm", "tn"))
"""Slots that no word of letters alone can fill."""

SLOTS: Mapping[str, Callable[[TimeWords, int], Read]] = {
    "n": _number,
    "m": _month,
    "q": _quarter,
    "y": _year,
    "date": _date,
    "wd": _weekday,
    "unit": _listed(UNITS, ALSO),
    "span": _listed(SPANS, ALSO),
    "part": _listed({"dau": "dau", "giua": "giua", "cuoi": "cuoi"}, {}),
    "when": _when,
    "any": _any,
    "ref": _reference,
    "fraction": _fraction,
    "docnumber": _document_number,
    "docword": _document_word,
    "tm": _short(r"(?:t|th|thg|thang)(\d{1,2})", 1, 12),
    "tq": _short(r"(?:q|quy|qui)(\d|ii|iii|iv)", 1, 4),
    "tn": _short(r"t([2-7])", 2, 7),
    "-": lambda _line, _index: None,
    ",": lambda _line, _index: None,
}
