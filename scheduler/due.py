"""When a deadline falls due: the counting policy of the product, here and nowhere else. Pure.

The policy:

- a printed day is itself the due day, whether the plan says "trước ngày 15/3" or "chậm nhất ngày 15/3";
- a period ("Quý II", "tháng 3") is due on its last day;
- a recurring deadline is due on its printed day, cut to the month's end where the month is shorter, and on the
  last day of its period where no day is printed; "6 tháng" means June and December; it recurs from the plan's
  signing to the end of the last year that the plan speaks of;
- what stands all year, waits for an event, or points to another document has no due day of its own;
- only a one-off day or period can be overdue, and only from the day after it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import assert_never

from knowledge.plan import (
    AfterEvent,
    BeforeEvent,
    ByDate,
    ByReference,
    Deadline,
    Every,
    OnDemand,
    Plan,
    PlanTask,
    Recurring,
    Standing,
    Unread,
    Within,
)

Days = tuple[date, date]
"""The first and the last day of a stretch, both included."""
ALWAYS: Days = (date.min, date.max)
LONGEST_PERIOD = 400
"""Days within which what recurs falls due at least once."""


def due_days(deadline: Deadline, start: date, end: date) -> tuple[date, ...]:
    """The due days of one deadline from `start` to `end`, both included, in order; () when there is none."""
    match deadline:
        case ByDate(due=due):
            days: Iterable[date] = (due,)
        case Within(end=last):
            days = (last,)
        case Recurring():
            days = _occurrences(deadline, start, end)
        case AfterEvent() | BeforeEvent() | Standing() | OnDemand() | ByReference() | Unread():
            days = ()
        case _:
            assert_never(deadline)
    return tuple(day for day in days if start <= day <= end)


def is_exclusive(deadline: Deadline, day: date) -> bool:
    """Whether a due day is itself too late ("trước ngày 15/3").

    Of "trước ngày 30 hằng tháng" February's last day is not: it comes before the printed one.
    """
    match deadline:
        case ByDate(exclusive=exclusive):
            return exclusive
        case Recurring(exclusive=exclusive, day=printed):
            return exclusive and (printed is None or printed == day.day)
        case Within() | AfterEvent() | BeforeEvent() | Standing() | OnDemand() | ByReference() | Unread():
            return False
        case _:
            assert_never(deadline)


def plan_span(plan: Plan) -> Days:
    """The days in which what recurs in a plan falls due: from its signing to the end of its last year."""
    days = [day for task in plan.tasks for day in one_off_days(task)]
    last = max([plan.head.year, *(day.year for day in days)])
    first = date(plan.head.year, 1, 1)
    return max(first, plan.head.signed_on or first), date(last, 12, 31)


def task_due_days(task: PlanTask, start: date, end: date, *, recurs: Days = ALWAYS) -> tuple[date, ...]:
    """The due days of all the deadlines of a task in the window, in order, each once.

    What recurs falls due within `recurs` only, which `plan_span` tells.
    """
    days = {
        day
        for deadline in task.deadlines
        for day in due_days(deadline, start, end)
        if not isinstance(deadline, Recurring) or recurs[0] <= day <= recurs[1]
    }
    return tuple(sorted(days))


def last_due(task: PlanTask, *, before: date) -> date | None:
    """The latest one-off due day that lies before `before` (excluded), or None."""
    return max((day for day in one_off_days(task) if day < before), default=None)


def next_due(task: PlanTask, *, after: date, within_days: int = LONGEST_PERIOD, recurs: Days = ALWAYS) -> date | None:
    """The first due day from `after` (included) on, looking `within_days` ahead; None when there is none."""
    end = date.max if (date.max - after).days <= within_days else after + timedelta(days=within_days)
    days = task_due_days(task, after, end, recurs=recurs)
    return days[0] if days else None


def next_occurrence(task: PlanTask, *, after: date) -> date | None:
    """The first due day from `after` (included) on of what recurs in a task; None where nothing does."""
    end = after + timedelta(days=LONGEST_PERIOD)
    return min((day for each in _recurring(task) for day in due_days(each, after, end)), default=None)


def last_occurrence(task: PlanTask, *, before: date) -> date | None:
    """The latest due day before `before` (excluded) of what recurs in a task; None where nothing does."""
    days = (before - timedelta(days=LONGEST_PERIOD), before - timedelta(days=1))
    return max((day for each in _recurring(task) for day in due_days(each, *days)), default=None)


def _recurring(task: PlanTask) -> Iterator[Recurring]:
    return (deadline for deadline in task.deadlines if isinstance(deadline, Recurring))


def is_overdue(task: PlanTask, today: date) -> date | None:
    """The day since which a one-off task is overdue, or None.

    A task with several one-off days (Quý I and Quý II) is overdue once the last of them has passed; before that
    the passed one is history that `last_due` tells.
    """
    last = max(one_off_days(task), default=None)
    return last if last is not None and last < today else None


def one_off_days(task: PlanTask) -> Iterator[date]:
    """The due days that come once, in the order of the deadlines."""
    for deadline in task.deadlines:
        match deadline:
            case ByDate(due=day) | Within(end=day):
                yield day
            case Recurring() | AfterEvent() | BeforeEvent() | Standing() | OnDemand() | ByReference() | Unread():
                continue
            case _:
                assert_never(deadline)


def _occurrences(deadline: Recurring, start: date, end: date) -> Iterator[date]:
    months = _months_of_year(deadline)
    for year in range(start.year, end.year + 1):
        for month in months:
            yield _day_of(year, month, deadline.day)


def _months_of_year(deadline: Recurring) -> tuple[int, ...]:
    match deadline.every:
        case Every.MONTH:
            return tuple(range(1, 13))
        case Every.QUARTER:
            place = deadline.month_of_quarter or 3
            return tuple(range(place, 13, 3))
        case Every.HALF_YEAR:
            first = (deadline.month or 6) % 6 or 6
            return first, first + 6
        case Every.YEAR:
            return (deadline.month or 12,)
        case _:
            assert_never(deadline.every)


def _day_of(year: int, month: int, day: int | None) -> date:
    last = monthrange(year, month)[1]
    return date(year, month, last if day is None else min(day, last))
