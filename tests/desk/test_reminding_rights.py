"""Whose reminder is whose: no press of another's, no forged one, and the same press twice is one deed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.channels.base import PAYLOAD_BYTES
from bot.desk.payload import plan_key
from bot.desk.reminding.pointing import Does, point, read_pointed
from knowledge.reminding.ledger import ObligationState
from tests.desk.talk import Talk
from tests.desk.test_desk import dump, pressed, said

LINES = (
    "an: /start MÃ",
    "an: /moi đầu mối Trung tâm Phục vụ hành chính công",
    "binh: /start MÃ",
    "an: /moi đầu mối Sở Tư pháp",
    "chi: /start MÃ",
    "an: /moi người xem",
    "dung: /start MÃ",
    "an: /nhac dong-nai",
    "an! Bật nhắc việc",
    "an! Xác nhận bật",
    "* remind 2024-03-11 09:00",
)


@pytest.fixture
def talk(filled: Path, tmp_path: Path) -> Iterator[Talk]:
    shutil.copy(filled, tmp_path / "plans.sqlite3")
    talk = Talk(tmp_path / "plans.sqlite3")
    for line in LINES:
        list(talk.play(line))
    yield talk
    talk.close()


def sent_to_binh(talk: Talk) -> tuple[int, int, date]:
    """The message, the task's number and its due day."""
    [owed] = [
        one
        for one in talk.office.ledger.obligations(states=[ObligationState.DELIVERED], slug="dong-nai")
        if one.reminder.task[1] == "2.5"
    ]
    return owed.dispatch, talk.shelves.now().ids["dong-nai/2.5"], owed.reminder.due_on


@pytest.mark.parametrize("who", ["an", "chi", "dung", "ma"])
@pytest.mark.parametrize("does", Does)
def test_nobody_presses_on_anothers_message(talk, who, does):
    dispatch, task, due_on = sent_to_binh(talk)
    before = dump(talk)
    for payload in (point(does, dispatch, task, due_on), point(does, dispatch)):
        assert all(not outgoing.text and not outgoing.buttons for outgoing in pressed(talk, who, payload))
    assert dump(talk) == before


@pytest.mark.parametrize("who", ["binh", "chi", "dung", "ma"])
def test_only_administrators_switch_plans_and_read_the_ledger(talk, who):
    before = dump(talk)
    key = plan_key("dong-nai")
    for payload in (f"jp.{key}.0", f"jp.{key}.n", f"jp.{key}.g", f"jp.{key}.l0", f"jp.{key}", "jp", "jl.a.0.0.0.0"):
        assert all(not outgoing.text for outgoing in pressed(talk, who, payload)), payload
    assert dump(talk) == before


def test_who_may_not_report_a_task_does_not_do_so_from_a_reminder(talk):
    _, task, due_on = sent_to_binh(talk)
    before = dump(talk)
    for who in ("chi", "dung"):
        assert all(not outgoing.text for outgoing in pressed(talk, who, point(Does.DONE, 0, task, due_on)))
    assert dump(talk) == before


def test_presses_that_carry_nonsense_change_nothing(talk):
    dispatch, task, due_on = sent_to_binh(talk)
    before = dump(talk)
    nonsense = [
        "q", "q.", "q.s", "q.zz.1.1.1.1", "q.s.1.1.1", "q.s.1.1.1.1.1", "q.t.zzzzzzzzzzzz.1.1.1", "j", "j.h.zzz",
        "j.l.9", "j.s.2", "j.m.zzzz", "j.u.zzzz", "jp.nothing.1", f"jp.{plan_key('dong-nai')}.lz", "jl", "jl.a.0.0",
        point(Does.PAGE, dispatch, number=99),
        point(Does.AT, dispatch, task, due_on, 0),
        point(Does.AT, dispatch, task, due_on, 99_999_999),
        point(Does.SEEN, dispatch, task, date(2024, 3, 2)),
        point(Does.DONE, dispatch),
    ]  # fmt: skip
    for payload in nonsense:
        assert all(outgoing.toast for outgoing in pressed(talk, "binh", payload)), payload
    assert dump(talk) == before


def test_the_same_word_twice_is_one_deed(talk):
    dispatch, task, due_on = sent_to_binh(talk)
    pressed(talk, "binh", point(Does.SEEN, dispatch, task, due_on))
    before = dump(talk)
    pressed(talk, "binh", point(Does.SEEN, dispatch, task, due_on))
    said(talk, "binh", "đã nhận")
    assert dump(talk) == before


def test_deleting_oneself_deletes_ones_wishes_and_answers(talk):
    dispatch, task, due_on = sent_to_binh(talk)
    pressed(talk, "binh", point(Does.SEEN, dispatch, task, due_on))
    said(talk, "binh", "nhắc tôi lúc 8h15")
    said(talk, "binh", "nhắc tôi trước 3 ngày")
    pressed(talk, "binh", "s.y")
    wishes = talk.office.wishes.wishes()
    assert (wishes.answers, wishes.hours, wishes.leads) == ((), {}, ())


@pytest.mark.parametrize("does", Does)
def test_the_longest_button_fits(does):
    told = point(does, 2**40, 2**31, date.max, 2**31)
    assert len(told) <= PAYLOAD_BYTES
    pointed = read_pointed(told.removeprefix("q."))
    assert pointed is not None
    assert (pointed.does, pointed.task, pointed.due_on) == (does, 2**31, date.max)
