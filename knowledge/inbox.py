"""What came in through a chat channel and is not handled yet: values and the store's face, no platform in it.

A channel puts an update here before it tells its platform that it has it; so whatever dies afterwards, the update is
handled: after a crash the ones that are not finished are taken up again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """An update as its platform sent it.

    `key` names it once for ever within its channel; `lane` is what keeps an order (the chat): updates of one lane are
    handled one after the other. `body` holds no NUL, which PostgreSQL does not keep.
    """

    key: str
    lane: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An update in the inbox."""

    id: int
    key: str
    lane: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCounts:
    """How many updates wait, and how many were given up since they were last cleared away."""

    waiting: int
    failed: int


class Inbox(Protocol):
    """The updates of one channel. Every method is one transaction; safe for several threads."""

    def put(self, updates: Iterable[Arrived], *, at: datetime) -> tuple[Waiting, ...]:
        """Keeps all of them in one commit; gives those that were not here before, in the order given."""
        ...

    def waiting(self) -> tuple[Waiting, ...]:
        """What is neither finished nor given up, oldest first."""
        ...

    def take_up_again(self, update_id: int) -> int:
        """To be called before each attempt but the first of the process that put it here; gives how often it was.

        So an update that kills the process each time is found out, and the usual one costs no write before its answer.
        """
        ...

    def finish(self, update_id: int, *, at: datetime) -> None:
        """It is handled: what and whose it was is forgotten, its key stays so that it cannot come twice."""
        ...

    def give_up(self, update_id: int, *, cause: str, at: datetime) -> None:
        """It failed for good: forgotten like any other, its cause stays for whoever looks after the assistant."""
        ...

    def clear_away(self, *, before: datetime) -> None:
        """Drops what was finished or given up before that instant."""
        ...

    def counts(self) -> InboxCounts:
        """For the self-check."""
        ...
