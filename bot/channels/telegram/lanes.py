"""Updates in order: one after the other within a chat, many chats at once; after failures again, and then given up."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Executor
from datetime import datetime
from typing import Final

from bot.rendering.phrases import phrase
from knowledge.errors import KnowledgeError
from knowledge.inbox import Inbox, Waiting

_log = logging.getLogger(__name__)

TAKEN_UP_AGAIN: Final = 20
"""How often an update may be begun anew in all: one that kills the process each time must not do so for ever."""

PAUSES: Final = (1.0, 5.0)
"""Seconds before the second and the third, which is the last, attempt; meanwhile the rest of the chat waits."""


class HopelessError(Exception):
    """An update that no further attempt could handle: its chat does not wait for one."""


class Lanes:
    """For the event loop's thread; `handle` runs in the executor's threads.

    Args:
        inbox: where the updates stand.
        handle: does what an update asks for; raises where it shall be tried again, `HopelessError` where that is of
            no use.
        executor: its threads.
        now: the instant it is.
        sleep: waits that many seconds.
    """

    def __init__(
        self,
        inbox: Inbox,
        handle: Callable[[Waiting], None],
        *,
        executor: Executor,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._inbox = inbox
        self._handle = handle
        self._executor = executor
        self._now = now
        self._sleep = sleep
        self._lanes: dict[str, deque[tuple[Waiting, bool]]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    def add(self, updates: Iterable[Waiting], *, again: bool = False) -> None:
        """Queues updates that stand in the inbox, each behind the earlier ones of its lane.

        Args:
            updates: in the order they came.
            again: they were found there at the start, so they may have been begun before.
        """
        for update in updates:
            if update.lane in self._lanes:
                self._lanes[update.lane].append((update, again))
                continue
            self._lanes[update.lane] = deque([(update, again)])
            task = asyncio.create_task(self._drain(update.lane))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def close(self, patience: float) -> None:
        """Lets what is begun come to its end, for at most `patience` seconds; the rest waits in the inbox."""
        self._closing.set()
        if self._running:
            await asyncio.wait(self._running, timeout=patience)

    async def _drain(self, lane: str) -> None:
        queue = self._lanes[lane]
        while queue and not self._closing.is_set():
            await self._see_through(*queue.popleft())
        del self._lanes[lane]

    async def _see_through(self, update: Waiting, again: bool) -> None:
        loop = asyncio.get_running_loop()
        for pause in (*PAUSES, None):
            error = await loop.run_in_executor(self._executor, self._attempt, update, again)
            if error is None or self._closing.is_set():
                return
            if pause is None or isinstance(error, HopelessError):
                await loop.run_in_executor(self._executor, self._give_up, update, error)
                return
            await self._sleep(pause)
            again = True

    def _attempt(self, update: Waiting, again: bool) -> Exception | None:
        try:
            if again and self._inbox.take_up_again(update.id) > TAKEN_UP_AGAIN:
                raise HopelessError(phrase("telegram.begun_too_often", times=TAKEN_UP_AGAIN))
            self._handle(update)
        except Exception as error:
            if not self._closing.is_set():
                _log.exception(phrase("telegram.failed", key=update.key))
            return error
        try:
            self._inbox.finish(update.id, at=self._now())
        except KnowledgeError:
            # It is answered; doing it again at the next start is better than at once.
            _log.exception(phrase("telegram.not_finished", key=update.key))
        return None

    def _give_up(self, update: Waiting, error: Exception) -> None:
        _log.error(phrase("telegram.given_up", key=update.key))
        try:
            self._inbox.give_up(update.id, cause=f"{type(error).__name__}: {error}", at=self._now())
        except KnowledgeError:
            _log.exception(phrase("telegram.not_finished", key=update.key))
