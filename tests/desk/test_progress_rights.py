"""Whose report is whose: nobody undoes, confirms, approves or changes another's, by no forged press either."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.desk.talk import Talk
from tests.desk.test_desk import dump, pressed, said


@pytest.fixture
def talk(filled: Path, tmp_path: Path):
    shutil.copy(filled, tmp_path / "plans.sqlite3")
    talk = Talk(tmp_path / "plans.sqlite3")
    said(talk, "an", f"/start {talk.code}")
    for who, role in (
        ("binh", "đầu mối Văn phòng UBND tỉnh"),
        ("chi", "đầu mối Sở Tư pháp"),
        ("dung", "người xem"),
    ):
        list(talk.play(f"an: /moi {role}"))
        said(talk, who, f"/start {talk.code}")
    yield talk
    talk.close()


@pytest.mark.parametrize("who", ["chi", "dung", "ma"])
def test_nobody_else_takes_back_corrects_or_approves(talk, who):
    said(talk, "binh", "xong mục XI.3")
    before = dump(talk)
    for payload in ("z.1", "c.1.doing", "a.1", "b.1"):
        assert all(not outgoing.text for outgoing in pressed(talk, who, payload)), payload
    assert dump(talk) == before


@pytest.mark.parametrize("who", ["chi", "dung", "an"])
def test_nobody_else_confirms_what_one_was_asked_about(talk, who):
    said(talk, "binh", "xong mục I.1")  # two plans have one
    said(talk, "binh", "văn bản quy phạm pháp luật được ban hành hôm qua")
    before = dump(talk)
    for payload in ("r.1.1x", "r.1.0", "y.1.0", "y.2.0", "y.2.z", "g.2.0"):
        assert all(not outgoing.text for outgoing in pressed(talk, who, payload)), payload
    assert dump(talk) == before


def test_presses_that_carry_nonsense_change_nothing(talk):
    said(talk, "binh", "xong mục XI.3")
    said(talk, "binh", "xong mục I.1")
    before = dump(talk)
    for payload in (
        "c.1.dropped",
        "c.1.xong",
        "c..",
        "z.",
        "z.zz",
        "r.1",
        "r.1.zzzz",
        "y.1.9",
        "g.9.9",
        "h.9",
        "v.1",
        "t.x",
    ):
        assert all(not outgoing.text for outgoing in pressed(talk, "binh", payload)), payload
    assert dump(talk) == before


def test_a_button_of_a_task_gives_no_right_to_it(talk):
    said(talk, "binh", "xong mục I.1")
    number = next(number for number, ref in talk.desk._asking._shelves.now().refs.items() if ref == "quang-nam/IV.3")
    (outgoing,) = pressed(talk, "binh", f"r.1.{_base36(number)}")
    assert "chưa được giao quyền" in outgoing.toast


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number] if number < 36 else _base36(number // 36) + digits[number % 36]


def test_what_a_forgotten_officer_reported_stays_without_their_name(talk):
    said(talk, "binh", "xong mục XI.3")
    pressed(talk, "binh", "s.y")
    (outgoing,) = [one for one in pressed(talk, "an", "h.1") if one.text]
    assert "Lê Thị Bình" not in outgoing.text
    assert "cán bộ không còn lưu tên" in outgoing.text
