"""What stands on pages → the pieces that every format hands over: lines and grids with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from knowledge.documents.composing import Line, Piece, Remark
from knowledge.documents.grids import Grid, Slot
from knowledge.documents.pages.carrying import PageTable
from knowledge.documents.pages.model import Page
from knowledge.documents.pages.sheets import read_sheets
from knowledge.documents.pages.tables import GridRow
from knowledge.documents.places import Place


def read_pieces(pages: Iterable[Page]) -> Iterator[Piece]:
    """The paragraphs and tables of pages in reading order."""
    for block in read_sheets(pages):
        if isinstance(block, PageTable):
            yield from (Remark(message=message) for message in block.remarks)
            if doubtful := [at for at, row in enumerate(block.rows, start=1) if any(cell.doubtful for cell in row)]:
                yield Remark(
                    message=f"Trang {block.page}: chữ ở hàng {', '.join(map(str, doubtful))} nhận dạng chưa chắc."
                )
            yield Grid(rows=tuple(_slots(block.rows, block.page)))
            continue
        place = Place(page=block.page)
        yield Line(text=block.text, place=place)
        yield Line(text="", place=place)


def _slots(rows: Sequence[GridRow], page: int) -> Iterator[tuple[Slot, ...]]:
    """The slots that begin in each row; a merged cell whose text differs from row to row makes one for each text."""
    for at, row in enumerate(rows):
        begun: list[Slot] = []
        column = 0
        while column < len(row):
            cell = row[column]
            if not _goes_on(rows, at, column):
                down = 1
                while at + down < len(rows) and _goes_on(rows, at + down, column):
                    down += 1
                begun.append(Slot(text=cell.text, place=Place(page=page, row=at + 1), down=down, across=cell.across))
            column += cell.across
        yield tuple(begun)


def _goes_on(rows: Sequence[GridRow], at: int, column: int) -> bool:
    """Whether a place belongs to a cell that began in the row above."""
    if at == 0 or rows[at][column].first:
        return False
    here, above = rows[at][column], rows[at - 1][column]
    return here.down > 1 and (here.down, here.across, here.text) == (above.down, above.across, above.text)
