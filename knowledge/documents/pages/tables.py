"""A grid and its words → rows of cells: a merged cell holds for every row that it covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge.documents.pages.flow import Column, join_flow, room_after, room_needed
from knowledge.documents.pages.grids import Box, Grid
from knowledge.documents.pages.lines import read_lines
from knowledge.documents.pages.model import Word

_PADDING: Final = 5.4  # points that word processors keep free inside a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """One place of a grid's row: its text, and how the cell that it belongs to is merged.

    `first` is true in the upper left place of a merged cell; `down` and `across` count the rows and columns it covers.
    `room` is what the text leaves free behind it, `needs` what its first word would have needed behind another text.
    """

    text: str
    first: bool = True
    down: int = 1
    across: int = 1
    room: float = 0.0
    needs: float = 0.0
    doubtful: bool = False


GridRow = tuple[GridCell, ...]


def fill_grid(grid: Grid, words: Iterable[Word]) -> tuple[GridRow, ...]:
    """The rows of a grid, top to bottom; every row has a place for every column."""
    inside: dict[Box, list[Word]] = {box: [] for box in grid.boxes}
    at: dict[tuple[int, int], Box] = {}
    for box in grid.boxes:
        for row in range(box.row, box.row_end):
            for column in range(box.column, box.column_end):
                at.setdefault((row, column), box)
    for word in words:
        inside[at[grid.place(word)]].append(word)
    edges = _text_edges(grid, inside)
    cells = {box: _cell(box, found, edges) for box, found in inside.items()}
    return tuple(
        tuple(_part(cells[at[(row, column)]], at[(row, column)], row, column) for column in range(grid.columns))
        for row in range(grid.rows)
    )


def _part(cell: GridCell, box: Box, row: int, column: int) -> GridCell:
    """What one place of a cell says: its text in each of its rows, and there in the first column."""
    if (row, column) == (box.row, box.column):
        return cell
    return replace(cell, first=False, text=cell.text if column == box.column else "")


def _cell(box: Box, words: Sequence[Word], edges: Sequence[Column]) -> GridCell:
    shape = GridCell(text="", down=box.row_end - box.row, across=box.column_end - box.column)
    if not words:
        return shape
    column = Column(left=edges[box.column].left, right=edges[box.column_end - 1].right)
    lines = read_lines(words)
    return replace(
        shape,
        text=join_flow(lines, column),
        room=room_after(lines[-1], column),
        needs=room_needed(lines[0]),
        doubtful=any(word.doubtful for word in words),
    )


def _text_edges(grid: Grid, inside: dict[Box, list[Word]]) -> Sequence[Column]:
    """Where text may stand in each column: what the widest line of the column shows, and a usual padding."""
    edges: list[Column] = []
    for column in range(grid.columns):
        left, right = grid.xs[column], grid.xs[column + 1]
        words = [
            word
            for box, found in inside.items()
            if box.column == column and box.column_end == column + 1
            for word in found
        ]
        padding = min((word.x0 - left for word in words), default=_PADDING)
        padding = min(max(padding, 0.0), _PADDING)
        edges.append(Column(left=left + padding, right=max(right - padding, *(word.x1 for word in words), 0.0)))
    return edges
