"""Reminders as a process against the strict server of the tests, counted in the server's log and nowhere else.

`make bench` (all of it, some twenty minutes), `make eval ARGS="--only reminders"`; `NHACVIEC_BENCH=0.1` takes a tenth,
`NHACVIEC_BENCH_PARTS="kills"` that part alone (200 kills: about ten minutes of a quiet machine with two cores).
`replicas` is the flood with two processes on PostgreSQL, where `NHACVIEC_TEST_POSTGRES_URL` names a database for tests.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

from evaluation.product import ROOT
from evaluation.reminder_year import print_year
from evaluation.speed import quantile
from knowledge.office.people import Deed, Role
from knowledge.plan import ByDate, Plan, PlanHead, PlanTask
from knowledge.reminding.ledger import Cause
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder, ReminderKind
from knowledge.reminding.wishes import PlanReminding
from knowledge.store.identity import agency_identity
from knowledge.store.ledger import SqlLedger
from knowledge.store.office import office_of
from knowledge.store.office_schema import officer, officer_account, officer_agency
from knowledge.store.open import open_store
from knowledge.store.sql import SqlPlanStore
from scheduler.calendar import load_calendar
from scheduler.delivery import IN_FLIGHT
from scheduler.office_now import OfficeNow, PlansNow
from scheduler.planner import Planner
from tests.contracts.conftest import POSTGRES, empty_postgres
from tests.fakes.telegram_server import TOKEN, Person, TelegramServer
from tests.fakes.telegram_server.calls import Call
from tests.fakes.telegram_server.people import private

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING: Final = datetime(2024, 3, 11, 7, 30, 5, tzinfo=ZONE)
"""A Monday, just after the morning's messages are due."""

TASKS_A_PLAN: Final = 100
FIRST_CHAT, FIRST_ASKER = 100_000, 10
DUE, MARKS = 10_000, 60_000
KILLS, HELD_KILLS = 200, 40
A_KILL, LEADS = 8, 10
"""Messages for each kill, and agencies that lead a task together: fewer tasks are a quicker start after each kill."""

ASKED_A_SECOND: Final = 2


@dataclass(frozen=True)
class Log:
    """What the server accepted and refused."""

    accepted: list[Call]
    refused: list[Call]

    @property
    def floods(self) -> int:
        """How often the server said 429."""
        return sum("Too Many" in call.error for call in self.refused)

    def by_chat(self) -> Counter[int]:
        """Messages in the chats of officers."""
        return Counter(call.chat for call in self.accepted if call.chat >= FIRST_CHAT)

    def most_a_second(self) -> int:
        """The most that was accepted in any stretch of a second."""
        times, most, start = sorted(call.at for call in self.accepted), 0, 0
        for end, at in enumerate(times):
            while times[start] <= at - 1:
                start += 1
            most = max(most, end - start + 1)
        return most


def print_reminders() -> None:
    """Prints every part, from the quickest on."""
    size = float(os.environ.get("NHACVIEC_BENCH", "1"))
    parts = os.environ.get("NHACVIEC_BENCH_PARTS", "planning year downtime flood replicas kills held").split()
    made: dict[str, Callable[[], None]] = {
        "planning": lambda: print_planning(round(MARKS * size)),
        "year": print_year,
        "downtime": lambda: print_downtime(max(20, round(300 * size))),
        "flood": lambda: print_flood(round(DUE * size)),
        "kills": lambda: print_kills(max(5, round(KILLS * size))),
        "replicas": lambda: print_flood(round(DUE * size), replicas=2),
        "held": lambda: print_held(max(5, round(HELD_KILLS * size))),
    }
    for part in parts:
        if part == "replicas" and POSTGRES not in os.environ:
            print(f"replicas: left out, {POSTGRES} names no database")
            continue
        made[part]()
        sys.stdout.flush()


def print_planning(marks: int) -> None:
    """The time to write down marks, and to find that all of them are written down."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        store = open_store(f"sqlite:///{folder}/planning.sqlite3")
        ledger = SqlLedger(store.engine)
        wanted = [_mark(number) for number in range(marks)]
        times = []
        for _ in range(3):
            start = perf_counter()
            ledger.record(wanted, until=MORNING + timedelta(days=99), why=lambda _: Cause.CHANGED, at=MORNING)
            times.append(perf_counter() - start)
        print(f"{marks} marks written down: {times[0]:.2f} s, again {min(times[1:]):.2f} s")
        tasks = marks // 6
        _fill(store, tasks, MORNING.date())
        office = OfficeNow(office_of(store.engine), PlansNow(store), zone=ZONE)
        closed = datetime.combine(MORNING.date(), datetime.min.time(), tzinfo=ZONE)
        for what, more in (("whole", {}), ("unchanged", {"state": office.state})):
            planner = Planner(ledger, read=office.situation, office=office, **more)
            planner.plan(closed)
            start = perf_counter()
            planner.plan(closed)
            print(f"{what} planning of {tasks} tasks of {tasks} officers again: {perf_counter() - start:.2f} s")
        store.close()


def print_downtime(people: int) -> None:
    """How many messages each officer gets after three days without a process, over which several marks went by."""
    with _office(people, _working_days(-1)) as (url, server):
        with _serving(url, server, MORNING):
            _wait_for(server, people, patience=120)
            time.sleep(5)
        counts = Counter(_log(server).by_chat().values())
    print(f"{people} officers after 72 hours down: messages each {dict(counts)}")


def print_flood(due: int, replicas: int = 0) -> None:
    """Due at once to as many chats, while people ask; from one process on SQLite, or from so many on PostgreSQL."""
    url = empty_postgres() if replicas else ""
    with _office(due, _working_days(0), url=url) as (url, server):
        askers = [Person(FIRST_ASKER + number) for number in range(40)]
        with ExitStack() as serving:
            for _ in range(replicas or 1):
                serving.enter_context(_serving(url, server, MORNING))
            _wait_for(server, 1, patience=300)
            began, asked = time.monotonic(), list[tuple[int, float]]()
            while _number(server) < due and time.monotonic() - began < 900:
                person = askers[len(asked) % len(askers)]
                asked.append((person.id, server.time()))
                server.world.say(person, "/start")
                time.sleep(max(0.0, began + len(asked) / ASKED_A_SECOND - time.monotonic()))
            took = time.monotonic() - began
            time.sleep(3)
        log = _log(server)
    counts = log.by_chat()
    waits = _waits(log, asked)
    by = f", {replicas} processes on PostgreSQL" if replicas else ""
    print(
        f"{due} due at once{by}: {took:.0f} s ({len(counts)} of {due} told, {sum(counts.values()) - len(counts)} twice,"
        f" {log.floods} x 429, at most {log.most_a_second()} in any second); {len(waits)} of {len(asked)} questions"
        f" answered meanwhile: median {quantile(waits, 0.5):.2f} s, p95 {quantile(waits, 0.95):.2f} s"
    )


def print_kills(kills: int) -> None:
    """What is lost and what is doubled over kills, where all is urgent: said again where nobody knows."""
    people, began = kills * A_KILL, time.monotonic()
    with _office(people, _working_days(0), leads=LEADS) as (url, server):
        marks, off = _kill_again_and_again(url, server, kills, people)
        with _serving(url, server, MORNING, off):
            _wait_for(server, people, patience=240)
            time.sleep(75)  # what is in doubt is said again after a minute
        log = _log(server)
    counts = log.by_chat()
    first: dict[int, float] = {}
    for call in log.accepted:
        first.setdefault(call.chat, call.at)
    copies = Counter[int]()
    for chat, number in counts.items():
        copies[sum(at < first[chat] for at in marks)] += number - 1
    told = sum(counts.values()) - len(counts)
    print(
        f"{people} urgent over {len(marks)} kills in {time.monotonic() - began:.0f} s:"
        f" {people - len(counts)} lost, {told} said twice"
        f" ({told / len(marks):.2f} a kill, at most {max(copies.values(), default=0)}; {IN_FLIGHT} in flight),"
        f" {log.floods} x 429"
    )


def print_held(kills: int) -> None:
    """The same with what can wait: held where nobody knows, for the next message."""
    people = kills * A_KILL
    with _office(people, _working_days(5), leads=LEADS) as (url, server):
        marks, off = _kill_again_and_again(url, server, kills, people)
        store = open_store(url)
        began = time.monotonic()
        with _serving(url, server, MORNING, off):
            while _owed(store, MORNING + timedelta(seconds=off + time.monotonic() - began)):
                time.sleep(1)
        held = [one for one in SqlLedger(store.engine).obligations(limit=people) if one.unsure_at is not None]
        chats = {int(one.reminder.recipient.name) - 1 + FIRST_CHAT for one in held}
        store.close()
        counts = _log(server).by_chat()
    told = sum(counts.values()) - len(counts)
    print(
        f"{people} that can wait over {len(marks)} kills: {told} said twice, {len(held)} in doubt and held for the next"
        f" message, {len(chats & set(counts))} of these had arrived; {people - len(set(counts) | chats)} lost"
    )


def _kill_again_and_again(url: str, server: TelegramServer, kills: int, people: int) -> tuple[list[float], float]:
    """Kills a serving process at random moments of its sending; the instants of the kills, and the time that passed."""
    chance, marks, began = random.Random(20241121), list[float](), time.monotonic()
    for _ in range(kills):
        before = _number(server)
        if before >= people - IN_FLIGHT:
            break
        with _serving(url, server, MORNING, time.monotonic() - began) as child:
            _wait_for(server, before + chance.randint(1, 4), patience=120)
            time.sleep(chance.random() * 0.1)
            child.kill()
            child.wait(20)
            marks.append(server.time())
    return marks, time.monotonic() - began


@contextmanager
def _office(people: int, due: date, leads: int = 1, url: str = "") -> Iterator[tuple[str, TelegramServer]]:
    """A database of that many officers, each with an agency of their own, and the server of their chats."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder, TelegramServer() as server:
        url = url or f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        store = open_store(url)
        _fill(store, people, due, leads)
        store.close()
        for number in range(people):
            server.world.chats[FIRST_CHAT + number] = private(Person(FIRST_CHAT + number))
        yield url, server


def _fill(store: SqlPlanStore, people: int, due: date, leads: int = 1) -> None:
    """An agency with one officer leads a task, alone or with others."""
    names = [f"Phòng chuyên môn {number}" for number in range(people)]
    rows = range(people)
    with store.engine.begin() as connection:
        officers = [{"id": n + 1, "name": f"Cán bộ {n}", "role": Role.FOCAL.value} for n in rows]
        accounts = [
            {"officer_id": n + 1, "channel": "telegram", "person": str(chat), "chat": str(chat), "reachable": True}
            for n, chat in enumerate(range(FIRST_CHAT, FIRST_CHAT + people))
        ]
        agencies = [{"officer_id": n + 1, "identity": agency_identity(names[n]), "name": names[n]} for n in rows]
        for table, values in ((officer, officers), (officer_account, accounts), (officer_agency, agencies)):
            connection.execute(table.insert(), values)
    wishes = office_of(store.engine).wishes
    together = [tuple(names[start : start + leads]) for start in range(0, people, leads)]
    for number, start in enumerate(range(0, len(together), TASKS_A_PLAN)):
        plan = _plan(f"ke-hoach-{number}", together[start : start + TASKS_A_PLAN], due)
        store.save(plan, source_name="bench", digest=plan.slug, at=MORNING)
        deed = Deed(at=MORNING, action="set_plan", event=f"bench-{number}")
        wishes.set_plan(PlanReminding(slug=plan.slug, since=date(2024, 1, 2)), deed)


def _plan(slug: str, leads: list[tuple[str, ...]], due: date) -> Plan:
    head = PlanHead(title=f"Kế hoạch {slug}", number="1/KH", issuer="UBND", signed_on=date(2024, 1, 2), year=2024)
    tasks = tuple(
        PlanTask(key=str(n), text=f"Việc của {named[0]}", leads=named, deadlines=(ByDate(due=due),))
        for n, named in enumerate(leads, start=1)
    )
    return Plan(slug=slug, head=head, tasks=tasks)


def _mark(number: int) -> Reminder:
    step = number % 6 - 3
    return Reminder(
        task=(f"ke-hoach-{number // 6000}", str(number // 6 % 1000)),
        due_on=MORNING.date(),
        last_day=MORNING.date(),
        kind=ReminderKind.OVERDUE if step > 0 else ReminderKind.LEAD_TIME,
        step=step,
        part=Part.LEAD,
        recipient=Recipient(kind=RecipientKind.OFFICER, name=str(number // 6)),
        agency="Phòng chuyên môn",
        at=MORNING + timedelta(days=step),
    )


def _working_days(number: int) -> date:
    """The day so many working days from the morning on."""
    return load_calendar().add_working_days(MORNING.date(), number) if number else MORNING.date()


@contextmanager
def _serving(url: str, server: TelegramServer, at: datetime, passed: float = 0.0) -> Iterator[subprocess.Popen[bytes]]:
    off = at.timestamp() + passed - time.time()
    settings = {
        "NHACVIEC_DATABASE_URL": url,
        "NHACVIEC_SAMPLES": "0",
        "NHACVIEC_SEGMENT": "0",
        "NHACVIEC_TELEGRAM_TOKEN": TOKEN,
        "NHACVIEC_TELEGRAM_BASE_URL": server.url,
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "evaluation.reminding_child", str(off)],
        cwd=ROOT,
        env={**os.environ, **settings},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(60)
        except subprocess.TimeoutExpired:
            child.kill()


def _sent(server: TelegramServer) -> Iterator[Call]:
    return (call for call in tuple(server.calls) if call.method == "sendMessage")


def _number(server: TelegramServer) -> int:
    """How many chats of officers have been told so far."""
    return len({call.chat for call in _sent(server) if not call.error and call.chat >= FIRST_CHAT})


def _log(server: TelegramServer) -> Log:
    calls = list(_sent(server))
    return Log([call for call in calls if not call.error], [call for call in calls if call.error])


def _wait_for(server: TelegramServer, number: int, *, patience: float) -> None:
    until = time.monotonic() + patience
    while _number(server) < number and time.monotonic() < until:
        time.sleep(0.1)


def _owed(store: SqlPlanStore, at: datetime) -> bool:
    """Whether anything is still to be said by itself; what is held for company is not."""
    return SqlLedger(store.engine).counts(at).oldest_due is not None


def _waits(log: Log, asked: list[tuple[int, float]]) -> list[float]:
    """Seconds from each question to the first answer in its chat after it that no earlier one has taken."""
    answers: dict[int, list[float]] = {}
    for call in log.accepted:
        if call.chat < FIRST_CHAT:
            answers.setdefault(call.chat, []).append(call.at)
    waits = []
    for chat, at in asked:
        left = answers.get(chat, [])
        if left:
            waits.append(left.pop(0) - at)
    return waits


if __name__ == "__main__":
    print_reminders()
