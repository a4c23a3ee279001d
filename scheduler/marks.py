"""On which working days something is said of a due day: steps from its last day, within a span of days. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, assert_never

from knowledge.plan import Plan
from knowledge.progress.reports import TaskName
from knowledge.reminding.reminder import Part, Recipient, RecipientKind
from knowledge.reminding.wishes import Wishes
from scheduler.calendar import WorkingCalendar
from scheduler.occurrences import Occurrence
from scheduler.policy import LeadWishes, Policy

_PAUSE: Final = 3
"""Working days that pass at least between what is told day by day and what is told by the week."""

_WEEK: Final = 6
"""Working days that a week can have, counting a Saturday that is worked: groups are told a week ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due day of a task of a plan, all of whose days can be counted.

    `until` is the last day of the next due day of the same task, where this one gives way to it.
    """

    plan: Plan
    one: Occurrence
    last_day: date
    until: date | None = None

    @property
    def task(self) -> TaskName:
        """The task by plan and key."""
        return self.plan.slug, self.one.task.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week by its first and its last working day."""

    first: date
    last: date


class Marks:
    """The steps of due days that fall into a span.

    Args:
        calendar: working days.
        policy: of the office.
        wishes: who wished for other days.
        first: the first day of the span, a working day.
        last: the last one, a working day.
    """

    def __init__(self, calendar: WorkingCalendar, policy: Policy, wishes: Wishes, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.weeks = tuple(_weeks(calendar, first, last))
        self._places: dict[date, int] = {}
        self._calendar = calendar
        self._policy = policy
        self._wishes = LeadWishes(wishes)
        self._latest_again = max((*policy.lead_after_again, *policy.support_after), default=0)
        self._early = {-days for days in (*policy.lead_before, *(days for wish in wishes.leads for days in wish.days))}
        self._earliest = min((-_WEEK, *self._early, *(-days for days in policy.support_before)))

    def steps(self, due: Due, part: Part, first: date | None = None, last: date | None = None) -> list[int]:
        """What the office, or anybody by their own wish, may want said from `first` to `last`, else in the span."""
        low, high = self.reach(due, first or self.first, last or self.last)
        policy = self._policy
        if due.one.is_look_in:
            return [0] if part is Part.LEAD and low <= 0 <= high else []
        match part:
            case Part.LEADER:
                steps = {*policy.leader_after} if due.one.stays_late else set()
            case Part.SUPPORT:
                steps = {0, *policy.support_after, *(-days for days in policy.support_before)}
            case Part.LEAD | Part.KEEPER:
                late = (*policy.lead_after, *self._weekly(due, high)) if due.one.stays_late else policy.lead_after_again
                steps = {0, *late, *self._early}
            case _:
                assert_never(part)
        return sorted(step for step in steps if low <= step <= high)

    def _weekly(self, due: Due, high: int) -> Iterator[int]:
        """The first working days of weeks, once the days told one by one are well over."""
        well_over = max(self._policy.lead_after, default=0) + _PAUSE
        if high >= well_over:
            steps = (self.step_of(due, week.first) for week in self.weeks)
            yield from (step for step in steps if step >= well_over)

    def touches(self, due: Due) -> bool:
        """Whether anything at all may be said of it in the span; most due days of a plan are far off."""
        low, high = self.reach(due, self.first, self.last)
        return low <= high and high >= self._earliest and (due.one.stays_late or low <= self._latest_again)

    def is_wished(self, due: Due, part: Part, step: int, agency: str, recipient: Recipient) -> bool:
        """Whether this recipient is to be told at that step: wishes are about the days before the last one."""
        if step >= 0 or part is not Part.LEAD:
            return True
        officer = recipient.name if recipient.kind is RecipientKind.OFFICER else ""
        wished = self._wishes.find(slug=due.plan.slug, agency=agency, officer=officer)
        return -step in (self._policy.lead_before if wished is None else wished)

    def is_told_to_group(self, due: Due, week: Week) -> bool:
        """Whether a group hears of it on the first working day of a week: it falls due then, or it is late."""
        if week.first <= due.last_day:
            return due.last_day <= week.last and not due.one.is_look_in
        low, high = self.reach(due, week.first, week.first)
        return low <= high and (due.one.stays_late or low <= self._latest_again)

    def reach(self, due: Due, first: date, last: date) -> tuple[int, int]:
        """The steps that two working days are at; what comes again is late only until its next last day."""
        end = last if due.until is None else min(last, due.until)
        return self.step_of(due, first), self.step_of(due, end)

    def step_of(self, due: Due, day: date) -> int:
        """How many working days after its last day a day is, negative before."""
        return self._place(day) - self._place(due.last_day)

    def _place(self, day: date) -> int:
        """The number of a day among the working days; few days are asked for, and each very often."""
        place = self._places.get(day)
        if place is None:
            place = self._places[day] = self._calendar.working_days_between(self.first, day)
        return place

    def day_of(self, due: Due, step: int) -> date:
        """The working day that is at a step."""
        return self._calendar.add_working_days(due.last_day, step) if step else due.last_day


def _weeks(calendar: WorkingCalendar, first: date, last: date) -> Iterator[Week]:
    """The weeks whose first working day lies in the span."""
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        sunday = monday + timedelta(days=6)
        week = (monday + timedelta(days=past) for past in range(7))
        days = [day for day in week if day.year in calendar.years and calendar.is_working(day)]
        if days and first <= days[0] <= last:
            yield Week(first=days[0], last=days[-1])
        monday = sunday + timedelta(days=1)
