"""What a clerk put right, applied to a plan: when it is said, and again when the plan is read anew.

A fix belongs to a cell as it is printed. Where the document prints something else the next time, the fix is not
applied: it is to be looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from knowledge.changes import head_text, task_text
from knowledge.fixes import FIXABLE, FIXABLE_OF_HEAD, SEEN, Fix
from knowledge.plan import Plan, PlanHead, PlanTask, SourceSpan, Unread

_WARNED: Final = {
    "text": "nội dung",
    "leads": "chủ trì",
    "supports": "phối hợp",
    "time": "thời gian",
    "product": "sản phẩm",
}
"""What the reader calls a cell in a warning of a task."""

_WARNED_OF_HEAD: Final = {"title": "Không thấy tên kế hoạch ở đầu văn bản.", "signer": "Không thấy người ký."}
_LONGEST_MONTH: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A plan with its fixes; `stale` are those whose cell is printed otherwise now, or gone."""

    plan: Plan
    stale: tuple[Fix, ...] = ()


def apply_fixes(plan: Plan, fixes: Iterable[Fix]) -> Fixed:
    """The plan as read with each fix whose cell is printed as it was when it was fixed."""
    stale: list[Fix] = []
    for fix in fixes:
        if fix.field == SEEN:
            continue
        printed = find_words(plan, fix.key, fix.field)
        if printed == fix.printed:
            plan = mend(plan, fix.key, fix.field, fix.value)
        elif printed != fix.value:
            stale.append(fix)
    return Fixed(plan=plan, stale=tuple(stale))


def mend(plan: Plan, key: str, field: str, value: str) -> Plan:
    """The plan with another text in a cell of a task, or in its head (no key); what was warned of it is said no more.

    Raises:
        KeyError: there is no such task, or no cell of that name can be put right.
        ValueError: the head is to have a day or a year that is none.
    """
    if not key:
        return _mend_head(plan, field, value)
    task = find_task(plan, key)
    if task is None:
        raise KeyError(key)
    mended = put_right(task, field, value, head=plan.head)
    unread = field == "time" and any(isinstance(deadline, Unread) for deadline in mended.deadlines)
    said = _WARNED.get(field)
    return replace(
        plan,
        tasks=tuple(mended if one.key == key else one for one in plan.tasks),
        warnings=tuple(
            warning
            for warning in plan.warnings
            if unread or said is None or not warning.message.startswith(f"Mục {key}: ") or said not in warning.message
        ),
    )


def _mend_head(plan: Plan, field: str, value: str) -> Plan:
    """The plan with something else in its head; times that were read by the old one are read by the new one."""
    if field not in FIXABLE_OF_HEAD:
        raise KeyError(field)
    changed: dict[str, Any] = {field: _read_of_head(field, " ".join(value.split()))}
    head = replace(plan.head, **changed)
    warned = _WARNED_OF_HEAD.get(field)
    return replace(
        plan,
        head=head,
        tasks=tuple(_reread(task, plan.head, head) for task in plan.tasks),
        warnings=tuple(warning for warning in plan.warnings if warning.message != warned),
    )


def _read_of_head(field: str, text: str) -> str | int | date | None:
    if field == "year":
        if not re.fullmatch(r"(?:19|20|21)\d\d", text):
            raise ValueError(text)
        return int(text)
    if field != "signed_on" or not text:
        return text if field != "signed_on" else None
    day, month, year = map(int, re.split(r"[/.-]", text))
    return date(year, month, day) if day <= _LONGEST_MONTH else date(day, month, year)  # 2026-01-19 too


def _reread(task: PlanTask, old: PlanHead, new: PlanHead) -> PlanTask:
    """The task with its time read by the new head, unless something else than the old head told its year."""
    if not task.time or put_right(task, "time", task.time, head=old).deadlines != task.deadlines:
        return task
    return put_right(task, "time", task.time, head=new)


def find_words(plan: Plan, key: str, field: str) -> str | None:
    """What a cell of a task says, or the head (no key); None where there is no such task."""
    if not key:
        return head_text(plan.head, field)
    task = find_task(plan, key)
    return task_text(task, field) if task is not None else None


def find_task(plan: Plan, key: str) -> PlanTask | None:
    """The task of that key, or None."""
    return next((task for task in plan.tasks if task.key == key), None)


def put_right(task: PlanTask, field: str, value: str, *, head: PlanHead) -> PlanTask:
    """The task with another text in a cell; agencies are parted, and a time is read, as those of a document are.

    Raises:
        KeyError: no cell of that name can be put right.
    """
    if field not in FIXABLE:
        raise KeyError(field)
    text = " ".join(value.split())
    # Most plans have nothing to be put right: what reads agencies and times is loaded for those that have.
    match field:
        case "leads" | "supports":
            from knowledge.agencies import read_agencies

            names: dict[str, Any] = {field: read_agencies(text).names}
            return replace(task, **names)
        case "time":
            from knowledge.ingest.years import one_year, read_time, read_years

            years = read_years(head.title, signed_on=head.signed_on, printed=None)
            if years is None or years.year != head.year:
                years = one_year(head.year)
            where = task.source
            source = SourceSpan(first_line=where.first_line, last_line=where.last_line, place=where.place)
            hint = f"{task.text} {task.product}"
            return replace(task, time=text, deadlines=read_time(text, years=years, hint=hint, source=source))
        case _:
            changed: dict[str, Any] = {field: text}
            return replace(task, **changed)
