"""Markdown tables: cells between bars, one row a line, with or without bars at the ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.documents.layouts.found import Found, is_rule, make_cell
from knowledge.documents.model import Row

_BAR = re.compile(r"(?<!\\)\|")


def find_markdown_tables(lines: Sequence[str]) -> list[Found]:
    """Tables of lines with at least two bars; lines that only draw a rule are no rows."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        if not _is_row(lines[index]):
            index += 1
            continue
        rows: list[Row] = []
        last = index
        framed = lines[index].lstrip().startswith("|")
        for at in range(index, len(lines)):
            if not _is_row(lines[at]):
                break
            last = at
            if not is_rule(lines[at]):
                rows.append(_row(lines[at], at, framed=framed))
        if rows:
            found.append(Found(first=index, last=last, rows=tuple(rows)))
        index = last + 1
    return found


def _is_row(line: str) -> bool:
    return line.count("|") >= 2 and len(line.strip()) > 2


def _row(line: str, index: int, *, framed: bool) -> Row:
    """The cells of a line; in a table without bars at the ends a bar there has an empty cell outside it."""
    text = line.strip()
    cells = _BAR.split(text)
    if text.startswith("|") and framed:
        cells = cells[1:]
    if text.endswith("|") and len(cells) > 1 and framed:
        cells = cells[:-1]
    return Row(cells=tuple(make_cell(cell.replace("\\|", "|"), index) for cell in cells))
