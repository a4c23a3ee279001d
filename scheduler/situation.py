"""All that reminders follow from, as one value, and its reading from the stores of an office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache

from knowledge.office.chats import Office
from knowledge.office.days import AddedDays
from knowledge.plan import Plan
from knowledge.progress.events import EventReport
from knowledge.progress.reports import Report, TaskName
from knowledge.reminding.wishes import PlanReminding, Wishes
from scheduler.calendar import CalendarDay, WorkingCalendar, load_calendar
from scheduler.policy import Policy, load_policy
from scheduler.recipients import Directory, OfficeDirectory, PrintedDirectory


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What holds now. `reports` are the latest on each task, `events` those that stand."""

    plans: tuple[Plan, ...]
    reports: Mapping[TaskName, tuple[Report, ...]]
    events: tuple[EventReport, ...]
    wishes: Wishes
    directory: Directory
    calendar: WorkingCalendar
    policy: Policy
    zone: tzinfo

    def reminding_of(self, plan: Plan) -> PlanReminding:
        """How a plan is reminded of; one that nobody has spoken of is not."""
        return self.wishes.reminding_of(plan.slug)


def read_situation(
    plans: Iterable[Plan],
    office: Office,
    *,
    zone: tzinfo,
    rehearsal: bool = False,
    directory: Directory | None = None,
) -> Situation:
    """The situation of these plans now.

    Args:
        plans: of the office.
        office: its officers, groups, wishes, progress and days.
        zone: where hours are told.
        rehearsal: whether agencies stand for their officers while none is registered, and groups count as if they had
            always been bound.
        directory: where the caller knows who is told; then officers are not read.

    Raises:
        StoreError: the database fails.
        CalendarFileError, PolicyFileError: a table of the product is broken.
    """
    known = tuple(plans)
    slugs = tuple(plan.slug for plan in known)
    wishes = office.wishes.wishes()
    if directory is None:
        morning = None if rehearsal else load_policy().hour.replace(tzinfo=zone)
        directory = OfficeDirectory(office.people, office.chats, morning=morning, silent=wishes.silent)
    if rehearsal and not any(officer.agencies for officer in office.people.officers()):
        directory = PrintedDirectory()
    return Situation(
        plans=known,
        reports=office.progress.latest(slugs),
        events=office.events.standing_events(slugs),
        wishes=wishes,
        directory=directory,
        calendar=read_calendar(office.days),
        policy=load_policy(),
        zone=zone,
    )


def read_calendar(days: AddedDays) -> WorkingCalendar:
    """The bundled calendar with the days that the office's administrators set.

    Raises:
        StoreError: the database fails.
    """
    return _calendar_with(tuple(CalendarDay(on=day.on, works=day.works, name=day.name) for day in days.days()))


@lru_cache(maxsize=4)
def _calendar_with(added: tuple[CalendarDay, ...]) -> WorkingCalendar:
    """Kept while the days stay the same: it counts all working days once, and it is asked for with every message."""
    return load_calendar().with_days(added)
