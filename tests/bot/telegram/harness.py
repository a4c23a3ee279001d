"""A running Telegram channel over the strict server, with a desk that a test scripts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from bot.channels.base import Incoming, Outgoing, Pressed, Said
from bot.channels.settings import TelegramSettings, WebhookSettings
from bot.channels.telegram.channel import TelegramChannel
from knowledge.store.inbox import SqlInbox, get_channel_key
from knowledge.store.open import open_store
from knowledge.store.sql import SqlPlanStore
from tests.fakes.telegram_server import TOKEN, TelegramServer

AT = datetime(2024, 3, 11, 1, tzinfo=UTC)

Answer = Callable[[Incoming], Iterable[Outgoing]]


def echo(event: Incoming) -> Iterable[Outgoing]:
    """Says again what was said or pressed."""
    match event:
        case Said(text=text):
            yield Outgoing(text=f"Đã nghe: {text}")
        case Pressed(payload=payload):
            yield Outgoing(text=f"Đã bấm: {payload}", toast="Đã nhận.")


@dataclass
class ScriptedDesk:
    """Keeps the events it was handed; answers as the test says."""

    answer: Answer = echo
    events: list[Incoming] = field(default_factory=list)

    def handle(self, event: Incoming) -> Iterator[Outgoing]:
        self.events.append(event)
        yield from self.answer(event)

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


def far_apart() -> Callable[[], float]:
    """A clock on which so much goes by between two looks that no limit ever bites."""
    times = count(step=100)
    return lambda: float(next(times))


@cache
def migrated() -> bytes:
    """A database of the newest schema with nothing in it: making one takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        open_store(f"sqlite:///{path}").close()
        return path.read_bytes()


@dataclass
class Running:
    """What a test has in its hands."""

    server: TelegramServer
    desk: ScriptedDesk
    inbox: SqlInbox
    channel: TelegramChannel
    stop: Callable[[], None]
    ended: Event


@contextmanager
def running(
    folder: Path,
    answer: Answer = echo,
    *,
    answer_of: Callable[[SqlPlanStore], Answer] | None = None,
    server: TelegramServer | None = None,
    running_server: TelegramServer | None = None,
    webhook: WebhookSettings | None = None,
    now: Callable[[], datetime] = lambda: AT,
) -> Iterator[Running]:
    """The channel in a thread of its own; stopped at the end, and what it raised is raised here.

    `server` is started here, `running_server` is one that runs already. `answer_of` makes the answers from the database
    that the channel has too. `now` is the instant of presses; messages carry the wall clock's, as the platform's do.
    """
    path = folder / "channel.sqlite3"
    if not path.exists():
        path.write_bytes(migrated())
    store = open_store(f"sqlite:///{path}")
    desk = ScriptedDesk(answer if answer_of is None else answer_of(store))
    inbox = SqlInbox(store.engine, "telegram")
    with nullcontext(running_server) if running_server else server or TelegramServer(clock=far_apart()) as server:
        settings = TelegramSettings(token=TOKEN, base_url=server.url, webhook=webhook)
        key = get_channel_key(store.engine, "telegram")
        channel = TelegramChannel(settings, desk=desk, inbox=inbox, key=key, now=now, clock=far_apart())
        began, ended, errors = Event(), Event(), []
        ends: list[Callable[[], None]] = []

        async def work() -> None:
            stop, loop = asyncio.Event(), asyncio.get_running_loop()
            ends.append(lambda: loop.call_soon_threadsafe(stop.set))
            began.set()
            await channel.run(stop)

        def run() -> None:
            try:
                asyncio.run(work())
            except Exception as error:
                errors.append(error)
            ended.set()

        thread = Thread(target=run)
        thread.start()
        began.wait(10)
        try:
            yield Running(server=server, desk=desk, inbox=inbox, channel=channel, stop=ends[0], ended=ended)
        finally:
            if thread.is_alive():
                ends[0]()
            thread.join(30)
            store.close()
        assert not thread.is_alive()
        if errors:
            raise errors[0]
