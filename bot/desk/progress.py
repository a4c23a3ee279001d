"""Progress: officers report how far their tasks are, correct it by button, and take it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from bot.channels.base import Button, Outgoing
from bot.desk.approval import Approval
from bot.desk.payload import payload, read_number, read_numbers
from bot.desk.progress_card import changed_button, history_lines, record_card, task_line
from bot.desk.reported import (
    STATES,
    Told,
    find_entries,
    find_entry,
    latest_on,
    occurrence_meant,
    part_meant,
    read_told,
)
from bot.desk.shelf import Shelf, Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.library import TaskEntry
from bot.rendering.words import place_words, plan_words
from knowledge.office.people import People
from knowledge.office.rights import Action
from knowledge.progress.reports import ProgressStore, Report, TaskName, TaskState
from nlu.meaning import Understanding
from nlu.reporting import SayingKind

TASK: Final = "r"
UNDO: Final = "z"
CHANGE: Final = "c"
HISTORY: Final = "h"
OFFERED: Final = 5
"""Tasks offered when words fit several."""
EVERY: Final = 0
"""Stands for all tasks of one printed row; a task's own number is greater."""


class Progress:
    """The counter for reports on tasks."""

    def __init__(self, store: ProgressStore, people: People, shelves: Shelves, approval: Approval) -> None:
        self._store = store
        self._people = people
        self._shelves = shelves
        self._approval = approval
        self.commands: dict[str, Handler] = {"hoantac": lambda visit, _words: self._undo_last(visit, None)}
        self.presses: dict[str, Handler] = {
            TASK: self._chosen,
            UNDO: self._undone,
            CHANGE: self._changed,
            HISTORY: self._history,
        }

    def hear(self, visit: Visit, text: str) -> Iterator[Outgoing] | None:
        """What a message reports or takes back; None for anything else."""
        told = read_told(text) if visit.addressed and visit.may(Action.ASK) else None
        if told is None:
            return None
        match told.saying.kind:
            case kind if visit.role is None and (kind is SayingKind.UNDO or kind in STATES):
                return iter([Outgoing(text=say("progress.no_role"))])
            case SayingKind.UNDO:
                return self._undo_last(visit, self._meant(told, visit))
            case kind if kind in STATES:
                return self._report(visit, text, told)
            case _:
                return None

    def unclear(self, visit: Visit, _understanding: Understanding) -> Iterator[Outgoing]:
        """The answer to a report of which the words do not tell enough."""
        yield Outgoing(text=say("progress.no_task" if visit.role is not None else "progress.no_role"))

    def _meant(self, told: Told, visit: Visit) -> tuple[TaskEntry, ...]:
        return find_entries(told.saying.rest, visit, self._shelves.now()) if told.saying.rest else ()

    def _report(self, visit: Visit, text: str, told: Told) -> Iterator[Outgoing]:
        shelf = self._shelves.now()
        found = find_entries(told.saying.rest, visit, shelf)
        theirs = tuple(entry for entry in found if visit.may(Action.REPORT_PROGRESS, visit.relation_to(entry.task)))
        if not found:
            yield Outgoing(text=say("progress.no_task"))
        elif not theirs:
            yield _no_right(found[0])
        elif told.saying.kind is SayingKind.DROPPED and not told.saying.why:
            yield Outgoing(text=say("progress.no_reason"))
        elif len(theirs) == 1:
            yield from self._record(visit, theirs[0], told)
        else:
            words = self._store.keep_words(text, visit.deed("keep_words"))
            yield self._choose(visit, theirs, words.id, shelf)

    def _choose(self, visit: Visit, entries: tuple[TaskEntry, ...], words: int, shelf: Shelf) -> Outgoing:
        offered = [entry for entry in entries if entry.ref in shelf.ids][:OFFERED]
        several = len({entry.plan.slug for entry in offered}) > 1
        lines, buttons = [], []
        for number, entry in enumerate(offered, start=1):
            place = place_words(entry.task.key)
            where = say("progress.in_plan", place=place, plan=plan_words(entry.plan)) if several else place
            lines.append(say("progress.which_line", number=number, place=where, task=task_line(entry)))
            label = say("progress.which_button", number=number, place=place)
            buttons.append((visit.button(label, payload(TASK, words, shelf.ids[entry.ref])),))
        if _is_one_row(entries):
            every = say("progress.all_button", count=len(entries))
            buttons.append((visit.button(every, payload(TASK, words, EVERY)),))
        more = [say("progress.too_many")] if len(entries) > len(offered) else []
        return Outgoing(heading=say("progress.which"), text="\n".join([*lines, *more]), buttons=tuple(buttons))

    def _chosen(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        number, task = read_numbers(parts, 2)
        shelf = self._shelves.now()
        words = self._store.find_words(number, visit.officer or 0)
        told = None if words is None else read_told(words.said)
        if told is None or told.saying.kind not in STATES:
            yield Outgoing(toast=say("press.gone"))
            return
        if task == EVERY:
            found = find_entries(told.saying.rest, visit, shelf)
        else:
            found = tuple(filter(None, (find_entry(shelf.refs.get(task, ""), visit, shelf),)))
        theirs = [entry for entry in found if visit.may(Action.REPORT_PROGRESS, visit.relation_to(entry.task))]
        if not theirs:
            yield Outgoing(toast=say("no.right" if found else "press.gone"))
        for place, entry in enumerate(theirs):
            # The first card takes the place of the choice, the others stand below it.
            yield from self._record(visit if place == 0 else replace(visit, message=""), entry, told)

    def _record(self, visit: Visit, entry: TaskEntry, told: Told) -> Iterator[Outgoing]:
        saying = told.saying
        yield from self._keep(visit, entry, STATES[saying.kind], saying.percent, saying.why, told.document)

    def done(self, visit: Visit, entry: TaskEntry, due_on: date | None) -> Iterator[Outgoing]:
        """Says that a task is done; where it recurs, that due day of it. The visitor may report on it."""
        yield from self._keep(visit, entry, TaskState.DONE, None, "", "", due_on=due_on)

    def _keep(
        self,
        visit: Visit,
        entry: TaskEntry,
        state: TaskState,
        percent: int | None,
        note: str,
        document: str,
        *,
        due_on: date | None = None,
    ) -> Iterator[Outgoing]:
        task: TaskName = (entry.plan.slug, entry.task.key)
        waits = (
            state is TaskState.DONE
            and self._store.needs_approval(entry.plan.slug)
            and not visit.may(Action.APPROVE_PROGRESS)
        )
        agency = part_meant(visit, entry.task)
        latest = latest_on(self._store.latest((entry.plan.slug,)), task, agency)
        meant = occurrence_meant(entry, latest, visit.today)
        report = Report(
            task=task,
            agency=agency,
            state=TaskState.WAITING if waits else state,
            percent=100 if waits else percent,
            note=note,
            document=document,
            due_on=due_on if meant is not None and due_on is not None else meant,
        )
        kept = self._store.report(report, visit.deed("report_progress"))
        code = "progress.heading_sent" if waits else "progress.heading"
        buttons = self._own_buttons(visit, kept, waits)
        yield record_card(say(code), kept, entry, buttons=buttons, edits=visit.message)
        if waits:
            yield from self._approval.ask_leaders(visit, kept, entry)

    def _own_buttons(self, visit: Visit, report: Report, waits: bool) -> tuple[tuple[Button, ...], ...]:
        """Other states that it may be in, and taking it back; what waits for a leader cannot be said to be done."""
        states = (TaskState.DOING, TaskState.WAITING, *(() if waits else (TaskState.DONE,)))
        others = tuple(changed_button(visit, report, state, CHANGE) for state in states if state is not report.state)
        undo = visit.button(say("progress.button_undo"), payload(UNDO, report.id))
        return (others, (undo, visit.button(say("progress.button_history"), payload(HISTORY, report.id))))

    def _changed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        number, _, word = parts.partition(".")
        report, entry = self._report_and_entry(number, visit)
        if report is None or entry is None or word not in set(TaskState) or word == TaskState.DROPPED:
            yield Outgoing(toast=say("press.gone"))
        elif not visit.may(Action.REPORT_PROGRESS, visit.relation_to(entry.task)):
            yield Outgoing(toast=say("no.right"))
        else:
            percent = report.percent if word == TaskState.DOING and report.percent != 100 else None
            yield from self._keep(visit, entry, TaskState(word), percent, report.note, report.document)

    def _undone(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        yield from self._undo(visit, read_number(parts))

    def _undo_last(self, visit: Visit, entries: tuple[TaskEntry, ...] | None) -> Iterator[Outgoing]:
        report = self._store.last_by(visit.officer or 0, visit.event) if visit.role is not None else None
        if report is not None and report.undone_at is None and entries:
            latest = self._store.latest(tuple({entry.plan.slug for entry in entries}))
            named = (one for entry in entries for one in latest.get((entry.plan.slug, entry.task.key), ()))
            report = next((found for found in named if found.officer == visit.officer), None)
        if report is None:
            yield Outgoing(text=say("progress.nothing_to_undo"))
        else:
            yield from self._undo(visit, report.id)

    def _undo(self, visit: Visit, number: int) -> Iterator[Outgoing]:
        report = self._store.undo(number, visit.deed("undo_progress"))
        entry = None if report is None else find_entry("/".join(report.task), visit, self._shelves.now())
        if report is None or entry is None:
            words = say("progress.not_latest")
            yield Outgoing(toast=words) if visit.message else Outgoing(text=words)
            return
        before = latest_on(self._store.latest((report.task[0],)), report.task, report.agency)
        state = TaskState.NOT_STARTED if before is None else before.state
        told = say("progress.undone", place=place_words(entry.task.key), state=say(f"state.{state.value}"))
        yield Outgoing(text=told, edits=visit.message)

    def _history(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        report, entry = self._report_and_entry(parts, visit)
        if report is None or entry is None:
            yield Outgoing(toast=say("press.gone"))
            return
        names = {officer.id: officer.name for officer in self._people.officers()}
        lines = history_lines(self._store.history(report.task), names, visit.at.tzinfo)
        yield Outgoing(heading=say("progress.history", place=place_words(entry.task.key)), text="\n".join(lines))

    def _report_and_entry(self, number: str, visit: Visit) -> tuple[Report | None, TaskEntry | None]:
        report = self._store.find_report(read_number(number))
        return report, None if report is None else find_entry("/".join(report.task), visit, self._shelves.now())


def _is_one_row(entries: tuple[TaskEntry, ...]) -> bool:
    """Whether the tasks stand in one printed row of one plan: "mục 4.1" means them all."""
    return len({(entry.plan.slug, entry.task.key.partition("#")[0]) for entry in entries}) == 1


def _no_right(entry: TaskEntry) -> Outgoing:
    place, leads = place_words(entry.task.key), ", ".join(entry.task.leads)
    code = "progress.no_right" if leads else "progress.no_right_shared"
    return Outgoing(text=say(code, place=place[0].upper() + place[1:], leads=leads))
