"""What tells two readings of one plan apart: pure, the same for every store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date

from knowledge.deadlines.render import render_deadline
from knowledge.errors import DocumentError
from knowledge.fixes import FIXABLE, FIXABLE_OF_HEAD
from knowledge.plan import Amends, Plan, PlanHead, PlanTask, TaskAmendment
from knowledge.query import ImportReport, TaskChange

COMPARED = tuple(item.name for item in fields(PlanTask) if item.compare and item.name != "key")
"""The fields of a task that mean something; its place in the document does not."""


def plan_changes(old: Plan | None, new: Plan) -> ImportReport:
    """What storing `new` over `old` changes, tasks matched by key; None = the plan is not stored yet.

    Added, edited and moved tasks come in the order of `new`, gone ones in the order of `old`. Where a value stands
    in its document and what the reader warned of are not changes.
    """
    if old is None:
        return ImportReport(slug=new.slug, created=True, added=_keys(new.tasks))
    before = {task.key: task for task in old.tasks}
    after = {task.key for task in new.tasks}
    edited = tuple(
        TaskChange(key=task.key, fields=edits)
        for task in new.tasks
        if task.key in before and (edits := task_edits(before[task.key], task))
    )
    stayed_before = [task.key for task in old.tasks if task.key in after]
    stayed_after = [task.key for task in new.tasks if task.key in before]
    return ImportReport(
        slug=new.slug,
        unchanged=old == new,
        added=_keys(task for task in new.tasks if task.key not in before),
        gone=_keys(task for task in old.tasks if task.key not in after),
        edited=edited,
        moved=tuple(change for change in edited if "deadlines" in change.fields),
        head_changed=old.head != new.head,
        sections_changed=old.sections != new.sections,
        reordered=stayed_before != stayed_after,
        targets_changed=old.targets != new.targets,
        duties_changed=old.duties != new.duties,
        amendments_changed=old.amendments != new.amendments,
        cells=tuple(_cells(old, new)),
    )


def _cells(old: Plan, new: Plan) -> Iterator[TaskAmendment]:
    """The words before and after: of the head, of each task in the order of `new`, then of those that are gone."""
    for name in FIXABLE_OF_HEAD:
        before, after = head_text(old.head, name), head_text(new.head, name)
        if before != after:
            yield TaskAmendment(key="", does=Amends.CHANGE, field=name, before=before, after=after)
    known = {task.key: task for task in old.tasks}
    for task in new.tasks:
        there = known.pop(task.key, None)
        if there is None:
            yield TaskAmendment(key=task.key, does=Amends.ADD, after=task.text)
            continue
        edits = task_edits(there, task)
        for name in edits:
            if name != "repairs" and not (name == "deadlines" and "time" in edits):
                before, after = task_text(there, name), task_text(task, name)
                yield TaskAmendment(key=task.key, does=Amends.CHANGE, field=name, before=before, after=after)
    for gone in known.values():
        yield TaskAmendment(key=gone.key, does=Amends.DROP, before=gone.text)
        for name in FIXABLE:
            if name != "text" and (said := task_text(gone, name)):
                yield TaskAmendment(key=gone.key, does=Amends.DROP, field=name, before=said)


def task_text(task: PlanTask, field: str) -> str:
    """A cell as one text: agencies, and what its time means, with a semicolon between them."""
    if field == "deadlines":
        return "; ".join(render_deadline(deadline) for deadline in task.deadlines)
    value = getattr(task, field)
    return value if isinstance(value, str) else "; ".join(value)


def head_text(head: PlanHead, field: str) -> str:
    """What the head says there, a day as it is written: "19/01/2026"."""
    value = getattr(head, field)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def task_edits(old: PlanTask, new: PlanTask) -> tuple[str, ...]:
    """The names of the fields in which two readings of a task differ."""
    return tuple(name for name in COMPARED if getattr(old, name) != getattr(new, name))


def check_keys(plan: Plan) -> None:
    """Refuses a plan whose tasks or sections cannot be told apart.

    Raises:
        DocumentError: two tasks or two sections share a key.
    """
    for what, keys in (
        ("nhiệm vụ", [task.key for task in plan.tasks]),
        ("mục", [section.key for section in plan.sections]),
    ):
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                raise DocumentError(f"Kế hoạch “{plan.slug}” có hai {what} cùng mã “{key}”.")
            seen.add(key)


def _keys(tasks: Iterable[PlanTask]) -> tuple[TaskChange, ...]:
    return tuple(TaskChange(key=task.key) for task in tasks)
