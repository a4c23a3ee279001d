"""One's own due days: those of the next weeks to read, all of them as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.channels.base import File, Outgoing
from bot.desk.reminding.outlook import Outlook
from bot.desk.shelf import Shelves
from bot.desk.standing import TaskStandings
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.rendering.words import day_words, place_words, plan_words, source_line, task_words
from knowledge.office.rights import Action, Relation
from knowledge.plan import Plan
from knowledge.progress.reports import OPEN, TaskState
from scheduler.occurrences import Occurrence, plan_occurrences
from scheduler.totals import TaskStanding

SHOWN: Final = 8
AHEAD: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """A due day of a task of a plan."""

    plan: Plan
    one: Occurrence


class OwnDays:
    """The counter for `/lich`."""

    def __init__(self, standing: TaskStandings, shelves: Shelves, outlook: Outlook) -> None:
        self._standing = standing
        self._outlook = outlook
        self._shelves = shelves
        self.commands: dict[str, Handler] = {"lich": self._days}
        self.presses: dict[str, Handler] = {}

    def _days(self, visit: Visit, _words: str) -> Iterator[Outgoing]:
        agencies = ", ".join(visit.agencies)
        if not visit.is_private:
            yield Outgoing(text=say("calendar.in_private"))
        elif not visit.may(Action.GET_REPORT):
            yield Outgoing(text=say("no.role"))
        elif not agencies:
            yield Outgoing(text=say("calendar.no_agency"))
        else:
            yield from self._told(visit, agencies)

    def _told(self, visit: Visit, agencies: str) -> Iterator[Outgoing]:
        from scheduler.icalendar import render_icalendar

        own = [
            (plan, [one for one in self._standing.of_plan(visit, plan) if _is_own(visit, one)])
            for plan in self._shelves.now().assistant.library.plans
        ]
        events = [
            event
            for plan, standings in own
            for event in self._standing.due_events(plan, [standing.task for standing in standings])
        ]
        if not events:
            yield Outgoing(text=say("calendar.no_day", agencies=agencies))
            return
        coming = [day for plan, standings in own for day in self._coming_days(visit, plan, standings)]
        yield _coming(agencies, coming)
        text = render_icalendar(events, name=say("calendar.name", agencies=agencies), stamp=visit.at)
        caption = say("calendar.caption", agencies=agencies)
        yield Outgoing(file=File(name=say("calendar.file"), content=text.encode("utf-8", "replace"), caption=caption))

    def _coming_days(self, visit: Visit, plan: Plan, standings: Iterable[TaskStanding]) -> Iterator[OwnDay]:
        """The days of the next weeks as reminders count them, of what is still to be done."""
        situation = self._outlook.situation([plan])
        reminding = situation.reminding_of(plan)
        own = {standing.task.key for standing in standings}
        end = visit.today + AHEAD
        for one in plan_occurrences(plan, reminding, calendar=situation.calendar, events=situation.events):
            is_near = one.task.key in own and visit.today <= one.due_on <= end and not one.is_look_in
            if is_near and self._outlook.is_open((plan.slug, one.task.key), one.due_on, visit.today):
                yield OwnDay(plan=plan, one=one)


def _is_own(visit: Visit, standing: TaskStanding) -> bool:
    """Whether the visitor's agencies lead a task on which something is still to be done."""
    return visit.relation_to(standing.task) is Relation.LEAD and standing.state in {*OPEN, TaskState.WAITING}


def _last_day_words(day: OwnDay) -> str:
    """When it must be done, where that is another day than the printed one, or cannot be counted."""
    if day.one.last_day is None:
        return say("calendar.uncounted", year=day.one.due_on.year)
    if day.one.last_day == day.one.due_on:
        return ""
    return say("calendar.last_day", day=f"{day.one.last_day:%d/%m}")


def _coming(agencies: str, coming: list[OwnDay]) -> Outgoing:
    """The due days of the next weeks, the first ones."""
    shown = sorted(coming, key=lambda day: (day.one.due_on, day.plan.slug, day.one.task.key))[:SHOWN]
    several = len({day.plan.slug for day in shown}) > 1
    return Outgoing(
        heading=say("calendar.heading", agencies=agencies),
        text="\n".join([_line(day, several) for day in shown] or [say("calendar.none")]),
        source=source_line((day.plan, day.one.task.key) for day in shown),
    )


def _line(day: OwnDay, several: bool) -> str:
    place = place_words(day.one.task.key)
    if several:
        place = say("progress.in_plan", place=place, plan=plan_words(day.plan))
    words = {"day": day_words(day.one.due_on), "last": _last_day_words(day)}
    return say("calendar.line", place=place, task=task_words(day.one.task.text), **words)
