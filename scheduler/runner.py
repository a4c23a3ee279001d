"""The metronome: APScheduler calls ticks again and again, and knows nothing of reminders.

Its jobs are in memory and are never late: what a tick has to do follows from the database, so that a tick that is
missed is made up for by the next one. Two habits of it are kept off here: it computes its sleep once, so that a clock
that is set back would leave it asleep for as long; and its interval counts every run that was missed, two seconds apart
over years where a machine wakes up with a wrong clock.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from knowledge.errors import KnowledgeError
from scheduler import clock
from scheduler.errors import SchedulerError

_log = logging.getLogger(__name__)

# A tick that comes while the one before is at work is left out, and this is no news: sending may take minutes.
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)

LOOKED_EVERY: Final = 10.0
"""Seconds between two looks at whether the clock was set."""

_DRIFT: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Work to be done every so many seconds; `work` is handed what is set when it shall end soon.

    It gives False where it was not this process's turn.
    """

    name: str
    every: float
    work: Callable[[Event], object]


class _Every(BaseTrigger):  # type: ignore[misc]
    """Again so many seconds from now, however long ago the last time was."""

    def __init__(self, seconds: float) -> None:
        self._pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """At once, then after each pause."""
        return now if previous_fire_time is None else now + self._pause


class Metronome:
    """Runs ticks until it is told to stop; a tick never runs twice at once.

    Args:
        ticks: what to do.
        done: told the name of a tick whose work went well.
        failed: told the name of one whose work did not.
        now: the instant it is.
        seconds: a clock that nobody sets.
    """

    def __init__(
        self,
        ticks: Iterable[Tick],
        *,
        done: Callable[[str], None],
        failed: Callable[[str], None] = lambda _: None,
        now: Callable[[], datetime],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ticks = tuple(ticks)
        self._done = done
        self._failed = failed
        self._now = now
        self._seconds = seconds
        self._ending = Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Ticks until `stop` is set, then waits for what is begun."""
        metronome = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(max(1, len(self._ticks)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for tick in self._ticks:
            metronome.add_job(self.tick, _Every(tick.every), (tick,), id=tick.name)
        metronome.start()
        try:
            while not stop.is_set():
                await self._watch_clock(metronome, stop)
        finally:
            self._ending.set()
            await asyncio.to_thread(metronome.shutdown)

    def tick(self, tick: Tick) -> None:
        """One tick; what it raises is told in the log, and the next one tries again."""
        try:
            if tick.work(self._ending) is not False:
                self._done(tick.name)
        except Exception as error:
            self._failed(tick.name)
            if isinstance(error, KnowledgeError | SchedulerError):
                _log.warning("%s: %s", tick.name, error)
            else:
                _log.exception("%s", tick.name)

    async def _watch_clock(self, metronome: Any, stop: asyncio.Event) -> None:
        began, at = self._seconds(), self._now()
        await asyncio.wait([stopped := asyncio.ensure_future(stop.wait())], timeout=LOOKED_EVERY)
        stopped.cancel()
        drift = (self._now() - at).total_seconds() - (self._seconds() - began)
        if abs(drift) > _DRIFT and not stop.is_set():
            _log.warning("the clock was set by %.0f seconds", drift)
            self._all_now(metronome)

    def _all_now(self, metronome: Any) -> None:
        for tick in self._ticks:
            metronome.modify_job(tick.name, next_run_time=clock.now(ZoneInfo("UTC")))
