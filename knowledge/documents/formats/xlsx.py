"""Workbooks (.xlsx): every sheet as the table that it shows, dates and figures as they are printed.

A formula counts as what was last worked out and saved; one that never was is told, for nothing here works it out.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.documents.composing import Line, Piece, Remark, compose
from knowledge.documents.formats.wording import say
from knowledge.documents.formats.xlsx_values import render_value
from knowledge.documents.grids import Grid, Slot
from knowledge.documents.model import Document
from knowledge.documents.old_fonts import find_encoding, find_old, to_unicode
from knowledge.documents.places import Place, render_place
from knowledge.errors import DocumentError
from knowledge.plan_cells import BASE_SHEET

_BROKEN: Final = (InvalidFileException, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, TypeError, IndexError,
                  AttributeError, OSError)  # fmt: skip
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_COUNTED_UP = re.compile(r"=\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})(?:\+(?P<step>\d{1,3}))?")
_COUNTED_BY_ROW = re.compile(r"=ROW\(\)(?:-(?P<less>\d{1,4}))?")
_APPENDIX = re.compile(r"(?:phụ lục|pl|biểu|bảng)\b", re.IGNORECASE)
_SHORT_APPENDIX = re.compile(r"pl\b\.?\s*", re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,9}(?:\.0+)?")
_SHOWN: Final = 5  # cells that one note names
_WIDEST: Final = 200  # columns that a plan may have; what stands further right is no plan's


def read_xlsx(data: bytes, name: str) -> Document:
    """Reads a workbook.

    Raises:
        DocumentError: broken, or no workbook.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the library does not keep when it saves: nothing is saved
            shown = load_workbook(io.BytesIO(data), data_only=True)
            written = load_workbook(io.BytesIO(data)) if _has_formulas(data) else None
            pieces = list(_pieces(shown, written))
    except _BROKEN:
        raise DocumentError(say("broken.xlsx", name=name)) from None
    return compose(data, name, pieces)


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = (part for part in archive.namelist() if part.startswith("xl/worksheets/") and part.endswith(".xml"))
        return any(_FORMULA.search(archive.read(part)) for part in sheets)


def _pieces(shown: Any, written: Any) -> Iterator[Piece]:
    yield from (Remark(message=say("old_font", encoding=encoding)) for encoding in _put_in_unicode(shown))
    for sheet in shown.worksheets:
        if sheet.title == BASE_SHEET:  # of a report of ours, or a workbook of ours that lost its other sheets
            continue
        if sheet.sheet_state != "visible":
            yield Remark(message=say("hidden_sheet", sheet=sheet.title))
            yield Line(text="", place=Place(sheet=sheet.title))
            continue
        reader = _Sheet(sheet, written[sheet.title] if written is not None else None)
        rows = reader.rows()
        yield from reader.remarks()
        if not rows:
            continue
        if _APPENDIX.match(sheet.title):
            title = _SHORT_APPENDIX.sub("Phụ lục ", sheet.title)
            yield Line(text=title, place=Place(sheet=sheet.title))
        yield Grid(rows=rows)


def _put_in_unicode(workbook: Any) -> tuple[str, ...]:
    """Converts the cells that are set in fonts from before Unicode; the encodings that they had."""
    if not any(font.name and find_encoding(font.name) for font in workbook._fonts):
        return ()
    cells = [
        (cell, encoding)
        for sheet in workbook.worksheets
        for cell in sheet._cells.values()
        if isinstance(cell.value, str) and (encoding := find_encoding(cell.font.name or ""))
    ]
    old = find_old((encoding, cell.value) for cell, encoding in cells)
    for cell, encoding in cells:
        if encoding in old:
            cell.value = to_unicode(cell.value, cell.font.name)
    return tuple(sorted(old))


class _Sheet:
    """One sheet: what its cells show, and what is wrong with some."""

    def __init__(self, sheet: Any, written: Any) -> None:
        self._sheet = sheet
        self._title: str = sheet.title
        # Only the cells that the file holds: asked row by row, a sheet formatted to its end would be a million rows.
        self._cells: Mapping[tuple[int, int], Any] = sheet._cells
        self._formulas: Mapping[tuple[int, int], Any] = written._cells if written is not None else {}
        self._wrong: dict[str, list[str]] = {}
        self._told: Mapping[tuple[int, int], str] = {}

    def rows(self) -> tuple[tuple[Slot, ...], ...]:
        """The slots of every row that has any text, merged cells as one."""
        self._told = texts = dict(self._texts())
        if not texts:
            return ()
        rows = sorted({row for row, _ in texts})
        first, last = min(column for _, column in texts), max(column for _, column in texts)
        spans, covered = self._merged(texts, rows)
        return tuple(
            tuple(
                Slot(
                    text=texts.get((row, column), ""),
                    place=Place(sheet=self._title, row=row, column=column),
                    down=spans.get((row, column), (1, 1))[0],
                    across=min(spans.get((row, column), (1, 1))[1], last + 1 - column),
                )
                for column in range(first, last + 1)
                if (row, column) not in covered
            )
            for row in rows
        )

    def remarks(self) -> Iterator[Remark]:
        """What is wrong with cells, one remark a kind; and rows that a filter or a person hides."""
        folded = self._sheet.row_dimensions
        hidden = [str(row) for row in sorted({row for row, _ in self._told}) if row in folded and folded[row].hidden]
        if hidden:
            yield Remark(message=say("hidden_rows", rows=_few(hidden), sheet=self._title))
        for kind, cells in self._wrong.items():
            yield Remark(message=say(kind, cells=_few(cells), sheet=self._title))

    def _merged(
        self, texts: Mapping[tuple[int, int], str], rows: Sequence[int]
    ) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
        """How many of the rows, and columns, each merged cell with a text covers; and the cells that are so covered."""
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        covered: set[tuple[int, int]] = set()
        for area in self._sheet.merged_cells.ranges:
            corner = (area.min_row, area.min_col)
            if corner in texts:
                down = rows[bisect_left(rows, area.min_row) : bisect_right(rows, area.max_row)]
                across = range(area.min_col, min(area.max_col, _WIDEST) + 1)
                spans[corner] = (len(down), len(across))
                covered.update((row, column) for row in down for column in across if (row, column) != corner)
        return spans, covered

    def _texts(self) -> Iterator[tuple[tuple[int, int], str]]:
        for at, cell in self._cells.items():
            if at[1] > _WIDEST:
                continue
            value = cell.value
            if value is None and self._is_formula(at):
                value = self._worked_out(at)
                if value is None:
                    self._note("unsaved_formula", at)
            if isinstance(value, str) and cell.data_type == "e":
                self._note("wrong_formula", at)
                continue
            text = render_value(value, cell.number_format)
            if text and cell.font.strike:
                self._note("struck_cells", at)
                continue
            if text:
                yield at, text

    def _is_formula(self, at: tuple[int, int]) -> bool:
        written = self._formulas.get(at)
        return written is not None and written.data_type == "f"

    def _worked_out(self, at: tuple[int, int]) -> object:
        """A running number or a copy, as programs leave them for Excel to work out: "=A5+1", "=ROW()-4", "=C5"."""
        steps = 0
        while self._is_formula(at):
            formula = str(self._formulas[at].value).replace(" ", "").upper()
            if found := _COUNTED_BY_ROW.fullmatch(formula):
                return at[0] - int(found["less"] or 0) + steps
            found = _COUNTED_UP.fullmatch(formula)
            if found is None or steps > len(self._cells):
                return None
            steps += int(found["step"] or 0)
            column = 0
            for letter in found["column"]:
                column = 26 * column + ord(letter) - ord("A") + 1
            at = (int(found["row"]), column)
        value = self._cells[at].value if at in self._cells else None
        if not steps:
            return value
        figure = str(value).strip()
        return int(float(figure)) + steps if _WHOLE.fullmatch(figure) else None

    def _note(self, kind: str, at: tuple[int, int]) -> None:
        place = render_place(Place(sheet=self._title, row=at[0], column=at[1]))
        self._wrong.setdefault(kind, []).append(place.rpartition(" ")[2])


def _few(names: Sequence[str]) -> str:
    """The first of many, and how many more there are."""
    more = say("more", count=len(names) - _SHOWN) if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
