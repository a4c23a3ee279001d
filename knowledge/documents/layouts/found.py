"""What every layout reader hands back, and the small moves they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.columns import is_heading_row, lay_over
from knowledge.documents.markup import strip_markup
from knowledge.documents.model import Cell, Row
from nlu.text import fold

_RULE_LINE = re.compile(r"[\s|:+=_-]*[-=_]{2,}[\s|:+=_-]*")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLil1]{1,6}|[A-ZĐ])\s*[.)]?")
_END = re.compile(r"\W*(?:noi nhan|phu luc|tren day la|ke hoach nay|tm\.|kt\.|tl\.|tuq\.)")
_SECTION = re.compile(r"(?:[IVXLl]{1,6}|[A-HĐ])\s*[.)/:-]?\s+(?=[^\W\d_])|\d{1,2}(?:\.\d{1,2})?[.)]\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Lines `first`..`last` (indices from 0, both included) that make these rows."""

    first: int
    last: int
    rows: tuple[Row, ...]


def make_cell(text: str, first: int, last: int | None = None) -> Cell:
    """A cell of the lines with these indices, its markup taken off."""
    return Cell(text=strip_markup(text), first_line=first + 1, last_line=(first if last is None else last) + 1)


def is_rule(line: str) -> bool:
    """Whether a line only draws a line: "|---|---|", "-----"."""
    return bool(_RULE_LINE.fullmatch(line))


def is_number_cell(text: str) -> bool:
    """Whether a cell holds nothing but a row number: "3", "1.2.", "IV"."""
    return bool(_NUMBER.fullmatch(strip_markup(text).strip()))


def ends_table(line: str) -> bool:
    """Whether a line stands after a table: the recipients, the signature, the next appendix."""
    return bool(_END.match(fold(strip_markup(line))))


def opens_section(text: str) -> bool:
    """Whether a line reads like the title of a numbered section: "II. Công khai", "3. Một cửa"."""
    return bool(_SECTION.match(strip_markup(text).strip()))


def find_heading(texts: Sequence[Sequence[str]]) -> int | None:
    """The first row that is column headings, alone or with the row below laid over it; None where none is."""
    for index, row in enumerate(texts):
        if is_heading_row(row):
            return index
        below = texts[index + 1] if index + 1 < len(texts) else ()
        if not below or is_heading_row(below) or is_number_cell(below[0]):
            continue
        if is_heading_row(lay_over(row, below)):
            return index
    return None


def has_heading(rows: Sequence[Row]) -> bool:
    """Whether one of the rows, or two of the first rows laid over each other, are column headings."""
    for index, row in enumerate(rows):
        if is_heading_row(row.texts):
            return True
        if index + 1 < len(rows) and index < 3:
            below = rows[index + 1].texts
            if is_heading_row(lay_over(row.texts, below)) and not is_number_cell(below[0]):
                return True
    return False
