"""How far the tasks of plans are on a day: each task by itself, by agency, and over the months. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from knowledge.agency_identity import agency_key
from knowledge.plan import Plan, PlanTask
from knowledge.progress.events import EventReport
from knowledge.progress.reports import OPEN, Report, TaskName, TaskState
from knowledge.progress.shared import state_of
from scheduler.calendar import WorkingCalendar
from scheduler.due import is_overdue, next_due, task_due_days
from scheduler.errors import NoCalendarError
from scheduler.events import clock_days


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStanding:
    """One task on a day. `due_on` is the day it is late since, else its next due day, None where it has none.

    `reports` are the latest on its parts and on the whole, oldest first. `late_days` counts working days past the due
    day, None where it is late and no calendar covers the days.
    """

    plan: Plan
    task: PlanTask
    reports: tuple[Report, ...] = ()
    state: TaskState
    percent: int
    due_on: date | None = None
    is_late: bool = False
    late_days: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The tasks of one agency, or of all ("" as agency).

    Each task is counted once: in `late`, or else in its state. `percent` is the mean over all but dropped ones.
    """

    agency: str = ""
    total: int = 0
    late: int = 0
    states: Mapping[TaskState, int] = field(default_factory=dict)
    percent: int = 0

    def count(self, state: TaskState) -> int:
        """How many tasks are in a state and not late."""
        return self.states.get(state, 0)


def standings(
    plan: Plan,
    reports: Mapping[TaskName, tuple[Report, ...]],
    *,
    today: date,
    calendar: WorkingCalendar,
    events: Iterable[EventReport] = (),
) -> tuple[TaskStanding, ...]:
    """Every task of a plan on a day, in document order."""
    known = tuple(events)
    return tuple(
        _standing(plan, task, reports.get((plan.slug, task.key), ()), today, calendar, known) for task in plan.tasks
    )


def _standing(
    plan: Plan,
    task: PlanTask,
    reports: tuple[Report, ...],
    today: date,
    calendar: WorkingCalendar,
    events: tuple[EventReport, ...],
) -> TaskStanding:
    state, percent = state_of(reports, task.leads, today)
    clocks = _clock_days(plan, task, events, calendar)
    passed = [day for day in clocks if day < today]
    ahead = [day for day in clocks if day >= today]
    since = is_overdue(task, today) or (passed[-1] if passed and not ahead else None)
    is_late = since is not None and state in OPEN
    following = min(filter(None, (next_due(task, after=today), ahead[0] if ahead else None)), default=None)
    return TaskStanding(
        plan=plan,
        task=task,
        reports=reports,
        state=state,
        percent=percent,
        due_on=since if is_late else following or since,
        is_late=is_late,
        late_days=_late_days(since, today, calendar) if is_late and since is not None else 0,
    )


def _clock_days(
    plan: Plan, task: PlanTask, events: tuple[EventReport, ...], calendar: WorkingCalendar
) -> tuple[date, ...]:
    try:
        return tuple(day.due_on for day in clock_days(plan, task, events, calendar))
    except NoCalendarError:  # a total over a whole plan is worth more than one day that cannot be told
        return ()


def _late_days(since: date, today: date, calendar: WorkingCalendar) -> int | None:
    try:
        return calendar.working_days_between(since, today)
    except NoCalendarError:
        return None


def total_of(tasks: Iterable[TaskStanding], *, agency: str = "") -> Totals:
    """The sum over some tasks; tasks that are not to be done weigh nothing in the percentage."""
    listed = tuple(tasks)
    counted = [standing.percent for standing in listed if standing.state is not TaskState.DROPPED]
    return Totals(
        agency=agency,
        total=len(listed),
        late=sum(standing.is_late for standing in listed),
        states=Counter(standing.state for standing in listed if not standing.is_late),
        percent=round(sum(counted) / len(counted)) if counted else 0,
    )


def totals_by_agency(tasks: Iterable[TaskStanding]) -> tuple[Totals, ...]:
    """One sum for each agency that leads tasks: most late ones first, then most still to do, then as printed.

    A task of several agencies counts for each; spellings of one agency are one, under the name met first.
    """
    names: dict[str, str] = {}
    led: dict[str, list[TaskStanding]] = {}
    for standing in tasks:
        for key, name in {agency_key(lead) or lead: lead for lead in standing.task.leads}.items():
            names.setdefault(key, name)
            led.setdefault(key, []).append(standing)
    sums = [total_of(listed, agency=names[key]) for key, listed in led.items()]
    return tuple(sorted(sums, key=lambda total: (-total.late, -sum(map(total.count, OPEN)))))


class Mark(StrEnum):
    """A due day as the timeline of a year shows it; PAST is an occurrence that nobody reported on."""

    DONE = "done"
    LATE = "late"
    PAST = "past"
    AHEAD = "ahead"


def months_of(tasks: Iterable[TaskStanding], year: int, today: date) -> tuple[Mapping[Mark, int], ...]:
    """Twelve months, each with how many due days of each kind fall into it."""
    months: list[Counter[Mark]] = [Counter() for _ in range(12)]
    window = (date(year, 1, 1), date(year, 12, 31))
    for standing in tasks:
        if standing.state is TaskState.DROPPED:
            continue
        days = {*task_due_days(standing.task, *window)}
        if standing.due_on is not None and standing.due_on.year == year:
            days.add(standing.due_on)
        for day in days:
            months[day.month - 1][_mark(standing, day, today)] += 1
    return tuple(months)


def _mark(standing: TaskStanding, day: date, today: date) -> Mark:
    on_it = [report for report in standing.reports if report.due_on in (None, day)]
    if state_of(on_it, standing.task.leads, day)[0] in {TaskState.DONE, TaskState.WAITING}:
        return Mark.DONE
    if day >= today:
        return Mark.AHEAD
    return Mark.LATE if standing.is_late and day == standing.due_on else Mark.PAST
