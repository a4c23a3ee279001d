"""Events that clocks hang on ("ngày quyết định công bố"): what was reported to have happened, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from knowledge.office.people import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A deadline of a task that hangs on an event; `event` are the plan's words for it."""

    slug: str
    key: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReport:
    """Something that happened on a day and started some clocks; `document` is its number where one was told."""

    happened_on: date
    clocks: tuple[Clock, ...]
    words: str = ""
    document: str = ""
    id: int = 0
    officer: int | None = None
    at: datetime | None = None
    revoked_at: datetime | None = None


class EventStore(Protocol):
    """The reported events. A method that takes a `Deed` changes nothing where its event has done it before."""

    def report_event(self, event: EventReport, deed: Deed) -> EventReport:
        """Keeps an event, who reported it and when taken from the deed; again: the event kept then."""
        ...

    def revoke_event(self, event: int, deed: Deed) -> EventReport | None:
        """Takes an event back and with it the days that it set; None where it is unknown. Again: the same."""
        ...

    def find_event(self, event: int) -> EventReport | None:
        """One event by its id, also one revoked."""
        ...

    def standing_events(self, slugs: tuple[str, ...]) -> tuple[EventReport, ...]:
        """The events that stand and started a clock in these plans, oldest first."""
        ...
