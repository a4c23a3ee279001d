"""One cell a line behind a bar ("| Sở Tư pháp"), as wikis write tables; a line that draws a rule parts the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.documents.layouts.found import Found, make_cell
from knowledge.documents.model import Cell, Row

_CELL = re.compile(r"[|!](?![-}+])(?P<text>[^|]*)\|?")
_RULE = re.compile(r"\|?[-=+]{1,}\|?")
_FEWEST_CELLS = 2


def find_barred_tables(lines: Sequence[str]) -> list[Found]:
    """Tables of lines that each open with a bar and hold one cell; an empty line inside a row parts nothing."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        if not _CELL.fullmatch(lines[index].strip()) or not lines[index].strip(" |"):
            index += 1
            continue
        last, rows = _read_region(lines, index)
        if len(rows) > 1 and len(rows[0]) >= _FEWEST_CELLS:
            found.append(Found(first=index, last=last, rows=tuple(Row(cells=tuple(row)) for row in rows)))
        index = last + 1
    return found


def _read_region(lines: Sequence[str], start: int) -> tuple[int, list[list[Cell]]]:
    rows: list[list[Cell]] = [[]]
    last = start
    for index in range(start, len(lines)):
        text = lines[index].strip()
        if cell := _CELL.fullmatch(text):
            rows[-1].append(make_cell(cell["text"], index))
        elif _RULE.fullmatch(text):
            rows.append([])
        elif text:
            break
        last = index
    return last, [row for row in rows if row]
