"""The buttons below reminders: seen, done, later, details; for one task or for all that a message tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final, assert_never

from bot.channels.base import Button, Outgoing
from bot.desk.asking import Asking
from bot.desk.progress import Progress
from bot.desk.reminding.answering import Answering
from bot.desk.reminding.asked import AskedTimes
from bot.desk.reminding.message import Messages, Rows, back_row
from bot.desk.reminding.outlook import Outlook, Target, when_words
from bot.desk.reminding.pointing import EVERY, REMINDER, Does, Pointed, instant_of, minutes_of, point, read_pointed
from bot.desk.reported import find_entry
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from knowledge.office.rights import Action
from knowledge.reminding.ledger import Dispatch, Ledger
from knowledge.reminding.reminder import RecipientKind
from nlu.meaning import Intent

IN_A_ROW: Final = 3


class Presses:
    """The counter for presses on reminders. Who presses is asked for their rights; the button carries none."""

    def __init__(
        self,
        *,
        answering: Answering,
        messages: Messages,
        outlook: Outlook,
        ledger: Ledger,
        shelves: Shelves,
        asking: Asking,
        progress: Progress,
        asked: AskedTimes,
    ) -> None:
        self._answering = answering
        self._messages = messages
        self._outlook = outlook
        self._ledger = ledger
        self._shelves = shelves
        self._asking = asking
        self._progress = progress
        self._asked = asked
        self.commands: dict[str, Handler] = {}
        self.presses: dict[str, Handler] = {REMINDER: self._pressed}

    def later_rows(self, visit: Visit, pointed: Pointed) -> Rows:
        """When one may be told again, as buttons."""
        times = self._answering.times(visit)
        rows = _in_rows(_time_buttons(times.offered(), pointed))
        choose = Button(label=say("when.choose"), payload=_pointing(Does.DAYS, pointed))
        return (*rows, (choose,))

    def typed(self, visit: Visit, does: Does, target: Target) -> Iterator[Outgoing]:
        """What a button does that was typed: done, or details."""
        if does is Does.DONE:
            yield from self._done(visit, None, target)
        else:
            yield self._asking.tell(visit, target.entry, (Intent.ASK_DETAIL,))

    def _pressed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        pointed = read_pointed(parts)
        if visit.officer is None or not visit.is_private or not visit.may(Action.SET_REMINDER):
            yield Outgoing(toast=say("no.right"))
            return
        dispatch = None if pointed is None else self._dispatch(visit, pointed)
        if pointed is None or (pointed.dispatch and dispatch is None):
            yield Outgoing(toast=say("press.gone"))
            return
        if dispatch is not None:  # whatever became of it on its way: it is there
            self._ledger.arrived(dispatch.id, visit.message, visit.at)
        if pointed.does == Does.PAGE:
            page = None if dispatch is None else self._messages.page(dispatch, visit, skip=pointed.number)
            yield page or Outgoing(toast=say("press.gone"))
            return
        targets = self._targets(visit, pointed, dispatch)
        if not targets:
            yield Outgoing(toast=say("press.gone"))
            return
        yield from self._do(visit, pointed, dispatch, targets)

    def _do(
        self, visit: Visit, pointed: Pointed, dispatch: Dispatch | None, targets: tuple[Target, ...]
    ) -> Iterator[Outgoing]:
        open_ = self._answering.open_ones(visit, targets)
        if not open_ and pointed.does in (Does.SEEN, Does.DONE, Does.LATER, Does.DAYS, Does.AT):
            yield replace(self._show(visit, pointed, dispatch, targets), toast=say("reminding.over"))
            return
        match pointed.does:
            case Does.SEEN:
                self._answering.see(visit, open_)
                yield replace(self._show(visit, pointed, dispatch, targets), toast=say("reminding.seen"))
            case Does.DONE if pointed.task != EVERY:
                yield from self._done(visit, dispatch, targets[0])
            case Does.LATER:
                self._asked.ask(visit, targets)
                shown = self._show(visit, pointed, dispatch, targets)
                yield replace(shown, buttons=(*self.later_rows(visit, pointed), *self._back(pointed, dispatch)))
            case Does.DAYS:
                self._asked.ask(visit, targets)
                days = _in_rows(_time_buttons(self._answering.times(visit).days(), pointed))
                shown = self._show(visit, pointed, dispatch, targets)
                yield replace(shown, buttons=(*days, *self._back(pointed, dispatch)))
            case Does.AT:
                yield self._put_off(visit, pointed, dispatch, targets)
            case Does.DETAIL if pointed.task != EVERY:
                back = Button(label=say("deed_button.back"), payload=_pointing(Does.ITEM, pointed))
                told = self._asking.tell(visit, targets[0].entry, (Intent.ASK_DETAIL,), edits=visit.message)
                yield replace(told, buttons=((back,),))
            case Does.ITEM if pointed.task != EVERY:
                yield self._messages.card(visit, targets[0], dispatch=dispatch)
            case Does.DONE | Does.DETAIL | Does.ITEM | Does.PAGE:  # of one task only; a page is turned before
                yield Outgoing(toast=say("press.gone"))
            case _:
                assert_never(pointed.does)

    def _done(self, visit: Visit, dispatch: Dispatch | None, target: Target) -> Iterator[Outgoing]:
        if not visit.may(Action.REPORT_PROGRESS, visit.relation_to(target.entry.task)):
            yield Outgoing(toast=say("no.right")) if visit.message else Outgoing(text=say("no.right"))
            return
        first, *others = self._progress.done(visit, target.entry, target.due_on)
        yield replace(first, buttons=(*first.buttons, *back_row(dispatch)))
        yield from others

    def _put_off(
        self, visit: Visit, pointed: Pointed, dispatch: Dispatch | None, targets: tuple[Target, ...]
    ) -> Outgoing:
        until = instant_of(pointed.number, visit.at.tzinfo)
        if until is None or not self._answering.times(visit).is_fit(until):
            return Outgoing(toast=say("when.passed"))
        coming = self._answering.put_off(visit, targets, until)
        shown = self._show(visit, pointed, dispatch, targets)
        if not coming:
            return replace(shown, toast=say("reminding.not_coming"))
        return replace(shown, toast=say("reminding.put_off_toast", at=when_words(until)))

    def _show(self, visit: Visit, pointed: Pointed, dispatch: Dispatch | None, targets: tuple[Target, ...]) -> Outgoing:
        """What was pressed as it stands now: the whole message, or one task of several."""
        whole = dispatch is not None and (pointed.task == EVERY or len(dispatch.kept) < 2)
        page = self._messages.page(dispatch, visit) if dispatch is not None and whole else None
        return page or self._messages.card(visit, targets[0], dispatch=dispatch)

    def _back(self, pointed: Pointed, dispatch: Dispatch | None) -> Rows:
        if pointed.task == EVERY:
            return back_row(dispatch)
        return ((Button(label=say("deed_button.back"), payload=_pointing(Does.ITEM, pointed)),),)

    def _dispatch(self, visit: Visit, pointed: Pointed) -> Dispatch | None:
        """The visitor's own message; another's is none."""
        found = self._ledger.find_dispatch(pointed.dispatch) if pointed.dispatch else None
        if found is None or found.recipient.kind is not RecipientKind.OFFICER:
            return None
        return found if found.recipient.name == str(visit.officer) else None

    def _targets(self, visit: Visit, pointed: Pointed, dispatch: Dispatch | None) -> tuple[Target, ...]:
        shelf = self._shelves.now()
        wanted: list[tuple[str, date | None]] = [(shelf.refs.get(pointed.task, ""), pointed.due_on)]
        if pointed.task == EVERY:
            told = () if dispatch is None else self._messages.tasks(dispatch, visit.at)
            wanted = [("/".join(reminder.task), reminder.due_on) for reminder in told]
        entries = ((find_entry(ref, visit, shelf), due_on) for ref, due_on in wanted)
        found = (
            self._outlook.find_target(entry, due_on, visit.today) for entry, due_on in entries if entry is not None
        )
        return tuple(filter(None, found))


def _time_buttons(times: Iterable[tuple[str, datetime]], pointed: Pointed) -> Iterator[Button]:
    for label, at in times:
        yield Button(label=label, payload=_pointing(Does.AT, pointed, minutes_of(at)))


def _pointing(does: Does, pointed: Pointed, number: int = 0) -> str:
    return point(does, pointed.dispatch, pointed.task, pointed.due_on, number)


def _in_rows(buttons: Iterable[Button]) -> Rows:
    flat = tuple(buttons)
    return tuple(flat[first : first + IN_A_ROW] for first in range(0, len(flat), IN_A_ROW))
