"""At every point at which a process can die: nothing is lost, nothing said oftener than it was in doubt."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from knowledge.reminding.ledger import ENDED
from tests.factories.offices import AGENCIES, ZONE, SmallOffice, task
from tests.fakes.chats import Fault, Killed
from tests.scheduler.reminding.killing import POINTS, MortalLedger

MORNING = datetime(2024, 3, 4, 7, 30, tzinfo=ZONE)
HOUR = timedelta(hours=1)
FAULTS = tuple(Fault)


def morning(office: SmallOffice) -> None:
    """Four messages' worth: two officers, urgent and not; one of the tasks is done after it was planned."""
    early, late = date(2024, 3, 5), date(2024, 3, 19)
    office.set_plan(
        *(task(f"{agency[3:]} {due.day}", due, lead=agency) for agency in AGENCIES for due in (early, late))
    )
    office.at = MORNING


def check(office: SmallOffice, kills: int) -> None:
    """Everything has ended, everybody knows everything, and nobody heard it oftener than in doubt."""
    owed = office.ledger.obligations(limit=1000)
    open_ = [one for one in owed if one.reminder.at <= office.at and one.state not in ENDED]
    assert all(one.unsure_at is not None and not one.reminder.is_urgent for one in open_)
    assert len({one.reminder.key for one in owed}) == len(owed)
    said = Counter(key for one in office.chats.accepted for key in one.said.keys)
    assert set(said) <= {one.reminder.key for one in owed}
    for key, copies in said.items():
        assert copies <= 1 + kills + office.chats.unknown.get(key, 0)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_wherever_the_process_dies(office, point, number):
    morning(office)
    mortal = MortalLedger(office.ledger, point, number)
    office.boot(mortal)
    kills = 0
    try:
        office.plan()
        office.report("Nội vụ 5")
        office.work(until=MORNING + HOUR, every=HOUR / 4)
    except Killed:
        kills = 1
    assert kills or not mortal.passed[point] >= number
    office.boot()
    office.work(until=MORNING + 3 * HOUR, every=HOUR)
    check(office, kills)
    heard = {key.split("|")[0] for one in office.chats.accepted for key in one.said.keys}
    assert {"mau/Nội vụ 19", "mau/Tư pháp 5", "mau/Tư pháp 19"} <= heard | uncertain(office)


def uncertain(office: SmallOffice) -> set[str]:
    """Tasks whose message was lost with its process and that wait for company: nobody knows, and they can wait."""
    planned = (one for one in office.ledger.obligations(limit=1000) if one.unsure_at is not None)
    return {"/".join(one.reminder.task) for one in planned if not one.reminder.is_urgent}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_whatever_goes_wrong_with_messages(office, fault):
    morning(office)
    office.chats.fail([fault, fault])
    kills = 0
    for _ in range(3):
        try:
            office.work(until=office.at + HOUR, every=HOUR / 2)
        except Killed:
            kills += 1
            office.boot()
    check(office, kills)
