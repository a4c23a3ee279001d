"""A leader's yes: in plans that are set so a task is done only when a leader has approved what was reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.channels.base import Button, Outgoing
from bot.desk.payload import payload, read_number
from bot.desk.progress_card import record_card, task_line
from bot.desk.reported import find_entries, find_entry, latest_on, read_told
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.library import TaskEntry
from bot.rendering.words import place_words, plan_words
from knowledge.office.people import People, Role
from knowledge.office.rights import Action
from knowledge.progress.reports import ProgressStore, Report, TaskState
from nlu.reporting import SayingKind
from nlu.text import fold

APPROVE: Final = "a"
REFUSE: Final = "b"


class Approval:
    """The counter for `/duyet`, for "duyệt mục 4.1", and for the buttons that leaders are sent."""

    def __init__(self, store: ProgressStore, people: People, shelves: Shelves) -> None:
        self._store = store
        self._people = people
        self._shelves = shelves
        self.commands: dict[str, Handler] = {"duyet": self._command}
        self.presses: dict[str, Handler] = {
            APPROVE: lambda visit, parts: self._pressed(visit, parts, approves=True),
            REFUSE: lambda visit, parts: self._pressed(visit, parts, approves=False),
        }

    def hear(self, visit: Visit, text: str) -> Iterator[Outgoing] | None:
        """A leader's word on what waits; None for anything else."""
        told = read_told(text) if visit.addressed and visit.may(Action.ASK) else None
        if told is None or told.saying.kind not in (SayingKind.APPROVE, SayingKind.REFUSE):
            return None
        return self._decide(visit, told.saying.rest, told.saying.kind is SayingKind.APPROVE, told.saying.why)

    def ask_leaders(self, visit: Visit, report: Report, entry: TaskEntry) -> Iterator[Outgoing]:
        """What every leader of this channel that can be written to is sent about a report that waits."""
        assert visit.account is not None
        by = say("approval.by", name=visit.account.officer.name)
        yes = Button(label=say("approval.button_approve"), payload=payload(APPROVE, report.id))
        no = Button(label=say("approval.button_refuse"), payload=payload(REFUSE, report.id))
        for leader in self._people.accounts_of_role(Role.LEADER, visit.place.channel):
            if leader.chat and leader.reachable:
                yield record_card(
                    say("approval.ask"), report, entry, more=(by,), buttons=((yes, no),), chat=leader.chat
                )

    def _command(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        """Which plans need a yes; with a slug and on or off it is set."""
        if not visit.may(Action.APPROVE_PROGRESS):
            yield Outgoing(text=say("approval.no_right"))
            return
        plans = [plan for plan in self._shelves.now().assistant.library.plans if visit.sees(plan.slug)]
        slug, _, switch = words.partition(" ")
        wanted = _switch(switch)
        plan = next((plan for plan in plans if plan.slug == slug), None)
        if plan is None or wanted is None:
            states = [
                say("approval.is_on" if self._store.needs_approval(each.slug) else "approval.is_off", slug=each.slug)
                for each in plans
            ]
            yield Outgoing(text=say("approval.how", plans=", ".join(states)))
            return
        self._store.set_approval(plan.slug, wanted, visit.deed("set_approval"))
        yield Outgoing(text=say("approval.turned_on" if wanted else "approval.turned_off", plan=plan_words(plan)))

    def _decide(self, visit: Visit, words: str, approves: bool, why: str) -> Iterator[Outgoing]:
        if not visit.may(Action.APPROVE_PROGRESS):
            yield Outgoing(text=say("approval.no_right"))
            return
        before = self._store.made_by(visit.event)
        if before is not None:  # the same message again, after a crash before it was answered
            yield from self._settle(visit, before, approves, why)
            return
        shelf = self._shelves.now()
        waiting = self._store.waiting(visit.plans or shelf.assistant.library.slugs)
        if words:
            meant = {(entry.plan.slug, entry.task.key) for entry in find_entries(words, visit, shelf)}
            waiting = tuple(report for report in waiting if report.task in meant)
        if len(waiting) == 1:
            yield from self._settle(visit, waiting[0], approves, why)
        else:
            yield Outgoing(text=say("approval.which"))

    def _pressed(self, visit: Visit, parts: str, *, approves: bool) -> Iterator[Outgoing]:
        report = self._store.find_report(read_number(parts))
        if not visit.may(Action.APPROVE_PROGRESS):
            yield Outgoing(toast=say("approval.no_right"))
        elif report is None:
            yield Outgoing(toast=say("press.gone"))
        else:
            yield from self._settle(visit, report, approves, "")

    def _settle(self, visit: Visit, report: Report, approves: bool, why: str) -> Iterator[Outgoing]:
        entry = find_entry("/".join(report.task), visit, self._shelves.now())
        if entry is None or visit.account is None:
            yield Outgoing(toast=say("press.gone"))
            return
        place = place_words(entry.task.key)
        latest = latest_on(self._store.latest((report.task[0],)), report.task, report.agency)
        waits = latest is not None and latest.id == report.id and latest.state is TaskState.WAITING
        if not waits and self._store.made_by(visit.event) is None:
            words = say("approval.not_waiting", place=place[0].upper() + place[1:])
            yield Outgoing(toast=words) if visit.message else Outgoing(text=words)
            return
        decided = Report(
            task=report.task,
            agency=report.agency,
            state=TaskState.DONE if approves else TaskState.DOING,
            note=why,
            document=report.document,
            due_on=report.due_on,
        )
        self._store.report(decided, visit.deed("approve_progress" if approves else "refuse_progress"))
        code = "approval.approved" if approves else "approval.refused"
        yield Outgoing(text=say(code, place=place), edits=visit.message)
        yield from self._tell_reporter(visit, entry, decided, approves)

    def _tell_reporter(self, visit: Visit, entry: TaskEntry, decided: Report, approves: bool) -> Iterator[Outgoing]:
        """Whoever reported what was decided on hears of it, unless they decided it themselves."""
        assert visit.account is not None
        asked = [
            report.officer
            for report in self._store.history(decided.task)
            if report.state is TaskState.WAITING and report.agency == decided.agency
        ]
        if not asked or asked[-1] is None or asked[-1] == visit.officer:
            return
        words = say(
            "approval.you_approved" if approves else "approval.you_refused",
            name=visit.account.officer.name,
            place=place_words(entry.task.key),
            task=task_line(entry),
            why=say("approval.why", why=decided.note) if decided.note else "",
        )
        for account in self._people.accounts(asked[-1]):
            if account.channel == visit.place.channel and account.chat and account.reachable:
                yield Outgoing(text=words, chat=account.chat)


def _switch(words: str) -> bool | None:
    """On, off, or None for other words."""
    said = fold(words.strip())
    for code, means in (("approval.on_words", True), ("approval.off_words", False)):
        if said in {fold(word) for word in say(code).split("|")}:
            return means
    return None
