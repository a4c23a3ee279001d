"""A row's cells → its columns, when cells were lost, doubled or torn: the cheapest story that fits their looks.

Cells keep their order. Each may stand in a column, be joined to the cell before it (torn), be dropped when empty or a
repetition; a column may stay empty. What fits best wins; a row is moved only where that fits clearly better.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.ingest.natures import fitness
from nlu.text import fold, squeeze

_AT_HOME: Final = 0.3  # a filled cell under its own heading
_MOVE_MARGIN: Final = 1.5  # by how much a moved row must fit better than the row as printed
_MISFIT: Final = -2.0  # a cell this unfit for its heading has lost its column
_DROP_EMPTY: Final = -0.4
_DROP_DOUBLE: Final = -1.2
_JOIN: Final = -1.5
_JOIN_KNOWN: Final = 3.0  # the joined text is printed whole elsewhere in the table
_WRAPPED: Final = -0.15  # joining a line that goes on with a small letter
_LEFT_EMPTY: Final = {"task": -4.0, "indicator": -4.0, "lead": -1.0, "agencies": -1.0, "number": -1.5, "time": -0.5}
_LEFT_EMPTY_ELSE: Final = -0.3
_TASK_OF_ROW_BELOW: Final = -0.5
_MOST_JOINED: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """Where each column's text came from.

    `sources[c]` are the indices of the cells in column c (several: torn, in reading order); `moved` says that filled
    cells left their printed column, `dropped` are the indices of cells that only repeated another.
    """

    sources: tuple[tuple[int, ...], ...]
    moved: bool = False
    joined: bool = False
    dropped: tuple[int, ...] = ()


def as_printed(cells: int, width: int) -> Aligned:
    """Every cell under its own heading; cells past the last column join it."""
    sources: list[tuple[int, ...]] = [(i,) if i < cells else () for i in range(width)]
    if cells > width:
        sources[-1] = tuple(range(width - 1, cells))
    return Aligned(sources=tuple(sources))


def align(
    cells: Sequence[str],
    roles: Sequence[str],
    *,
    known: Collection[str] = (),
    lines: bool = False,
    is_grid: bool = False,
) -> Aligned:
    """Finds each cell's column.

    Args:
        cells: the row's texts in printed order.
        roles: the columns' roles, left to right; at least one.
        known: folded texts of cells in the same table: a torn cell is recognised by its whole form.
        lines: True where cells are lines of a column-less layout, so that joining neighbours is ordinary.
        is_grid: True where the format itself tells the columns, so that a whole row stands as printed: a day under
            "Bắt đầu" is no day that slipped out of "Kết thúc".
    """
    cells = [squeeze(cell) for cell in cells]
    home_fits = len(cells) == len(roles) or (len(cells) > len(roles) and not any(cells[len(roles) :]))
    if not home_fits or lines:
        return _search(cells, roles, known, lines=lines)[1]
    home = as_printed(min(len(cells), len(roles)), len(roles))
    if is_grid or not _out_of_place(cells, roles, known):
        return home
    score, moved = _search(cells, roles, known, lines=lines)
    return moved if score - _score(cells, roles, home) >= _MOVE_MARGIN else home


def _out_of_place(cells: Sequence[str], roles: Sequence[str], known: Collection[str]) -> bool:
    """Whether a row as printed cannot be right: a time under an agency heading, or two cells that are one elsewhere."""
    filled = [cell for cell in cells if cell]
    if not cells[0] and any(cell[0].islower() for cell in filled):
        return False  # pieces of a row that a page end cut: they look like nothing by themselves
    for cell, role in zip(cells, roles, strict=False):
        if cell and fitness(cell, role) <= _MISFIT:
            return True
    pairs = pairwise(cells)
    return any(a and b and len(a) < 60 and len(b) < 60 and fold(join_torn((a, b), known)) in known for a, b in pairs)


def join_torn(parts: Sequence[str], known: Collection[str] = ()) -> str:
    """One text of a torn cell's parts; a part that opens with a dash comes after the other."""
    if len(parts) == 2:
        either = (" ".join(parts), " ".join(reversed(parts)))
        for text in either:
            if fold(text) in known:
                return text
        if parts[0].startswith("- ") and not parts[1].startswith("-"):
            return either[1]
    return " ".join(parts)


def _score(cells: Sequence[str], roles: Sequence[str], aligned: Aligned) -> float:
    total = 0.0
    for column, sources in enumerate(aligned.sources):
        text = cells[sources[0]] if sources else ""
        if text:
            total += fitness(text, roles[column]) + _AT_HOME
        else:
            total += _cost_of_empty(cells, roles, column)
    return total


def _cost_of_empty(cells: Sequence[str], roles: Sequence[str], column: int) -> float:
    """What an empty column costs; a row without a number may well have no task: it goes on with the row above."""
    role = roles[column]
    if role in ("task", "indicator") and roles[0] == "number" and not cells[0]:
        return _TASK_OF_ROW_BELOW
    return _LEFT_EMPTY.get(role, _LEFT_EMPTY_ELSE)


def _search(
    cells: Sequence[str], roles: Sequence[str], known: Collection[str], *, lines: bool
) -> tuple[float, Aligned]:
    """Dynamic programme over (cells used, columns filled)."""
    count, width = len(cells), len(roles)
    scores = [[float("-inf")] * (width + 1) for _ in range(count + 1)]
    steps: list[list[tuple[str, int]]] = [[("", 0)] * (width + 1) for _ in range(count + 1)]
    scores[0][0] = 0.0

    def offer(i: int, j: int, score: float, step: tuple[str, int]) -> None:
        if score > scores[i][j]:
            scores[i][j], steps[i][j] = score, step

    for i in range(count + 1):
        for j in range(width + 1):
            here = scores[i][j]
            if here == float("-inf"):
                continue
            if j < width:
                offer(i, j + 1, here + _cost_of_empty(cells, roles, j), ("skip", 0))
            if i == count:
                continue
            cell = cells[i]
            if not cell:
                offer(i + 1, j, here + _DROP_EMPTY, ("drop", 1))
            elif i and cell == cells[i - 1]:
                offer(i + 1, j, here + _DROP_DOUBLE, ("double", 1))
            if j == width:
                continue
            if not cell:
                offer(i + 1, j + 1, here + _cost_of_empty(cells, roles, j), ("put", 1))
                continue
            home = _AT_HOME if i == j and not lines else 0.0
            offer(i + 1, j + 1, here + fitness(cell, roles[j]) + home, ("put", 1))
            cost = 0.0
            for n in range(2, min(_MOST_JOINED if lines else 2, count - i) + 1):
                if not cells[i + n - 1]:
                    break
                cost += _joint(cells[i + n - 2], cells[i + n - 1], lines=lines)
                text = join_torn(cells[i : i + n], known)
                bonus = _JOIN_KNOWN if fold(text) in known else 0.0
                offer(i + n, j + 1, here + fitness(text, roles[j]) + cost + bonus, ("put", n))
    return scores[count][width], _walk_back(cells, steps, count, width)


def _joint(before: str, after: str, *, lines: bool) -> float:
    if not lines:
        return _JOIN
    if after[:1].islower() or before.endswith(("-", ",")) or after[:1].isdigit():
        return _WRAPPED
    return -0.9 if before.endswith((";", ".")) or after.startswith(("-", "+")) else -1.1


def _walk_back(cells: Sequence[str], steps: Sequence[Sequence[tuple[str, int]]], count: int, width: int) -> Aligned:
    sources: list[tuple[int, ...]] = [()] * width
    dropped: list[int] = []
    i, j = count, width
    while i or j:
        step, used = steps[i][j]
        if step == "put":
            sources[j - 1] = tuple(range(i - used, i))
            i, j = i - used, j - 1
        elif step == "skip":
            j -= 1
        elif step in ("drop", "double"):
            if step == "double":
                dropped.append(i - 1)
            i -= 1
        else:  # nothing reaches here: more cells than any story holds
            return as_printed(count, width)
    moved = any(cells[s[0]] and s[0] != column for column, s in enumerate(sources) if s)
    joined = any(len(s) > 1 for s in sources)
    return Aligned(sources=tuple(sources), moved=moved, joined=joined, dropped=tuple(reversed(dropped)))
