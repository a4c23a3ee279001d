"""Whether reminders go on: what the ledger and the watermarks say, and whom to tell when they stall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from knowledge.reminding.ledger import Ledger, LedgerCounts
from knowledge.replicas import Replicas
from scheduler.errors import NoCalendarError

SILENT: Final = timedelta(minutes=5)
"""After this long without a sign of life a loop counts as stalled."""

FAILS: Final = timedelta(seconds=15)
"""So long a loop may fail before it is more than a hitch."""

LATE: Final = timedelta(minutes=15)
"""So long, of open hours, something due may wait."""

PLANNER, DELIVERER, AUDITOR = "planner", "deliverer", "auditor"


class Trouble(StrEnum):
    """What may be wrong."""

    PLANNER_SILENT = "planner_silent"
    DELIVERER_SILENT = "deliverer_silent"
    DUE_NOT_SENT = "due_not_sent"
    FAILING = "failing"
    NO_CALENDAR = "no_calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How things stand, in seconds: `ages` since each loop did its work, `due_age` since when the oldest waits.

    `failing_age` is how long a loop of this process has failed each time it tried.
    """

    at: datetime
    counts: LedgerCounts
    ages: dict[str, float] = field(default_factory=dict)
    due_age: float = 0.0
    failing_age: float = 0.0
    troubles: tuple[Trouble, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.troubles


class Failing:
    """Since when the loops of this process fail. In memory: a database that takes nothing cannot be told in it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._since: dict[str, datetime] = {}

    def failed(self, loop: str) -> None:
        """A loop could not do its work."""
        self._since.setdefault(loop, self._now())

    def done(self, loop: str) -> None:
        """It could."""
        self._since.pop(loop, None)

    def age(self, *loops: str) -> float:
        """For how many seconds the worst of these loops has failed."""
        ages = ((self._now() - self._since[loop]).total_seconds() for loop in loops if loop in self._since)
        return max(ages, default=0.0)


class Watch:
    """Looks; changes nothing.

    Args:
        ledger: what is owed.
        replicas: the watermarks.
        is_open: whether people may be disturbed.
        now: the instant it is.
        failing: what failed in this process, None = nothing ever.
    """

    def __init__(
        self,
        ledger: Ledger,
        replicas: Replicas,
        *,
        is_open: Callable[[datetime], bool],
        now: Callable[[], datetime],
        failing: Failing | None = None,
    ) -> None:
        self._ledger = ledger
        self._replicas = replicas
        self._is_open = is_open
        self._now = now
        self._failing = failing or Failing(now)
        self._began = now()

    def look(self) -> Health:
        """How things stand.

        Raises:
            StoreError: the database cannot be read.
        """
        at = self._now()
        counts = self._ledger.counts(at)
        marks = self._replicas.watermarks()
        # A process that has just begun has had no time to do anything yet.
        ages = {
            loop: (at - max(marks.get(loop, self._began), self._began)).total_seconds() for loop in (PLANNER, DELIVERER)
        }
        due_age = 0.0 if counts.oldest_due is None else (at - counts.oldest_due).total_seconds()
        silent = {PLANNER: Trouble.PLANNER_SILENT, DELIVERER: Trouble.DELIVERER_SILENT}
        troubles = [trouble for loop, trouble in silent.items() if ages[loop] > SILENT.total_seconds()]
        begun = at - self._began > LATE
        try:
            if self._is_open(at) and self._is_open(at - LATE) and begun and due_age > LATE.total_seconds():
                troubles.append(Trouble.DUE_NOT_SENT)
        except NoCalendarError:
            troubles.append(Trouble.NO_CALENDAR)
        failing_age = self._failing.age(PLANNER, DELIVERER)
        if failing_age > FAILS.total_seconds() and Trouble.NO_CALENDAR not in troubles:
            troubles.append(Trouble.FAILING)
        return Health(
            at=at, counts=counts, ages=ages, due_age=due_age, failing_age=failing_age, troubles=tuple(troubles)
        )


class Auditor:
    """Looks now and then, tells what is new of what is wrong, and when it is over.

    Args:
        watch: looks.
        tell: tells the administrators; no troubles = it is over.
    """

    def __init__(self, watch: Watch, tell: Callable[[Health], None]) -> None:
        self._watch = watch
        self._tell = tell
        self._told: tuple[Trouble, ...] = ()

    def audit(self) -> Health:
        """One look."""
        health = self._watch.look()
        if health.troubles != self._told:
            self._tell(health)
            self._told = health.troubles
        return health
