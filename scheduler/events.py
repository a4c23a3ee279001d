"""Due days that an event sets: the clocks of `AfterEvent` and `BeforeEvent` deadlines. Pure.

Most events are known once somebody reports them; two kinds the plan tells itself: a printed day ("10 ngày kể từ ngày
01/6/2024") and its own signing ("15 ngày kể từ ngày ban hành Kế hoạch này").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.deadlines.reader import read_deadlines
from knowledge.plan import AfterEvent, BeforeEvent, ByDate, Plan, PlanTask, Unit
from knowledge.progress.events import EventReport
from nlu.text import fold
from scheduler.calendar import WorkingCalendar

_OWN_SIGNING = re.compile(r"(?:ngay |khi )?(?:duoc )?(?:ky|ban hanh|phe duyet|ky ban hanh) (?:ke hoach|quyet dinh) nay")
_PRINTED_DAY = re.compile(r"(?:ngay )?\d[\w\s/.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDay:
    """A due day that an event set, and its deadline; `event` is the id of the report, None = none was needed."""

    due_on: date
    deadline: AfterEvent | BeforeEvent
    happened_on: date
    event: int | None = None


def clock_due(deadline: AfterEvent | BeforeEvent, happened_on: date, calendar: WorkingCalendar) -> date:
    """When a clock runs out that an event started; always a working day.

    The day of the event is not counted, and a last day off moves on to the next working day (Bộ luật Dân sự 2015
    Điều 147–148); what must be done before an event is due on the working day before a day off.

    Raises:
        NoCalendarError: the sum meets a year without a calendar.
    """
    match deadline:
        case BeforeEvent(offset=0):
            return calendar.on_or_before(happened_on)
        case BeforeEvent(offset=offset):
            count = -offset
        case AfterEvent(offset=offset):
            count = offset
    if deadline.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(happened_on, count)
    return calendar.add_days(happened_on, count)


def known_day(deadline: AfterEvent | BeforeEvent, plan: Plan) -> date | None:
    """The day of an event that the plan tells itself, None where it must be reported."""
    if _OWN_SIGNING.fullmatch(fold(deadline.event)):
        return plan.head.signed_on
    return _printed_day(deadline.event, plan.head.year)


@lru_cache(maxsize=4096)
def _printed_day(event: str, year: int) -> date | None:
    if not _PRINTED_DAY.fullmatch(fold(event)):
        return None
    match read_deadlines(event, year=year):
        case (ByDate(due=day, exclusive=False),):
            return day
        case _:
            return None


def clock_days(
    plan: Plan, task: PlanTask, events: Iterable[EventReport], calendar: WorkingCalendar
) -> tuple[ClockDay, ...]:
    """The days that standing events set for a task, earliest first.

    An event of the same words that was reported again sets its days anew beside the earlier ones: each signing of a
    decision starts its own clock.
    """
    found = [*_reported(plan, task, events, calendar), *_known(plan, task, calendar)]
    return tuple(sorted(found, key=lambda day: day.due_on))


def _reported(
    plan: Plan, task: PlanTask, events: Iterable[EventReport], calendar: WorkingCalendar
) -> Iterator[ClockDay]:
    for event in events:
        if event.revoked_at is not None:
            continue
        for clock in event.clocks:
            if (clock.slug, clock.key) != (plan.slug, task.key):
                continue
            for deadline in task.deadlines:
                if isinstance(deadline, AfterEvent | BeforeEvent) and deadline.event == clock.event:
                    yield _clock_day(deadline, event.happened_on, calendar, event.id)


def _known(plan: Plan, task: PlanTask, calendar: WorkingCalendar) -> Iterator[ClockDay]:
    for deadline in task.deadlines:
        if isinstance(deadline, AfterEvent | BeforeEvent) and (day := known_day(deadline, plan)) is not None:
            yield _clock_day(deadline, day, calendar, None)


def _clock_day(
    deadline: AfterEvent | BeforeEvent, happened_on: date, calendar: WorkingCalendar, event: int | None
) -> ClockDay:
    due_on = clock_due(deadline, happened_on, calendar)
    return ClockDay(due_on=due_on, deadline=deadline, happened_on=happened_on, event=event)
