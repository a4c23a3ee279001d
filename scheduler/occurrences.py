"""Every time that a task falls due: the printed day, and the last working day on which it can be done in time. Pure.

- "trước ngày 15/3" must be done by the working day before 15/3; "chậm nhất ngày 15/3" and the end of a period count;
- a printed day that is a day off moves as the plan's rule says, by default to the working day before it;
- what recurs does so from the plan's signing to the end of the last year that the plan speaks of;
- a clock runs from each reported event, and has no day before one is reported;
- "thường xuyên" has a day only where the office wants to look in on it: the end of each quarter;
- references, demands and unread words have no day: none is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.plan import ByDate, Every, Plan, PlanTask, Recurring, Standing, Within
from knowledge.progress.events import EventReport
from knowledge.reminding.wishes import DayOff, PlanReminding
from scheduler.calendar import WorkingCalendar
from scheduler.due import due_days, is_exclusive, one_off_days, plan_span
from scheduler.errors import NoCalendarError
from scheduler.events import clock_days

_QUARTERLY = Recurring(every=Every.QUARTER)
_YESTERDAY = timedelta(days=-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A task falling due once.

    `last_day` is None where no calendar covers it: nothing can be counted from it. `stays_late` = it is late until
    somebody answers; what comes again, and all but the last of several days, gives way to the next one.
    `is_look_in` = there is no duty to be done by it, only a look at how work without a day is going.
    """

    task: PlanTask
    due_on: date
    last_day: date | None
    stays_late: bool = True
    is_look_in: bool = False


def plan_occurrences(
    plan: Plan, reminding: PlanReminding, *, calendar: WorkingCalendar, events: Iterable[EventReport] = ()
) -> tuple[Occurrence, ...]:
    """All of a plan: in document order, of each task by day; a day that a task has twice stands once."""
    known = tuple(events)
    span = plan_span(plan)
    return tuple(one for task in plan.tasks for one in _of_task(plan, task, reminding, calendar, known, span))


def task_occurrences(
    plan: Plan,
    task: PlanTask,
    reminding: PlanReminding,
    *,
    calendar: WorkingCalendar,
    events: Iterable[EventReport] = (),
) -> tuple[Occurrence, ...]:
    """Those of one task of a plan, by day."""
    return tuple(_of_task(plan, task, reminding, calendar, tuple(events), plan_span(plan)))


def _of_task(
    plan: Plan,
    task: PlanTask,
    reminding: PlanReminding,
    calendar: WorkingCalendar,
    events: tuple[EventReport, ...],
    span: tuple[date, date],
) -> Iterator[Occurrence]:
    found: dict[date, Occurrence] = {}
    final = max(one_off_days(task), default=None)
    for deadline in task.deadlines:
        match deadline:
            case ByDate(due=day) | Within(end=day):
                last = _last_day(day, is_exclusive(deadline, day), reminding.day_off, calendar)
                _add(found, Occurrence(task=task, due_on=day, last_day=last, stays_late=day == final))
            case Recurring():
                for day in due_days(deadline, *span):
                    last = _last_day(day, is_exclusive(deadline, day), reminding.day_off, calendar)
                    _add(found, Occurrence(task=task, due_on=day, last_day=last, stays_late=False))
            case Standing() if reminding.standing:
                for day in due_days(_QUARTERLY, *span):
                    last = _last_day(day, False, DayOff.PREVIOUS, calendar)
                    _add(found, Occurrence(task=task, due_on=day, last_day=last, stays_late=False, is_look_in=True))
            case _:
                continue
    for day in _clocks(plan, task, events, calendar):
        _add(found, Occurrence(task=task, due_on=day, last_day=day))
    yield from (found[day] for day in sorted(found))


def _add(found: dict[date, Occurrence], one: Occurrence) -> None:
    """Of two that fall on one day the stricter holds."""
    found[one.due_on] = min(found.get(one.due_on, one), one, key=_strictness)


def _strictness(one: Occurrence) -> tuple[bool, date]:
    return one.is_look_in, one.last_day or date.max


def _last_day(day: date, exclusive: bool, rule: DayOff, calendar: WorkingCalendar) -> date | None:
    try:
        if exclusive:
            return calendar.on_or_before(day + _YESTERDAY)
        return calendar.on_or_before(day) if rule is DayOff.PREVIOUS else calendar.on_or_after(day)
    except NoCalendarError:
        return None


def _clocks(plan: Plan, task: PlanTask, events: tuple[EventReport, ...], calendar: WorkingCalendar) -> tuple[date, ...]:
    try:
        return tuple(day.due_on for day in clock_days(plan, task, events, calendar))
    except NoCalendarError:
        return ()
