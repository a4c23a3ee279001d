"""What differs between two readings of a plan, cell by cell: before and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.rendering.phrases import phrase
from bot.rendering.words import cell_name, shortened
from knowledge.plan import Amends, TaskAmendment

CELL_LENGTH: Final = 100

Row = tuple[str, str, str, str]
"""The task's key, the name of the cell, what it said, what it says now."""


def change_rows(cells: Iterable[TaskAmendment], *, whole: bool = False) -> list[Row]:
    """One row a changed cell, added or dropped task, in their order; `whole` = a dropped one with all its cells."""
    return [_row(cell) for cell in cells if whole or cell.does is not Amends.DROP or not cell.field]


def _row(cell: TaskAmendment) -> Row:
    before, after = shortened(cell.before, CELL_LENGTH), shortened(cell.after, CELL_LENGTH)
    key = cell.key or phrase("import.head")
    if cell.does is not Amends.CHANGE:
        name = phrase(f"import_field.{'added' if cell.does is Amends.ADD else 'gone'}")
        return key, f"{name}: {cell_name(cell.field)}" if cell.field else name, before, after
    empty = phrase("import.empty")
    return key, cell_name(cell.field), before or empty, after or empty


def change_line(row: Row) -> str:
    """A row in one line."""
    key, cell, before, after = row
    if before and after:
        return phrase("import.change", key=key, cell=cell, before=before, after=after)
    return phrase("import.change_one", key=key, cell=cell, said=before or after)
