"""One pace for all processes on one database: replies first, reminders take what they leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from knowledge.errors import KnowledgeError
from knowledge.replicas import Replicas

A_SECOND: Final = 27.3
REMINDERS_AHEAD: Final = 2.0
"""One more than the next: what a process is late for its turn is not lost."""

REPLIES_AHEAD: Final = 2.7
"""With the pace itself no more than thirty in any second, which is Telegram's limit."""


class SharedPace:
    """Messages of one bot. Blocking; for several threads.

    Args:
        replicas: where it is counted.
        name: of the bot's channel.
        now: the instant it is.
    """

    def __init__(self, replicas: Replicas, name: str, now: Callable[[], datetime]) -> None:
        self._replicas = replicas
        self._name = name
        self._now = now

    def reminders(self, most: int) -> int:
        """How many reminders may go now, at most `most`.

        Raises:
            StoreError: the database fails.
        """
        return self._take(most, REMINDERS_AHEAD)

    def reply(self) -> bool:
        """Whether a reply may go now; it may while the database does not answer, for then no reminder goes."""
        try:
            return self._take(1, REPLIES_AHEAD) > 0
        except KnowledgeError:
            return True

    def _take(self, most: int, ahead: float) -> int:
        return self._replicas.take_turns(self._name, most=most, a_second=A_SECOND, ahead=ahead, at=self._now())
