"""`serve` on a clock of its own: `python -m evaluation.reminding_child SECONDS` is so far off the wall clock."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime, timedelta

from bot.commands.serving import serve
from bot.compose.service import build_service
from bot.compose.stores import open_plan_store
from bot.settings import load_settings
from scheduler import clock


def main() -> None:
    """Serves until it is told to stop, or killed."""
    off = timedelta(seconds=float(sys.argv[1]))
    settings = load_settings()

    def now() -> datetime:
        return clock.now(settings.zone) + off

    store = open_plan_store(settings)
    asyncio.run(serve(*build_service(settings, store, holder=f"child-{os.getpid()}", now=now)))
    store.close()


if __name__ == "__main__":
    main()
