"""Reminders in a transcript: what would be said now, planned and composed by the parts that do it for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels.base import Outgoing
from bot.compose import build_composer
from bot.desk.shelf import Shelves
from knowledge.office.chats import Office
from knowledge.office.people import Role
from knowledge.reminding.ledger import Address, Arrived, Cause, Obligation
from knowledge.reminding.reminder import Recipient, RecipientKind
from scheduler.planner import Planner
from scheduler.situation import read_situation

CHANNEL = "telegram"


class Addresses:
    """`scheduler.delivery.Office` on a channel that is always open."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def is_open(self, at: datetime) -> bool:
        return at is not None

    def unwanted(self, obligations: Iterable[Obligation]) -> Mapping[int, Cause]:
        return {one.id: Cause.CHANGED for one in obligations if one.reminder is None}

    def addresses(self, recipient: Recipient) -> tuple[Address, ...]:
        if recipient.kind is RecipientKind.GROUP:
            groups = [chat for chat in self._office.chats.groups() if str(chat.id) == recipient.name and chat.active]
            return tuple(Address(channel=chat.channel, chat=chat.chat) for chat in groups)
        accounts = self._office.people.accounts(int(recipient.name))
        return tuple(Address(channel=one.channel, chat=one.chat) for one in accounts if one.chat and one.reachable)

    def keepers(self) -> tuple[Recipient, ...]:
        found = (one.id for one in self._office.people.officers() if one.role is Role.ADMIN)
        return tuple(Recipient(kind=RecipientKind.OFFICER, name=str(number)) for number in found)


def remind(
    office: Office, shelves: Shelves, *, zone: ZoneInfo, at: datetime, keys: Iterator[str]
) -> Iterator[tuple[str, str, Outgoing]]:
    """What is said at an instant: chat, message and words of each."""
    addresses = Addresses(office)
    plans = shelves.now().assistant.library.plans
    planner = Planner(office.ledger, read=lambda: read_situation(plans, office, zone=zone), office=addresses)
    planner.plan(at)
    composer = build_composer(office, shelves, zone=zone)
    for dispatch in office.ledger.claim("test", at=at, most=100, lease=timedelta(seconds=30)):
        said = composer.compose(dispatch, at=at)
        assert said is not None
        assert office.ledger.begin(dispatch, at=at, lease=timedelta(seconds=30))
        number = next(keys)
        office.ledger.settle(dispatch, Arrived(message=number), at)
        yield dispatch.address.chat, number, said
