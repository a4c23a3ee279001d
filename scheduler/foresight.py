"""Reminders worked out weeks ahead, each plan by itself, and again only when what they follow from has changed.

A morning's planning asks for almost what the one before it asked for, and most that happens in an office is about one
plan: `plan_reminders` alone would work out every due day of every plan each time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from knowledge.progress.events import EventReport
from knowledge.progress.reports import Report, TaskName
from knowledge.reminding.reminder import Reminder
from knowledge.reminding.wishes import Answer
from scheduler.reminders import plan_reminders
from scheduler.situation import Situation

_AHEAD: Final = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foreseen:
    """What is to be said of one plan in a span, in time order, and the plan's own situation that it follows from."""

    of: Situation
    start: date
    end: date
    reminders: tuple[Reminder, ...]

    def between(self, start: date, end: date) -> tuple[Reminder, ...]:
        """What is to be said from one day to another, both included."""
        first, last = (datetime.combine(day, time.min, tzinfo=self.of.zone) for day in (start, end + timedelta(days=1)))
        low, high = (bisect_left(self.reminders, at, key=lambda one: one.at) for at in (first, last))
        return self.reminders[low:high]


class Foresight:
    """`plan_reminders` with a memory: the same reminders, worked out less often. For one thread."""

    def __init__(self) -> None:
        self._held: dict[str, _Foreseen] = {}
        self._office: Situation | None = None

    def reminders(self, situation: Situation, *, start: date, end: date) -> tuple[Reminder, ...]:
        """What `plan_reminders` gives.

        Raises:
            NoCalendarError: a day of the span is of a year without a calendar.
        """
        office = _without_plans(situation)
        if self._office != office:
            self._office, self._held = office, {}
        directory = self._office.directory  # an equal one, which knows already whom it was asked for
        foreseen = dict[str, _Foreseen]()
        for mine in _by_plan(replace(situation, directory=directory)):
            slug = mine.plans[0].slug
            held = self._held.get(slug)
            if held is None or held.of != mine or not held.start <= start <= end <= held.end:
                until = _latest(mine, end)
                held = _Foreseen(
                    of=mine, start=start, end=until, reminders=plan_reminders(mine, start=start, end=until)
                )
            foreseen[slug] = held
        self._held = foreseen
        told = (one for held in foreseen.values() for one in held.between(start, end))
        return tuple(sorted(told, key=lambda one: (one.at, one.recipient, one.key)))


def _latest(situation: Situation, end: date) -> date:
    """How far may be looked ahead: not into a year without a calendar."""
    ahead = end + _AHEAD
    return ahead if ahead.year in situation.calendar.years else end


def _without_plans(situation: Situation) -> Situation:
    """What the reminders of every plan follow from."""
    return replace(situation, plans=(), reports={}, events=(), wishes=replace(situation.wishes, plans={}, answers=()))


def _by_plan(situation: Situation) -> Iterator[Situation]:
    """Of each plan the situation without the others'."""
    reports = defaultdict[str, dict[TaskName, tuple[Report, ...]]](dict)
    for task, told in situation.reports.items():
        reports[task[0]][task] = told
    events, answers = defaultdict[str, list[EventReport]](list), defaultdict[str, list[Answer]](list)
    for event in situation.events:
        for slug in dict.fromkeys(clock.slug for clock in event.clocks):
            events[slug].append(event)
    for answer in situation.wishes.answers:
        answers[answer.task[0]].append(answer)
    for plan in situation.plans:
        slug = plan.slug
        wishes = replace(
            situation.wishes, plans={slug: situation.reminding_of(plan)}, answers=tuple(answers.get(slug, ()))
        )
        yield replace(
            situation, plans=(plan,), reports=reports.get(slug, {}), events=tuple(events.get(slug, ())), wishes=wishes
        )
