"""`nhacviec serve` as a process, with the real desk, against the strict server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli import main
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
        child.terminate()
        _, said = child.communicate(timeout=30)
        assert child.returncode == 0
    assert "Nhắc Việc đang chạy" in said
    assert "@nhacviec_bot" in said
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


def test_no_command_without_a_channel_loads_the_library():
    script = "import sys, bot.cli, bot.commands.asking; print(*{'telegram', 'httpx'} & set(sys.modules))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
