"""How the office wants to be reminded, and what officers answered: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from knowledge.office.chats import Office
from knowledge.office.people import Deed, Invitation, Role
from knowledge.reminding.wishes import Answer, AnswerKind, DayOff, LeadScope, LeadTimes, PlanReminding, WishStore
from knowledge.store.office import office_of

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
TASK = ("quang-nam", "VI.8")
DUE = date(2026, 3, 15)


@pytest.fixture
def office(sql_store) -> Office:
    return office_of(sql_store.engine)


@pytest.fixture
def wishes(office: Office) -> WishStore:
    return office.wishes


@pytest.fixture
def officers(office: Office) -> tuple[int, int]:
    found = []
    for person in ("a", "b"):
        invitation = Invitation(role=Role.FOCAL, agency="Sở Tư pháp", expires_at=AT + timedelta(hours=1))
        office.people.invite(person * 64, invitation, Deed(at=AT, action="invite"))
        redeemed = office.people.redeem(
            person * 64, channel="t", person=person, chat=person, name=person, deed=Deed(at=AT, action="redeem")
        )
        assert redeemed is not None
        found.append(redeemed[0].officer.id)
    return found[0], found[1]


def deed(action: str, event: str = "", actor: int | None = None) -> Deed:
    return Deed(at=AT, action=action, actor=actor, event=event)


def test_nobody_wishes_anything_at_first(wishes):
    found = wishes.wishes()
    assert (found.plans, found.leads, found.hours, found.silent, found.answers) == ({}, (), {}, frozenset(), ())


def test_a_plan_is_switched_on_and_off(wishes):
    on = PlanReminding(slug="quang-nam", since=date(2026, 3, 2), day_off=DayOff.NEXT, standing=True)
    wishes.set_plan(on, deed("remind_plan", "t:1"))
    assert wishes.wishes().plans == {"quang-nam": on}
    off = PlanReminding(slug="quang-nam")
    wishes.set_plan(off, deed("remind_plan", "t:2"))
    wishes.set_plan(on, deed("remind_plan", "t:1"))  # the first event again: nothing happens
    assert wishes.wishes().plans == {"quang-nam": off}


@pytest.mark.parametrize("scope", LeadScope)
def test_lead_times_hold_until_they_are_dropped(wishes, officers, scope):
    name = str(officers[0]) if scope is LeadScope.OFFICER else "so tu phap"
    for event, days in (("t:1", (10, 5, 2)), ("t:2", (3,)), ("t:3", ())):
        wishes.set_lead_times(LeadTimes(scope=scope, name=name, days=days), deed("lead_times", event))
        assert wishes.wishes().leads == (LeadTimes(scope=scope, name=name, days=days),)
    wishes.drop_lead_times(scope, name, deed("drop_lead_times", "t:4"))
    assert wishes.wishes().leads == ()
    wishes.set_lead_times(LeadTimes(scope=scope, name=name, days=(1,)), deed("lead_times", "t:1"))
    assert wishes.wishes().leads == ()


def test_an_agency_is_no_plan_of_that_name(wishes):
    for scope in (LeadScope.AGENCY, LeadScope.PLAN):
        wishes.set_lead_times(LeadTimes(scope=scope, name="x", days=(4,)), deed("lead_times", "t:1"))
    wishes.drop_lead_times(LeadScope.PLAN, "x", deed("drop_lead_times", "t:2"))
    assert wishes.wishes().leads == (LeadTimes(scope=LeadScope.AGENCY, name="x", days=(4,)),)


def test_an_officers_own_wishes_leave_each_other_alone(wishes, officers):
    first, second = officers
    wishes.set_hour(first, time(8, 15), deed("set_hour", "t:1"))
    wishes.set_silent(first, True, deed("set_silent", "t:2"))
    wishes.set_lead_times(LeadTimes(scope=LeadScope.OFFICER, name=str(first), days=(7,)), deed("lead_times", "t:3"))
    wishes.set_hour(second, time(7), deed("set_hour", "t:4"))
    found = wishes.wishes()
    assert found.hours == {first: time(8, 15), second: time(7)}
    assert found.silent == {first}
    assert [times.days for times in found.leads] == [(7,)]
    wishes.set_hour(first, None, deed("set_hour", "t:5"))
    wishes.set_silent(first, False, deed("set_silent", "t:6"))
    found = wishes.wishes()
    assert (found.hours, found.silent, len(found.leads)) == ({second: time(7)}, frozenset(), 1)


def test_an_answer_takes_the_place_of_the_earlier_one_of_its_kind(wishes, officers):
    first, second = officers
    until = AT + timedelta(days=1)
    wishes.answer(Answer(task=TASK, officer=first, kind=AnswerKind.SEEN, due_on=DUE), deed("seen", "t:1", first))
    put = Answer(task=TASK, officer=first, kind=AnswerKind.PUT_OFF, due_on=DUE, until=until)
    wishes.answer(put, deed("put_off", "t:2", first))
    later = Answer(task=TASK, officer=first, kind=AnswerKind.PUT_OFF, due_on=DUE, until=until + timedelta(days=2))
    kept = wishes.answer(later, deed("put_off", "t:3", first))
    wishes.answer(Answer(task=TASK, officer=second, kind=AnswerKind.SEEN, due_on=DUE), deed("seen", "t:4", second))
    told = [(answer.officer, answer.kind, answer.until) for answer in wishes.wishes().answers]
    assert told == [
        (first, AnswerKind.SEEN, None),
        (first, AnswerKind.PUT_OFF, until + timedelta(days=2)),
        (second, AnswerKind.SEEN, None),
    ]
    assert kept.id > 0
    assert kept.at == AT
    assert wishes.answer(later, deed("put_off", "t:3", first)) == kept


def test_a_task_is_muted_beside_its_days_and_unmuted_by_its_officer_alone(wishes, officers):
    first, second = officers
    muted = wishes.answer(Answer(task=TASK, officer=first, kind=AnswerKind.MUTED), deed("mute", "t:1", first))
    again = wishes.answer(Answer(task=TASK, officer=first, kind=AnswerKind.MUTED), deed("mute", "t:2", first))
    assert [answer.id for answer in wishes.wishes().answers] == [again.id]
    assert wishes.withdraw(muted.id, first, deed("unmute", "t:3")) is None  # the earlier one is gone
    assert wishes.withdraw(again.id, second, deed("unmute", "t:4")) is None
    assert wishes.withdraw(again.id, first, deed("unmute", "t:5", first)) == again
    assert wishes.wishes().answers == ()
    # The press that muted comes again after that: it mutes nothing anew.
    wishes.answer(Answer(task=TASK, officer=first, kind=AnswerKind.MUTED), deed("mute", "t:2", first))
    assert wishes.wishes().answers == ()


def test_who_is_forgotten_leaves_no_wish_behind(wishes, office, officers):
    first, second = officers
    for officer in officers:
        wishes.set_hour(officer, time(8), deed("set_hour", f"t:{officer}"))
        wishes.answer(Answer(task=TASK, officer=officer, kind=AnswerKind.SEEN), deed("seen", f"s:{officer}", officer))
    office.people.forget("t", "a", deed("forget", "t:9", first))
    found = wishes.wishes()
    assert found.hours == {second: time(8)}
    assert [answer.officer for answer in found.answers] == [second]


def test_what_was_wished_stands_in_the_book(wishes, office, officers):
    wishes.set_plan(PlanReminding(slug="quang-nam", since=DUE), deed("remind_plan", "t:1"))
    wishes.answer(Answer(task=TASK, officer=officers[0], kind=AnswerKind.MUTED), deed("mute", "t:2", officers[0]))
    told = [(each.action, each.about) for each in office.people.deeds()][:2]
    assert told == [("mute", "plan:quang-nam/VI.8"), ("remind_plan", "plan:quang-nam")]
