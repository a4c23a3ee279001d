"""A list is shown again as it was: also after a restart, never beyond what may be spoken of."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from bot.answers import Answer, Kind, Scope, TaskItem, note
from bot.desk.listings import name_of, read_listing, write_listing
from bot.library import Library
from knowledge.store.open import open_store
from nlu.meaning import AgencyRole, Decision, Intent, TimeWindow
from tests.desk.talk import Talk

TURNS = "Xem thêm"


@pytest.fixture
def library(filled):
    store = open_store(f"sqlite:///{filled}")
    yield Library(tuple(store.plans()))
    store.close()


def test_a_list_is_read_as_it_was_written(library):
    entries = library.entries(("quang-nam", "dong-nai"))
    listing = Answer(
        kind=Kind.LIST,
        status=Decision.ANSWER,
        intent=Intent.LIST_BY_TIME,
        as_of=date(2024, 3, 11),
        items=tuple(TaskItem(entry=entry, days=(date(2024, 3, 15),), role=AgencyRole.LEAD) for entry in entries[:40]),
        aside=tuple(TaskItem(entry=entry) for entry in entries[40:]),
        scope=Scope(
            plans=("quang-nam",),
            agency="Sở Tư pháp",
            role=AgencyRole.LEAD,
            window=TimeWindow(start=date(2024, 3, 11), end=date(2024, 3, 17), label="tuần này"),
            section="II",
            topic="số hóa",
        ),
        notes=(note("standing", count=3),),
    )
    told = write_listing(listing)
    again = read_listing(told, library)
    assert again == listing
    assert name_of(write_listing(again)) == name_of(told)


def test_tasks_that_are_gone_are_left_out(library):
    listing = Answer(
        kind=Kind.LIST,
        status=Decision.ANSWER,
        intent=Intent.LIST_BY_TOPIC,
        as_of=date(2024, 3, 11),
        items=tuple(TaskItem(entry=entry) for entry in library.entries(("dong-nai", "quang-nam"))),
    )
    left = Library(tuple(plan for plan in library.plans if plan.slug == "dong-nai"))
    shown = read_listing(write_listing(listing), left)
    assert shown is not None
    assert {item.entry.plan.slug for item in shown.items} == {"dong-nai"}
    assert read_listing(write_listing(listing), Library(())) is None


def test_pages_are_turned_after_a_restart(filled, tmp_path):
    database = tmp_path / "plans.sqlite3"
    shutil.copy(filled, database)
    before = Talk(database)
    list(before.play("an: /start MÃ"))
    first = list(before.play("an: Văn phòng UBND tỉnh chủ trì việc gì"))
    second = list(before.play(f"an! {TURNS}"))
    shown, at, count = before._shown, before.at, before._count
    before.close()
    after = Talk(database)
    after._shown, after.at, after._count = shown, at, count
    back = list(after.play("an! ‹"))
    assert [line.removeprefix("≈ ") for line in back] == [line.removeprefix("< ") for line in first]
    assert list(after.play(f"an! {TURNS}")) == second
    after.close()


def test_pages_of_a_plan_that_the_group_lost_are_not_shown(filled, tmp_path):
    database = tmp_path / "plans.sqlite3"
    shutil.copy(filled, database)
    talk = Talk(database)
    for line in ("an: /start MÃ", "* entered nhom", "an@nhom: /kehoach quang-nam"):
        list(talk.play(line))
    assert any(TURNS in line for line in talk.play("chi@nhom: Văn phòng UBND tỉnh chủ trì việc gì"))
    list(talk.play("an@nhom: /kehoach dong-nai"))
    assert list(talk.play(f"chi@nhom! {TURNS}")) == ["{Danh sách này đã cũ; anh/chị hỏi lại giúp tôi.}"]
    talk.close()
