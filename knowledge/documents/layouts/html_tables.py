"""HTML tables (<table><tr><td>), as copied from a web page; merged cells hold for every row and column they cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from knowledge.documents.layouts.found import Found
from knowledge.documents.markup import strip_markup
from knowledge.documents.model import Cell, Row

_TABLE_START = re.compile(r"<table\b|<tr\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_ROW_END = re.compile(r"</tr\s*>|</t[dh]\s*>", re.IGNORECASE)
_BREAKS = {"br", "p", "li", "div", "ul", "ol"}
_WIDEST_SPAN = 200


def find_html_tables(lines: Sequence[str]) -> list[Found]:
    """The HTML tables of a text; a table that is never closed ends with its last row."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        if "<" not in lines[index] or not _TABLE_START.search(lines[index]):
            index += 1
            continue
        last = _end(lines, index)
        reader = _Reader(index)
        reader.feed("\n".join(lines[index : last + 1]))
        reader.close()
        rows = reader.finished()
        if rows:
            found.append(Found(first=index, last=last, rows=rows))
        index = last + 1
    return found


def _end(lines: Sequence[str], start: int) -> int:
    last = start
    for index in range(start, len(lines)):
        if _TABLE_END.search(lines[index]):
            return index
        if _ROW_END.search(lines[index]):
            last = index
    return last


class _Reader(HTMLParser):
    """Collects rows; `pending` are the cells that reach down into rows below, by column."""

    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self._first = first
        self._rows: list[Row] = []
        self._row: list[Cell] | None = None
        self._text: list[str] | None = None
        self._start = 0
        self._spans = (1, 1)
        self._pending: dict[int, tuple[int, Cell]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._row = []
            self._text, self._start = [], self._line()
            known = dict(attrs)
            self._spans = (_span(known.get("rowspan")), _span(known.get("colspan")))
        elif tag in _BREAKS and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
        elif tag in _BREAKS and self._text is not None:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(" ".join(data.split()) if data.strip() else " ")

    def finished(self) -> tuple[Row, ...]:
        self._end_row()
        return tuple(self._rows)

    def _line(self) -> int:
        return self._first + self.getpos()[0]

    def _end_cell(self) -> None:
        if self._text is None or self._row is None:
            return
        self._fill_pending()
        cell = Cell(text=strip_markup("".join(self._text)), first_line=self._start, last_line=self._line())
        down, across = self._spans
        for offset in range(across):
            laid = cell if offset == 0 else Cell(text="", first_line=self._start, last_line=self._line())
            if down > 1:
                self._pending[len(self._row)] = (down - 1, laid)
            self._row.append(laid)
        self._text = None

    def _fill_pending(self) -> None:
        assert self._row is not None
        while len(self._row) in self._pending:
            left, cell = self._pending.pop(len(self._row))
            if left > 1:
                self._pending[len(self._row)] = (left - 1, cell)
            here = self._line()
            self._row.append(Cell(text=cell.text, first_line=here, last_line=here))

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        if self._row or self._pending:
            self._fill_pending()
        if self._row:
            self._rows.append(Row(cells=tuple(self._row)))
        self._row = None


def _span(value: str | None) -> int:
    return min(int(value), _WIDEST_SPAN) if value and value.isdigit() and int(value) > 0 else 1
