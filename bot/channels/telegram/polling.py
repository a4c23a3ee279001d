"""Long polling with our own loop: an update is confirmed to Telegram only after the inbox has it.

The library's Updater asks for the next batch, and so confirms the last one, while that is only in memory.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.secrecy import hide
from bot.channels.telegram.failures import AnotherPoller, WrongToken, read_failure
from bot.channels.telegram.incoming import KINDS
from bot.errors import ChannelError
from bot.rendering.phrases import phrase
from knowledge.errors import KnowledgeError
from scheduler.outcomes import Later

_log = logging.getLogger(__name__)

POLL_SECONDS: Final = 30
PAUSES: Final = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds after the first, second, … failure in a row."""

IDLE_PAUSE: Final = 0.02
"""Seconds after nothing came: a server that does not wait for updates is not asked without a breath."""

CONFLICT_PAUSE: Final = 10.0
"""Seconds to leave to another poller: two that hurry only throw one another out."""

Take = Callable[[list[dict[str, Any]]], Awaitable[None]]


class Poller:
    """Asks for updates until it is cancelled.

    Args:
        request: used for nothing else, for one request stays open all the time.
        base_url: of the bot, with its token.
        take: puts a batch into the inbox; the offset is raised when it returns.
        sleep: waits that many seconds.
    """

    def __init__(
        self, request: BaseRequest, base_url: str, *, take: Take, sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        self._request = request
        self._base_url = base_url
        self._take = take
        self._sleep = sleep
        self._failures = 0
        self._told: set[str] = set()

    async def run(self) -> None:
        """Runs for ever; raises `ChannelError` where the token is not, or no longer, a bot's."""
        offset = 0
        while True:
            try:
                batch = await self._get(offset)
                if batch:
                    await self._take(batch)
                    offset = int(batch[-1]["update_id"]) + 1
                else:
                    await self._sleep(IDLE_PAUSE)
            except TelegramError as error:
                await self._bear(error)
            except KnowledgeError as error:
                await self._pause("polling.store", PAUSES, cause=error)
            except Exception as error:  # an answer that is none: the library trusts its form, and nothing may end this
                await self._pause("polling.network", PAUSES, cause=hide(f"{type(error).__name__}: {error}"))
            else:
                if self._told:
                    _log.warning(phrase("polling.again"))
                self._failures = 0
                self._told.clear()

    async def _get(self, offset: int) -> list[dict[str, Any]]:
        wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(KINDS)}
        # Raw, so that an update which the library cannot read stands in the way of no other; it has no public way.
        found = await self._request.post(
            f"{self._base_url}/getUpdates",
            RequestData([RequestParameter(name, value, None) for name, value in wanted.items()]),
            read_timeout=POLL_SECONDS + 10,
        )
        updates = found if isinstance(found, list) else []
        return [update for update in updates if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def _bear(self, error: TelegramError) -> None:
        match read_failure(error):
            case WrongToken():
                raise ChannelError(phrase("telegram.wrong_token")) from None
            case AnotherPoller():
                await self._pause("polling.another", (CONFLICT_PAUSE,))
            case Later(seconds=seconds):
                await self._sleep(seconds)
            case failure:
                await self._pause("polling.network", PAUSES, cause=failure.cause)

    async def _pause(self, code: str, pauses: tuple[float, ...], **values: object) -> None:
        """Says it once until it is over, and waits longer each time."""
        if code not in self._told:
            self._told.add(code)
            _log.warning(phrase(code, **values))
        await self._sleep(pauses[min(self._failures, len(pauses) - 1)])
        self._failures += 1
