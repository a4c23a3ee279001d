"""Tells the administrators on the chat when reminders stall, and when they go on again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.channels.base import Channel, Outgoing
from bot.rendering.phrases import phrase
from knowledge.office.people import People, Role
from scheduler.outcomes import Sent
from scheduler.watching import Health

_log = logging.getLogger(__name__)


class Teller:
    """Writes to every administrator in every channel.

    Args:
        people: who they are.
        channels: by name; may be filled in later.
    """

    def __init__(self, people: People, channels: Mapping[str, Channel]) -> None:
        self._people = people
        self._channels = channels

    def __call__(self, health: Health) -> None:
        """One message about how things stand."""
        text = render_health(health)
        (_log.info if health.ok else _log.warning)(" ".join(text.split()))
        for name, channel in self._channels.items():
            for account in self._people.accounts_of_role(Role.ADMIN, name):
                if account.chat and not isinstance(channel.say(account.chat, Outgoing(text=text)), Sent):
                    _log.warning(phrase("watch.untold"))


def render_health(health: Health) -> str:
    """How things stand, in sentences."""
    if health.ok:
        return phrase("watch.over")
    ages = {"due_not_sent": health.due_age, **{f"{loop}_silent": age for loop, age in health.ages.items()}}
    ages["failing"] = health.failing_age
    lines = [
        phrase(f"watch.{trouble.value}", minutes=max(1, round(ages.get(trouble.value, 0) / 60)))
        for trouble in health.troubles
    ]
    return "\n".join((phrase("watch.stalls"), *lines, phrase("watch.look")))


class Marks:
    """Writes down that a loop is alive, not oftener than is of use.

    Args:
        mark: keeps it.
        now: the instant it is.
    """

    EVERY = timedelta(seconds=20)

    def __init__(self, mark: Callable[[str, datetime], None], now: Callable[[], datetime]) -> None:
        self._mark = mark
        self._now = now
        self._last: dict[str, datetime] = {}

    def __call__(self, loop: str) -> None:
        """It did its work, or is at it."""
        at = self._now()
        last = self._last.get(loop)
        if last is None or not last <= at < last + self.EVERY:
            self._mark(loop, at)
            self._last[loop] = at
