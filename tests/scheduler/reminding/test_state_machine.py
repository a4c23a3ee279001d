"""Whatever people, networks, clocks and crashes do in whatever order: the laws of the ledger hold."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from knowledge.deadlines.reader import read_deadlines
from knowledge.errors import StoreError
from knowledge.progress.events import Clock, EventReport
from knowledge.progress.reports import TaskState
from knowledge.reminding.ledger import ENDED, Recorded
from knowledge.reminding.reminder import ReminderKind
from knowledge.reminding.wishes import AnswerKind
from knowledge.store.open import open_store
from scheduler.calendar import load_calendar
from tests.bot.telegram.harness import migrated
from tests.contracts.conftest import POSTGRES, empty_postgres
from tests.factories.offices import AGENCIES, BEGAN, SLUG, SmallOffice, moved, task
from tests.fakes.chats import Fault, Killed, Said
from tests.scheduler.reminding.killing import POINTS, FailingLedger, MortalLedger

DATED = st.sampled_from("123")
TASKS = st.sampled_from("1234")
"""The last one has no day before an event is reported."""
CLOCK = "03 ngày làm việc kể từ ngày công bố"
OFFICERS = st.integers(0, 1)
DUE_DAYS = st.dates(date(2024, 3, 4), date(2024, 3, 22))
PASSED = st.sampled_from([timedelta(minutes=1), timedelta(minutes=20), timedelta(hours=5), timedelta(days=1)])
HAPPENED = st.dates(date(2024, 2, 26), date(2024, 3, 20))
JUMPS = st.sampled_from([timedelta(days=-3), timedelta(hours=-1), timedelta(hours=1), timedelta(days=3)])


class Reminding(RuleBasedStateMachine):
    """An office, its people and its bad luck, on a SQLite file of its own or `on_server`, the PostgreSQL one."""

    on_server = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        if self.on_server:
            url = empty_postgres()
        else:
            path = Path(self.folder.name) / "machine.sqlite3"
            path.write_bytes(migrated())
            url = f"sqlite:///{path}"
        self.office = SmallOffice(open_store(url))
        self.office.chats.look = self.look
        self.wrong: list[str] = []
        self.kills = self.troubles = 0
        self.done: set[str] = set()
        self.events: dict[int, date] = {}

    def teardown(self) -> None:
        """With good luck again, everything ends within two weeks of work."""
        self.office.chats.faults.clear()
        self.office.chats.blocked.clear()
        self.office.chats.moved.clear()
        self.office.boot()
        began = max(self.office.at, BEGAN)
        self.office.at = began.replace(hour=7, minute=30)
        for _ in range(6):
            self.office.at += timedelta(days=2, hours=1)
            self.office.work()
        self.laws()
        owed = self.office.ledger.obligations(limit=10_000)
        late = [one for one in owed if one.reminder.last_day < self.office.at.date() - timedelta(days=5)]
        assert {one.state for one in late if one.reminder.at < self.office.at - timedelta(days=5)} <= ENDED
        self.office.store.close()
        self.folder.cleanup()

    def look(self, said: Said) -> None:
        """As a message is accepted: is this the hour, and is there still something to say?"""
        if not self.office.now.is_open(self.office.at):
            self.wrong.append(f"at a closed hour: {self.office.at}")
        owed = {one.reminder.key: one for one in self.office.ledger.find_dispatch(said.dispatch).obligations}
        for key in said.keys:
            one = owed[key].reminder
            if one.at > self.office.at:
                self.wrong.append(f"too early: {key}")
            if one.kind is ReminderKind.UNDELIVERED:
                continue
            if one.task[1] in self.done:
                self.wrong.append(f"after it was done: {key}")
            if one.due_on not in self.due_days(one.task[1]):
                self.wrong.append(f"of a day that is none any more: {key}")

    def due_days(self, key: str) -> set[date]:
        """When a task is due as things stand."""
        if key == "4":
            return {load_calendar().add_working_days(day, 3) for day in self.events.values()}
        return {self.tasks[key].deadlines[0].due}

    @initialize(days=st.tuples(DUE_DAYS, DUE_DAYS, DUE_DAYS))
    def begin(self, days: tuple[date, ...]) -> None:
        self.tasks = {
            key: task(key, day, lead=AGENCIES[number % 2], support=AGENCIES[1 - number % 2] if number == 2 else "")
            for number, (key, day) in enumerate(zip("123", days, strict=True))
        }
        clock = replace(task("4", date(2024, 3, 4)), time=CLOCK, deadlines=read_deadlines(CLOCK, year=2024))
        self.tasks["4"] = clock
        self.office.set_plan(*self.tasks.values())

    def live(self, work: object) -> None:
        try:
            work()
        except Killed:
            self.kills += 1
            self.office.boot()
        except StoreError:  # the metronome tells it in the log, and ticks again
            self.troubles += 1

    @rule()
    def tick(self) -> None:
        self.live(self.office.plan)
        self.live(self.office.deliver)

    @rule(passed=PASSED)
    def go_on(self, passed: timedelta) -> None:
        self.office.at += passed
        self.tick()

    @rule(jump=JUMPS)
    def set_the_clock(self, jump: timedelta) -> None:
        self.office.at = max(BEGAN, self.office.at + jump)

    @rule(key=DATED, day=DUE_DAYS)
    def edit(self, key: str, day: date) -> None:
        self.tasks[key] = moved(self.tasks[key], day)
        self.office.set_plan(*self.tasks.values())

    @rule(key=TASKS)
    def take_out(self, key: str) -> None:
        if len(self.tasks) > 1:
            left = [one for one in self.tasks.values() if one.key != key]
            self.office.set_plan(*left)
            self.live(self.office.plan)
            self.office.set_plan(*self.tasks.values())

    @rule(key=TASKS)
    def finish(self, key: str) -> None:
        self.office.report(key)
        self.done.add(key)

    @rule(key=TASKS)
    def begin_again(self, key: str) -> None:
        self.office.report(key, TaskState.DOING)
        self.done.discard(key)

    @rule(day=HAPPENED)
    def report_event(self, day: date) -> None:
        clock = Clock(slug=SLUG, key="4", event=self.tasks["4"].deadlines[0].event)
        deed = self.office.deed("report_event", self.office.officers[0])
        event = self.office.stores.events.report_event(EventReport(happened_on=day, clocks=(clock,)), deed)
        self.events[event.id] = day

    @rule(data=st.data())
    def revoke_event(self, data: st.DataObject) -> None:
        if self.events:
            event = data.draw(st.sampled_from(sorted(self.events)))
            self.office.stores.events.revoke_event(event, self.office.deed("revoke_event"))
            del self.events[event]

    @rule(key=DATED, officer=OFFICERS, kind=st.sampled_from([AnswerKind.SEEN, AnswerKind.MUTED]))
    def answer(self, key: str, officer: int, kind: AnswerKind) -> None:
        self.office.answer(key, kind, officer, due_on=self.tasks[key].deadlines[0].due)

    @rule(key=DATED, officer=OFFICERS, hours=st.integers(1, 60))
    def put_off(self, key: str, officer: int, hours: int) -> None:
        until = self.office.at + timedelta(hours=hours)
        self.office.answer(key, AnswerKind.PUT_OFF, officer, due_on=self.tasks[key].deadlines[0].due, until=until)

    @rule(faults=st.lists(st.sampled_from(Fault), min_size=1, max_size=3))
    def have_bad_luck(self, faults: list[Fault]) -> None:
        self.office.chats.fail(faults)
        self.tick()

    @rule(point=st.sampled_from(POINTS), number=st.integers(1, 3))
    def die(self, point: str, number: int) -> None:
        self.office.boot(MortalLedger(self.office.ledger, point, number))
        self.tick()
        self.office.boot()

    @rule(point=st.sampled_from(POINTS), number=st.integers(1, 3))
    def break_the_database(self, point: str, number: int) -> None:
        self.office.boot(FailingLedger(self.office.ledger, point, number))
        for _ in range(2):  # the same process goes on
            self.tick()
        self.office.boot()

    @rule(officer=OFFICERS)
    def block(self, officer: int) -> None:
        self.office.chats.blocked ^= {f"can-bo-{officer}"}

    @rule(officer=OFFICERS)
    def move_chat(self, officer: int) -> None:
        self.office.chats.moved[f"can-bo-{officer}"] = f"can-bo-{officer}-moi"

    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        if self.office.chats.accepted:
            shown = data.draw(st.sampled_from(self.office.chats.accepted))
            for _ in range(2):
                self.office.ledger.arrived(shown.said.dispatch, "m", self.office.at)

    @rule()
    def plan_twice(self) -> None:
        self.live(self.office.plan)
        assert self.office.plan().recorded == Recorded()

    @invariant()
    def laws(self) -> None:
        assert self.wrong == []
        owed = self.office.ledger.obligations(limit=10_000)
        said = Counter(key for one in self.office.chats.accepted for key in one.said.keys)
        known = {one.reminder.key for one in owed}
        assert set(said) <= known
        for key, copies in said.items():
            assert copies <= 1 + self.kills + self.office.chats.unknown.get(key, 0), key
        for one in self.office.chats.accepted:
            assert {key.rpartition("|")[2] for key in one.said.keys} == {f"officer:{self.office.whose(one.chat)}"}
        for one in owed:
            assert (one.state in ENDED) == (one.cause is not None) == (one.ended_at is not None)


QUICK = settings(max_examples=int(os.environ.get("NHACVIEC_MACHINES", "5")), stateful_step_count=20, deadline=None)


def test_the_laws_hold_on_sqlite() -> None:
    run_state_machine_as_test(Reminding, settings=QUICK)


@pytest.mark.skipif(POSTGRES not in os.environ, reason=f"{POSTGRES} gives no PostgreSQL server to test on")
def test_the_laws_hold_on_postgresql() -> None:
    class OnPostgres(Reminding):
        on_server = True

    run_state_machine_as_test(OnPostgres, settings=settings(QUICK, max_examples=(QUICK.max_examples + 1) // 2))
