"""Row numbers and section numbers as printed: "3", "1.2.", "IV", "A"; Roman numerals misprinted or misread."""

from __future__ import annotations

import re

_ARABIC = re.compile(r"(?P<number>\d{1,3}(?:\s?[.,]\s?\d{1,3}){0,3}(?:\s?[.-]?[a-zđ])?)\s*[.):/]?")
_ROMAN = re.compile(r"(?P<number>[IVXLl1|]{1,7})\s*[.):/]?")
_ROMAN_TRUE = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})")
_LETTER = re.compile(r"(?P<number>[A-HĐ])\s*[.):/]?")
_SMALL_LETTER = re.compile(r"(?P<number>[a-hđ])\s*[.):/]?")
# "II.3", and what an amending document prints for it: "Mục II.3", "Số thứ tự 3 Mục II", "3 (Phần II)".
_CALLED = r"(?:(?:nhiệm vụ|nội dung|công việc|mục|phần|điểm|khoản|stt|số thứ tự|số|thứ)\s+)*"
_WITH_SECTION = re.compile(
    rf"{_CALLED}(?:(?P<before>[IVX]{{1,5}})\s*[.\-/,]\s*)?{_CALLED}(?P<number>\d{{1,3}}(?:\.\d{{1,3}}){{0,2}}(?:\.?[a-zđ])?)"
    r"(?:\s*[,(–-]?\s*(?:tại |thuộc |của )?(?:mục|phần)\s+(?P<behind>[IVX]{1,5})\)?)?\s*[.):/]?",
    re.IGNORECASE,
)
_DASH = re.compile(r"[-–+•*]")
_TITLE = re.compile(
    r"(?P<number>[IVXLl|]{1,7}|[A-HĐ](?=\s*[.):/])|\d{1,2}(?:\.\d{1,2}){0,2})(?P<mark>\s*[.):/-]\s*|\s+)(?P<title>[^\W\d_].*)",
    re.DOTALL,
)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_DIGITS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def is_number(text: str) -> bool:
    """Whether a cell holds nothing but a row or section number.

    >>> [is_number(t) for t in ("3", "1.2.", "IV", "a)", "12 hồ sơ", "6/2025")]
    [True, True, True, True, False, False]
    """
    return bool(clean_number(text))


def clean_number(text: str) -> str:
    """The number of a cell without its dot or bracket, "" where the cell is no number.

    >>> [clean_number(t) for t in ("1.", "2.1 .", "IV.", "Il", "b)", "2024")]
    ['1', '2.1', 'IV', 'II', 'b', '']
    >>> [clean_number(t) for t in ("II.3", "II-3", "Mục II.3", "Số thứ tự 3 Mục II", "STT 5", "Mục 3 năm 2024")]
    ['II.3', 'II.3', 'II.3', 'II.3', '5', '']
    """
    text = text.strip().strip("*").strip()
    if found := _ARABIC.fullmatch(text):
        return re.sub(r"\s|[.,]$", "", found["number"]).replace(",", ".")
    if roman := read_roman(text):
        return roman
    if found := _LETTER.fullmatch(text) or _SMALL_LETTER.fullmatch(text):
        return found["number"]
    found = _WITH_SECTION.fullmatch(text)
    if not found or (found["before"] and found["behind"]):
        return ""
    section = (found["before"] or found["behind"] or "").upper()
    return f"{section}.{found['number']}" if section else found["number"]


def names_section(number: str) -> bool:
    """Whether a cleaned number says its section itself: "II.3"."""
    return number[:1].isupper() and "." in number


def is_dash(text: str) -> bool:
    """Whether a number cell holds only a list dash: "-", "+"."""
    return bool(_DASH.fullmatch(text.strip()))


def read_roman(text: str) -> str:
    """A Roman numeral with misread letters put right ("Il" → "II"), or "".

    >>> [read_roman(t) for t in ("IV.", "VIlI", "1", "l", "IIII")]
    ['IV', 'VIII', '', '', '']
    """
    found = _ROMAN.fullmatch(text.strip().strip("*").strip())
    if not found or not any(c in "IVX" for c in found["number"]):
        return ""
    numeral = found["number"].translate(str.maketrans("l1|", "III"))
    return numeral if _ROMAN_TRUE.fullmatch(numeral) else ""


def roman_value(numeral: str) -> int:
    """The value of a well-formed Roman numeral."""
    values = [_VALUES[c] for c in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def to_roman(value: int) -> str:
    """A number from 1 to 39 as a Roman numeral."""
    numeral = ""
    for size, letters in _DIGITS:
        while value >= size:
            numeral, value = numeral + letters, value - size
    return numeral


def split_title(text: str) -> tuple[str, str]:
    """(number, title) of a section's title in one cell, ("", text) where no number opens it.

    >>> split_title("VII Công tác khác"), split_title("3. Một cửa"), split_title("Vốn đầu tư")
    (('VII', 'Công tác khác'), ('3', 'Một cửa'), ('', 'Vốn đầu tư'))
    """
    found = _TITLE.fullmatch(text.strip())
    if not found:
        return "", text
    number = found["number"]
    if number.isalpha() and len(number) > 0 and not number.isascii():
        return number, found["title"].strip()
    if not number[0].isdigit() and (roman := read_roman(number)):
        return roman, found["title"].strip()
    if number[0].isdigit() or (len(number) == 1 and found["mark"].strip()):
        return number, found["title"].strip()
    return "", text
