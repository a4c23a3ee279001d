"""Where a piece of text is printed, as people find it again: page, table, row, cell of a sheet, paragraph, line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from nlu.parsed import load_parsed

_FILE = Path(__file__).parents[1] / "data/places.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a document, all numbers from 1; 0 and "" where the format does not tell.

    A text file tells lines alone, a Word file paragraphs or tables with rows and columns, a PDF pages besides, a
    workbook sheets with rows and columns.
    """

    sheet: str = ""
    page: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    paragraph: int = 0
    line: int = 0

    @property
    def whole_row(self) -> Place:
        """The row that a cell stands in; any other place as it is."""
        return replace(self, column=0)


def render_place(place: Place) -> str:
    """The place in Vietnamese, "" where nothing is known.

    >>> render_place(Place(page=3, table=1, row=5, column=2)), render_place(Place(sheet="Phụ lục", row=7, column=3))
    ('trang 3, bảng 1, hàng 5, cột 2', 'trang tính “Phụ lục”, ô C7')
    """
    words = _words()
    said: list[str] = []
    if place.sheet:
        said.append(words["sheet"].format(sheet=place.sheet))
        if place.row and place.column:
            return ", ".join((*said, words["cell"].format(cell=f"{_letters(place.column)}{place.row}")))
    numbers = {part: getattr(place, part) for part in ("page", "table", "row", "column", "paragraph", "line")}
    said += [words[part].format(number=number) for part, number in numbers.items() if number]
    return ", ".join(said)


def _letters(column: int) -> str:
    """The letters of a sheet's column: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


@cache
def _words() -> Mapping[str, Any]:
    return load_parsed(_FILE)
