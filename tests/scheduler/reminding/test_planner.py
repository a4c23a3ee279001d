"""A planning reads everything again after any change, on a new day and now and then; else it does not."""

from datetime import date, datetime, timedelta

import pytest

from scheduler.planner import REPLANNED, Planner
from scheduler.situation import Situation
from tests.factories.offices import ZONE, SmallOffice, task

EVENING = datetime(2024, 3, 4, 23, 55, tzinfo=ZONE)


class Read:
    """Plans an office and counts how often all of it was read."""

    def __init__(self, office: SmallOffice) -> None:
        self.office, self.times = office, 0
        office.set_plan(task("1", date(2024, 3, 15)))
        self.planner = Planner(office.ledger, read=self.read, office=office.now, state=office.now.state)

    def read(self) -> Situation:
        self.times += 1
        return self.office.now.situation()

    def plan(self, passed: timedelta = timedelta(seconds=30)) -> int:
        self.office.at += passed
        self.planner.plan(self.office.at)
        return self.times


@pytest.fixture
def read(office: SmallOffice) -> Read:
    return Read(office)


def test_what_has_not_changed_is_read_once_a_while(read: Read):
    assert [read.plan(), read.plan(), read.plan(REPLANNED), read.plan()] == [1, 1, 2, 2]


def test_any_change_is_seen_at_once(read: Read):
    read.plan()
    read.office.report("1")
    assert read.plan() == 2
    read.office.set_plan(task("1", date(2024, 3, 22)))
    assert read.plan() == 3


def test_a_new_day_is_planned(read: Read):
    read.office.at = EVENING
    assert [read.plan(), read.plan(timedelta(minutes=4)), read.plan(timedelta(minutes=2))] == [1, 1, 2]
