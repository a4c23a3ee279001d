"""A table over page ends: columns as on the page before, and a merged cell that a page end cut is one cell again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge.columns import is_heading_row, lay_over
from knowledge.documents.pages.flow import join_texts
from knowledge.documents.pages.tables import GridCell, GridRow

_SAME_EDGE: Final = 8.0  # points by which a column's edge may differ from page to page
_SAME_WIDTH: Final = 0.15  # share of a column's width by which a scanned one may differ
_MOST_HEADING_ROWS: Final = 3


@dataclass(slots=True, kw_only=True)
class PageTable:
    """The rows of a table that stand on page `page`; `xs` are the edges of its columns."""

    page: int
    rows: list[GridRow]
    xs: tuple[float, ...] = ()


def carry_over(above: PageTable, below: PageTable) -> None:
    """Puts a table under the columns of the page before, and what its merged cells say in every row that they cover.

    A cell that merely is empty stays empty: only one that is seen to be merged, on either page, holds what the other
    page says.
    """
    places = _places(below.xs, above.xs)
    if places is None or not above.rows or not below.rows:
        return
    if len(places) < len(above.xs) - 1:
        below.rows[:] = [_laid_out(row, places, len(above.xs) - 1) for row in below.rows]
    below.xs = above.xs
    at = _after_heading(below.rows)
    if at >= len(below.rows):
        return
    cut = not below.rows[at][0].text and above.rows[-1][0].down == 1
    for column in range(1, len(above.rows[-1])):
        _carry(above.rows, below.rows, at, column, cut=cut)


def _carry(above: list[GridRow], below: list[GridRow], at: int, column: int, *, cut: bool) -> None:
    """One column at a page end; `cut` where the first row below is the rest of the last one above."""
    upper, lower = above[-1][column], below[at][column]
    if max(upper.down, lower.down) == 1 or not upper.text:
        return
    covered = range(at, min(at + lower.down, len(below)))
    if not lower.text:
        _say(below, covered[1:] if cut else covered, column, upper.text)
    elif cut or lower.text[:1].islower():
        whole = join_texts(upper.text, lower.text)
        first = len(above) - 1
        while first > 0 and not above[first][column].first:
            first -= 1
        # The last row above and the rest of it below are joined by whoever reads rows: saying it twice would repeat it.
        _say(above, range(first, len(above) - 1 if cut else len(above)), column, whole)
        _say(below, covered[1:] if cut else covered, column, whole)


def _say(rows: list[GridRow], covered: Iterable[int], column: int, text: str) -> None:
    for at in covered:
        row = rows[at]
        rows[at] = (*row[:column], replace(row[column], text=text), *row[column + 1 :])


def _places(xs: Sequence[float], before: Sequence[float]) -> list[int] | None:
    """For each column which one of the page before it is; None where the edges are others."""
    if len(xs) < 2 or len(xs) > len(before):
        return None
    if len(xs) == len(before):
        widths = [right - left for left, right in zip(xs, xs[1:], strict=False)]
        known = [right - left for left, right in zip(before, before[1:], strict=False)]
        same = all(abs(a - b) <= max(_SAME_EDGE, _SAME_WIDTH * b) for a, b in zip(widths, known, strict=True))
        return list(range(len(widths))) if same else None
    places: list[int] = []
    for x in xs:
        near = min(range(len(before)), key=lambda i: abs(before[i] - x))
        if abs(before[near] - x) > _SAME_EDGE or (places and near <= places[-1]):
            return None
        places.append(near)
    return places[:-1]


def _laid_out(row: GridRow, places: Sequence[int], width: int) -> GridRow:
    cells = [GridCell(text="", first=False)] * width
    for place, cell in zip(places, row, strict=True):
        cells[place] = cell
    return tuple(cells)


def _after_heading(rows: Sequence[GridRow]) -> int:
    """The index of the first row that is no heading."""
    texts = [[cell.text for cell in row] for row in rows]
    for at in range(min(_MOST_HEADING_ROWS, len(rows))):
        two = at + 1 < len(rows) and is_heading_row(lay_over(texts[at], texts[at + 1]))
        if not is_heading_row(texts[at]) and not two:
            return at
    return min(_MOST_HEADING_ROWS, len(rows))
