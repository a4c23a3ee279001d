"""What processes on one database agree on: who does what only one may do, how fast all may write, what is alive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol


class Replicas(Protocol):
    """On PostgreSQL the server's clock counts for leases and pace, so that clocks of machines need not agree."""

    def take(self, name: str, holder: str, *, for_: timedelta, at: datetime) -> int | None:
        """Takes or renews a lease; its epoch, which grows with each new holder. None = another holds it."""
        ...

    def give_back(self, name: str, holder: str) -> None:
        """Ends one's own lease at once."""
        ...

    def take_turn(self, name: str, *, a_second: float, ahead: float, within: float, at: datetime) -> float:
        """The seconds until one message may go, at one pace for all processes; it counts as gone then.

        Where that is more than `within`, at most a minute, no turn is taken. `ahead` is how many may go beyond the even
        pace: in any second no more than `a_second` and these.
        """
        ...

    def mark(self, loop: str, at: datetime) -> None:
        """Writes down that a loop did its work now."""
        ...

    def watermarks(self) -> Mapping[str, datetime]:
        """When each loop last did its work, by its name."""
        ...
