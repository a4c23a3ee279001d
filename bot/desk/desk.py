"""The desk: takes what a channel brings, finds out who came, and sends them to the counter that is theirs."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from bot.channels.base import ChatKind, Incoming, Moved, Outgoing, Place, Pressed, Reachable, Said, Unreadable
from bot.desk.asking import Asking
from bot.desk.groups import Groups
from bot.desk.leave import Leave
from bot.desk.pace import IGNORED_BEYOND, PER_MINUTE, Pace
from bot.desk.plan_intake import PlanIntake
from bot.desk.self_check import SelfCheck
from bot.desk.visit import Counter, Handler, Hearer, Visit
from bot.desk.welcome import Welcome
from bot.desk.wording import say
from knowledge.office.chats import Office
from knowledge.office.people import Officer
from knowledge.office.rights import Action
from nlu.reporting import is_report, tells_event

_log = logging.getLogger(__name__)

COMMAND: Final = "/"
ASK: Final = "hoi"
UNREAD: Final = frozenset({"voice", "sticker", "photo", "video", "location"})


class OfficeDesk:
    """The session layer: `bot.channels.base.Desk`. For several threads.

    `counters` are asked by command and by the letter of a press. Plain words are heard by `welcome` and `leave`, then
    by the `hearers` among the counters in their order, and last by `asking`. `check` is the self-check of all of it.
    """

    def __init__(
        self,
        *,
        office: Office,
        zone: ZoneInfo,
        welcome: Welcome,
        groups: Groups,
        leave: Leave,
        intake: PlanIntake,
        asking: Asking,
        counters: Iterable[Counter] = (),
        check: SelfCheck,
        hearers: Iterable[Hearer] = (),
    ) -> None:
        self.check = check
        self._office = office
        self._zone = zone
        self._welcome = welcome
        self._groups = groups
        self._leave = leave
        self._intake = intake
        self._asking = asking
        self._hearers = tuple(hearers)
        self._own_hearers = (welcome.hear, leave.hear)
        self._commands: dict[str, Handler] = {}
        self._presses: dict[str, Handler] = {}
        everyone: tuple[Counter, ...] = (asking, welcome, groups, leave, intake, *counters)
        for counter in everyone:
            _add(self._commands, counter.commands)
            _add(self._presses, counter.presses)
        self._pace = Pace(timedelta(minutes=1))

    def handle(self, event: Incoming) -> Iterator[Outgoing]:
        """The answers to one event, in order; none = silence. Never raises."""
        try:
            yield from self._handle(event)
        except Exception:
            _log.exception("an event could not be handled")
            match event:
                case Pressed():
                    yield Outgoing(toast=say("error.short"))
                case Said(addressed=True):
                    yield Outgoing(text=say("error.long"))
                case _:
                    return

    def _handle(self, event: Incoming) -> Iterator[Outgoing]:
        match event:
            case Said():
                yield from self._said(event)
            case Pressed():
                yield from self._pressed(event)
            case Unreadable():
                if event.addressed:
                    came = self._came(event.place, event.at)
                    yield from _hurried(came)
                    if came <= IGNORED_BEYOND:
                        yield Outgoing(text=_unread(event.what))
            case Moved():
                self._groups.moved(event)
            case Reachable():
                yield from self._groups.reachable(event)
            case _:
                assert_never(event)

    def _said(self, event: Said) -> Iterator[Outgoing]:
        text = event.text.strip()
        if event.addressed:
            came = self._came(event.place, event.at)
            yield from _hurried(came)
            if came > IGNORED_BEYOND:
                return
        visit = self._visit(event.place, event.key, event.at, addressed=event.addressed)
        if event.attachment is not None:
            if event.addressed:
                yield from self._intake.receive(visit, event.attachment, text)
        elif text.startswith(COMMAND) and event.addressed:
            yield from self._command(visit, text)
        elif text and event.forwarded:
            yield from self._handed_on(visit, text)
        elif text:
            yield from self._plain(visit, text)

    def _handed_on(self, visit: Visit, text: str) -> Iterable[Outgoing]:
        """Somebody else's words: a question is answered, but what they report is not the visitor's report."""
        if visit.addressed and visit.may(Action.ASK) and (is_report(text) or tells_event(text)):
            return [Outgoing(text=say("progress.forwarded"))]
        return self._heard(visit, text, self._hearers)

    def _plain(self, visit: Visit, text: str) -> Iterable[Outgoing]:
        return self._heard(visit, text, (*self._own_hearers, *self._hearers))

    def _heard(self, visit: Visit, text: str, hearers: Iterable[Hearer]) -> Iterable[Outgoing]:
        if visit.addressed:
            for hear in hearers:
                heard = hear(visit, text)
                if heard is not None:
                    return heard
        return self._asking.say(visit, text)

    def _command(self, visit: Visit, text: str) -> Iterable[Outgoing]:
        name, _, words = text.removeprefix(COMMAND).partition(" ")
        name, _, more = name.partition("\n")
        words = f"{more} {words}".strip()
        if name.casefold() == ASK and words:  # the words are said to us as if without the command
            return self._plain(visit, words)
        handler = self._commands.get(name.casefold())
        if handler is not None:
            return handler(visit, words)
        # In a group it may be meant for another assistant.
        return [Outgoing(text=say("no.command", name=name[:30]))] if visit.is_private else ()

    def _pressed(self, event: Pressed) -> Iterator[Outgoing]:
        if self._came(event.place, event.at) > IGNORED_BEYOND:
            yield Outgoing(toast=say("error.too_fast"))
            return
        does, _, parts = event.payload.partition(".")
        handler = self._presses.get(does)
        if handler is None:
            yield Outgoing(toast=say("press.gone"))
            return
        yield from handler(self._visit(event.place, event.key, event.at, message=event.message), parts)

    def _came(self, place: Place, at: datetime) -> int:
        """How often this person came within the last minute."""
        return self._pace.count(f"{place.channel}:{place.person}", at)

    def _visit(self, place: Place, key: str, at: datetime, *, addressed: bool = True, message: str = "") -> Visit:
        today = at.astimezone(self._zone).date()
        account = self._office.people.find_account(place.channel, place.person)
        group, absent = None, tuple[Officer, ...]()
        if place.kind is ChatKind.GROUP:
            group = self._office.chats.meet(place.channel, place.chat, title=place.chat_title)
        if account is not None:
            held = self._office.people.stand_ins(today)
            absent = tuple(one.absent for one in held if one.present.id == account.officer.id)
        return Visit(
            event=f"{place.channel}:{key}",
            at=at.astimezone(self._zone),
            today=today,
            place=place,
            account=account,
            group=group,
            absent=absent,
            addressed=addressed,
            message=message,
        )


def _add(known: dict[str, Handler], more: Mapping[str, Handler]) -> None:
    twice = known.keys() & more.keys()
    if twice:
        raise ValueError(f"two counters claim {', '.join(sorted(twice))}")
    known.update(more)


def _hurried(came: int) -> Iterator[Outgoing]:
    """Told once: the channel's own pace sets how fast answers follow, and nothing that was asked is lost."""
    if came == PER_MINUTE + 1:
        yield Outgoing(text=say("error.too_fast"))


def _unread(what: str) -> str:
    return say("unread.line", what=say(f"unread_kind.{what if what in UNREAD else 'other'}"))
