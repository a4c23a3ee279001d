"""One cell a line, each led by a tab; an empty line parts rows; a line without the tab goes on in the cell above."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents.layouts.found import Found, ends_table, make_cell
from knowledge.documents.model import Cell, Row

_FEWEST_ROWS = 2


def find_cell_line_tables(lines: Sequence[str]) -> list[Found]:
    """Tables of which every cell stands on lines of its own after one leading tab."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        if not _opens_cell(lines[index]):
            index += 1
            continue
        last, rows = _read_region(lines, index)
        if len(rows) >= _FEWEST_ROWS:
            found.append(Found(first=index, last=last, rows=tuple(rows)))
        index = last + 1
    return found


def _opens_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:].strip("\t")


def _read_region(lines: Sequence[str], start: int) -> tuple[int, list[Row]]:
    rows: list[list[Cell]] = [[]]
    cell: list[str] = []
    first, last, gap = start, start, False
    for index in range(start, len(lines)):
        line = lines[index]
        if line == "" or (not line.strip() and index > start and _at_row_end(lines, index)):
            gap = True
            continue
        if _opens_cell(line):
            if cell:
                rows[-1].append(_cell(cell, first, last))
            if gap and rows[-1]:
                rows.append([])
            cell, first = [line[1:]], index
        elif not line.strip():
            continue
        elif ends_table(line) or (gap and not _cell_goes_on(lines, index, rows)):
            break
        else:
            cell.append(line)
        gap, last = False, index
    if cell:
        rows[-1].append(_cell(cell, first, last))
    return last, [Row(cells=tuple(cells)) for cells in rows if cells]


def _at_row_end(lines: Sequence[str], index: int) -> bool:
    return index + 1 >= len(lines) or lines[index + 1] == ""


def _cell_goes_on(lines: Sequence[str], index: int, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a line after an empty one is still in the open cell: the row has not all its cells and more follow."""
    widest = max(len(row) for row in rows)
    return len(rows[-1]) + 1 < widest and any(_opens_cell(line) for line in lines[index + 1 : index + 4])


def _cell(parts: Sequence[str], first: int, last: int) -> Cell:
    text = parts[0].strip()
    for part in parts[1:]:
        text += (" " if part.strip()[:1].islower() else "\n") + part.strip()
    return make_cell(text, first, last)
