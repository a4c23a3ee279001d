"""Officers, invitations, requests, stand-ins: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import inspect, text

from knowledge.errors import StoreError
from knowledge.office.chats import Office
from knowledge.office.people import Account, Deed, Invitation, Role, Step
from knowledge.store.office import office_of

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = date(2026, 3, 2)
CODE = "a" * 64


@pytest.fixture
def office(sql_store) -> Office:
    return office_of(sql_store.engine)


def deed(action="test", *, event="", actor=None, about="", at=AT) -> Deed:
    return Deed(at=at, action=action, actor=actor, about=about, event=event)


def invited(office, role=Role.FOCAL, agency="Sở Tư pháp", code=CODE) -> Invitation:
    invitation = Invitation(role=role, agency=agency, expires_at=AT + timedelta(hours=72))
    assert office.people.invite(code, invitation, deed("invite"))
    return invitation


def redeem(office, person="p1", *, code=CODE, at=AT, event=""):
    return office.people.redeem(
        code,
        channel="telegram",
        person=person,
        chat=f"chat-{person}",
        name=f"Cán bộ {person}",
        deed=deed(event=event, at=at),
    )


def admit(office, person, *agencies, role=Role.FOCAL) -> Account:
    code = sha256(person.encode()).hexdigest()
    invited(office, role, agencies[0] if agencies else "", code)
    account, _ = redeem(office, person, code=code)
    for agency in agencies[1:]:
        office.people.add_agency(account.officer.id, agency, deed())
    found = office.people.find_account("telegram", person)
    assert found is not None
    return found


def test_nobody_is_known_at_first(office):
    assert office.people.find_account("telegram", "p1") is None
    assert office.people.officers() == ()
    assert office.people.in_charge("Sở Tư pháp", DAY) == ()
    assert redeem(office) is None


def test_a_code_makes_an_officer_once(office):
    given = invited(office)
    account, invitation = redeem(office)
    assert invitation == given
    assert (account.officer.role, account.officer.agencies) == (Role.FOCAL, ("Sở Tư pháp",))
    assert (account.person, account.chat, account.reachable) == ("p1", "chat-p1", True)
    assert account.officer.consent_at == AT
    assert redeem(office) == (account, given)  # the same message once more
    assert redeem(office, "p2") is None
    assert office.people.find_account("zalo", "p1") is None


def test_a_code_ends_with_its_hour(office):
    invited(office)
    assert redeem(office, at=AT + timedelta(hours=72)) is None
    assert redeem(office, at=AT + timedelta(hours=71, minutes=59)) is not None


def test_one_event_makes_one_invitation(office):
    invitation = Invitation(role=Role.VIEWER, agency="", expires_at=AT + timedelta(hours=1))
    assert office.people.invite("b" * 64, invitation, deed("invite", event="telegram:7"))
    assert not office.people.invite("c" * 64, invitation, deed("invite", event="telegram:7"))
    assert redeem(office, code="c" * 64) is None


def test_a_second_code_changes_the_role_and_adds_the_agency(office):
    first = admit(office, "p1", "Sở Tư pháp")
    invited(office, Role.LEADER, "Sở Nội vụ", "d" * 64)
    account, _ = redeem(office, code="d" * 64)
    assert account.officer.id == first.officer.id
    assert (account.officer.role, account.officer.agencies) == (Role.LEADER, ("Sở Tư pháp", "Sở Nội vụ"))


def test_a_code_takes_no_role_away(office):
    admit(office, "p1", role=Role.ADMIN)
    invited(office, Role.VIEWER, "Sở Nội vụ", "e" * 64)
    account, _ = redeem(office, code="e" * 64)
    assert (account.officer.role, account.officer.agencies) == (Role.ADMIN, ("Sở Nội vụ",))


def test_two_spellings_are_one_agency(office):
    account = admit(office, "p1", "Sở Tư pháp", "SỞ  TƯ PHÁP", "Sở Y tế")
    assert account.officer.agencies == ("Sở Tư pháp", "Sở Y tế")
    office.people.drop_agency(account.officer.id, "sở tư pháp", deed())
    assert office.people.in_charge("Sở Tư pháp", DAY) == ()
    assert [charge.officer.id for charge in office.people.in_charge("SỞ Y TẾ", DAY)] == [account.officer.id]


def test_who_stands_in_is_in_charge_for_these_days_only(office):
    absent, present = admit(office, "p1", "Sở Tư pháp"), admit(office, "p2", "Sở Nội vụ")
    office.people.stand_in(absent.officer.id, present.officer.id, DAY, DAY + timedelta(days=2), deed("stand_in"))
    for day, officers in ((-1, 1), (0, 2), (2, 2), (3, 1)):
        charges = office.people.in_charge("Sở Tư pháp", DAY + timedelta(days=day))
        assert [charge.officer.id for charge in charges] == [absent.officer.id, present.officer.id][:officers]
    charges = office.people.in_charge("Sở Tư pháp", DAY)
    assert charges[1].instead_of == absent.officer
    (held,) = office.people.stand_ins(DAY)
    office.people.end_stand_in(held.id, deed("end"))
    assert office.people.stand_ins(DAY) == ()


def test_nobody_stands_in_for_themselves_or_backwards(office):
    one, two = (admit(office, person).officer.id for person in ("p1", "p2"))
    with pytest.raises(StoreError):
        office.people.stand_in(one, one, DAY, DAY, deed())
    with pytest.raises(StoreError):
        office.people.stand_in(one, two, DAY, DAY - timedelta(days=1), deed())


def ask(office, person="p9", step=Step.WAITING, event=""):
    return office.people.keep_request(
        "telegram",
        person,
        chat=f"chat-{person}",
        step=step,
        name="Lê Văn Chín",
        agency="Sở Y tế",
        deed=deed(event=event),
    )


def test_a_request_is_approved_once(office):
    asked = ask(office)
    assert office.people.waiting_requests() == (asked,)
    assert office.people.find_request("telegram", "p9") == asked
    account = office.people.approve(asked.id, Role.FOCAL, deed("approve", about=f"request:{asked.id}"))
    assert account is not None
    assert (account.officer.name, account.officer.agencies) == ("Lê Văn Chín", ("Sở Y tế",))
    assert office.people.approve(asked.id, Role.ADMIN, deed()) is None
    assert "Chín" not in str(office.people.find_request("telegram", "p9"))
    assert office.people.refuse(asked.id, deed()) is None
    assert office.people.waiting_requests() == ()


def test_a_decision_broken_off_can_be_told_again(office):
    asked, refused = ask(office), ask(office, "p8")
    approving = deed("approve", event="telegram:5", about=f"request:{asked.id}")
    refusing = deed("refuse", event="telegram:6", about=f"request:{refused.id}")
    account = office.people.approve(asked.id, Role.FOCAL, approving)
    assert account is not None
    assert office.people.approve(asked.id, Role.LEADER, approving) == account
    assert office.people.refuse(asked.id, refusing) is None
    assert office.people.refuse(refused.id, refusing) == refused
    again = office.people.refuse(refused.id, refusing)
    assert again is not None
    assert again.step is Step.REFUSED
    assert office.people.approve(refused.id, Role.FOCAL, approving) is None


def test_a_refused_request_waits_no_more(office):
    asked = ask(office)
    assert office.people.refuse(asked.id, deed("refuse")) == asked
    assert office.people.waiting_requests() == ()
    kept = office.people.find_request("telegram", "p9")
    assert kept is not None
    assert kept.step is Step.REFUSED
    assert office.people.approve(asked.id, Role.FOCAL, deed()) is None


def test_a_request_grows_in_place(office):
    first = ask(office, step=Step.NAMING)
    assert office.people.approve(first.id, Role.FOCAL, deed()) is None  # nothing waits yet
    assert ask(office, step=Step.CHOOSING, event="telegram:4").id == first.id
    assert ask(office, step=Step.WAITING, event="telegram:4").step is Step.CHOOSING


def test_the_same_event_does_a_deed_once(office):
    officer = admit(office, "p1").officer.id
    office.people.rename(officer, "Một", deed("rename", event="telegram:1", about=f"officer:{officer}"))
    office.people.rename(officer, "Hai", deed("rename", event="telegram:1", about=f"officer:{officer}"))
    office.people.set_role(officer, Role.LEADER, deed("role", event="telegram:1", about=f"officer:{officer}"))
    found = office.people.find_officer(officer)
    assert found is not None
    assert (found.name, found.role) == ("Một", Role.LEADER)


def test_administrators_are_found_by_channel(office):
    admin = admit(office, "p1", role=Role.ADMIN)
    admit(office, "p2")
    assert office.people.accounts_of_role(Role.ADMIN, "telegram") == (admin,)
    assert office.people.accounts_of_role(Role.ADMIN, "zalo") == ()
    assert office.people.accounts(admin.officer.id) == (admin,)


def test_a_blocked_chat_is_marked(office):
    admit(office, "p1")
    office.people.set_reachable("telegram", "chat-p1", False)
    account = office.people.find_account("telegram", "p1")
    assert account is not None
    assert not account.reachable


def everything(office) -> str:
    """All that stands in the tables of the office."""
    engine = office.people._engine
    with engine.connect() as connection:
        return "\n".join(
            str(tuple(row))
            for table in inspect(engine).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        )


def test_forgetting_leaves_nothing_but_nameless_deeds(office):
    account, other = admit(office, "person-77", "Sở Y tế"), admit(office, "p2")
    officer = account.officer.id
    office.people.rename(officer, "Nguyễn Thị Bảy", deed("rename", actor=officer))
    office.people.stand_in(officer, other.officer.id, DAY, DAY, deed("stand_in", actor=officer))
    office.pending.keep(
        officer=officer, file_name="mat.txt", content=b"x", seen="", at=AT, expires_at=AT + timedelta(hours=1)
    )
    assert "person-77" in everything(office)
    office.people.forget("telegram", "person-77", deed("forget"))
    left = everything(office)
    assert "person-77" not in left
    assert "Bảy" not in left
    assert "mat.txt" not in left
    assert office.people.find_account("telegram", "person-77") is None
    assert {written.actor for written in office.people.deeds()} == {None, other.officer.id}
    assert "rename" in {written.action for written in office.people.deeds()}
    # Who comes next is somebody else.
    assert admit(office, "p3").officer.id > other.officer.id


def test_a_request_alone_is_forgotten_too(office):
    ask(office, "person-88")
    office.people.forget("telegram", "person-88", deed("forget"))
    assert "person-88" not in everything(office)


def test_names_that_no_database_keeps_are_mended(office):
    invited(office)
    account, _ = office.people.redeem(CODE, channel="telegram", person="p1", chat="c", name="A\0B\ud800", deed=deed())
    assert account.officer.name == "A B "


def test_deeds_come_newest_first(office):
    admit(office, "p1")
    admit(office, "p2")
    assert [written.action for written in office.people.deeds(limit=3)] == ["test", "invite", "test"]
    assert replace(office.people.deeds(limit=1)[0], actor=None).at == AT
