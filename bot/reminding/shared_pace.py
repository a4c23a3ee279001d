"""One pace of a bot's messages for all processes on one database, replies and reminders alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from knowledge.errors import KnowledgeError
from knowledge.replicas import Replicas

A_SECOND: Final = 27.3
REMINDERS_AHEAD: Final = 1.0
REPLIES_AHEAD: Final = 2.7
"""With the pace itself no more than thirty in any second, which is Telegram's limit."""

REMINDERS_WITHIN: Final = 2.0
"""Seconds that a reminder waits for its turn, as long as a channel waits with it (`sending.FAR_SECONDS`)."""

REPLIES_WITHIN: Final = 60.0
UNKNOWN_SECONDS: Final = 5.0


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

    def wait(self, reply: bool) -> float:
        """The seconds until the turn of a message, which it has taken unless they are more than it may wait.

        While the database does not answer replies go at once, for then no reminder does.
        """
        ahead, within = (REPLIES_AHEAD, REPLIES_WITHIN) if reply else (REMINDERS_AHEAD, REMINDERS_WITHIN)
        try:
            return self._replicas.take_turn(self._name, a_second=A_SECOND, ahead=ahead, within=within, at=self._now())
        except KnowledgeError:
            return 0.0 if reply else UNKNOWN_SECONDS
