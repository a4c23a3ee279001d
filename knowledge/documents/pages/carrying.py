"""A table over page ends: columns as on the page before, and a merged cell that a page end cut is one cell again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from knowledge.columns import is_heading_row, lay_over, read_heading
from knowledge.documents.pages.flow import is_item, join_texts
from knowledge.documents.pages.tables import GridCell, GridRow

_SAME_EDGE: Final = 8.0  # points by which a column's edge may differ from page to page
_SAME_WIDTH: Final = 0.15  # share of a column's width by which a scanned one may differ
_MOST_HEADING_ROWS: Final = 3
_LIKE: Final = 0.7  # of two texts of which one was recognised badly
_MOST_LIKE: Final = 0.6  # share of a heading's cells
_ENDED: Final = (".", ";", ":")


@dataclass(slots=True, kw_only=True)
class PageTable:
    """The rows of a table that stand on page `page`; `xs` are the edges of its columns.

    `heading` are the rows of headings that hold for it, printed above its first row (`headed`) or on a page before;
    `remarks` are what a person should know of rows that were put right, one Vietnamese sentence each.
    """

    page: int
    rows: list[GridRow]
    xs: tuple[float, ...] = ()
    recognised: bool = False
    heading: tuple[GridRow, ...] = ()
    remarks: list[str] = field(default_factory=list)
    merged: set[int] = field(default_factory=set)
    blank: set[int] = field(default_factory=set)
    """The columns in which cells are merged over rows, and those in which one is empty, on this page or before."""

    def __post_init__(self) -> None:
        self.heading = tuple(self.rows[: _after_heading(self.rows)])
        for row in self.rows[len(self.heading) :]:
            self.merged |= {at for at, cell in enumerate(row) if cell.text and cell.down > 1 and cell.across == 1}

    @property
    def headed(self) -> int:
        """How many of its own rows are headings."""
        return len(self.heading) if tuple(self.rows[: len(self.heading)]) == self.heading else 0


def carry_over(above: PageTable, below: PageTable) -> None:
    """Puts a table under the columns of the page before, and makes whole what the page end cut: rows, merged cells.

    A cell that merely is empty stays empty: only one that is seen to be merged, on either page, holds what the other
    page says, or the first of a page in a column whose cells are merged and never empty.
    """
    places = _places(below.xs, above.xs)
    if places is None or not above.rows or not below.rows:
        return
    if len(places) < len(above.xs) - 1:
        below.rows[:] = [_laid_out(row, places, len(above.xs) - 1) for row in below.rows]
    below.xs = above.xs
    if are_alike(above.heading, below.rows) and (below.recognised or not below.headed):
        below.rows[: len(above.heading)] = above.heading  # recognised badly, under a stamp
        below.heading = above.heading
    elif not below.headed:
        below.heading = above.heading
    at = _after_heading(below.rows)
    if at >= len(below.rows):
        return
    last, rest = above.rows[-1], below.rows[at]
    counted = not below.heading or read_heading(below.heading[0][0].text) == "number"
    first = 1 if counted else 0
    whole = last[0].down == 1 and _flows_on(last[first:], rest[first:])
    if counted:
        cut = not rest[0].text and last[0].down == 1
        whole = whole and cut
    else:  # a row of its own names an office and a time, the rest of one seldom has all cells
        cut = whole = whole and any(upper.text and not lower.text for upper, lower in zip(last, rest, strict=True))
    for column in range(first, len(last)):
        _carry(above.rows, below.rows, at, column, cut=cut, whole=whole)
    if whole:
        _drop(below.rows, at)
    _hold(above, below, at)


def take_heading(known: PageTable, table: PageTable) -> None:
    """Puts the headings of a table of before over one of the same columns whose own were recognised badly."""
    places = _places(table.xs, known.xs) if table.recognised else None
    if places is None or len(table.xs) != len(known.xs) or not are_alike(known.heading, table.rows):
        return
    own = table.rows[: len(known.heading)]
    if _known(own) < _known(known.heading):
        table.rows[: len(known.heading)] = known.heading
        table.heading = known.heading


def _known(heading: Sequence[GridRow]) -> int:
    """How many cells of rows are headings of a known kind."""
    return sum(bool(read_heading(cell.text)) for row in heading for cell in row)


def _hold(above: PageTable, below: PageTable, at: int) -> None:
    """Fills the first row of a page where a merged cell had but one row on each side of the page end, and says so."""
    above.blank |= _blank(above.rows[above.headed :])
    below.merged |= above.merged
    below.blank |= above.blank
    if at >= len(below.rows) or not below.rows[at][0].text or not _is_full(below.rows[at]):
        return
    empty = _blank(below.rows[at + 1 :])
    for column in sorted(below.merged - below.blank - empty):
        upper, lower = above.rows[-1][column], below.rows[at][column]
        if upper.text and not lower.text and lower.down == upper.down == 1 and _is_full(above.rows[-1]):
            _say(below.rows, (at,), column, upper.text)
            below.remarks.append(
                f"Trang {below.page}: ô trống ở hàng đầu, cột {column + 1} được hiểu là gộp với hàng cuối trang trước "
                f"(“{upper.text}”); xin đối chiếu với bản gốc."
            )


def _blank(rows: Iterable[GridRow]) -> set[int]:
    """The columns in which a row of a task says nothing."""
    return {column for row in rows if _is_full(row) for column, cell in enumerate(row) if not cell.text}


def _is_full(row: GridRow) -> bool:
    """Whether a row is one of a task, not the title of a section."""
    return 2 * sum(bool(cell.text) for cell in row) > len(row)


def are_alike(heading: Sequence[GridRow], rows: Sequence[GridRow]) -> bool:
    """Whether rows begin with these headings, as recognition may have read them."""
    if not heading or len(rows) < len(heading):
        return False
    likeness = [
        SequenceMatcher(None, known.text, cell.text, autojunk=False).ratio()
        for row, cells in zip(heading, rows, strict=False)
        for known, cell in zip(row, cells, strict=False)
        if known.text or cell.text
    ]
    return sum(alike >= _LIKE for alike in likeness) >= _MOST_LIKE * len(likeness)


def _flows_on(last: GridRow, rest: GridRow) -> bool:
    """Whether the cells of a row are surely the rest of those of the last one above, not a further task.

    Then no cell of the last row had room left for the first word of the rest, but where one paragraph ended there and
    another begins.
    """
    pairs = [(upper, lower) for upper, lower in zip(last, rest, strict=True) if lower.text]
    if any(not upper.text or upper.across != lower.across for upper, lower in pairs):
        return False
    full = [lower.needs > upper.room or _is_open(upper.text, lower.text) for upper, lower in pairs]
    new = [is_item(lower.text) or upper.text.endswith(_ENDED) for upper, lower in pairs]
    return any(full) and all(a or b for a, b in zip(full, new, strict=True))


def _is_open(before: str, after: str) -> bool:
    return after[:1].islower() and not before.endswith(_ENDED)


def _join(upper: GridCell, lower: GridCell) -> str:
    """Both pieces of a cell as one text."""
    if not upper.text or not lower.text:
        return upper.text or lower.text
    if (lower.needs <= upper.room and not _is_open(upper.text, lower.text)) or is_item(lower.text):
        return f"{upper.text}\n{lower.text}"
    return join_texts(upper.text, lower.text)


def _carry(above: list[GridRow], below: list[GridRow], at: int, column: int, *, cut: bool, whole: bool) -> None:
    """One column at a page end.

    `cut` where the first row below may be the rest of the last one above; it is joined to it only where that is sure
    (`whole`), else whoever reads the rows tells by what they say.
    """
    upper, lower = above[-1][column], below[at][column]
    merged = max(upper.down, lower.down) > 1 and max(upper.across, lower.across) == 1 and bool(upper.text)
    text = _join(upper, lower)
    first = len(above) - 1
    while first > 0 and upper.down > len(above) - first and not above[first][column].first:
        first -= 1
    last = len(above) if whole or not cut else len(above) - 1
    covered = range(at + 1 if cut else at, min(at + lower.down, len(below)))
    if merged and (not lower.text or cut or lower.text[:1].islower()):
        _say(above, range(first, last), column, text)
        _say(below, covered, column, text)
    elif whole:
        _say(above, range(first, last), column, text)


def _drop(rows: list[GridRow], at: int) -> None:
    """Takes out a row that was joined to the one above; merged cells that began in it begin in the next."""
    gone = rows.pop(at)
    for column, cell in enumerate(gone):
        for offset in range(1, cell.down):
            if cell.first and at + offset - 1 < len(rows):
                row = rows[at + offset - 1]
                moved = replace(row[column], first=offset == 1, down=cell.down - 1)
                rows[at + offset - 1] = (*row[:column], moved, *row[column + 1 :])


def _say(rows: list[GridRow], covered: Iterable[int], column: int, text: str) -> None:
    for at in covered:
        row = rows[at]
        rows[at] = (*row[:column], replace(row[column], text=text), *row[column + 1 :])


def _places(xs: Sequence[float], before: Sequence[float]) -> list[int] | None:
    """For each column which one of the page before it is; None where the edges are others."""
    if len(xs) < 2 or len(xs) > len(before):
        return None
    if len(xs) == len(before):
        widths = [right - left for left, right in pairwise(xs)]
        known = [right - left for left, right in pairwise(before)]
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
