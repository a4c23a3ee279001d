"""Words of marked text, with the real library; and that commands which need none do not load it."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from nlu.segment import LONGEST, carries_marks, is_warm, segments, warm_up

ROOT = Path(__file__).resolve().parents[2]


def python(code: str, *arguments: str, folder: Path | None = None) -> str:
    """What a fresh interpreter prints."""
    environ = {**os.environ, "NHACVIEC_SEGMENT": "", "PYTHONPATH": str(ROOT)}
    if folder is not None:
        environ["NHACVIEC_DATABASE_URL"] = f"sqlite:///{folder / 'cold.sqlite3'}"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder or ROOT,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rà soát thủ tục hành chính", (("ra", "soat"), ("thu", "tuc"), ("hanh", "chinh"))),
        ("ĐƠN VỊ nào chủ trì?", (("don", "vi"), ("nao",), ("chu", "tri"))),
        (unicodedata.normalize("NFD", "thanh toán trực tuyến"), (("thanh", "toan"), ("truc", "tuyen"))),
        ("ai chu tri so hoa", ()),
        ("TTHC 107/2021/ND-CP", ()),
        ("", ()),
        ("🙂 ?!", ()),
    ],
)
def test_words_of_marked_text(text: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert segments(text) == expected


def test_a_single_marked_name_does_not_make_a_text_marked() -> None:
    assert not carries_marks("ai chu tri so hoa ho so o Lâm dong")


def test_a_long_text_is_cut_at_a_sentence() -> None:
    sentence = "Sở Nội vụ báo cáo kết quả rà soát. "
    words = segments(sentence * 60)
    assert len(words) % len(segments(sentence)) == 0
    assert 0 < len(words) <= LONGEST // 2


@pytest.mark.parametrize("piece", ["ế.", "1.", "a.", "ạ", "ắ ", "ế,1/"])
def test_odd_long_text_is_cut_before_it_is_read(piece: str) -> None:
    """The library's patterns take minutes over such text: this test would not come back."""
    assert segments("thủ tục " + piece * 50_000)[:1] == segments("thủ tục")[:1]


def test_eight_threads_may_make_the_first_call_together() -> None:
    printed = python(
        "from concurrent.futures import ThreadPoolExecutor as Pool\n"
        "from threading import Barrier\n"
        "from nlu.segment import segments\n"
        "start = Barrier(8)\n"
        "def ask(_):\n"
        "    start.wait()\n"
        "    return segments('Rà soát thủ tục')\n"
        "with Pool(8) as pool:\n"
        "    print(set(pool.map(ask, range(8))))\n"
    )
    assert printed.strip() == "{(('ra', 'soat'), ('thu', 'tuc'))}"


def test_warming_up_is_done_in_the_background() -> None:
    warm_up().join(timeout=60)
    assert is_warm()


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["ask", "ai chủ trì số hóa?"],
        ["deadline", "Quý II", "--year", "2024"],
        ["export", "--plan", "so-khcn"],
    ],
    ids=lambda command: command[0],
)
def test_short_commands_do_not_load_the_library(command: list[str], tmp_path: Path) -> None:
    printed = python(
        "import sys\n"
        "from bot.cli import main\n"
        "assert main(sys.argv[1:]) == 0\n"
        "print('underthesea' in sys.modules, 'nlu.segment' in sys.modules)\n",
        *command,
        folder=tmp_path,
    )
    assert printed.splitlines()[-1].startswith("False")
