"""What a task's cells say on an asked field, and whether they say anything."""

from __future__ import annotations

import re
from typing import Final

from knowledge.document_number import find_document_numbers
from knowledge.plan import PlanTask
from nlu.meaning import Intent

CELLS: Final = {
    Intent.ASK_LEAD: "leads",
    Intent.ASK_SUPPORT: "supports",
    Intent.ASK_DEADLINE: "time",
    Intent.ASK_PRODUCT: "product",
    Intent.ASK_TARGET: "goal",
    Intent.ASK_BASIS: "legal_basis",
}
"""The cell of a task in which each field is printed."""

FIELDS: Final = tuple(CELLS)
"""The fields that a task table has a column for, in the order in which a full answer tells them."""

_PERCENT = re.compile(r"\d\s?%")


def cell(task: PlanTask, field: Intent) -> tuple[str, ...]:
    """The printed values of one field, () where the plan leaves it blank.

    The basis falls back on the documents that the task itself names: most plans have no column for it.
    """
    match field:
        case Intent.ASK_LEAD:
            return task.leads
        case Intent.ASK_SUPPORT:
            return task.supports
        case Intent.ASK_DEADLINE:
            return (task.time,) if task.time.strip() else ()
        case Intent.ASK_PRODUCT:
            return (task.product,) if task.product.strip() else ()
        case Intent.ASK_TARGET:
            return (task.goal,) if task.goal.strip() else _figure_in(task.text)
        case Intent.ASK_BASIS:
            return (task.legal_basis,) if task.legal_basis.strip() else named_documents(task)
        case _:
            return (task.text,)


def _figure_in(text: str) -> tuple[str, ...]:
    """The task's own words where they print a percentage: a plan without a goal column asks for it there."""
    return (text,) if _PERCENT.search(text) else ()


def named_documents(task: PlanTask) -> tuple[str, ...]:
    """The numbered documents that a task's own cells name, in reading order, each once.

    >>> named_documents(PlanTask(key="1", text="Thực hiện Quyết định số 468/QĐ-TTg ngày 27/3/2021 của Thủ tướng"))
    ('Quyết định số 468/QĐ-TTg ngày 27/3/2021',)
    """
    cells = (task.text, task.goal, task.product, task.time, task.note)
    named: dict[str, str] = {}
    for text in cells:
        for found in find_document_numbers(text):
            named[found.number] = max(named.get(found.number, ""), found.text, key=len)  # the fuller of two mentions
    return tuple(named.values())


def is_blank(task: PlanTask, fields: tuple[Intent, ...]) -> bool:
    """Whether the task says nothing on any of the fields."""
    return bool(fields) and not any(cell(task, field) for field in fields)
