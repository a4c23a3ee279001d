"""What the assistant has just asked a time for: the person's next message may be nothing but the time.

Kept in memory only: a press needs none of it, and whoever is not understood after a restart is asked again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.desk.reminding.outlook import Target
from bot.desk.visit import Visit

_WAITS: Final = timedelta(minutes=10)


class AskedTimes:
    """By person and chat, until their next message. For several threads."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str, str], tuple[datetime, tuple[Target, ...]]] = {}

    def ask(self, visit: Visit, targets: tuple[Target, ...]) -> None:
        """A time is asked for."""
        old = [who for who, (until, _) in tuple(self._asked.items()) if until < visit.at]
        for who in old:
            self._asked.pop(who, None)
        self._asked[_who(visit)] = visit.at + _WAITS, targets

    def take(self, visit: Visit) -> tuple[Target, ...]:
        """What a time was asked for, once; () where nothing was, or too long ago."""
        until, targets = self._asked.pop(_who(visit), (visit.at, ()))
        return targets if visit.at <= until else ()


def _who(visit: Visit) -> tuple[str, str, str]:
    return visit.place.channel, visit.place.chat, visit.place.person
