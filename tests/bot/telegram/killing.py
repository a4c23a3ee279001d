"""Kills a serving process again and again while questions and presses come in, and counts what arrived."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.channels.telegram.signing import Signer
from knowledge.store.inbox import get_channel_key
from knowledge.store.open import open_store
from tests.fakes.telegram_server import Person, TelegramServer

ROOT = Path(__file__).parents[3]
CHILD = Path(__file__).with_name("child_serve.py")


@dataclass(frozen=True)
class Count:
    """What was asked for, what of it was never answered, and how many answers came more than once."""

    asked: int
    lost: int
    repeated: int


def count_over_kills(folder: Path, *, people: int, kills: int) -> Count:
    """`people` ask a question each and as many press a button; the process is killed `kills` times on the way."""
    url = f"sqlite:///{folder}/killed.sqlite3"
    store = open_store(url)
    signer = Signer(get_channel_key(store.engine, "telegram"))
    store.close()
    with TelegramServer() as server:
        expected = set()
        for number in range(people):
            asker, presser, world = Person(1000 + number), Person(5000 + number), server.world
            world.say(asker, f"câu {number}")
            shown = world.show(presser, "chọn", message=100_000 + number)
            data = signer.sign(f"nut {number}", chat=str(presser.id), person=str(presser.id))
            world.press(presser, data, message=shown)
            expected |= {f"Đã nghe: câu {number}", f"Đã bấm: nut {number}"}
        for kill in range(kills):
            target = (kill + 1) * len(expected) // (kills + 1)
            child = _start(url, server)
            server.wait(partial(_has_accepted, server, target), patience=120)
            child.kill()
            child.wait(20)
        child = _start(url, server)
        server.wait(lambda: expected <= {call.text for call in server.accepted()}, patience=120)
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 0
        seen = Counter(call.text for call in server.accepted())
    return Count(
        asked=len(expected), lost=len(expected - set(seen)), repeated=sum(number - 1 for number in seen.values())
    )


def _has_accepted(server: TelegramServer, number: int) -> bool:
    return len(server.accepted()) >= number


def _start(url: str, server: TelegramServer) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), url, server.url],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
