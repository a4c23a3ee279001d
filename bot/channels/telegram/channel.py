"""The Telegram channel put together: from the token to a bot that answers until it is told to stop."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.base import Desk, Finding, Outgoing
from bot.channels.settings import TelegramSettings, WebhookSettings
from bot.channels.telegram.checking import check_bot, check_groups, check_inbox
from bot.channels.telegram.failures import WrongToken, read_failure
from bot.channels.telegram.handling import Handler
from bot.channels.telegram.incoming import CHANNEL, KINDS, Me, arrived
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.polling import PAUSES, Poller
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.signing import Signer
from bot.channels.telegram.webhook import Webhook
from bot.errors import ChannelError
from bot.rendering.phrases import phrase, phrases
from knowledge.errors import KnowledgeError
from knowledge.inbox import Inbox
from scheduler.outcomes import NotSent, Outcome, Refused
from scheduler.turns import Turn, in_turn

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

WORKERS: Final = 16
"""Chats that are answered at the same time; most of them wait for their turn to send."""

PATIENCE: Final = 8.0
"""Seconds that a stop waits for what is being answered; service managers kill after ten."""

KEPT: Final = timedelta(days=7)
"""How long keys of handled updates are kept: Telegram offers an update for a day at most."""

DAY_SECONDS: Final = 86_400
CHECK_SECONDS: Final = 60
"""How long a self-check may take before it counts as broken."""

_READ_SECONDS: Final = 30
"""Waiting longer for an answer is better than not knowing whether a message was taken."""

_POOL_SECONDS: Final = 5


class TelegramChannel:
    """One bot: `run` it in an event loop; `check` may be called from other threads while it runs.

    Args:
        settings: token, server, how updates come.
        desk: answers.
        inbox: of this channel.
        key: signs buttons, and makes the webhook's secret.
        now: the instant it is.
        links: where the address that hands a one-time code in is written, once it is known.
        ready: called in a thread of its own when messages are received.
        turn: whose turn it is to ask for updates, where several processes serve one bot; None = always ours.
        shared: takes the turn of a reply, or of what is none, where several processes share one pace, and tells the
            seconds until then; blocking. None = nobody shares ours.
        clock: seconds, for the pace of sending.
        sleep: waits that many seconds of that clock.
    """

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        desk: Desk,
        inbox: Inbox,
        key: bytes,
        now: Callable[[], datetime],
        links: MutableMapping[str, str] | None = None,
        ready: Callable[[], None] | None = None,
        turn: Turn | None = None,
        shared: Callable[[bool], float] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._desk = desk
        self._inbox = inbox
        self._signer = Signer(key)
        self._secret = hmac.new(key, b"webhook", hashlib.sha256).hexdigest()
        self._now = now
        self._links = links
        self._ready = ready
        self._checks: set[Future[tuple[Finding, ...]]] = set()
        self._turn = turn
        self._shared = shared
        self._clock = clock
        self._sleep = sleep
        self._loop: asyncio.AbstractEventLoop | None = None
        self._handler: Handler | None = None
        self._me = Me(id=0, username="")
        self._polls = HTTPXRequest(connection_pool_size=1)
        self._calls = HTTPXRequest(connection_pool_size=64, read_timeout=_READ_SECONDS, pool_timeout=_POOL_SECONDS)
        base = settings.base_url
        self._bot = Bot(settings.token, f"{base}/bot", f"{base}/file/bot", self._calls, self._polls)

    async def run(self, stop: asyncio.Event) -> None:
        """Answers until `stop` is set, then ends what is begun.

        Raises:
            ChannelError: Telegram does not know the token.
            StoreError: the database fails at the start.
        """
        self._loop = asyncio.get_running_loop()
        await asyncio.gather(self._polls.initialize(), self._calls.initialize())
        executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="telegram")
        try:
            if await self._until(stop, self._introduce()):
                await self._serve(stop, executor)
        finally:
            self._loop = None
            for check in tuple(self._checks):
                check.cancel()
            await asyncio.gather(self._polls.shutdown(), self._calls.shutdown())
            executor.shutdown(wait=False, cancel_futures=True)

    def check(self, groups: Iterable[str] = ()) -> tuple[Finding, ...]:
        """Looks at itself, and at its rights in these chats."""
        loop = self._loop
        if loop is None:
            return (Finding(ok=False, text=phrase("check.not_running")),)
        check = asyncio.run_coroutine_threadsafe(self._check(groups), loop)
        self._checks.add(check)
        try:
            return check.result(CHECK_SECONDS)
        except CancelledError:  # we are being stopped
            return (Finding(ok=False, text=phrase("check.not_running")),)
        finally:
            check.cancel()
            self._checks.discard(check)

    def say(self, chat: str, outgoing: Outgoing, /) -> Outcome:
        """Says something that nobody asked for; what became of it."""
        handler = self._handler
        return NotSent(cause="not running") if handler is None else handler.say(chat, outgoing)

    async def _check(self, groups: Iterable[str]) -> tuple[Finding, ...]:
        counts = await asyncio.to_thread(self._inbox.counts)
        found = [*await check_bot(self._bot), *await check_groups(self._bot, self._me.id, groups)]
        return (*found, *check_inbox(counts))

    async def _introduce(self) -> None:
        """Learns who it is and sets its menu; without a menu it works all the same."""
        me = await self._insist(self._bot.get_me, phrase("telegram.wrong_token"))
        self._me = Me(id=me.id, username=me.username or "")
        if self._links is not None:
            self._links[CHANNEL] = f"https://t.me/{self._me.username}?start={{code}}"
        with suppress(ChannelError):
            await self._insist(lambda: self._bot.set_my_commands(menu()))

    async def _insist(self, call: Callable[[], Awaitable[_Result]], refused: str = "") -> _Result:
        """Makes a call again and again until the network is there; `ChannelError` where it is refused."""
        failures = 0
        while True:
            try:
                return await call()
            except TelegramError as error:
                failure = read_failure(error)
            if isinstance(failure, Refused | WrongToken):
                raise ChannelError(refused)
            if not failures:
                _log.warning(phrase("polling.network", cause=failure.cause))
            await self._sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1

    async def _serve(self, stop: asyncio.Event, executor: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        sender = Sender(self._bot, clock=self._clock, sleep=self._sleep, shared=self._shared)
        handler = Handler(
            desk=self._desk,
            sender=sender,
            loop=loop,
            me=self._me,
            signer=self._signer,
            fetch=self._fetch,
            now=self._now,
            sleep=self._sleep,
        )
        self._handler = handler
        lanes = Lanes(self._inbox, handler.handle, executor=executor, now=self._now, sleep=self._sleep)
        hook = self._settings.webhook
        listening = self._take_turns(lanes) if hook is None else self._listen(lanes, hook)
        beside = [asyncio.create_task(self._tidy())]
        if self._ready is not None:
            beside.append(asyncio.create_task(asyncio.to_thread(self._ready)))
        try:
            await self._until(stop, listening)
        finally:
            for task in beside:
                task.cancel()
            await lanes.close(PATIENCE)
            await handler.finish(PATIENCE)
            self._handler = None
            handler.close()

    async def _tidy(self) -> None:
        """Forgets every day what is over."""
        while True:
            try:
                await asyncio.to_thread(self._inbox.clear_away, before=self._now() - KEPT)
            except KnowledgeError as error:
                _log.warning(phrase("telegram.not_tidied", cause=error))
            await asyncio.sleep(DAY_SECONDS)

    async def _take_turns(self, lanes: Lanes) -> None:
        if self._turn is None:
            await self._poll(lanes)
        else:
            await in_turn(self._turn, partial(self._poll, lanes), sleep=self._sleep)

    async def _poll(self, lanes: Lanes) -> None:
        lanes.add(await asyncio.to_thread(self._inbox.waiting), again=True)

        async def take(batch: list[dict[str, Any]]) -> None:
            lanes.add(await asyncio.to_thread(self._inbox.put, map(arrived, batch), at=self._now()))

        with suppress(ChannelError):  # a server that does not know webhooks has none
            await self._insist(self._bot.delete_webhook)
        await Poller(self._polls, self._bot.base_url, take=take, sleep=self._sleep).run()

    async def _listen(self, lanes: Lanes, hook: WebhookSettings) -> None:
        loop = asyncio.get_running_loop()

        def take(update: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(lanes.add, self._inbox.put([arrived(update)], at=self._now()))

        lanes.add(await asyncio.to_thread(self._inbox.waiting), again=True)
        path = urlsplit(hook.url).path or "/"
        webhook = Webhook(hook.host, hook.port, path=path, secret=self._secret, take=take)
        webhook.start()
        try:
            await self._insist(
                lambda: self._bot.set_webhook(hook.url, secret_token=self._secret, allowed_updates=list(KINDS)),
                phrase("telegram.webhook_refused"),
            )
            await asyncio.Event().wait()  # until it is cancelled
        finally:
            await asyncio.to_thread(webhook.close)

    async def _fetch(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
                raise ChannelError(phrase("telegram.file_too_large"))
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            code = "telegram.file_too_large" if "too big" in str(error) else "telegram.file_not_fetched"
            raise ChannelError(phrase(code)) from error

    @staticmethod
    async def _until(stop: asyncio.Event, work: Awaitable[None]) -> bool:
        """Does the work until it is done (True) or the stop comes (False); what it raises comes through."""
        task, stopped = asyncio.ensure_future(work), asyncio.create_task(stop.wait())
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if task.done():
            task.result()
            return True
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return False


def menu() -> list[tuple[str, str]]:
    """The commands offered, with what they do."""
    return [(code.removeprefix("menu."), text) for code, text in phrases().items() if code.startswith("menu.")]
