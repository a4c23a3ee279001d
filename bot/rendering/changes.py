"""What differs between two readings of a plan, cell by cell: before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.rendering.phrases import phrase
from bot.rendering.words import cell_name, shortened
from knowledge.deadlines import render_deadline
from knowledge.plan import Plan, PlanTask
from knowledge.query import ImportReport

CELL_LENGTH: Final = 100

Row = tuple[str, str, str, str]
"""The task's key, the name of the cell, what it said, what it says now."""


def change_rows(old: Plan, new: Plan, report: ImportReport) -> list[Row]:
    """One row a changed cell, added or dropped task, in the order of the plans."""
    before = {task.key: task for task in old.tasks}
    after = {task.key: task for task in new.tasks}
    rows: list[Row] = []
    for change in report.edited:
        rows += _cells(before[change.key], after[change.key], change.fields)
    rows += [(change.key, phrase("import_field.added"), "", _short(after[change.key].text)) for change in report.added]
    rows += [(change.key, phrase("import_field.gone"), _short(before[change.key].text), "") for change in report.gone]
    return rows


def change_line(row: Row) -> str:
    """A row in one line."""
    key, cell, before, after = row
    if before and after:
        return phrase("import.change", key=key, cell=cell, before=before, after=after)
    return phrase("import.change_one", key=key, cell=cell, said=before or after)


def _cells(before: PlanTask, after: PlanTask, fields: tuple[str, ...]) -> Iterator[Row]:
    for field in fields:
        if field == "repairs" or (field == "deadlines" and "time" in fields):
            continue
        there, here = _words(before, field), _words(after, field)
        empty = phrase("import.empty")
        yield before.key, cell_name(field), there or empty, here or empty


def _words(task: PlanTask, field: str) -> str:
    value = getattr(task, field)
    if field == "deadlines":
        return _short("; ".join(render_deadline(deadline) for deadline in task.deadlines))
    return _short(value if isinstance(value, str) else "; ".join(value))


def _short(text: str) -> str:
    return shortened(text, CELL_LENGTH)
