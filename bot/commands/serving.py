"""`nhacviec serve`: the office's assistant in its chat channels, until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import secrets
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from bot.channels.secrecy import guard_logs, keep_secret
from bot.compose.service import Runs, build_service
from bot.compose.stores import open_plan_store
from bot.errors import UsageError
from bot.rendering.phrases import phrase
from bot.settings import Settings
from knowledge.store.single import only_process

_log = logging.getLogger(__name__)


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Serves; 0 after SIGTERM or SIGINT."""
    if settings.telegram is None:
        raise UsageError(phrase("serve.no_channel"))
    keep_secret(settings.telegram.token)
    guard_logs()
    logging.getLogger("bot").setLevel(logging.INFO)
    before = signal.signal(signal.SIGTERM, _leave)  # until the channels listen for it
    try:
        with only_process(settings.database_url):
            store = open_plan_store(settings)
            asyncio.run(serve(*build_service(settings, store, holder=_name_of_process())))
            store.close()
    finally:
        signal.signal(signal.SIGTERM, before)
    return 0


def _name_of_process() -> str:
    """Unlike that of any other, also after a restart."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)


async def serve(*parts: Runs) -> None:
    """Runs the parts until a signal comes; when one fails the others are ended too, and its error is raised."""
    stop = asyncio.Event()
    with _signals(stop):
        _log.info(phrase("serve.started"))
        tasks = [asyncio.create_task(part.run(stop)) for part in parts]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await asyncio.gather(*tasks)
    _log.info(phrase("serve.stopped"))


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; they are what they were before at the end."""
    loop = asyncio.get_running_loop()

    def ask(*_: object) -> None:
        loop.call_soon_threadsafe(stop.set)

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
