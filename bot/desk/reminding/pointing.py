"""What a button below a reminder points to: the message in the ledger, one of its due days, and a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Final

from bot.desk.payload import payload, read_number

REMINDER: Final = "q"
EVERY: Final = 0
"""Stands for all due days of a message; a task's own number is greater. As a message: none of the ledger's."""

_MINUTE: Final = 60
_PARTS: Final = 5


class Does(StrEnum):
    """What a button does: a page of the message, one task of it, or a word on what is pointed to."""

    PAGE = "p"
    ITEM = "i"
    DETAIL = "f"
    SEEN = "s"
    DONE = "d"
    LATER = "l"  # asks when
    DAYS = "k"  # asks on which day
    AT = "t"  # then


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """What was pressed. `dispatch` 0 = no message of the ledger, `task` 0 = all that the message tells.

    `number` is what the deed needs beside: a page, a time.
    """

    does: Does
    dispatch: int = 0
    task: int = EVERY
    due_on: date | None = None
    number: int = 0


def point(does: Does, dispatch: int = 0, task: int = EVERY, due_on: date | None = None, number: int = 0) -> str:
    """The payload of a button.

    >>> point(Does.SEEN, 12, 7, date(2024, 3, 15))
    'q.s.c.7.fu6o.0'
    """
    return payload(REMINDER, does, dispatch, task, 0 if due_on is None else due_on.toordinal(), number)


def read_pointed(parts: str) -> Pointed | None:
    """What `point` wrote, without its first letter; None for anything else.

    >>> read_pointed("s.c.7.fu6o.0")
    Pointed(does=<Does.SEEN: 's'>, dispatch=12, task=7, due_on=datetime.date(2024, 3, 15), number=0)
    """
    does, *rest = parts.split(".")
    numbers = [read_number(part) for part in rest]
    if does not in set(Does) or len(numbers) != _PARTS - 1 or -1 in numbers:
        return None
    dispatch, task, due, number = numbers
    try:
        due_on = date.fromordinal(due) if due else None
    except (ValueError, OverflowError):
        return None
    return Pointed(does=Does(does), dispatch=dispatch, task=task, due_on=due_on, number=number)


def minutes_of(at: datetime) -> int:
    """An instant as a button carries it, to the minute."""
    return int(at.timestamp()) // _MINUTE


def instant_of(minutes: int, zone: tzinfo | None) -> datetime | None:
    """The instant that `minutes_of` wrote, in a zone; None for none of this age."""
    try:
        return datetime.fromtimestamp(minutes * _MINUTE, zone)
    except (OverflowError, OSError, ValueError):
        return None
