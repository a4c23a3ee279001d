"""Work that one process at a time may do: a lease in the database, trusted by this machine's own clock in between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from knowledge.errors import KnowledgeError
from knowledge.replicas import Replicas

TTL: Final = timedelta(seconds=15)
RENEWED_EVERY: Final = 5.0
"""Seconds; a process that cannot renew stops before another may begin."""

_MARGIN: Final = 1.0


class Turn:
    """One lease as this process sees it. Blocking; for one thread at a time.

    Args:
        replicas: where it is kept.
        name: of the work.
        holder: this process.
        now: the instant it is.
        seconds: a clock that nobody sets.
    """

    def __init__(
        self,
        replicas: Replicas,
        name: str,
        holder: str,
        *,
        now: Callable[[], datetime],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._replicas = replicas
        self._name = name
        self._holder = holder
        self._now = now
        self._seconds = seconds
        self._trusted_until = 0.0

    def take(self) -> bool:
        """Takes or renews it; while the database does not answer, it is ours as long as it was granted for."""
        asked_at = self._seconds()
        try:
            epoch = self._replicas.take(self._name, self._holder, for_=TTL, at=self._now())
        except KnowledgeError:
            return asked_at < self._trusted_until
        self._trusted_until = 0.0 if epoch is None else asked_at + TTL.total_seconds() - _MARGIN
        return epoch is not None

    def give_back(self) -> None:
        """Lets another begin at once."""
        self._trusted_until = 0.0
        with suppress(KnowledgeError):
            self._replicas.give_back(self._name, self._holder)


async def in_turn(
    turn: Turn,
    work: Callable[[], Awaitable[None]],
    *,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    renewed_every: float = RENEWED_EVERY,
) -> None:
    """Does the work whenever it is this process's turn, until the work ends; what it raises is raised."""
    while True:
        while not await asyncio.to_thread(turn.take):
            await sleep(renewed_every)
        task = asyncio.ensure_future(work())
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=renewed_every)
                if not task.done() and not await asyncio.to_thread(turn.take):
                    break
            if task.done():
                task.result()
                return
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await asyncio.shield(asyncio.to_thread(turn.give_back))
