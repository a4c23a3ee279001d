"""A plan file sent by an administrator: read apart from us, told, compared; stored only after their yes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.channels.base import Attachment, Button, Outgoing
from bot.desk.payload import payload, plan_key, read_number
from bot.desk.reminding.message import Rows
from bot.desk.reminding.plans import LOOK_AHEAD, PLANS
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.errors import BotError
from bot.plan_files import Settled, settle
from bot.reading.wire import Reading, make_reading, reading_json
from bot.rendering.amendments import change_words
from bot.rendering.imports import (
    amending_lines,
    head_line,
    lost_amendment_lines,
    place_words,
    report_lines,
    stale_lines,
)
from bot.rendering.words import one_line
from knowledge.documents.steps import Step
from knowledge.errors import KnowledgeError
from knowledge.office.chats import Office, PendingPlan
from knowledge.office.rights import Action
from knowledge.plan import Plan, Unread
from knowledge.query import ImportReport, PlanImport, PlanStore

CONFIRM: Final = "k"
CANCEL: Final = "x"
MAX_BYTES: Final = 20_000_000
WAITS_FOR: Final = timedelta(hours=24)
SHOWN_LINES: Final = 14
PAGES_TOLD: Final = 5
"""After so many pages it is told again how far the reading is: a scan takes seconds a page."""

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


ReadFile = Callable[[bytes, str, int | None], Iterator[Step | Reading]]
"""Reads the bytes of a file of that name, the year of its plan given or not: how far it is, then what it holds."""


class PlanIntake:
    """The counter for plan files; `read` must neither hold nor harm the process, whatever the file is."""

    def __init__(self, store: PlanStore, office: Office, shelves: Shelves, read: ReadFile) -> None:
        self._store = store
        self._pending = office.pending
        self._people = office.people
        self._wishes = office.wishes
        self._shelves = shelves
        self._read = read
        self.commands: dict[str, Handler] = {}
        self.presses: dict[str, Handler] = {CONFIRM: self._confirmed, CANCEL: self._cancelled}

    def receive(self, visit: Visit, attachment: Attachment, words: str) -> Iterator[Outgoing]:
        """A file: progress, then what it says and would change, with two buttons. `words` may name its year."""
        if not visit.may(Action.IMPORT_PLAN) or visit.officer is None:
            yield Outgoing(text=say("file.in_private" if visit.role and not visit.is_private else "file.admin_only"))
            return
        if attachment.size > MAX_BYTES:
            yield Outgoing(text=say("file.too_large", name=attachment.name))
            return
        yield Outgoing(text=say("file.reading", name=attachment.name))
        year = _YEAR.search(words)
        try:
            for said in self._read(attachment.fetch(), attachment.name, int(year[0]) if year else None):
                if isinstance(said, Reading):
                    yield self._report(visit, said, attachment.name, expires_at=visit.at + WAITS_FOR, edits_last=True)
                elif said.page % PAGES_TOLD == 0:
                    text = say("file.page", name=attachment.name, page=said.page, of=said.of)
                    yield Outgoing(text=text, edits_last=True)
        except (KnowledgeError, BotError) as error:
            why = _sentence(str(error))
            told = why if attachment.name in why else say("file.unreadable", name=attachment.name, why=why)
            yield Outgoing(text=told, source=say("file.hint"), edits_last=True)

    def _report(
        self, visit: Visit, reading: Reading, name: str, *, expires_at: datetime, edits_last: bool = False
    ) -> Outgoing:
        """What a reading says and would change; where it would change something, it waits for a press."""
        seen = self._store.stamp()
        settled = settle(reading, self._store, by_chat=True)
        plans = [one.plan for one in settled]
        reports = [self._store.compare(plan) for plan in plans]
        lines: list[str] = []
        for one, report in zip(settled, reports, strict=True):
            if len(plans) > 1:
                lines.append(head_line(name, one.plan))
            lines += self._told(name, one, report)
        if len(lines) > SHOWN_LINES:
            lines = [*lines[:SHOWN_LINES], say("file.more_lines", count=len(lines) - SHOWN_LINES)]
        buttons: tuple[tuple[Button, ...], ...] = ()
        if visit.officer is not None and not all(report.unchanged for report in reports):
            number = self._pending.keep(
                officer=visit.officer,
                file_name=name,
                content=json.dumps(reading_json(reading)).encode(),
                seen=seen,
                at=visit.at,
                expires_at=expires_at,
            )
            yes = visit.button(say("file.button_yes"), payload(CONFIRM, number))
            no = visit.button(say("file.button_no"), payload(CANCEL, number))
            buttons = ((yes, no),)
        return Outgoing(
            heading=_heading(name, settled),
            text="\n".join(lines),
            source=say("file.nothing_stored") if buttons else "",
            buttons=buttons,
            edits_last=edits_last,
        )

    def _told(self, name: str, settled: Settled, report: ImportReport) -> Iterator[str]:
        """What storing would change, and what somebody should look at; an amendment is told change by change."""
        yield from amending_lines(name, settled)
        if settled.amended is not None:
            yield from map(change_words, settled.amended.amendment.changes)
            return
        if settled.joined and not report.unchanged:
            yield say("file.joined", slug=settled.plan.slug)
        elif settled.strange:
            yield say("file.strange", taken=settled.strange, slug=settled.plan.slug)
        yield from report_lines(report)
        yield from stale_lines(settled)
        yield from lost_amendment_lines(self._store.find_plan(settled.plan.slug), settled.plan)
        yield from _doubts(settled.plan)

    def _mine(self, visit: Visit, parts: str) -> PendingPlan | None:
        found = self._pending.find(read_number(parts), visit.at)
        mine = found is not None and found.officer == visit.officer and visit.may(Action.IMPORT_PLAN)
        return found if mine else None

    def _confirmed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        waiting = self._mine(visit, parts)
        if waiting is None:
            yield Outgoing(toast=say("file.gone"))
            return
        reading = make_reading(json.loads(waiting.content), name=waiting.file_name)
        if waiting.seen != self._store.stamp():
            # What was shown is not what would happen any more: it is shown again, on the plans as they are now.
            yield Outgoing(text=say("file.changed_meanwhile"), toast=say("file.changed_meanwhile"))
            yield self._report(visit, reading, waiting.file_name, expires_at=waiting.expires_at)
            return
        plans = [one.plan for one in settle(reading, self._store, by_chat=True)]
        self._store.save_all(
            (PlanImport(plan=plan, source_name=waiting.file_name, digest=reading.digest) for plan in plans), at=visit.at
        )
        for plan in plans:
            self._people.write_down(visit.deed("import_plan", f"plan:{plan.slug}"))
        self._pending.drop(waiting.id, visit.at)
        self._shelves.now()
        told = (say("file.stored", slug=plan.slug, tasks=len(plan.tasks)) for plan in plans)
        yield Outgoing(text="\n".join(told), buttons=self._switches(visit, plans), edits=visit.message)

    def _switches(self, visit: Visit, plans: Iterable[Plan]) -> Rows:
        """For each plan that nobody is reminded of, the way to switch its reminders on."""
        wished = self._wishes.wishes().plans
        off = [plan for plan in plans if plan.slug not in wished or wished[plan.slug].since is None]
        several = len(off) > 1
        return tuple(
            (
                visit.button(
                    say("file.button_remind_of", slug=plan.slug) if several else say("file.button_remind"),
                    payload(PLANS, plan_key(plan.slug), LOOK_AHEAD),
                ),
            )
            for plan in off
        )

    def _cancelled(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        waiting = self._mine(visit, parts)
        if waiting is None:
            yield Outgoing(toast=say("file.gone"))
            return
        self._pending.drop(waiting.id, visit.at)
        yield Outgoing(text=say("file.dropped"), edits=visit.message)


def _heading(name: str, settled: Sequence[Settled]) -> str:
    if len(settled) > 1:
        return say("file.several", name=name, count=len(settled))
    return "" if settled[0].amended is not None else head_line(name, settled[0].plan)


def _doubts(plan: Plan) -> Iterator[str]:
    """What somebody should look at in the document: mended cells, times that no rule reads, the reader's warnings."""
    mended = [task.key for task in plan.tasks if task.repairs]
    if mended:
        yield say("file.mended", count=len(mended), keys=", ".join(mended[:SHOWN_LINES]))
    warned = {warning.line for warning in plan.warnings}
    for task in plan.tasks:
        if task.source.first_line not in warned and any(isinstance(deadline, Unread) for deadline in task.deadlines):
            place = _sentence(place_words(task.source.place, task.source.first_line))
            yield say("file.unread", place=place, key=task.key, time=one_line(task.time, limit=80))
    for warning in plan.warnings:
        place = _sentence(place_words(warning.place, warning.line))
        yield say("file.warning", place=place, message=warning.message)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
