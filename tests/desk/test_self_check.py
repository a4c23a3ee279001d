"""The self-check: what somebody has to see to is told as such, and one broken part hides no other."""

from __future__ import annotations

import logging
import shutil
from datetime import datetime, timedelta

import pytest

from bot.channels.base import Finding
from bot.desk.self_check import SelfCheck, log_findings
from knowledge.errors import StoreError
from tests.desk.talk import START, ZONE, Talk


@pytest.fixture
def talk(filled, tmp_path):
    database = tmp_path / "plans.sqlite3"
    shutil.copy(filled, database)
    opened = Talk(database)
    yield opened
    opened.close()


def look(talk: Talk, at: datetime = START) -> dict[str, bool]:
    return {finding.text: finding.ok for finding in talk.desk.check.look(at.astimezone(ZONE))}


@pytest.mark.parametrize(
    ("day", "good", "bad"),
    [
        (datetime(2024, 9, 30, tzinfo=ZONE), ["2024"], []),
        (datetime(2024, 10, 1, tzinfo=ZONE), ["2024", "2025"], []),
        (datetime(2027, 9, 30, 23, tzinfo=ZONE), ["2027"], []),
        (datetime(2027, 10, 1, tzinfo=ZONE), ["2027"], ["2028"]),
        (datetime(2028, 1, 1, tzinfo=ZONE), [], ["2028"]),
    ],
)
def test_next_years_calendar_is_looked_for_from_october(talk, day, good, bad):
    told = {text: ok for text, ok in look(talk, day).items() if "Lịch ngày làm việc" in text or "Chưa có lịch" in text}
    assert [ok for _, ok in told.items()] == [True] * len(good) + [False] * len(bad)
    assert all(year in text for year, text in zip([*good, *bad], told, strict=True))


def test_what_waits_for_somebody_is_told(talk):
    assert {text for text, ok in look(talk).items() if not ok} == {
        "Chưa có quản trị nào; lấy mã bằng lệnh “nhacviec admin-code” tại máy chủ."
    }
    lines = ("an: /start MÃ", "binh: /start", "binh: Lê Thị Bình", "binh: sở tư pháp", "* file an moi-truong.txt")
    for line in lines:
        list(talk.play(line))
    told = look(talk, talk.at)
    assert all(told.values())
    assert {"Đề nghị cấp quyền đang chờ: 1.", "Kế hoạch đã gửi, đang chờ xác nhận: 1."} <= set(told)
    assert "Không có kế hoạch nào đang chờ xác nhận." in look(talk, talk.at + timedelta(hours=25))


class Speaking:
    """A channel that says which groups it was asked about."""

    def check(self, groups=()):
        return (Finding(ok=True, text=f"nhóm: {', '.join(groups)}"),)


class Broken:
    def check(self, groups=()):
        raise RuntimeError("hỏng")


def test_one_broken_part_hides_no_other(talk, caplog):
    list(talk.play("* entered tonghop"))
    whole = talk.desk.check
    check = SelfCheck(whole._office, whole._shelves, {"gãy": Broken(), "telegram": Speaking()})
    log_findings(check.look(START.astimezone(ZONE)))
    said = [(record.levelno, record.message) for record in caplog.records if record.name == "bot.desk.self_check"]
    assert (logging.WARNING, "Không kiểm tra được kênh gãy; xin xem nhật ký của máy chủ.") in said


def test_a_database_that_fails_is_one_finding(talk, monkeypatch):
    check = SelfCheck(talk.office, talk.desk.check._shelves, {"telegram": Speaking()})

    def fails(_):
        raise StoreError("cơ sở dữ liệu không mở được.")

    monkeypatch.setattr(type(talk.office.people), "officers", fails)
    found = {finding.text: finding.ok for finding in check.look(START.astimezone(ZONE))}
    assert found["Cơ sở dữ liệu: cơ sở dữ liệu không mở được."] is False
    assert "nhóm: " in found


def test_in_a_group_no_other_group_is_named(talk):
    for line in ("* entered tonghop", "* entered khac"):
        list(talk.play(line))
    check = SelfCheck(talk.office, talk.desk.check._shelves, {"telegram": Speaking()})
    here = talk.office.chats.find_chat("telegram", "tonghop")
    told = [[finding.text for finding in check.look(START, group=group)][-1] for group in (here, None)]
    assert told == ["nhóm: tonghop", "nhóm: tonghop, khac"]
