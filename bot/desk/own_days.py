"""One's own due days: those of the next weeks to read, all of them as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.channels.base import File, Outgoing
from bot.desk.shelf import Shelves
from bot.desk.standing import TaskStandings
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.rendering.words import day_words, place_words, plan_words, source_line, task_words
from knowledge.office.rights import Action, Relation
from knowledge.progress.reports import OPEN, TaskState
from scheduler.totals import TaskStanding

SHOWN: Final = 8
AHEAD: Final = timedelta(days=60)


class OwnDays:
    """The counter for `/lich`."""

    def __init__(self, standing: TaskStandings, shelves: Shelves) -> None:
        self._standing = standing
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
        yield _coming(visit, agencies, [standing for _, standings in own for standing in standings])
        text = render_icalendar(events, name=say("calendar.name", agencies=agencies), stamp=visit.at)
        caption = say("calendar.caption", agencies=agencies)
        yield Outgoing(file=File(name=say("calendar.file"), content=text.encode("utf-8", "replace"), caption=caption))


def _is_own(visit: Visit, standing: TaskStanding) -> bool:
    """Whether the visitor's agencies lead a task on which something is still to be done."""
    return visit.relation_to(standing.task) is Relation.LEAD and standing.state in {*OPEN, TaskState.WAITING}


def _coming(visit: Visit, agencies: str, own: list[TaskStanding]) -> Outgoing:
    """The due days of the next weeks, the first ones."""
    coming = [one for one in own if one.due_on is not None and visit.today <= one.due_on <= visit.today + AHEAD]
    shown = sorted(coming, key=lambda standing: (standing.due_on or visit.today, standing.task.key))[:SHOWN]
    several = len({standing.plan.slug for standing in shown}) > 1
    return Outgoing(
        heading=say("calendar.heading", agencies=agencies),
        text="\n".join([_line(standing, several) for standing in shown] or [say("calendar.none")]),
        source=source_line((standing.plan, standing.task.key) for standing in shown),
    )


def _line(standing: TaskStanding, several: bool) -> str:
    assert standing.due_on is not None
    place = place_words(standing.task.key)
    if several:
        place = say("progress.in_plan", place=place, plan=plan_words(standing.plan))
    return say("calendar.line", day=day_words(standing.due_on), place=place, task=task_words(standing.task.text))
