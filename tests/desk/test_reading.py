"""What is read out of what people type and press at the desk."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.agency_search import find_agencies, has_officers
from bot.desk.invitations import read_role
from bot.desk.leave import read_leave
from bot.desk.pace import Pace
from bot.desk.payload import payload, read_number, read_numbers
from bot.desk.wording import say, texts
from knowledge.office.people import Role
from knowledge.query import Agency

DESK = Path(__file__).parents[2] / "bot" / "desk"
TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
AGENCIES = tuple(
    Agency(id=number, name=name, aliases=tuple(aliases))
    for number, (name, *aliases) in enumerate(
        [
            ("Sở Tư pháp", "SỞ TƯ PHÁP"),
            ("Công chức Tư pháp-Hộ tịch",),
            ("Sở Thông tin và Truyền thông",),
            ("Trung tâm Phục vụ hành chính công", "Trung tâm PVHCC"),
            ("Trung tâm Công nghệ thông tin",),
        ],
        start=1,
    )
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Sở Tư pháp", [1]),
        ("so tu phap", [1]),
        ("tư pháp", [1, 2]),
        ("tư ph", [1, 2]),
        ("hộ tịch", [2]),
        ("trung tam", [4, 5]),
        ("PVHCC", [4]),
        ("Sở TT&TT", [3]),
        ("thông tin", [5, 3]),
        ("", []),
        ("???", []),
        ("Sở Y tế", []),
    ],
)
def test_an_agency_is_found_by_what_is_typed_of_it(typed, found):
    assert [agency.id for agency in find_agencies(typed, AGENCIES)] == found


def test_a_collective_has_no_officers_of_its_own():
    assert has_officers(AGENCIES[0])
    assert not has_officers(Agency(id=9, name="Các sở, ban, ngành"))
    assert not has_officers(Agency(id=9, name="Các đơn vị " + "liên quan " * 10))


@pytest.mark.parametrize(
    ("typed", "role", "rest"),
    [
        ("quản trị", Role.ADMIN, ""),
        ("Quan tri", Role.ADMIN, ""),
        ("lãnh đạo  Sở Nội vụ", Role.LEADER, "Sở Nội vụ"),
        ("cán bộ đầu mối Sở Tư pháp", Role.FOCAL, "Sở Tư pháp"),
        ("đầu mối", Role.FOCAL, ""),
        ("người xem", Role.VIEWER, ""),
        ("đầu mốivà", None, "đầu mốivà"),
        ("Sở Tư pháp", None, "Sở Tư pháp"),
        ("", None, ""),
    ],
)
def test_a_role_opens_an_invitation(typed, role, rest):
    assert read_role(typed) == (role, rest)


@pytest.mark.parametrize(
    ("typed", "name", "until"),
    [
        ("Lê Văn Bình đến ngày 20/3", "Lê Văn Bình", date(2026, 3, 20)),
        ("Lê Văn Bình đến hết ngày 20/3/2026.", "Lê Văn Bình", date(2026, 3, 20)),
        ("Bình tới 20/3", "Bình", date(2026, 3, 20)),
        ("Bình cho đến hết tuần này", "Bình", date(2026, 3, 8)),
        ("Bình đến mai", "Bình", date(2026, 3, 3)),
        ("Bình hết tháng 3", "Bình", date(2026, 3, 31)),
        ("Bình", "Bình", None),
        ("", "", None),
    ],
)
def test_leave_names_somebody_and_a_last_day(typed, name, until):
    assert read_leave(typed, today=TODAY) == (name, until)


@given(st.text(max_size=40))
def test_no_payload_breaks_its_reader(parts):
    assert read_number(parts) >= -1
    assert len(read_numbers(parts, 3)) == 3


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=3))
def test_numbers_come_back_as_they_went(numbers):
    does, _, parts = payload("z", *numbers).partition(".")
    assert does == "z"
    assert read_numbers(parts, len(numbers)) == tuple(numbers)


def test_a_pace_forgets_what_is_over():
    pace = Pace(timedelta(minutes=1))
    assert [pace.count("an", AT + timedelta(seconds=s)) for s in (0, 10, 20, 59, 60, 61, 200)] == [1, 2, 3, 4, 4, 5, 1]
    assert pace.recent("an", AT + timedelta(seconds=201)) == 1
    assert pace.count("binh", AT) == 1


def code_of_the_desk() -> str:
    files = [*sorted(DESK.rglob("*.py")), DESK.parent / "commands" / "admitting.py"]
    return "\n".join(path.read_text("utf-8") for path in files).replace("'", '"')


def test_every_sentence_is_said_somewhere():
    code = code_of_the_desk()
    said = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code))
    begun = tuple(re.findall(r'f"([a-z_]+\.[a-z_]*)\{', code))
    unsaid = [name for name in texts() if name not in said and not name.startswith(begun)]
    assert unsaid == []


def test_no_sentence_is_missing():
    said = set(re.findall(r'say\(\s*"([a-z_]+\.[a-z_]+)"', code_of_the_desk()))
    assert sorted(said - texts().keys()) == []


@pytest.mark.parametrize("code", sorted(texts()))
def test_every_sentence_can_be_filled(code):
    names = {name for _, name, _, _ in Formatter().parse(texts()[code]) if name is not None}
    assert all(name.isidentifier() for name in names)
    assert "{" not in say(code, **dict.fromkeys(names, 3))
