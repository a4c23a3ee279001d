"""What a clerk put right, applied to a plan: when it is said, and again when the plan is read anew.

A fix belongs to a cell as it is printed. Where the document prints something else the next time, the fix is not
applied: it is to be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.agencies import read_agencies
from knowledge.fixes import FIXABLE, SEEN, Fix
from knowledge.ingest.years import one_year, read_time, read_years
from knowledge.plan import Plan, PlanHead, PlanTask, SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A plan with its fixes; `stale` are those whose cell is printed otherwise now, or gone."""

    plan: Plan
    stale: tuple[Fix, ...] = ()


def apply_fixes(plan: Plan, fixes: Iterable[Fix]) -> Fixed:
    """The plan as read with each fix whose cell is printed as it was when it was fixed."""
    tasks = {task.key: task for task in plan.tasks}
    stale: list[Fix] = []
    for fix in fixes:
        if fix.field == SEEN:
            continue
        task = tasks.get(fix.key)
        printed = cell_text(task, fix.field) if task is not None else None
        if task is not None and printed == fix.printed:
            tasks[fix.key] = put_right(task, fix.field, fix.value, head=plan.head)
        elif printed != fix.value:
            stale.append(fix)
    return Fixed(plan=replace(plan, tasks=tuple(tasks[task.key] for task in plan.tasks)), stale=tuple(stale))


def cell_text(task: PlanTask, field: str) -> str:
    """A cell as one text: agencies with a semicolon between them."""
    value = getattr(task, field)
    return value if isinstance(value, str) else "; ".join(value)


def put_right(task: PlanTask, field: str, value: str, *, head: PlanHead) -> PlanTask:
    """The task with another text in a cell; agencies are parted, and a time is read, as those of a document are.

    Raises:
        KeyError: no cell of that name can be put right.
    """
    if field not in FIXABLE:
        raise KeyError(field)
    text = " ".join(value.split())
    match field:
        case "leads":
            return replace(task, leads=read_agencies(text).names)
        case "supports":
            return replace(task, supports=read_agencies(text).names)
        case "time":
            years = read_years(head.title, signed_on=head.signed_on, printed=None)
            if years is None or years.year != head.year:
                years = one_year(head.year)
            where = task.source
            source = SourceSpan(first_line=where.first_line, last_line=where.last_line, place=where.place)
            hint = f"{task.text} {task.product}"
            return replace(task, time=text, deadlines=read_time(text, years=years, hint=hint, source=source))
        case _:
            return replace(task, **{field: text})
