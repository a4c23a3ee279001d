"""Events that clocks hang on: what happened and when, the days that follow, stored after a yes, and revoked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.channels.base import Outgoing
from bot.desk.payload import payload, read_number, read_numbers
from bot.desk.reported import cut_out
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.library import TaskEntry
from bot.rendering.words import day_words, place_words, plan_words, source_line, task_words
from knowledge.document_number import find_document_numbers
from knowledge.office.rights import Action, Relation
from knowledge.plan import AfterEvent, BeforeEvent, Unit
from knowledge.progress.events import Clock, EventReport, EventStore
from knowledge.progress.reports import ProgressStore
from nlu.event_matching import content_words, match_events
from nlu.meaning import TimeWindow, Understanding
from nlu.reporting import read_saying, tells_event
from nlu.text import nfc
from nlu.timex import find_times
from scheduler.calendar import WorkingCalendar
from scheduler.errors import NoCalendarError
from scheduler.events import clock_due

PICK: Final = "g"
STORE: Final = "y"
DROP: Final = "n"
REVOKE: Final = "v"
EVERY: Final = 35
"""The number that stands for all groups; a group's own is smaller."""

FITS: Final = 0.6
"""Share of a message's words that an event must have to be meant."""
AS_GOOD: Final = 0.15
"""Events that fit worse than the best by no more than this may be meant as well."""
SURE: Final = 0.75
"""Share from which an event is meant rather than a task that was done ("đã ban hành …")."""
OFFERED: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A deadline that waits for an event, with its task."""

    entry: TaskEntry
    deadline: AfterEvent | BeforeEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A message about an event: its day (None = not told for sure), document, and what may wait for it, in groups.

    Each group is of one printed event, the likeliest first.
    """

    happened_on: date | None
    document: str
    groups: tuple[tuple[Waiting, ...], ...]
    fit: float

    def chosen(self, group: int) -> tuple[Waiting, ...]:
        """One group, or all of them; () for a number that is none."""
        if group == EVERY:
            return tuple(waiting for each in self.groups for waiting in each)
        return self.groups[group] if 0 <= group < len(self.groups) else ()


class Events:
    """The counter for events."""

    def __init__(
        self, store: EventStore, words: ProgressStore, shelves: Shelves, calendar: Callable[[], WorkingCalendar]
    ) -> None:
        self._store = store
        self._words = words
        self._shelves = shelves
        self._calendar = calendar
        self.commands: dict[str, Handler] = {}
        self.presses: dict[str, Handler] = {
            PICK: self._picked,
            STORE: self._confirmed,
            DROP: lambda visit, _parts: [Outgoing(text=say("event.dropped"), edits=visit.message)],
            REVOKE: self._revoked,
        }

    def hear(self, visit: Visit, text: str) -> Iterator[Outgoing] | None:
        """The answer to a message about an event that some clock hangs on; None for anything else."""
        if not visit.addressed or not visit.may(Action.ASK) or not tells_event(text):
            return None
        happening = self._read(visit, text, visit.today)
        reported = read_saying(text) is not None
        if not happening.groups or happening.fit < (SURE if reported else FITS):
            return None
        return self._ask(visit, text, happening)

    def unclear(self, visit: Visit, _understanding: Understanding) -> Iterator[Outgoing]:
        """The answer to an event that no clock hangs on."""
        yield Outgoing(text=say("event.no_clock" if visit.role is not None else "no.role"))

    def _ask(self, visit: Visit, text: str, happening: Happening) -> Iterator[Outgoing]:
        if not self._may(visit, Action.REPORT_EVENT, happening.chosen(EVERY)):
            yield Outgoing(text=say("event.no_right"))
        elif happening.happened_on is None:
            yield Outgoing(text=say("event.no_day"))
        else:
            words = self._words.keep_words(text, visit.deed("keep_words"))
            if len(happening.groups) == 1:
                yield self._card(visit, happening, words.id, 0)
            else:
                yield self._which(visit, happening, words.id)

    def _which(self, visit: Visit, happening: Happening, words: int) -> Outgoing:
        assert happening.happened_on is not None
        lines, buttons = [], []
        for at, group in enumerate(happening.groups):
            told = say("event.which_line", number=at + 1, event=group[0].deadline.event, count=len(group))
            lines.append(told)
            buttons.append(visit.button(str(at + 1), payload(PICK, words, at)))
        every = visit.button(say("event.all", count=len(happening.chosen(EVERY))), payload(PICK, words, EVERY))
        return Outgoing(
            heading=say("event.which", day=day_words(happening.happened_on)),
            text="\n".join(lines),
            buttons=(tuple(buttons), (every,)),
        )

    def _card(self, visit: Visit, happening: Happening, words: int, group: int, *, edits: str = "") -> Outgoing:
        assert happening.happened_on is not None
        waiting = happening.chosen(group)
        yes = visit.button(say("event.button_yes"), payload(STORE, words, group))
        no = visit.button(say("event.button_no"), payload(DROP, words))
        return Outgoing(
            heading=_heading("event.heading", happening.happened_on, happening.document),
            text="\n".join([*self._lines(waiting, happening.happened_on), say("event.sure")]),
            source=_source(waiting),
            buttons=((yes, no),),
            edits=edits,
        )

    def _lines(self, waiting: Iterable[Waiting], happened_on: date) -> Iterator[str]:
        listed, calendar = tuple(waiting), self._calendar()
        several = len({each.entry.plan.slug for each in listed}) > 1
        for each in listed:
            place, task = place_words(each.entry.task.key), task_words(each.entry.task.text)
            if several:
                place = say("progress.in_plan", place=place, plan=plan_words(each.entry.plan))
            try:
                day = day_words(clock_due(each.deadline, happened_on, calendar))
            except NoCalendarError as error:
                yield say("event.no_calendar", place=place, task=task, why=str(error))
            else:
                yield say("event.line", place=place, task=task, day=day, how=_how(each.deadline))

    def _picked(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        found = self._waiting_words(visit, parts)
        if found is None:
            yield Outgoing(toast=say("press.gone"))
            return
        happening, words, group = found
        yield self._card(visit, happening, words, group, edits=visit.message)

    def _confirmed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        found = self._waiting_words(visit, parts)
        if found is None or found[0].happened_on is None:
            yield Outgoing(toast=say("press.gone"))
            return
        happening, _, group = found
        waiting = happening.chosen(group)
        if not self._may(visit, Action.REPORT_EVENT, waiting):
            yield Outgoing(toast=say("no.right"))
            return
        assert happening.happened_on is not None
        event = EventReport(
            happened_on=happening.happened_on,
            document=happening.document,
            words=waiting[0].deadline.event,
            clocks=tuple(
                dict.fromkeys(
                    Clock(slug=each.entry.plan.slug, key=each.entry.task.key, event=each.deadline.event)
                    for each in waiting
                )
            ),
        )
        kept = self._store.report_event(event, visit.deed("report_event"))
        yield Outgoing(
            heading=_heading("event.stored", kept.happened_on, kept.document),
            text="\n".join([*self._lines(waiting, kept.happened_on), say("event.stored_more")]),
            source=_source(waiting),
            buttons=((visit.button(say("event.button_revoke"), payload(REVOKE, kept.id)),),),
            edits=visit.message,
        )

    def _revoked(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        event = self._store.find_event(read_number(parts))
        library = self._shelves.now().assistant.library
        entries = [library.find_task(f"{clock.slug}/{clock.key}") for clock in event.clocks] if event else []
        seen = [entry for entry in entries if entry is not None and visit.sees(entry.plan.slug)]
        if event is None or not seen:
            yield Outgoing(toast=say("press.gone"))
        elif not any(visit.may(Action.REVOKE_EVENT, visit.relation_to(entry.task)) for entry in seen):
            yield Outgoing(toast=say("no.right"))
        else:
            self._store.revoke_event(event.id, visit.deed("revoke_event"))
            yield Outgoing(text=say("event.revoked", day=day_words(event.happened_on)), edits=visit.message)

    def _waiting_words(self, visit: Visit, parts: str) -> tuple[Happening, int, int] | None:
        """The message that a press speaks of, read again as it was read on its day, and the group pressed."""
        number, group = read_numbers(parts, 2)
        words = self._words.find_words(number, visit.officer or 0)
        if words is None:
            return None
        happening = self._read(visit, words.said, words.at.astimezone(visit.at.tzinfo).date())
        return (happening, number, group) if happening.chosen(group) else None

    def _read(self, visit: Visit, text: str, today: date) -> Happening:
        composed = nfc(text)
        numbers = find_document_numbers(composed)
        told = composed
        if numbers:
            before, day, behind = cut_out(composed, numbers[0])
            told = f"{before} {day} {behind}"
        times = [time for time in find_times(told, today=today) if time.window is not None]
        bare = told
        for time in times:
            bare = bare.replace(time.typed, " ")
        waiting = self._clocks(visit)
        matches = match_events(bare, [event for event, _ in waiting])
        best = matches[0].covered if matches else 0.0
        chosen = [match for match in matches if match.covered >= max(FITS, best - AS_GOOD)][:OFFERED]
        return Happening(
            happened_on=_day_of([time.window for time in times if time.window is not None], today),
            document=numbers[0].number if numbers else "",
            groups=tuple(waiting[match.at][1] for match in chosen),
            fit=best,
        )

    def _clocks(self, visit: Visit) -> list[tuple[str, tuple[Waiting, ...]]]:
        """Every printed event of the plans spoken of here, with the deadlines that wait for it, in document order."""
        groups: dict[tuple[str, ...], list[Waiting]] = {}
        plans = [plan for plan in self._shelves.now().assistant.library.plans if visit.sees(plan.slug)]
        # Of several plans, those that give the visitor's office something to do.
        own = [p for p in plans if any(visit.relation_to(task) is not Relation.OTHER for task in p.tasks)]
        for plan in own or plans:
            for task in plan.tasks:
                for deadline in task.deadlines:
                    if isinstance(deadline, AfterEvent | BeforeEvent):
                        key = content_words(deadline.event.split("(")[0])
                        waiting = Waiting(entry=TaskEntry(plan=plan, task=task), deadline=deadline)
                        groups.setdefault(key, []).append(waiting)
        return [(group[0].deadline.event.split("(")[0], tuple(group)) for group in groups.values()]

    def _may(self, visit: Visit, action: Action, waiting: Iterable[Waiting]) -> bool:
        """Whether the visitor may do this to one of the tasks at least: one event is one event for all of them."""
        return any(visit.may(action, visit.relation_to(each.entry.task)) for each in waiting)


def _day_of(windows: list[TimeWindow], today: date) -> date | None:
    """The one day told; today where none is told; None where what is told is longer than a day."""
    if not windows:
        return today
    days = [window.start for window in windows if window.start == window.end]
    return days[0] if days else None


def _heading(code: str, day: date, document: str) -> str:
    return say(code, day=day_words(day), document=say("event.document", document=document) if document else "")


def _how(deadline: AfterEvent | BeforeEvent) -> str:
    if not deadline.offset:
        return say("event.at_once")
    unit = say("event.working_day" if deadline.unit is Unit.WORKING_DAY else "event.day")
    direction = say("event.after" if isinstance(deadline, AfterEvent) else "event.before")
    return say("event.how", count=deadline.offset, unit=unit, direction=direction)


def _source(waiting: Iterable[Waiting]) -> str:
    places = source_line((each.entry.plan, each.entry.task.key) for each in waiting)
    return f"{places} {say('event.source')}"
