"""`nhacviec ledger` and the port for whoever watches: what they say of a real ledger."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.channels.base import Outgoing
from bot.cli import STATES, main
from bot.errors import ChannelError
from bot.reminding.telling import Marks, Teller, render_health
from bot.reminding.watch_port import WatchPort
from bot.rendering.phrases import has_phrase
from knowledge.errors import StoreError
from knowledge.reminding.ledger import Cause, LedgerCounts, ObligationState
from knowledge.reminding.reminder import ReminderKind
from knowledge.store.ledger import SqlLedger
from knowledge.store.open import open_store
from scheduler.errors import NoCalendarError
from scheduler.outcomes import Sent
from scheduler.watching import DELIVERER, LATE, PLANNER, SILENT, Auditor, Health, Trouble, Watch
from tests.factories.reminders import MORNING, changed, draft, officer, reminder


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/book.sqlite3"
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", url)
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")
    store = open_store(url)
    ledger = SqlLedger(store.engine)
    wanted = [reminder("1"), reminder("2", who=officer(2))]
    ledger.record(wanted, until=MORNING + timedelta(days=2), why=changed, at=MORNING)
    owed = ledger.due(MORNING, since=MORNING)
    ledger.queue([draft(*owed[officer()])], MORNING)
    ledger.end({owed[officer(2)][0].id: Cause.DONE}, MORNING)
    yield ledger
    store.close()


def test_the_book_says_how_each_reminder_ended(ledger, capsys):
    assert main(["ledger"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "mau/2" in first
    assert "không cần nhắc nữa (việc đã báo xong)" in first
    assert "11/03/2024 07:30" in second
    assert "đang chờ gửi" in second


def test_the_book_for_machines_and_by_filter(ledger, capsys):
    assert main(["ledger", "--state", "superseded", "--plan", "mau", "--officer", "2", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["task"], found["state"], found["cause"], found["dispatch"]) == ("mau/2", "superseded", "done", None)
    assert main(["ledger", "--counts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"queued": 1, "superseded": 1}
    assert main(["ledger", "--counts"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["đang chờ gửi: 1", "không cần nhắc nữa: 1"]
    assert main(["ledger", "--plan", "khac"]) == 0
    assert "chưa có lời nhắc" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--state", "lạ"], ["--limit", "0"], ["--officer", "x"]])
def test_a_wrong_filter_is_one_line(ledger, capsys, wrong):
    assert main(["ledger", *wrong]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_everything_in_the_book_has_its_words():
    assert tuple(ObligationState) == STATES
    codes = [("state", ObligationState), ("cause", Cause), ("kind", ReminderKind)]
    assert [f"{name}_{one}" for name, kinds in codes for one in kinds if not has_phrase(f"ledger.{name}_{one}")] == []
    assert [trouble for trouble in Trouble if not has_phrase(f"watch.{trouble.value}")] == []


class Signs:
    """Watermarks that a test sets."""

    def __init__(self, **marks):
        self.marks = marks

    def watermarks(self):
        return self.marks


def watch(ledger, now, signs, *, is_open=lambda _: True):
    return Watch(ledger, signs, is_open=is_open, now=lambda: now[0])


def test_a_loop_that_is_silent_and_what_waits_too_long_are_trouble(ledger):
    now, signs = [MORNING], Signs()
    looking = watch(ledger, now, signs)
    assert looking.look().ok
    now[0] = MORNING + LATE + timedelta(minutes=1)
    signs.marks = {PLANNER: now[0], DELIVERER: now[0] - SILENT - timedelta(seconds=1)}
    health = looking.look()
    assert health.troubles == (Trouble.DELIVERER_SILENT, Trouble.DUE_NOT_SENT)
    assert watch(ledger, now, signs).look().ok  # a process that has just begun
    night = watch(ledger, [MORNING], signs, is_open=lambda at: at > MORNING + timedelta(minutes=10))
    night._now = looking._now
    assert Trouble.DUE_NOT_SENT not in night.look().troubles


def test_a_year_without_a_calendar_is_trouble_that_is_told(ledger):
    def is_open(at):
        raise NoCalendarError(at.year, known=(2024,))

    health = watch(ledger, [MORNING], Signs(), is_open=is_open).look()
    assert health.troubles == (Trouble.NO_CALENDAR,)
    assert "lịch làm việc" in render_health(health)


def test_administrators_are_told_once_that_it_stalls_and_once_that_it_is_over(ledger):
    now, signs, told = [MORNING], Signs(), []
    auditor = Auditor(watch(ledger, now, signs, is_open=lambda _: False), told.append)
    auditor.audit()
    now[0] = MORNING + 2 * SILENT
    auditor.audit()
    auditor.audit()
    signs.marks = {PLANNER: now[0], DELIVERER: now[0]}
    auditor.audit()
    assert [len(health.troubles) for health in told] == [2, 0]


def test_what_administrators_are_told(tmp_path):
    said = []

    class Administrators:
        def accounts_of_role(self, role, channel):
            return [type("Account", (), {"chat": "9"}), type("Account", (), {"chat": ""})]

    class Channel:
        def say(self, chat, outgoing: Outgoing):
            said.append((chat, outgoing.text))
            return Sent(message="1")

    counts = LedgerCounts(obligations={}, dispatches={}, attempts={})
    stalled = Health(at=MORNING, counts=counts, ages={PLANNER: 360.0}, troubles=(Trouble.PLANNER_SILENT,))
    Teller(Administrators(), {"telegram": Channel()})(stalled)
    ((chat, text),) = said
    assert chat == "9"
    assert "không hoạt động đã 6 phút" in text


def test_a_loop_is_written_down_as_alive_not_oftener_than_of_use():
    now, marked = [MORNING], []
    marks = Marks(lambda loop, at: marked.append((loop, at)), lambda: now[0])
    for seconds in (0, 1, 19, 20, -300):
        now[0] = MORNING + timedelta(seconds=seconds)
        marks(PLANNER)
    assert [(at - MORNING).total_seconds() for _, at in marked] == [0, 20, -300]


def ask(port, path):
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_the_port_for_whoever_watches(ledger):
    now, signs, broken = [MORNING], Signs(), []
    looking = watch(ledger, now, signs)

    def look():
        if broken:
            raise StoreError("Không kết nối được máy chủ cơ sở dữ liệu.")
        return looking.look()

    async def serve():
        stop, port = asyncio.Event(), WatchPort(0, look)
        task = asyncio.create_task(port.run(stop))
        seen = [await asyncio.to_thread(ask, port.port, path) for path in ("/health", "/metrics", "/khac")]
        now[0] = MORNING + 2 * SILENT
        seen.append(await asyncio.to_thread(ask, port.port, "/health"))
        broken.append(True)
        seen.append(await asyncio.to_thread(ask, port.port, "/health"))
        with pytest.raises(ChannelError, match="NHACVIEC_WATCH_PORT"):
            WatchPort(port.port, look)
        stop.set()
        await task
        return seen

    healthy, metrics, unknown, stalled, down = asyncio.run(serve())
    assert (healthy[0], json.loads(healthy[1])["ok"]) == (200, True)
    assert metrics[0] == 200
    assert 'nhacviec_obligations{state="superseded"} 1.0' in metrics[1]
    assert unknown[0] == 404
    assert (stalled[0], json.loads(stalled[1])["troubles"]) == (503, ["planner_silent", "deliverer_silent"])
    assert (down[0], json.loads(down[1])["ok"]) == (503, False)
