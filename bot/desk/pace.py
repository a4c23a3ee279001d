"""How often somebody came lately; kept while the process lives."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from bot.memory import REMEMBERED

PER_MINUTE: Final = 20
"""Messages of one person in a minute after which they are told that answers come one after the other."""
IGNORED_BEYOND: Final = 300
"""Messages and presses of one person in a minute that are dealt with; no human sends more."""
CODES: Final = 5
"""Wrong codes that one person may try in a quarter of an hour."""


class Pace:
    """Counts what each person did within a span of time. For several threads."""

    def __init__(self, within: timedelta) -> None:
        self._within = within
        self._came: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def count(self, who: str, at: datetime) -> int:
        """How often they came within the span that ends now, this time counted."""
        with self._lock:
            came = self._came.pop(who, deque())
            while came and came[0] <= at - self._within:
                came.popleft()
            came.append(at)
            self._came[who] = came
            if len(self._came) > REMEMBERED:
                del self._came[next(iter(self._came))]
            return len(came)

    def recent(self, who: str, at: datetime) -> int:
        """How often they came, this time not counted."""
        with self._lock:
            return sum(1 for then in self._came.get(who, ()) if then > at - self._within)
