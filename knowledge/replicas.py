"""What processes on one database agree on: who does what only one may do, how fast all may write, what is alive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol


class Leases(Protocol):
    """Work that one process at a time may do. On PostgreSQL the time is the server's, so that clocks need not agree."""

    def take(self, name: str, holder: str, *, for_: timedelta, at: datetime) -> int | None:
        """Takes or renews a lease; its epoch, which grows with each new holder. None = another holds it."""
        ...

    def give_back(self, name: str, holder: str) -> None:
        """Ends one's own lease at once."""
        ...


class Bucket(Protocol):
    """One pace for all processes together."""

    def take(self, name: str, *, most: int, a_second: float, at: datetime) -> int:
        """How many messages may go now, at most `most`; they count as gone."""
        ...


class Watermarks(Protocol):
    """When each loop last did its work."""

    def mark(self, loop: str, at: datetime) -> None:
        """It did it now."""
        ...

    def all(self) -> Mapping[str, datetime]:
        """By the loop's name."""
        ...
