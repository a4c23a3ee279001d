"""Cells parted by lines that hold a lone "|"; two such lines in a row end a row."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.columns import is_heading_row
from knowledge.documents.layouts.found import Found, is_number_cell, make_cell
from knowledge.documents.model import Cell, Row
from knowledge.documents.wrapping import join_lines


def find_pipe_tables(lines: Sequence[str], width: int) -> list[Found]:
    """Tables whose bars stand alone on their lines; `width` is where the text's lines were wrapped (0 = not)."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        if lines[index].strip() != "|":
            index += 1
            continue
        last, rows = _read_region(lines, index, width)
        if rows:
            found.append(Found(first=index, last=last, rows=tuple(rows)))
        index = last + 1
    return found


def _read_region(lines: Sequence[str], start: int, width: int) -> tuple[int, list[Row]]:
    rows: list[list[Cell]] = [[]]
    index = start
    while True:
        after = index + 1
        end = next((i for i in range(after, len(lines)) if lines[i].strip() == "|"), None)
        if end is None or (end > after + 1 and not lines[after].strip()):
            break
        if end == after:
            rows.append([])
        else:
            rows[-1].append(make_cell(join_lines(lines[after:end], width), after, end - 1))
        index = end
    return index, [Row(cells=tuple(cells)) for cells in _whole_rows([row for row in rows if row])]


def _whole_rows(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows cut in two by an empty cell (its two bars look like the end of a row) are one row again."""
    widths = [len(row) for row in rows if is_heading_row([cell.text for cell in row])]
    if not widths:
        return rows
    whole: list[list[Cell]] = []
    for row in rows:
        above = whole[-1] if whole else []
        fits = len(above) + 1 + len(row) <= widths[0]
        if above and fits and not is_number_cell(row[0].text) and is_number_cell(above[0].text):
            empty = Cell(text="", first_line=above[-1].last_line, last_line=above[-1].last_line)
            whole[-1] = [*above, empty, *row]
        else:
            whole.append(row)
    return whole
