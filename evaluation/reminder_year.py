"""A year of the bundled plans, morning by morning: an officer for each lead agency, counted where messages arrive."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.office.people import Deed, Invitation, Role
from knowledge.reminding.wishes import PlanReminding
from knowledge.samples import fill_if_empty
from knowledge.store.ledger import SqlLedger
from knowledge.store.office import office_of
from knowledge.store.open import open_store
from knowledge.store.sql import SqlPlanStore
from scheduler.calendar import load_calendar
from scheduler.delivery import Deliverer
from scheduler.office_now import OfficeNow, PlansNow
from scheduler.planner import Planner
from tests.fakes.chats import Chats, Said, Words

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
BEGINS: Final = datetime(2024, 1, 1, 7, 30, tzinfo=ZONE)
ENDS: Final = date(2024, 12, 31)


def print_year() -> None:
    """Plays 2024 and says what people got."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        store = open_store(f"sqlite:///{folder}/year.sqlite3")
        fill_if_empty(store, at=BEGINS)
        people = _fill(store)
        start = perf_counter()
        chats = _play(store)
        passed = perf_counter() - start
        store.close()
    calendar = load_calendar()
    days_off = sum(not calendar.is_working(one.at.date()) for one in chats.accepted)
    keys = Counter(key for one in chats.accepted for key in one.said.keys)
    mornings = Counter((one.chat, one.at.date()) for one in chats.accepted)
    print(
        f"a year of the five plans in {passed:.0f} s: {len(chats.accepted)} messages to {people} officers,"
        f" {days_off} on a day off, {sum(count > 1 for count in keys.values())} of {len(keys)} reminders twice,"
        f" at most {max(mornings.values())} a morning"
    )


def _fill(store: SqlPlanStore) -> int:
    """An officer for each lead agency, reminders of every plan on; how many officers there are."""
    office = office_of(store.engine)
    leads = list(dict.fromkeys(lead for plan in store.plans() for task in plan.tasks for lead in task.leads))
    for number, lead in enumerate(leads):
        name = f"can-bo-{number}"
        invitation = Invitation(role=Role.FOCAL, agency=lead, expires_at=BEGINS + timedelta(days=1))
        office.people.invite(name, invitation, Deed(at=BEGINS, action="invite", event=f"invite-{number}"))
        joined = Deed(at=BEGINS, action="redeem", event=f"redeem-{number}")
        office.people.redeem(name, channel="chats", person=name, chat=name, name=name, deed=joined)
    for slug in store.slugs():
        reminding = PlanReminding(slug=slug, since=BEGINS.date())
        office.wishes.set_plan(reminding, Deed(at=BEGINS, action="set_plan", event=f"on-{slug}"))
    return len(leads)


def _play(store: SqlPlanStore) -> Chats:
    """Every morning of the year, days off too, planned and delivered."""
    at = BEGINS
    chats = Chats(now=lambda: at)
    ledger = SqlLedger(store.engine)
    now = OfficeNow(office_of(store.engine), PlansNow(store), zone=ZONE)
    planner = Planner(ledger, read=now.situation, office=now, state=now.state)
    deliverer: Deliverer[Said] = Deliverer(
        ledger, senders={"chats": chats}, composer=Words(), office=now, worker="year", now=lambda: at
    )
    while at.date() <= ENDS:
        planner.plan(at)
        deliverer.run()
        at += timedelta(days=1)
    return chats
