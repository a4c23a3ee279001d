"""Due days that a reported event sets: the clocks of `AfterEvent` and `BeforeEvent` deadlines. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.plan import AfterEvent, BeforeEvent, PlanTask, Unit
from knowledge.progress.events import EventReport
from scheduler.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDay:
    """A due day that an event set, the deadline that it is of, and the id of the event."""

    due_on: date
    deadline: AfterEvent | BeforeEvent
    event: int


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


def clock_days(
    slug: str, task: PlanTask, events: Iterable[EventReport], calendar: WorkingCalendar
) -> tuple[ClockDay, ...]:
    """The days that standing events set for a task, earliest first.

    An event of the same words that was reported again sets its days anew beside the earlier ones: each signing of a
    decision starts its own clock.
    """
    found = [
        ClockDay(due_on=clock_due(deadline, event.happened_on, calendar), deadline=deadline, event=event.id)
        for event in events
        if event.revoked_at is None
        for clock in event.clocks
        if (clock.slug, clock.key) == (slug, task.key)
        for deadline in task.deadlines
        if isinstance(deadline, AfterEvent | BeforeEvent) and deadline.event == clock.event
    ]
    return tuple(sorted(found, key=lambda day: day.due_on))
