"""Pages → paragraphs and tables in reading order, page by page; a table goes on over page ends.

Three pages are held at a time: what one prints at its edges is told from its text by what the pages beside it print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.documents.pages.carrying import PageTable, carry_over, take_heading
from knowledge.documents.pages.columns import in_reading_order
from knowledge.documents.pages.counting import Count, restarts, settle_numbers
from knowledge.documents.pages.edges import without_edges
from knowledge.documents.pages.flow import UNBOUNDED, Column, flow_runs, join_wrapped
from knowledge.documents.pages.grids import Grid, find_grids
from knowledge.documents.pages.lines import Line, read_lines
from knowledge.documents.pages.model import Page, Word
from knowledge.documents.pages.tables import GridRow, fill_grid
from knowledge.documents.pages.unruled import Headings, find_unruled

_FEWEST_COLUMNS: Final = 3  # of a table with a single row
_EDGE_SHARE: Final = 10  # one of so many lines may stand out of the column


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A paragraph of page `page`."""

    text: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A page taken apart: the lines outside its grids, and the grids with their words."""

    page: Page
    lines: tuple[Line, ...]
    grids: tuple[tuple[Grid, tuple[Word, ...]], ...]


def read_sheets(pages: Iterable[Page]) -> Iterator[PageText | PageTable]:
    """The paragraphs and tables of pages in order; tables on two pages with nothing between go on."""
    table: PageTable | None = None
    headed: PageTable | None = None
    count = Count()
    for block in _blocks(pages):
        if isinstance(block, PageText):
            if table is not None:
                yield _settled(table, count)
                table, count = None, Count()
            yield block
            continue
        if table is not None and block.page > table.page:
            carry_over(table, block)
        elif headed is not None:
            take_heading(headed, block)
        headed = block if block.headed else headed
        if not block.rows:  # all of it was the rest of the row above
            continue
        if table is not None:
            anew = restarts(block, table)
            yield _settled(table, count, () if anew else block.rows)
            count = Count() if anew else count
        table = block
    if table is not None:
        yield _settled(table, count)


def _settled(table: PageTable, count: Count, after: Sequence[GridRow] = ()) -> PageTable:
    if table.recognised:
        table.remarks += settle_numbers(table, count, after)
    return table


def _blocks(pages: Iterable[Page]) -> Iterator[PageText | PageTable]:
    before: Sequence[Line] = ()
    held: _Sheet | None = None
    reader = _Reader()
    for page in pages:
        sheet = _take_apart(page)
        if held is not None:
            yield from reader.read(held, before, sheet.lines)
            before = held.lines
        held = sheet
    if held is not None:
        yield from reader.read(held, before, ())


def _take_apart(page: Page) -> _Sheet:
    grids = [grid for grid in find_grids(page.across, page.down) if _may_be_table(grid)]
    inside: list[list[Word]] = [[] for _ in grids]
    free: list[Word] = []
    for word in page.words:
        at = next((i for i, grid in enumerate(grids) if grid.holds(word)), None)
        (free if at is None else inside[at]).append(word)
    filled = ((grid, tuple(words)) for grid, words in zip(grids, inside, strict=True) if words)
    return _Sheet(page=page, lines=read_lines(free), grids=tuple(filled))


def _may_be_table(grid: Grid) -> bool:
    """Whether a grid is more than a frame around text or a stamp; the last row of a table may stand alone on a page."""
    return grid.columns > 1 and (grid.rows > 1 or grid.columns >= _FEWEST_COLUMNS)


class _Reader:
    """Reads sheet by sheet; knows the columns of the table without lines that the sheet before ended with."""

    def __init__(self) -> None:
        self._headings: Headings | None = None

    def read(self, sheet: _Sheet, before: Sequence[Line], after: Sequence[Line]) -> Iterator[PageText | PageTable]:
        page = sheet.page
        lines = without_edges(sheet.lines, page.height, before, after)
        body = _body(lines)
        start = 0
        for grid, words in sheet.grids:
            end = next((i for i, line in enumerate(lines[start:], start) if line.top > grid.top), len(lines))
            yield from self._text(lines[start:end], body, page)
            self._headings = None
            rows = [row for row in fill_grid(grid, words) if any(cell.text for cell in row)]
            yield PageTable(page=page.number, rows=rows, xs=grid.xs, recognised=page.recognised)
            start = end
        yield from self._text(lines[start:], body, page)

    def _text(self, lines: Sequence[Line], body: Column, page: Page) -> Iterator[PageText | PageTable]:
        """Paragraphs, and tables that are set out without ruling lines."""
        while lines:
            found = find_unruled(lines, self._headings)
            yield from _paragraphs(lines[: found.first] if found else lines, body, page)
            if found is None:
                self._headings = None
                return
            self._headings = found.headings
            yield PageTable(page=page.number, rows=list(found.rows), recognised=page.recognised)
            lines = lines[found.last + 1 :]


def _body(lines: Sequence[Line]) -> Column:
    """Where the running text of a page stands: from its usual left edge to where hardly a line goes further."""
    if not lines:
        return UNBOUNDED
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    out = len(lines) // _EDGE_SHARE
    return Column(left=lefts[min(out, len(lefts) - 1)], right=rights[-1 - out])


def _paragraphs(lines: Sequence[Line], body: Column, page: Page) -> Iterator[PageText]:
    for stretch in in_reading_order(lines):
        column = UNBOUNDED if stretch.beside else body
        for run in flow_runs(stretch.lines, column):
            yield PageText(text=join_wrapped(run, column), page=page.number)
