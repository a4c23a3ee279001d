"""How many messages Telegram takes, counted exactly: no n + 1 within any window. The clock is handed in.

Telegram tolerates short bursts in one chat; this server does not, so that what passes here passes there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from math import ceil

from tests.fakes.telegram_server.errors import ApiError

Clock = Callable[[], float]


class _Window:
    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=most)

    def wait(self, now: float) -> float:
        """The seconds until one more may come; 0 = now."""
        full = len(self._taken) == self._taken.maxlen
        return max(0.0, self._taken[0] + self._seconds - now) if full else 0.0

    def take(self, now: float) -> None:
        self._taken.append(now)


class Limits:
    """30 a second overall, 1 a second in a chat, 20 a minute in a group."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._overall = _Window(30, 1.0)
        self._chats: defaultdict[int, _Window] = defaultdict(lambda: _Window(1, 1.0))
        self._groups: defaultdict[int, _Window] = defaultdict(lambda: _Window(20, 60.0))

    def take(self, chat: int) -> None:
        """Counts one message to a chat; raises 429 where it is one too many, which then does not count."""
        now = self._clock()
        windows = [self._overall, self._chats[chat], *([self._groups[chat]] if chat < 0 else [])]
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            seconds = max(1, ceil(wait))
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for window in windows:
            window.take(now)
