"""`nhacviec serve` as a process, with the real desk, against the strict server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

import pytest

from bot.channels.base import ChatKind, Place, Said
from bot.channels.telegram.channel import menu
from bot.cli import main
from bot.compose.desk import build_desk
from bot.compose.stores import open_office, open_plan_store
from bot.settings import load_settings
from tests.fakes.telegram_server import TOKEN, Person, TelegramServer

ROOT = Path(__file__).parents[2]
AN = Person(101)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGTERM to be heard on this system")


@contextmanager
def serving(folder: Path, server: TelegramServer, token: str = TOKEN) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NHACVIEC_DATABASE_URL": f"sqlite:///{folder}/serve.sqlite3",
            "NHACVIEC_TELEGRAM_TOKEN": token,
            "NHACVIEC_TELEGRAM_BASE_URL": server.url,
            "NHACVIEC_SEGMENT": "0",
            "NHACVIEC_SAMPLES": "0",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def test_it_answers_until_it_is_told_to_stop(tmp_path):
    with TelegramServer() as server, serving(tmp_path, server) as child:
        server.world.say(AN, "ai chủ trì số hóa?")
        assert server.wait_for_messages(AN.id)[0].text
        assert child.stderr is not None
        checked = list(takewhile(lambda line: "Tin đang chờ xử lý" not in line, child.stderr))
        child.terminate()
        _, rest = child.communicate(timeout=30)
        assert child.returncode == 0
    said = "".join([*checked, rest])
    assert "Nhắc Việc đang chạy" in said
    for found in (
        "0 kế hoạch",
        "admin-code",
        "chờ xác nhận",
        "cấp quyền",
        "Lịch ngày làm việc",
        "@nhacviec_bot",
        "mọi tin nhắn",
    ):
        assert found in said
    assert TOKEN not in said


def test_a_token_that_telegram_does_not_know_is_one_line_and_code_2(tmp_path):
    with TelegramServer() as server, serving(tmp_path, server, token="7000001:unknown-token") as child:
        _, said = child.communicate(timeout=30)
    assert child.returncode == 2
    assert "NHACVIEC_TELEGRAM_TOKEN" in said.splitlines()[-1]
    assert "unknown-token" not in said


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("NHACVIEC_TELEGRAM_TOKEN", "", "NHACVIEC_TELEGRAM_TOKEN"),
        ("NHACVIEC_TELEGRAM_TOKEN", "a b", "NHACVIEC_TELEGRAM_TOKEN"),
        ("NHACVIEC_TELEGRAM_BASE_URL", "127.0.0.1:9000", "NHACVIEC_TELEGRAM_BASE_URL"),
        ("NHACVIEC_TELEGRAM_WEBHOOK_URL", "ftp://a.vn", "NHACVIEC_TELEGRAM_WEBHOOK_URL"),
        ("NHACVIEC_TELEGRAM_WEBHOOK_LISTEN", "đâu đó", "NHACVIEC_TELEGRAM_WEBHOOK_LISTEN"),
        ("NHACVIEC_WATCH_PORT", "70000", "NHACVIEC_WATCH_PORT"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, monkeypatch, capsys, setting, value, named):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHACVIEC_TELEGRAM_TOKEN", "1:x")
    monkeypatch.setenv("NHACVIEC_TELEGRAM_WEBHOOK_URL", "https://a.vn/hook")
    monkeypatch.setenv(setting, value)
    assert main(["serve"]) == 2
    said = capsys.readouterr().err
    assert named in said
    assert len(said.strip().splitlines()) == 1


def test_a_stop_before_it_serves_is_as_clean(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHACVIEC_TELEGRAM_TOKEN", "1:x")
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("bot.commands.serving.open_plan_store", lambda _: os.kill(os.getpid(), signal.SIGTERM))
    assert main(["serve"]) == 0
    assert signal.getsignal(signal.SIGTERM) is before


def test_no_command_without_a_channel_loads_the_library():
    script = "import sys, bot.cli, bot.commands.asking; print(*{'telegram', 'httpx'} & set(sys.modules))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_desk_knows_every_command_of_the_menu(tmp_path):
    settings = load_settings({"NHACVIEC_DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "NHACVIEC_SAMPLES": "0"})
    store = open_plan_store(settings)
    desk = build_desk(store, open_office(store), zone=settings.zone)
    place = Place(channel="telegram", chat="1", kind=ChatKind.PRIVATE, person="1")

    def answer(number: int, name: str) -> str:
        at = datetime(2024, 3, 11, 1, number, tzinfo=UTC)
        said = Said(key=str(number), at=at, place=place, text=f"/{name}", addressed=True)
        return "".join(outgoing.text for outgoing in desk.handle(said))

    unknown = answer(0, "khongco").replace("khongco", "{}")
    assert answer(59, "cung-khong") == unknown.format("cung-khong")
    names = [name for name, _ in menu()]
    assert {"hoi", "viec", "han", "quahan", "tiendo", "kehoach", "toi", "nhac", "uyquyen", "trogiup"} <= set(names)
    assert [name for number, name in enumerate(names, 1) if answer(number, name) == unknown.format(name)] == []
    store.close()
