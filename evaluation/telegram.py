"""The assistant in Telegram, as a process against the strict server of the tests: how fast, and what kills cost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.desk.codes import make_code
from evaluation.material import GIVEN
from evaluation.product import ROOT, load_rows
from evaluation.speed import quantile
from knowledge.office.people import Deed, Role
from knowledge.store.office import office_of
from knowledge.store.open import open_store
from tests.bot.telegram.killing import count_over_kills
from tests.fakes.telegram_server import TOKEN, Person, TelegramServer

A_SECOND: Final = 10
ASKED: Final = 300
PEOPLE: Final = 50
"""More than the questions of a few seconds, for a chat takes one message a second."""

PRESSES: Final = 1_000
KILLS: Final = 20
_QUESTIONS: Final = ("ai chủ trì số hóa?", "hạn khi nào?", "việc nào quá hạn?", "sản phẩm của việc 4.1?")


def print_latency() -> None:
    """Prints the time from a text put up for the bot to its answer accepted, at ten questions a second."""
    rows = load_rows(GIVEN) if GIVEN.exists() else []
    questions = [turn["q"] for row in rows for turn in row["turns"]] or list(_QUESTIONS)
    people = [Person(1000 + number) for number in range(PEOPLE)]
    with tempfile.TemporaryDirectory(prefix="nhacviec-eval-") as folder, TelegramServer() as server:
        url = f"sqlite:///{folder}/eval.sqlite3"
        codes = _codes(url, len(people))
        child = _serve(url, server)
        try:
            for person, code in zip(people, codes, strict=True):
                server.world.say(person, f"/start {code}")
            server.wait(lambda: all(server.accepted(chat=person.id) for person in people), patience=60)
            server.wait(lambda: server.time() - server.accepted()[-1].at > 2)  # and what is said after it
            times = _ask(server, people, questions)
        finally:
            child.terminate()
            child.wait(30)
    print(
        f"text in → answer accepted, {A_SECOND} questions a second: median {quantile(times, 0.5) * 1000:.0f} ms,"
        f" p95 {quantile(times, 0.95) * 1000:.0f} ms, max {max(times) * 1000:.0f} ms over {len(times)} questions"
    )


def print_kills() -> None:
    """Prints what is lost of questions and presses while the process is killed again and again."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-eval-") as folder:
        count = count_over_kills(Path(folder), people=PRESSES, kills=KILLS)
    print(
        f"{PRESSES} presses and as many questions over {KILLS} kills: {count.lost} lost,"
        f" {count.repeated} answered twice"
    )


def _ask(server: TelegramServer, people: list[Person], questions: list[str]) -> list[float]:
    began, asked = server.time(), []
    for number in range(ASKED):
        time.sleep(max(0.0, began + number / A_SECOND - server.time()))
        person = people[number % len(people)]
        before = len(server.accepted(chat=person.id))
        asked.append((person.id, before, server.time()))
        server.world.say(person, questions[number % len(questions)])
    server.wait(lambda: all(len(server.accepted(chat=chat)) > before for chat, before, _ in asked), patience=60)
    return [server.accepted(chat=chat)[before].at - at for chat, before, at in asked]


def _codes(url: str, number: int) -> list[str]:
    store = open_store(url)
    people = office_of(store.engine).people
    at = datetime.now(UTC)  # noqa: TID251 - a code of now, for a process of now
    codes = [make_code(people, Role.ADMIN, "", Deed(at=at, action="invite", about=str(n))) or "" for n in range(number)]
    store.close()
    return codes


def _serve(url: str, server: TelegramServer) -> subprocess.Popen[bytes]:
    settings = {
        "NHACVIEC_DATABASE_URL": url,
        "NHACVIEC_TELEGRAM_TOKEN": TOKEN,
        "NHACVIEC_TELEGRAM_BASE_URL": server.url,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL
    )
