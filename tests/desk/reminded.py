"""Reminders in a transcript: what would be said now, planned and composed by the parts that do it for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels.base import Outgoing
from bot.compose.desk import build_composer
from bot.desk.shelf import Shelves
from knowledge.office.chats import Office
from knowledge.reminding.ledger import Arrived
from scheduler.office_now import OfficeNow
from scheduler.planner import Planner


def remind(
    office: Office, shelves: Shelves, *, zone: ZoneInfo, at: datetime, keys: Iterator[str]
) -> Iterator[tuple[str, str, Outgoing]]:
    """What is said at an instant: chat, message and words of each."""
    now = OfficeNow(office, lambda: shelves.now().assistant.library.plans, zone=zone)
    Planner(office.ledger, read=now.situation, office=now).plan(at)
    composer = build_composer(office, shelves, zone=zone)
    for dispatch in office.ledger.claim("test", at=at, since=now.day_began(at), most=100, lease=timedelta(seconds=30)):
        said = composer.compose(dispatch, at=at)
        assert said is not None
        number = next(keys)
        office.ledger.settle(dispatch, Arrived(message=number), at)
        yield dispatch.address.chat, number, said
