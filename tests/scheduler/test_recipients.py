"""Who is told of an agency's tasks, as the office's own tables have it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge.office.chats import Office
from knowledge.office.people import Deed, Invitation, Role
from knowledge.reminding.reminder import Part
from knowledge.samples import fill_if_empty
from knowledge.store.office import office_of
from knowledge.store.open import open_store
from scheduler.recipients import OfficeDirectory, PrintedDirectory

AT = datetime(2024, 3, 1, 1, tzinfo=UTC)
MORNING = time(7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY, NEXT_WEEK = date(2024, 3, 4), date(2024, 3, 11)
events = map("event:{}".format, count(1))


def deed() -> Deed:
    return Deed(at=AT, action="test", event=next(events))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = open_store(f"sqlite:///{tmp_path / 'nv.sqlite3'}")
    fill_if_empty(store, at=AT)
    yield office_of(store.engine)
    store.close()


@pytest.fixture
def join(office: Office) -> Callable[..., int]:
    """Makes an officer of these agencies; their id."""

    def make(role: Role, *agencies: str) -> int:
        name = next(events)
        first = agencies[0] if agencies else ""
        invitation = Invitation(role=role, agency=first, expires_at=datetime(2025, 1, 1, tzinfo=UTC))
        office.people.invite(name, invitation, deed())
        joined = office.people.redeem(name, channel="web", person=name, chat=name, name=name, deed=deed())
        assert joined is not None
        officer = joined[0].officer.id
        for agency in agencies[1:]:
            office.people.add_agency(officer, agency, deed())
        return officer

    return make


def told(
    office: Office, agency: str, part: Part = Part.LEAD, *, on: date = TODAY, silent: frozenset[int] = frozenset()
) -> list[str]:
    directory = OfficeDirectory(office.people, office.chats, morning=MORNING, silent=silent)
    return list(map(str, directory.told(agency, part, slug="quang-nam", on=on)))


def test_focal_officers_are_told_not_those_who_only_look(office: Office, join) -> None:
    focal = join(Role.FOCAL, "Sở Tư pháp")
    join(Role.VIEWER, "Sở Tư pháp")
    join(Role.LEADER, "Sở Tư pháp")
    join(Role.FOCAL, "Sở Nội vụ")
    assert told(office, "Sở Tư pháp") == told(office, "Sở tư pháp") == [f"officer:{focal}"]
    assert told(office, "Sở Tư pháp", Part.SUPPORT) == [f"officer:{focal}"]
    assert told(office, "Sở Y tế") == told(office, "") == []


def test_a_leader_is_told_where_an_agency_has_nobody_else(office: Office, join) -> None:
    leader = join(Role.LEADER, "Sở Tư pháp")
    assert told(office, "Sở Tư pháp") == told(office, "Sở Tư pháp", Part.LEADER) == [f"officer:{leader}"]


def test_who_stands_in_is_told_beside_who_is_away_while_it_holds(office: Office, join) -> None:
    away, present = join(Role.FOCAL, "Sở Tư pháp"), join(Role.VIEWER, "Sở Nội vụ")
    office.people.stand_in(away, present, TODAY, TODAY, deed())
    assert told(office, "Sở Tư pháp") == [f"officer:{away}", f"officer:{present}"]
    assert told(office, "Sở Tư pháp", on=NEXT_WEEK) == [f"officer:{away}"]


def test_a_collective_reaches_each_member(office: Office, join) -> None:
    legal, home = join(Role.FOCAL, "Sở Tư pháp"), join(Role.FOCAL, "Sở Nội vụ")
    ward = join(Role.FOCAL, "UBND phường Minh An")
    assert told(office, "Các Sở, ban, ngành") == [f"officer:{legal}", f"officer:{home}"]
    assert told(office, "UBND cấp xã") == [f"officer:{ward}"]


def test_of_a_collective_who_has_done_their_part_hears_no_more(office: Office, join) -> None:
    legal, home = join(Role.FOCAL, "Sở Tư pháp"), join(Role.FOCAL, "Sở Nội vụ")
    both = join(Role.FOCAL, "Sở Tư pháp", "Sở Y tế")
    office.chats.meet("web", "nhom", title="Nhóm")
    office.chats.bind("web", "nhom", ("quang-nam",), deed())
    done: tuple[str, ...] = ()
    for agency, left in (("Sở Tư pháp", [home, both]), ("Sở Nội vụ", [both]), ("Sở Y tế", [])):
        done = (*done, agency)
        directory = OfficeDirectory(office.people, office.chats, morning=MORNING)
        told_now = directory.told("Các Sở, ban, ngành", Part.LEAD, slug="quang-nam", on=TODAY, without=done)
        assert list(map(str, told_now)) == [f"officer:{number}" for number in left]
    assert legal not in (home, both)


def test_the_groups_of_the_plan_are_told_where_no_officer_can_be(office: Office, join) -> None:
    silent = join(Role.FOCAL, "Sở Tư pháp")
    group = office.chats.meet("web", "nhom", title="Nhóm")
    office.chats.bind("web", "nhom", ("quang-nam",), deed())
    assert told(office, "Sở Y tế") == told(office, "Sở Tư pháp", silent=frozenset({silent})) == [f"group:{group.id}"]
    assert told(office, "Sở Y tế", Part.SUPPORT) == []


def test_a_group_hears_nothing_of_mornings_before_it_was_bound(office: Office) -> None:
    office.chats.meet("web", "nhom", title="Nhóm")
    early, late = (datetime.combine(TODAY, MORNING) + timedelta(minutes=past) for past in (-1, 1))
    office.chats.bind("web", "nhom", ("quang-nam",), replace(deed(), at=late))
    assert told(office, "Sở Y tế") == []
    assert len(told(office, "Sở Y tế", on=NEXT_WEEK)) == 1
    office.chats.bind("web", "nhom", (), deed())
    office.chats.bind("web", "nhom", ("quang-nam",), replace(deed(), at=early))
    office.chats.bind("web", "nhom", ("quang-nam",), replace(deed(), at=late))  # bound already
    assert len(told(office, "Sở Y tế")) == 1
    office.chats.bind("web", "nhom", (), deed())
    office.chats.bind("web", "nhom", ("quang-nam",), replace(deed(), at=late))
    rehearsed = OfficeDirectory(office.people, office.chats, morning=None)
    assert told(office, "Sở Y tế") == []
    assert len(rehearsed.groups("quang-nam", on=TODAY)) == 1


def test_leaders_of_the_agency_else_of_the_office_hear_what_is_late(office: Office, join) -> None:
    office_leader = join(Role.LEADER)
    assert told(office, "Sở Tư pháp", Part.LEADER) == [f"officer:{office_leader}"]
    own = join(Role.LEADER, "Sở Tư pháp")
    assert told(office, "Sở Tư pháp", Part.LEADER) == [f"officer:{own}"]


def test_administrators_keep_what_nobody_is_told(office: Office, join) -> None:
    admin = join(Role.ADMIN, "Văn phòng")
    assert told(office, "Sở Y tế", Part.KEEPER) == [f"officer:{admin}"]
    assert told(office, "Văn phòng") == [f"officer:{admin}"]


def test_where_nobody_is_registered_the_printed_lead_stands_for_its_officers() -> None:
    directory = PrintedDirectory()
    led = directory.told("Sở Tư pháp", Part.LEAD, slug="quang-nam", on=TODAY)
    assert list(map(str, led)) == ["agency:Sở Tư pháp"]
    assert directory.told("Sở Tư pháp", Part.SUPPORT, slug="quang-nam", on=TODAY) == ()
    assert directory.groups("quang-nam", on=TODAY) == ()
