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

    def take_turns(self, name: str, *, most: int, a_second: float, ahead: float, at: datetime) -> int:
        """How many messages may go now, at most `most`, at one pace for all processes; they count as gone.

        `ahead` is how many may have gone beyond the even pace, ten at most: in any second no more than `a_second` and
        these. Who may run further ahead comes first.
        """
        ...

    def mark(self, loop: str, at: datetime) -> None:
        """Writes down that a loop did its work now."""
        ...

    def watermarks(self) -> Mapping[str, datetime]:
        """When each loop last did its work, by its name."""
        ...
