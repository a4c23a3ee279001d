"""How far tasks are, as answers tell it: beside a deadline, in lists of what is late, and when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bot.channels.base import Outgoing
from bot.desk.reported import find_entries, read_told
from bot.desk.shelf import Shelves
from bot.desk.visit import Visit
from bot.desk.wording import say
from bot.library import TaskEntry
from bot.rendering.words import day_words, place_words, plan_marks, source_line, task_words
from knowledge.office.rights import Action
from knowledge.plan import Plan, PlanTask
from knowledge.progress.events import EventReport, EventStore
from knowledge.progress.reports import ProgressStore, TaskState
from knowledge.progress.shared import state_of
from nlu.reporting import ASK_ABOUT, SayingKind
from scheduler.calendar import WorkingCalendar
from scheduler.errors import NoCalendarError
from scheduler.events import clock_days
from scheduler.totals import TaskStanding, standings

if TYPE_CHECKING:
    from scheduler.icalendar import DueEvent

SHOWN = 3
"""Tasks told of when words fit several."""


class TaskStandings:
    """What is known of tasks beside what the plans print; hears who asks for it."""

    def __init__(
        self, progress: ProgressStore, events: EventStore, shelves: Shelves, calendar: Callable[[], WorkingCalendar]
    ) -> None:
        self._progress = progress
        self._events = events
        self._shelves = shelves
        self._calendar = calendar

    def of_plan(self, visit: Visit, plan: Plan) -> tuple[TaskStanding, ...]:
        """Every task of a plan as it stands today, in document order."""
        return standings(
            plan,
            self._progress.latest((plan.slug,)),
            today=visit.today,
            calendar=self._calendar(),
            events=self._events.standing_events((plan.slug,)),
        )

    def due_events(self, plan: Plan, tasks: list[PlanTask]) -> Iterator[DueEvent]:
        """The due days of some tasks of a plan, with those that reported events set where they can be told."""
        from scheduler.icalendar import due_events

        happened, calendar = self._events.standing_events((plan.slug,)), self._calendar()
        for task in tasks:
            try:
                yield from list(due_events(plan, [task], happened=happened, calendar=calendar))
            except NoCalendarError:
                yield from due_events(plan, [task])

    def closed(self, visit: Visit) -> frozenset[str]:
        """The refs of the tasks, of plans spoken of here, that are done or dropped."""
        library = self._shelves.now().assistant.library
        found = set()
        for task, reports in self._progress.latest(visit.plans or library.slugs).items():
            entry = library.find_task("/".join(task))
            if entry is not None:
                state, _ = state_of(reports, entry.task.leads, visit.today)
                found |= {entry.ref} if state in (TaskState.DONE, TaskState.DROPPED) else set()
        return frozenset(found)

    def lines(self, visit: Visit, entry: TaskEntry) -> tuple[str, ...]:
        """What is to be said of one task: how far it is, and the days that reported events set."""
        return tuple(self._lines(visit, entry, unreported=False))

    def hear(self, visit: Visit, text: str) -> Iterator[Outgoing] | None:
        """How far a task is, for who asks ("mục 4.1 xong chưa?"); None for anything else."""
        told = read_told(text) if visit.addressed and visit.may(Action.ASK) else None
        if told is None or not (told.saying.kind is SayingKind.ASK_STATE or told.saying.rule == ASK_ABOUT):
            return None
        entries = find_entries(told.saying.rest, visit, self._shelves.now())
        return self._tell(visit, entries[:SHOWN]) if entries else None

    def _tell(self, visit: Visit, entries: tuple[TaskEntry, ...]) -> Iterator[Outgoing]:
        lines = []
        marks = plan_marks(entry.plan for entry in entries)
        for entry in entries:
            place = ", ".join(filter(None, (place_words(entry.task.key), marks.get(entry.plan.slug))))
            task = task_words(entry.task.text)
            lines.append(say("progress.task", place=place[0].upper() + place[1:], task=task))
            lines += self._lines(visit, entry, unreported=True)
        places = [(entry.plan, entry.task.key) for entry in entries]
        yield Outgoing(text="\n".join(lines), source=source_line(places))

    def _lines(self, visit: Visit, entry: TaskEntry, *, unreported: bool) -> Iterator[str]:
        slug, key = entry.plan.slug, entry.task.key
        reports = self._progress.latest((slug,)).get((slug, key), ())
        if reports:
            state, percent = state_of(reports, entry.task.leads, visit.today)
            told = say("progress.percent", percent=percent) if state is TaskState.DOING and percent else ""
            yield say("progress.state", state=say(f"state.{state.value}"), percent=told, due="")
            for report in reports:
                if report.agency:
                    part = say(f"state.{report.state.value}")
                    yield say("progress.part_line", agency=report.agency, state=part)
        elif unreported:
            yield say("progress.nobody_reported")
        yield from self._days(entry, self._events.standing_events((slug,)))

    def _days(self, entry: TaskEntry, events: tuple[EventReport, ...]) -> Iterator[str]:
        told = {event.id: event for event in events}
        try:
            days = clock_days(entry.plan, entry.task, events, self._calendar())
        except NoCalendarError as error:
            yield str(error)
            return
        for day in days:
            event = told[day.event] if day.event is not None else None
            document = say("event.document", document=event.document) if event and event.document else ""
            happened = day_words(day.happened_on)
            yield say("event.set_day", day=happened, document=document, due=day_words(day.due_on))
