"""Times that recognition got wrong, put right where one reading is possible: "Quý H" is quarter II, "l5/3" the 15th.

A year that a narrow column cut is one again: "15/9/20 24".

A quarter has four values, a day is made of digits: so letters that look like the strokes of a numeral, or like digits,
can be only one thing. Where two readings are possible the text stays and is told as unread.
"""

from __future__ import annotations

import re
from typing import Final

_QUARTER = re.compile(
    r"\b(?P<word>Qu[ýíyỷỳ]|QUÝ|quý)\s*(?P<numeral>[IVHNTYlíÍìiị1|!\]\[]{1,4})(?![^\W_])(?=[\s/,;.)-]|$)"
)
_QUARTERS: Final = ("I", "II", "III", "IV")
_STROKES = str.maketrans(
    {"H": "II", "1": "I", "l": "I", "|": "I", "!": "I", "]": "I", "[": "I", "T": "I", "i": "I", "í": "I", "Í": "I",
     "ì": "I", "ị": "I", "Y": "V", "N": "IV"}
)  # fmt: skip
_FIGURE = r"[\dlIOo|]"
_DATE = re.compile(
    rf"(?<![^\W_])(?P<day>{_FIGURE}{{1,2}})\s?/\s?(?P<month>{_FIGURE}{{1,2}})(?:\s?/\s?(?P<year>{_FIGURE}{{4}}))?(?![^\W_])"
)
_TORN_YEAR = re.compile(r"(?<=\d/)(?P<head>2\d{0,2})\s+(?P<tail>\d{1,3})(?![\d/])")
_NAMED = re.compile(rf"\b(?P<word>[Nn]gày|[Tt]háng|[Nn]ăm)\s+(?P<figure>{_FIGURE}{{1,4}})(?![^\W_])")
_LIMITS: Final = {"ngày": (1, 31), "tháng": (1, 12), "năm": (1990, 2100)}
_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0"})


def mend_time(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its misread quarters and figures put right, and one Vietnamese sentence for each.

    >>> mend_time("Quý H/2025")[0], mend_time("Trước ngày l5/3/2O25")[0], mend_time("Quý 1/2025")[0]
    ('Quý II/2025', 'Trước ngày 15/3/2025', 'Quý 1/2025')
    >>> mend_time("Trước 31/12/2 024")
    ('Trước 31/12/2024', ('“2 024” bị ngắt dòng giữa số, đã đọc là “2024”.',))
    """
    repairs: list[str] = []

    def told(found: re.Match[str], meant: str) -> str:
        if meant != found.group():
            repairs.append(f"“{found.group()}” là chữ nhận dạng nhầm, đã đọc là “{meant}”.")
        return meant

    def quarter(found: re.Match[str]) -> str:
        numeral = found["numeral"]
        meant = numeral.translate(_STROKES)
        if numeral == meant or numeral == "1" or meant not in _QUARTERS:  # "Quý 1" may be printed so
            return found.group()
        return told(found, f"{found['word']} {meant}")

    def date(found: re.Match[str]) -> str:
        parts = [found[name] for name in ("day", "month", "year") if found[name]]
        meant = [part.translate(_DIGITS) for part in parts]
        if parts == meant or not any(letter.isdigit() for part in parts for letter in part):
            return found.group()
        fits = 1 <= int(meant[0]) <= 31 and 1 <= int(meant[1]) <= 12
        return told(found, "/".join(meant)) if fits else found.group()

    def named(found: re.Match[str]) -> str:
        meant = found["figure"].translate(_DIGITS)
        low, high = _LIMITS[found["word"].lower()]
        mixed = meant != found["figure"] and any(letter.isdigit() for letter in found["figure"])
        return told(found, f"{found['word']} {meant}") if mixed and low <= int(meant) <= high else found.group()

    def year(found: re.Match[str]) -> str:
        meant = found["head"] + found["tail"]
        if len(meant) != len("2024") or not meant.startswith("20"):
            return found.group()
        repairs.append(f"“{' '.join(found.group().split())}” bị ngắt dòng giữa số, đã đọc là “{meant}”.")
        return meant

    mended = _NAMED.sub(named, _DATE.sub(date, _QUARTER.sub(quarter, _TORN_YEAR.sub(year, text))))
    return mended, tuple(repairs)
