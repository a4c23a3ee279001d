"""Rows of cells parted by tabs, one row a line, as a table comes out of a word processor or a scanner's reader."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.columns import is_heading_row
from knowledge.documents.layouts.found import Found, ends_table, is_number_cell, is_rule, make_cell, opens_section
from knowledge.documents.model import Row


def find_tab_tables(lines: Sequence[str]) -> list[Found]:
    """Tables of tab-parted lines; a row torn over several lines is put together, empty lines part nothing."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        if not _is_row(lines[index]):
            index += 1
            continue
        last, rows = _read_region(lines, index)
        if rows:
            found.append(Found(first=index, last=last, rows=tuple(rows)))
        index = last + 1
    return found


def _is_row(line: str) -> bool:
    return line.count("\t") >= 2 and not is_rule(line) and any(cell.strip() for cell in line.split("\t"))


def _read_region(lines: Sequence[str], start: int) -> tuple[int, list[Row]]:
    """The rows from `start` on, and the index of the last line that is theirs."""
    rows: list[Row] = []
    width = 0
    index, last = start, start
    while index < len(lines):
        line = lines[index]
        if not line.strip() or is_rule(line):
            index += 1
            continue
        if not _is_row(line) and not (rows and _belongs(line, lines, index, last)):
            break
        first, text = index, line
        if not _is_row(line) and rows and line[:1].strip() and not opens_section(line) and not line.count("\t"):
            rows[-1] = _with_tail(rows[-1], line, index)
            last = index
            index += 1
            continue
        while width and 0 < text.count("\t") < width - 1 and _completes(lines, index + 1, text, width):
            index += 1
            joint = "\n" if lines[index].lstrip(" ").startswith(("-", "+", "•")) else " "
            text = f"{text.rstrip(' ')}{joint}{lines[index].strip(' ')}"
        cells = text.split("\t")
        row = Row(cells=tuple(make_cell(cell, first, index) for cell in cells))
        if is_heading_row(row.texts):
            width = len(cells)
        rows.append(row)
        last = index
        index += 1
    return last, rows


def _belongs(line: str, lines: Sequence[str], index: int, last: int) -> bool:
    """Whether a line without cells still is part of the table: a section's title, or the rest of the row above."""
    touches = index == last + 1
    if ends_table(line):
        return False
    if "\t" in line.strip():
        return touches or is_number_cell(line.split("\t")[0])
    if opens_section(line):
        after = next((other for other in lines[index + 1 : index + 4] if other.strip()), "")
        return _is_row(after)
    text = line.strip()
    return touches and (text[:1].islower() or text.startswith(("-", "+", "•")))


def _completes(lines: Sequence[str], index: int, text: str, width: int) -> bool:
    """Whether the line at `index` is the second half of a torn row."""
    if index >= len(lines):
        return False
    line = lines[index]
    if not line.strip() or line.startswith("\t") or is_number_cell(line.split("\t")[0]) or opens_section(line):
        return False
    return text.count("\t") + line.count("\t") <= width - 1


def _with_tail(row: Row, line: str, index: int) -> Row:
    """The row with a line more in its last filled cell."""
    at = max((i for i, cell in enumerate(row.cells) if cell.text), default=len(row.cells) - 1)
    cells = list(row.cells)
    joint = "\n" if line.lstrip().startswith(("-", "+", "•")) else " "
    tail = make_cell(f"{cells[at].text}{joint}{line.strip()}", cells[at].first_line - 1, index)
    return Row(cells=(*cells[:at], tail, *cells[at + 1 :]))
