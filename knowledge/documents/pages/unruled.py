"""Tables set out without ruling lines: columns under known headings, parted where hardly a word stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.columns import is_heading_row, read_heading
from knowledge.documents.layouts.found import ends_table, is_number_cell, opens_section
from knowledge.documents.pages.flow import Column, join_flow
from knowledge.documents.pages.lines import Line, read_lines
from knowledge.documents.pages.model import Word
from knowledge.documents.pages.tables import GridCell, GridRow

_GAP: Final = 0.6  # heights between two cells of one line
_FEWEST: Final = 3  # columns
_MOST_HEADING_LINES: Final = 3
_ROW_GAP: Final = 0.55  # heights of nothing between two rows where lines of one cell stand nearer
_END_GAP: Final = 4.0  # heights of nothing below the last row
_OVER: Final = 6.0  # points that a title reaches into the next column


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """The columns of an unruled table: the places that part them, and whether the first one counts the rows."""

    parts: tuple[float, ...]
    numbered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnruledTable:
    """A table among lines: the indices of its first and last one, its rows, and its columns for the next page."""

    first: int
    last: int
    rows: tuple[GridRow, ...]
    headings: Headings


def find_unruled(lines: Sequence[Line], known: Headings | None = None) -> UnruledTable | None:
    """The first table of the lines whose headings are known, or the rest of that of the page before (`known`)."""
    for at in range(len(lines)):
        found = [
            (len(cells), -first, count, cells)
            for first in range(at, min(at + _MOST_HEADING_LINES, len(lines)))
            for count in range(1, _MOST_HEADING_LINES + 1)
            if (cells := _heading_cells(lines, first, count))
        ]
        if found and any(first == -at for _, first, _, _ in found):
            # The line above the headings may look like their upper half: then its words hide columns.
            _, first, count, cells = max(found, key=lambda candidate: candidate[:3])
            return _read(lines, -first, count, cells)
    if known is not None and known.numbered and lines and is_number_cell(_cells(lines[:1], known)[0].text):
        last = _last(lines, 0)
        return UnruledTable(first=0, last=last, rows=tuple(_rows(lines[: last + 1], known)), headings=known)
    return None


def _heading_cells(lines: Sequence[Line], first: int, count: int) -> list[list[Word]]:
    """The cells of headings that stand in these lines, empty where there are none."""
    below = lines[first + 1 : first + count]
    if first + count >= len(lines) or any(is_number_cell(line.words[0].text) for line in below):
        return []
    cells = _side_by_side(word for line in lines[first : first + count] for word in line.words)
    return cells if len(cells) >= _FEWEST and is_heading_row([_heading(words) for words in cells]) else []


def _heading(words: Sequence[Word]) -> str:
    return " ".join(line.text for line in read_lines(words))


def _read(lines: Sequence[Line], first: int, count: int, cells: Sequence[Sequence[Word]]) -> UnruledTable:
    last = _last(lines, first + count)
    body = lines[first + count : last + 1]
    texts = [_heading(words) for words in cells]
    headings = Headings(parts=_parts(cells, body), numbered=read_heading(texts[0]) == "number")
    header = tuple(GridCell(text=text) for text in texts)
    return UnruledTable(first=first, last=last, rows=(header, *_rows(body, headings)), headings=headings)


def _side_by_side(words: Iterable[Word]) -> list[list[Word]]:
    """Words in groups that stand beside each other, left to right."""
    groups: list[list[Word]] = []
    reach = 0.0
    for word in sorted(words, key=lambda word: word.x0):
        if groups and word.x0 - reach < _GAP * word.height:
            groups[-1].append(word)
        else:
            groups.append([word])
            reach = word.x1
        reach = max(reach, word.x1)
    return groups


def _last(lines: Sequence[Line], start: int) -> int:
    """The index of the last line of a table whose rows begin at `start`."""
    for at in range(start, len(lines)):
        line = lines[at]
        far = at > start and line.top - lines[at - 1].bottom > _END_GAP * line.height
        if far or ends_table(line.text):
            return at - 1
    return len(lines) - 1


def _parts(headings: Sequence[Sequence[Word]], lines: Sequence[Line]) -> tuple[float, ...]:
    """The places between columns: of those between two headings' middles the one that fewest words cover."""
    words = [word for line in lines if not _is_title(line) for word in line.words]
    words += [word for cell in headings for word in cell]
    middles = [(min(w.x0 for w in cell) + max(w.x1 for w in cell)) / 2 for cell in headings]
    parts: list[float] = []
    for left, right in pairwise(middles):
        covered = [sum(word.x0 < x < word.x1 for word in words) for x in range(int(left), int(right) + 1)]
        fewest = min(covered)
        runs: list[list[int]] = []
        for x, count in enumerate(covered):
            if count == fewest:
                if runs and runs[-1][-1] == x - 1:
                    runs[-1].append(x)
                else:
                    runs.append([x])
        widest = max(runs, key=len)
        parts.append(int(left) + (widest[0] + widest[-1]) / 2)
    return tuple(parts)


def _is_title(line: Line) -> bool:
    """Whether a line is the title of a section: one run of words."""
    return opens_section(line.text) and len(_side_by_side(line.words)) <= 2


def _rows(lines: Sequence[Line], headings: Headings) -> list[GridRow]:
    return [_cells(row, headings) for row in _row_lines(lines, headings)]


def _row_lines(lines: Sequence[Line], headings: Headings) -> list[list[Line]]:
    """The lines of each row: parted by empty strips where that gives one number a row, else before every number."""
    blocks: list[list[Line]] = []
    for line in lines:
        near = blocks and line.top - max(other.bottom for other in blocks[-1]) <= _ROW_GAP * line.height
        if near and not _is_over(line, headings) and not _is_over(blocks[-1][0], headings):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    if not headings.numbered or all(sum(_opens(line, headings) for line in block) <= 1 for block in blocks):
        return blocks
    rows: list[list[Line]] = []
    for line in lines:
        if not rows or _opens(line, headings) or _is_over(line, headings):
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _opens(line: Line, headings: Headings) -> bool:
    first = " ".join(word.text for word in line.words if word.centre < headings.parts[0])
    return is_number_cell(first)


def _is_over(line: Line, headings: Headings) -> bool:
    """Whether a line is a title that reaches over several columns."""
    if not _is_title(line):
        return False
    run = _side_by_side(line.words)[-1]
    return sum(run[0].x0 + _OVER < part < run[-1].x1 - _OVER for part in headings.parts) > 0


def _cells(lines: Sequence[Line], headings: Headings) -> GridRow:
    """One row's cells."""
    width = len(headings.parts) + 1
    if len(lines) == 1 and _is_over(lines[0], headings):
        return (GridCell(text=lines[0].text, across=width), *(GridCell(text="", first=False) for _ in range(width - 1)))
    cells: list[list[Word]] = [[] for _ in range(width)]
    for line in lines:
        for word in line.words:
            cells[bisect_right(headings.parts, word.centre)].append(word)
    return tuple(_cell(words) for words in cells)


def _cell(words: Sequence[Word]) -> GridCell:
    if not words:
        return GridCell(text="")
    column = Column(left=min(word.x0 for word in words), right=max(word.x1 for word in words))
    return GridCell(text=join_flow(read_lines(words), column), doubtful=any(word.doubtful for word in words))
