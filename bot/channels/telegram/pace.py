"""How fast the bot may write: one gate for every limit of Telegram, shared by replies and reminders.

Each limit is a window that is counted exactly (at most n in any stretch of its length). A leaky bucket would either
let 2n through at a stretch or allow no burst at all; in a group a burst of answers is what people want.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

FORGET_BEYOND: Final = 5_000
"""Chats remembered; more, and those whose time is over are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` messages in `seconds`; `room` of them may be kept for replies."""

    most: int
    seconds: float
    room: int = 0


OVERALL: Final = Limit(most=30, seconds=1.0, room=3)
"""Its room is kept only while replies wait: a place comes free every few hundredths, and the first is theirs."""

CHAT: Final = Limit(most=1, seconds=1.01)
GROUP: Final = Limit(most=20, seconds=60.1, room=5)
"""Its room is kept always: in a group that is full a reply would wait up to a minute."""


@dataclass(slots=True)
class Place:
    """The place of one message in its windows: taken while it is on its way, and as long as the window is after it.

    Telegram counts a message at some instant between the two, so that no margin need be guessed for slow networks.
    """

    ended_at: float | None = None

    def counts_until(self, seconds: float, now: float) -> float:
        """When it leaves a window; of one on its way the earliest that it can be."""
        return (now if self.ended_at is None else self.ended_at) + seconds


@dataclass(slots=True)
class _Window:
    limit: Limit
    taken: deque[Place] = field(default_factory=deque)

    def opens_at(self, now: float, *, room: int) -> float:
        """When one more may go that leaves so many places free."""
        seconds = self.limit.seconds
        while self.taken and self.taken[0].counts_until(seconds, now) <= now:
            self.taken.popleft()
        most = self.limit.most - room
        if len(self.taken) < most:
            return now
        ends = sorted(place.counts_until(seconds, now) for place in self.taken)
        return ends[len(ends) - most]


class Pace:
    """Times are the seconds of whatever clock the caller reads. For one thread."""

    def __init__(self) -> None:
        self._overall = _Window(OVERALL)
        self._replies = 0
        self._chats: dict[str, tuple[_Window, ...]] = {}
        self._halted: dict[str, float] = {}

    def wait(self, chat: str, now: float, *, reply: bool = True) -> float:
        """The seconds until a message may go to that chat; 0 = now."""
        first = self._overall.opens_at(now, room=0 if reply else min(OVERALL.room, self._replies))
        others = [window.opens_at(now, room=0 if reply else window.limit.room) for window in self._windows(chat, now)]
        return max(0.0, *(at - now for at in (first, *others)), self._halted.get(chat, now) - now)

    @contextmanager
    def reply_waits(self) -> Iterator[None]:
        """While a reply waits for its turn; what is none then leaves it the next place that comes free."""
        self._replies += 1
        try:
            yield
        finally:
            self._replies -= 1

    def take(self, chat: str, now: float) -> Place:
        """Takes a place for one message that goes now; whoever takes it says when the message has ended."""
        place = Place()
        for window in (self._overall, *self._windows(chat, now)):
            window.taken.append(place)
        return place

    def halt(self, chat: str, until: float) -> None:
        """Telegram told us to leave that chat alone until then."""
        self._halted[chat] = until

    def _windows(self, chat: str, now: float) -> tuple[_Window, ...]:
        if chat not in self._chats:
            if len(self._chats) >= FORGET_BEYOND:
                self._forget(now)
            # The ids of groups, and of nothing else that the bot writes to, are below zero.
            limits = (CHAT, GROUP) if chat.startswith("-") else (CHAT,)
            self._chats[chat] = tuple(_Window(limit) for limit in limits)
        return self._chats[chat]

    def _forget(self, now: float) -> None:
        """Drops the chats that wrote least lately; half of them, so that this is seldom done."""
        last = {
            chat: max((place.counts_until(0, now) for window in found for place in window.taken), default=0.0)
            for chat, found in self._chats.items()
        }
        for chat in sorted(last, key=last.__getitem__)[: FORGET_BEYOND // 2]:
            del self._chats[chat]
            self._halted.pop(chat, None)
