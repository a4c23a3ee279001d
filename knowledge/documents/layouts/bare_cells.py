"""One cell a line with nothing to part cells or rows: what a table becomes when pasted from a PDF viewer.

The headings are found as neighbouring lines; a line that is only a number opens a row. Cells wrapped over several
lines stay several cells here: who aligns the row to the columns puts them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.columns import is_heading_row, read_heading
from knowledge.documents.layouts.found import Found, ends_table, make_cell, opens_section
from knowledge.documents.model import Cell, Row
from nlu.text import fold

_ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[IVX]{1,5}[.)]?")
_FEWEST_HEADINGS = 4
_NUMBERED_SENTENCE = re.compile(r"(?:\d{1,2}|[a-zđ])[.)]\s+\S")
_SENTENCE = 40  # letters; a shorter line may be the title of a subsection


def find_bare_tables(lines: Sequence[str]) -> list[Found]:
    """Tables without any mark between cells, under at least four heading lines of which one opens a task column."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        headings = _headings(lines, index)
        if not headings:
            index += 1
            continue
        last, rows = _read_rows(lines, headings[-1] + 1, [lines[i].strip() for i in headings])
        if rows:
            header = Row(cells=tuple(make_cell(lines[i], i) for i in headings))
            found.append(Found(first=index, last=last, rows=(header, *rows)))
            index = last + 1
        else:
            index = headings[-1] + 1
    return found


def _headings(lines: Sequence[str], start: int) -> list[int]:
    """The indices of heading lines that follow each other from `start`, or [] where they make no header."""
    if not lines[start].strip() or not read_heading(lines[start]):
        return []
    indices: list[int] = []
    for index in range(start, min(start + 30, len(lines))):
        if not lines[index].strip():
            continue
        if not read_heading(lines[index]):
            break
        indices.append(index)
    texts = [lines[i] for i in indices]
    return indices if len(indices) >= _FEWEST_HEADINGS and is_heading_row(texts) else []


def _read_rows(lines: Sequence[str], start: int, headings: Sequence[str]) -> tuple[int, list[Row]]:
    rows: list[list[Cell]] = []
    last = start - 1
    known = {fold(heading) for heading in headings}
    for index in range(start, len(lines)):
        line = lines[index]
        text = line.strip()
        if not text:
            continue
        if ends_table(text):
            break
        if fold(text) in known:  # the header again, at a page break
            if len(rows[-1:]) and len(rows[-1]) == 1 and rows[-1][0].text.isdigit() and fold(text) == fold(headings[0]):
                rows.pop()  # the number above it was the page's
            continue
        if opens_section(text) and (_prose_below(lines, index + 1) or not _counts_on(lines, index)):
            break
        row_above_is_full = not rows or len(rows[-1]) >= len(headings) - 2
        if _ROW_NUMBER.fullmatch(text) or (opens_section(text) and _short_title(text) and row_above_is_full):
            rows.append([make_cell(line, index)])
        elif rows:
            rows[-1].append(make_cell(line, index))
        else:
            return last, []
        last = index
    return last, [Row(cells=tuple(cells)) for cells in rows]


def _prose_below(lines: Sequence[str], start: int) -> bool:
    """Whether the next line is a numbered sentence: rows of such a table have their numbers on lines of their own."""
    below = next((line.strip() for line in lines[start : start + 3] if line.strip()), "")
    return bool(_NUMBERED_SENTENCE.match(below)) and len(below) > _SENTENCE


def _counts_on(lines: Sequence[str], start: int) -> bool:
    """Whether a row numbered on a line of its own follows; a section behind the last one is no part of the table."""
    return any(_ROW_NUMBER.fullmatch(line.strip()) for line in lines[start:])


def _short_title(text: str) -> bool:
    return bool(re.match(r"[IVX]{1,5}[.)]?\s", text)) and len(text) < 200
