"""The ledger of reminders as administrators read it (`/so`): each one owed, to whom, how it ended and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.channels.base import Outgoing
from bot.desk.payload import payload, plan_key, read_number
from bot.desk.reminding.message import Rows
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say, texts
from bot.rendering.ledger import name_in
from bot.rendering.phrases import phrase
from bot.rendering.words import day_words, place_words, plan_marks
from knowledge.office.chats import Office
from knowledge.office.rights import Action
from knowledge.reminding.ledger import Obligation, ObligationState
from knowledge.reminding.reminder import Recipient, RecipientKind
from nlu.text import fold, folded_words
from nlu.timex import find_times

LEDGER: Final = "jl"
LINES: Final = 8
READ: Final = 3000
"""Rows that pages are turned through; far more than a day of a large office."""

_OPEN: Final = (ObligationState.PLANNED, ObligationState.QUEUED)
_STATES: Final = {"a": (), "w": _OPEN, "u": (ObligationState.UNDELIVERABLE,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is looked for. `which` = all, those that wait, those that reached nobody; 0, "" and None = any.

    `plan` is a plan's key on buttons.
    """

    which: str = "a"
    officer: int = 0
    plan: str = ""
    day: date | None = None
    skip: int = 0

    @property
    def button(self) -> str:
        """As a button carries it."""
        day = 0 if self.day is None else self.day.toordinal()
        return payload(LEDGER, self.which, self.officer, self.plan or "0", day, self.skip)


class LedgerPages:
    """The counter for `/so`."""

    def __init__(self, office: Office, shelves: Shelves) -> None:
        self._office = office
        self._shelves = shelves
        self.commands: dict[str, Handler] = {"so": self._command}
        self.presses: dict[str, Handler] = {LEDGER: self._pressed}

    def _command(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        if not visit.may(Action.SEE_LEDGER):
            yield Outgoing(text=say("no.right"))
            return
        wanted = self._read(visit, words)
        yield Outgoing(text=say("ledger.how")) if wanted is None else self._page(visit, wanted)

    def _pressed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        wanted = _read_button(parts)
        if not visit.may(Action.SEE_LEDGER):
            yield Outgoing(toast=say("no.right"))
        elif wanted is None:
            yield Outgoing(toast=say("press.gone"))
        else:
            yield replace(self._page(visit, wanted), edits=visit.message)

    def _read(self, visit: Visit, words: str) -> Filter | None:
        """The filter that words name: a day, an officer, a plan, "không tới"; None where they name none of these."""
        left, wanted = words, Filter()
        for mention in find_times(words, today=visit.today):
            if mention.window is not None:
                wanted = replace(wanted, day=mention.window.start)
                left = left.replace(mention.typed, " ")
        for which in ("u", "w"):
            said = re.search(rf"\b(?:{texts()[f'ledger.{which}_words']})\b", fold(left))
            if said is not None:
                wanted = replace(wanted, which=which)
                left = f"{left[: said.start()]} {left[said.end() :]}"
        rest = left.strip(" ,.")
        if not rest:
            return wanted
        plan = self._shelves.now().assistant.library.find_plan(rest.casefold())
        if plan is not None:
            return replace(wanted, plan=plan_key(plan.slug))
        named = folded_words(rest)
        found = [one.id for one in self._office.people.officers() if set(named) <= set(folded_words(one.name))]
        return replace(wanted, officer=found[0]) if len(found) == 1 else None

    def _page(self, visit: Visit, wanted: Filter) -> Outgoing:
        found = self._find(visit, wanted)
        shown = found[wanted.skip : wanted.skip + LINES]
        library = self._shelves.now().assistant.library
        name = name_in(self._office)
        plans = [plan for slug in {one.reminder.task[0] for one in shown} if (plan := library.find_plan(slug))]
        marks = plan_marks(plans)
        lines = [_line(one, name, marks, visit) for one in shown]
        return Outgoing(
            heading=self._heading(wanted),
            text="\n".join(filter(None, [self._counts(visit), *(lines or [say("ledger.nothing")])])),
            buttons=tuple(filter(None, self._rows(visit, wanted, len(found)))),
        )

    def _find(self, visit: Visit, wanted: Filter) -> tuple[Obligation, ...]:
        recipient = Recipient(kind=RecipientKind.OFFICER, name=str(wanted.officer)) if wanted.officer else None
        plans = self._shelves.now().assistant.library.plans
        slug = next((plan.slug for plan in plans if plan_key(plan.slug) == wanted.plan), "")
        span = None
        if wanted.day is not None:
            midnight = datetime.combine(wanted.day, time(), tzinfo=visit.at.tzinfo)
            span = (midnight, midnight + timedelta(days=1))
        return self._office.ledger.obligations(
            states=_STATES[wanted.which], recipient=recipient, slug=slug, span=span, limit=READ
        )

    def _heading(self, wanted: Filter) -> str:
        names = {officer.id: officer.name for officer in self._office.people.officers()}
        of = [
            say(f"ledger.of_{wanted.which}") if wanted.which != "a" else "",
            day_words(wanted.day) if wanted.day is not None else "",
            names.get(wanted.officer, ""),
        ]
        told = ", ".join(filter(None, of))
        return say("ledger.heading_of", what=told) if told else say("ledger.heading")

    def _counts(self, visit: Visit) -> str:
        counts = self._office.ledger.counts(visit.at).obligations
        told = [say(f"ledger.{state.value}", count=counts[state]) for state in ObligationState if counts.get(state)]
        return say("ledger.counts", counts=", ".join(told)) if told else ""

    def _rows(self, visit: Visit, wanted: Filter, count: int) -> Rows:
        back = replace(wanted, skip=max(wanted.skip - LINES, 0))
        more = replace(wanted, skip=wanted.skip + LINES)
        turning = [
            *([visit.button(say("button.back"), back.button)] if wanted.skip else []),
            *([visit.button(say("button.more"), more.button)] if count > wanted.skip + LINES else []),
        ]
        others = [
            visit.button(say("ledger.button_today"), Filter(day=visit.today).button),
            visit.button(say("ledger.button_w"), Filter(which="w").button),
            visit.button(say("ledger.button_u"), Filter(which="u").button),
        ]
        return (tuple(turning), tuple(others))


def _line(one: Obligation, name: Callable[[Recipient], str], marks: dict[str, str], visit: Visit) -> str:
    slug, key = one.reminder.task
    place = place_words(key)
    if mark := marks.get(slug):
        place = say("progress.in_plan", place=place, plan=mark)
    said = phrase(f"ledger.state_{one.state.value}")
    if one.cause is not None:
        said = phrase("ledger.because", state=said, cause=phrase(f"ledger.cause_{one.cause.value}"))
    return say(
        "ledger.line",
        at=f"{one.reminder.at.astimezone(visit.at.tzinfo):%d/%m %H:%M}",
        name=name(one.reminder.recipient),
        place=place,
        due=f"{one.reminder.due_on:%d/%m}",
        said=said,
    )


def _read_button(parts: str) -> Filter | None:
    which, *rest = parts.split(".")
    if which not in _STATES or len(rest) != 4:
        return None
    officer, day, skip = (read_number(rest[at]) for at in (0, 2, 3))
    if min(officer, day, skip) < 0:
        return None
    try:
        on = date.fromordinal(day) if day else None
    except (ValueError, OverflowError):
        return None
    return Filter(which=which, officer=officer, plan="" if rest[1] == "0" else rest[1], day=on, skip=skip)
