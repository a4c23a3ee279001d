"""Ruling lines → grids: which lines belong together, and which of their boxes a missing line makes one cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.documents.pages.model import Ruling, Word

_SAME: Final = 3.0  # points between two strokes that draw one line: a border is a thin box, two cells draw theirs twice
_GAP: Final = 4.0  # points that a line may be broken over
_COVERED: Final = 0.5  # share of a box's side that must be drawn to part it from the next
_LEAST: Final = 4.0  # points: what is nearer to an outer line is no column of its own
_ACROSS: Final = 0.25  # of a word's height: so much of it stands below a line that it crosses
_MOST_LINES: Final = 400  # on one page each way; a drawing has more, a table does not

_Group = tuple[list[Ruling], list[Ruling]]
"""Lines that hang together: those across, those down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A cell of a grid: the rows and columns that it covers, counted from 0, ends excluded."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Lines that cross: the places of its columns' and rows' edges, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.ys[-1]

    @property
    def columns(self) -> int:
        """How many columns its lines part."""
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        """How many rows its lines part."""
        return len(self.ys) - 1

    def holds(self, word: Word) -> bool:
        """Whether a word stands within its outer lines, or across the upper one where a first row is too low for it."""
        return (
            self.xs[0] <= word.centre <= self.xs[-1]
            and self.ys[0] < word.bottom - _ACROSS * word.height
            and word.middle <= self.ys[-1]
        )

    def place(self, word: Word) -> tuple[int, int]:
        """(row, column) of the box that a word of the grid stands in."""
        row = min(max(bisect_right(self.ys, word.middle) - 1, 0), self.rows - 1)
        return row, min(max(bisect_right(self.xs, word.centre) - 1, 0), self.columns - 1)


def find_grids(across: Iterable[Ruling], down: Iterable[Ruling]) -> tuple[Grid, ...]:
    """The grids of at least two rows or columns that these lines draw, top to bottom."""
    rows, columns = merge_rulings(across), merge_rulings(down)
    if max(len(rows), len(columns)) > _MOST_LINES:
        return ()
    groups = _with_pieces(_crossing(rows, columns))
    grids = (_grid(*group) for group in groups)
    return tuple(sorted((grid for grid in grids if grid is not None), key=lambda grid: (grid.top, grid.xs[0])))


def merge_rulings(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Strokes that draw one line as one, in order of their places."""
    lines: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if lines and ruling.at - lines[-1][0].at <= _SAME:
            lines[-1].append(ruling)
        else:
            lines.append([ruling])
    merged: list[Ruling] = []
    for strokes in lines:
        at = sum(stroke.at for stroke in strokes) / len(strokes)
        start = end = None
        for stroke in sorted(strokes, key=lambda stroke: stroke.start):
            if end is not None and stroke.start - end <= _GAP:
                end = max(end, stroke.end)
                continue
            if start is not None and end is not None:
                merged.append(Ruling(at=at, start=start, end=end))
            start, end = stroke.start, stroke.end
        if start is not None and end is not None:
            merged.append(Ruling(at=at, start=start, end=end))
    return tuple(merged)


def _meet(row: Ruling, column: Ruling) -> bool:
    return row.start - _GAP <= column.at <= row.end + _GAP and column.start - _GAP <= row.at <= column.end + _GAP


def _crossing(rows: Sequence[Ruling], columns: Sequence[Ruling]) -> list[_Group]:
    """Lines that hang together by crossing each other; a line that crosses none (an underlining) is left out."""
    groups: list[_Group] = []
    for column in columns:
        met = [row for row in rows if _meet(row, column)]
        if not met:
            continue
        touched = [group for group in groups if any(row in group[0] for row in met)]
        whole: _Group = (list(met), [column])
        for group in touched:
            groups.remove(group)
            whole[0].extend(row for row in group[0] if row not in whole[0])
            whole[1].extend(group[1])
        groups.append(whole)
    return groups


def _with_pieces(groups: Sequence[_Group]) -> list[_Group]:
    """The groups, where a stamp cut pieces of lines off a grid these with it: every one goes on with a line of it."""
    whole: list[_Group] = []
    for rows, columns in sorted(groups, key=lambda group: -len(group[0]) - len(group[1])):
        for known_rows, known_columns in whole:
            if _all_on(rows, known_rows) and _all_on(columns, known_columns):
                known_rows.extend(rows)
                known_columns.extend(columns)
                break
        else:
            whole.append((rows, columns))
    return whole


def _all_on(pieces: Iterable[Ruling], lines: Sequence[Ruling]) -> bool:
    return all(any(abs(piece.at - line.at) <= _SAME for line in lines) for piece in pieces)


def _grid(rows: Sequence[Ruling], columns: Sequence[Ruling]) -> Grid | None:
    rows, columns = _parting(rows, columns), _parting(columns, rows)
    if not rows or not columns:
        return None
    xs = _edges((column.at for column in columns), ((row.start, row.end) for row in rows))
    ys = _edges((row.at for row in rows), ((column.start, column.end) for column in columns))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    return Grid(xs=xs, ys=ys, boxes=_boxes(xs, ys, rows, columns))


def _parting(lines: Sequence[Ruling], others: Sequence[Ruling]) -> list[Ruling]:
    """The lines that reach a second crossing line; a letter's edge or the rest of a stamp parts nothing.

    A line that is broken in the picture is one line still.
    """
    if len(others) < 2:
        return list(lines)
    reached: dict[float, int] = {}
    for line in lines:
        reached[line.at] = reached.get(line.at, 0) + sum(_meet(line, other) for other in others)
    return [line for line in lines if reached[line.at] > 1]


def _edges(places: Iterable[float], reaches: Iterable[tuple[float, float]]) -> tuple[float, ...]:
    """The places of the lines, and where the crossing lines end: many tables draw no outer line left and right."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _LEAST:
            edges.append(place)
    ends = list(reaches)
    first, last = min(start for start, _ in ends), max(end for _, end in ends)
    if edges and edges[0] - first > 2 * _LEAST:
        edges.insert(0, first)
    if edges and last - edges[-1] > 2 * _LEAST:
        edges.append(last)
    return tuple(edges)


def _boxes(
    xs: Sequence[float], ys: Sequence[float], rows: Sequence[Ruling], columns: Sequence[Ruling]
) -> tuple[Box, ...]:
    """Elementary boxes, those that no line parts as one."""
    height, width = len(ys) - 1, len(xs) - 1
    rows_at = [[row for row in rows if abs(row.at - y) <= _LEAST] for y in ys]
    columns_at = [[column for column in columns if abs(column.at - x) <= _LEAST] for x in xs]
    owner = {(r, c): (r, c) for r in range(height) for c in range(width)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    for r in range(height):
        for c in range(width):
            if c + 1 < width and not _drawn(columns_at[c + 1], ys[r], ys[r + 1]):
                owner[root((r, c + 1))] = root((r, c))
            if r + 1 < height and not _drawn(rows_at[r + 1], xs[c], xs[c + 1]):
                owner[root((r + 1, c))] = root((r, c))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in owner:
        members.setdefault(root(place), []).append(place)
    boxes = (box for places in members.values() for box in _rectangles(places))
    return tuple(sorted(boxes, key=lambda box: (box.row, box.column)))


def _rectangles(places: Sequence[tuple[int, int]]) -> Iterator[Box]:
    """The box that these places make; where a line is missing and they make none, a box for each row."""
    first, last = min(r for r, _ in places), max(r for r, _ in places)
    left, right = min(c for _, c in places), max(c for _, c in places)
    if len(places) == (last - first + 1) * (right - left + 1):
        yield Box(row=first, column=left, row_end=last + 1, column_end=right + 1)
        return
    for row in range(first, last + 1):
        columns = sorted(c for r, c in places if r == row)
        start = columns[0]
        for column, following in zip(columns, [*columns[1:], -1], strict=True):
            if following != column + 1:
                yield Box(row=row, column=start, row_end=row + 1, column_end=column + 1)
                start = following


def _drawn(lines: Sequence[Ruling], start: float, end: float) -> bool:
    drawn = sum(max(0.0, min(line.end, end) - max(line.start, start)) for line in lines)
    return drawn >= _COVERED * (end - start)
