"""Groups, the plans they are bound to, and plan files that wait for a yes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.office.people import Deed, Invitation, Role
from knowledge.store.office import office_of
from tests.factories.plans import small_plan

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def office(sql_store):
    for slug in ("mot", "hai"):
        sql_store.save(small_plan(slug), source_name="mau.txt", digest=slug, at=AT)
    return office_of(sql_store.engine)


def deed(event="") -> Deed:
    return Deed(at=AT, action="bind", event=event)


def test_a_group_is_met_bound_and_found_by_its_plan(office):
    assert office.chats.find_chat("telegram", "-1") is None
    met = office.chats.meet("telegram", "-1", title="Phòng A")
    assert (met.title, met.plans, met.listens, met.active) == ("Phòng A", (), False, True)
    office.chats.bind("telegram", "-1", ("hai", "mot", "khong-co"), deed())
    assert office.chats.find_chat("telegram", "-1").plans == ("hai", "mot")
    assert [chat.chat for chat in office.chats.chats_of_plan("mot")] == ["-1"]
    office.chats.bind("telegram", "-1", (), deed())
    assert office.chats.chats_of_plan("mot") == ()


def test_the_same_event_binds_once(office):
    office.chats.meet("telegram", "-1", title="A")
    office.chats.bind("telegram", "-1", ("mot",), deed("telegram:1"))
    office.chats.bind("telegram", "-1", ("hai",), deed("telegram:2"))
    office.chats.bind("telegram", "-1", ("mot",), deed("telegram:1"))
    assert office.chats.find_chat("telegram", "-1").plans == ("hai",)


def test_a_group_that_was_left_is_bound_but_not_spoken_to(office):
    office.chats.meet("telegram", "-1", title="A")
    office.chats.bind("telegram", "-1", ("mot",), deed())
    office.chats.meet("telegram", "-1", title="A mới", active=False)
    assert office.chats.chats_of_plan("mot") == ()
    assert office.chats.meet("telegram", "-1", title="A mới").plans == ("mot",)
    assert office.chats.meet("telegram", "-1", title="", active=False).title == "A mới"
    assert len(office.chats.groups()) == 1


def test_everything_follows_a_group_that_moves(office):
    office.chats.meet("telegram", "-1", title="A")
    office.chats.bind("telegram", "-1", ("mot",), deed())
    office.chats.set_listening("telegram", "-1", True, deed("telegram:5"))
    office.chats.meet("telegram", "-100", title="A")  # a message came before the news of the move
    for _ in range(2):
        office.chats.move("telegram", "-1", "-100")
        moved = office.chats.find_chat("telegram", "-100")
        assert (moved.plans, moved.listens) == (("mot",), True)
        assert office.chats.find_chat("telegram", "-1") is None


def test_a_plan_taken_out_leaves_its_chats(office, sql_store):
    office.chats.meet("telegram", "-1", title="A")
    office.chats.bind("telegram", "-1", ("mot", "hai"), deed())
    sql_store.remove("mot")
    assert office.chats.find_chat("telegram", "-1").plans == ("hai",)


def officer(office, person="p1") -> int:
    code = f"{person:0>64}"
    office.people.invite(code, Invitation(role=Role.ADMIN, agency="", expires_at=AT + timedelta(hours=1)), deed())
    account, _ = office.people.redeem(code, channel="telegram", person=person, chat="c", name="A", deed=deed())
    return account.officer.id


def test_a_file_waits_until_its_hour_and_one_an_officer(office):
    one, two = officer(office), officer(office, "p2")
    keep = {
        "file_name": "a.docx",
        "content": b"\0\xff",
        "seen": "1.0.1",
        "at": AT,
        "expires_at": AT + timedelta(hours=1),
    }
    first, other = office.pending.keep(officer=one, **keep), office.pending.keep(officer=two, **keep)
    second = office.pending.keep(officer=one, **keep)
    assert second == first  # the same message once more
    second = office.pending.keep(officer=one, **{**keep, "seen": "1.0.2"})
    assert office.pending.find(first, AT) is None
    found = office.pending.find(second, AT)
    assert (found.officer, found.content, found.seen) == (one, b"\0\xff", "1.0.2")
    assert office.pending.find(second, AT + timedelta(hours=1)) is None
    assert [office.pending.count(at) for at in (AT, AT + timedelta(hours=1))] == [2, 0]
    office.pending.drop(second, AT)
    assert office.pending.find(second, AT) is None
    assert office.pending.find(other, AT) is not None
