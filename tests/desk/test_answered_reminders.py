"""Whether a word on a reminder counts: what was said before the last day does not answer what is late since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.desk.talk import Talk

LINES = (
    "an: /start MÃ",
    "an: /moi đầu mối Trung tâm Phục vụ hành chính công",
    "binh: /start MÃ",
    "an: /moi lãnh đạo",
    "chi: /start MÃ",
    "an: /nhac dong-nai",
    "an! Bật nhắc việc",
    "an! Xác nhận bật",
    "* remind 2024-03-11 09:00",
    "binh! Đã nhận",
    "* remind 2024-03-13 07:30",
    "* remind 2024-03-14 07:30",
)


@pytest.mark.parametrize("late", ["binh! Đã nhận", "binh: đã nhận", ""])
def test_a_leader_hears_of_what_nobody_answered_since_it_is_late(filled: Path, tmp_path: Path, late: str) -> None:
    shutil.copy(filled, tmp_path / "plans.sqlite3")
    talk = Talk(tmp_path / "plans.sqlite3")
    for line in filter(None, (*LINES, late)):
        list(talk.play(line))
    told = [line for line in talk.play("* remind 2024-03-18 07:30") if "riêng-chi" in line]
    assert any("Quá hạn mà chưa có phản hồi" in line for line in told) is (not late)
    talk.close()
