"""What somebody should look at in a plan that was read: doubtful cells, each with its place and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.changes import task_text
from knowledge.fixes import SEEN, Fix
from knowledge.mending import find_task
from knowledge.plan import NOWHERE, Plan, PlanTask, SourceSpan, Unread


class Why(StrEnum):
    """Why a cell is doubted."""

    UNREAD = "unread"
    REPAIRED = "repaired"
    NO_LEAD = "no_lead"
    NO_TEXT = "no_text"
    WARNING = "warning"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A cell to look at: the task's key ("" = the plan), the cell ("" = none in particular), and what is said of it.

    `said` is what is printed, or the reader's own sentence; with `CHANGED` it is what a clerk once put there.
    """

    key: str
    field: str
    why: Why
    said: str
    source: SourceSpan = NOWHERE

    @property
    def mark(self) -> Fix:
        """The fix that says: looked at, and right as it is."""
        return Fix(key=self.key, field=SEEN, printed=f"{self.why} {self.field} {self.said}")


def find_doubts(plan: Plan, fixes: Iterable[Fix] = (), *, stale: Iterable[Fix] = ()) -> tuple[Doubt, ...]:
    """The doubts that nobody has looked at, in document order, those of the whole plan first."""
    kept, changed = tuple(fixes), tuple(stale)
    seen = {(fix.key, fix.printed) for fix in kept if fix.field == SEEN}
    again = {(fix.key, fix.field) for fix in changed}
    fixed = {(fix.key, fix.field) for fix in kept} - again
    everything = [
        *_of_plan(plan),
        *(doubt for task in plan.tasks for doubt in _of_task(task) if (doubt.key, doubt.field) not in again),
        *(_of_fix(fix, plan) for fix in changed),
    ]
    return tuple(
        doubt
        for doubt in everything
        if (doubt.key, doubt.mark.printed) not in seen
        and (doubt.why in (Why.CHANGED, Why.UNREAD) or (doubt.key, doubt.field) not in fixed)
    )


def _of_fix(fix: Fix, plan: Plan) -> Doubt:
    task = find_task(plan, fix.key)
    source = NOWHERE if task is None else task.source
    return Doubt(key=fix.key, field=fix.field, why=Why.CHANGED, said=fix.value, source=source)


def _of_plan(plan: Plan) -> Iterator[Doubt]:
    """The reader's warnings, but for those that speak of a task whose cells are doubted themselves."""
    doubted = [f"Mục {task.key}: " for task in plan.tasks if any(_of_task(task))]
    for warning in plan.warnings:
        if not warning.message.startswith(tuple(doubted)):
            source = SourceSpan(first_line=warning.line, last_line=warning.line, place=warning.place)
            yield Doubt(key="", field="", why=Why.WARNING, said=warning.message, source=source)


def _of_task(task: PlanTask) -> Iterator[Doubt]:
    def doubt(field: str, why: Why, said: str) -> Doubt:
        return Doubt(key=task.key, field=field, why=why, said=said, source=task.source)

    if not task.text:
        yield doubt("text", Why.NO_TEXT, "")
    if not task.leads and not task.key.startswith("CT."):
        yield doubt("leads", Why.NO_LEAD, task_text(task, "supports"))
    if any(isinstance(deadline, Unread) for deadline in task.deadlines):
        yield doubt("time", Why.UNREAD, task.time)
    for repair in task.repairs:
        yield doubt("", Why.REPAIRED, repair)
