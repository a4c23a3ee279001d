"""A process that serves with a desk that says again what it hears: its database and its server are its arguments."""

from __future__ import annotations

import asyncio
import sys
from zoneinfo import ZoneInfo

from bot.channels.settings import TelegramSettings
from bot.channels.telegram.channel import TelegramChannel
from bot.commands.serving import serve
from knowledge.store.inbox import SqlInbox, get_channel_key
from knowledge.store.open import open_store
from scheduler import clock
from tests.bot.telegram.harness import ScriptedDesk
from tests.fakes.telegram_server import TOKEN


def main() -> None:
    url, base_url = sys.argv[1:]
    store = open_store(url)
    channel = TelegramChannel(
        TelegramSettings(token=TOKEN, base_url=base_url),
        desk=ScriptedDesk(),
        inbox=SqlInbox(store.engine, "telegram"),
        key=get_channel_key(store.engine, "telegram"),
        now=lambda: clock.now(ZoneInfo("Asia/Ho_Chi_Minh")),
    )
    asyncio.run(serve(channel))
    store.close()


if __name__ == "__main__":
    main()
