"""A database that takes nothing for a while: nothing is lost or said unwritten, and it is told of."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from threading import Lock

import pytest
from sqlalchemy import Engine, event

from knowledge.errors import StoreError
from knowledge.reminding.ledger import ObligationState
from knowledge.store.replicas import SqlReplicas
from scheduler.runner import Metronome, Tick
from scheduler.watching import PLANNER, Auditor, Failing, Trouble, Watch
from tests.factories.offices import AGENCIES, BEGAN, SmallOffice, task
from tests.fakes.chats import Said

TASKS = 60
"""Enough that what is owed of them does not fit into the pages that a database has."""


@contextmanager
def pragmas(engine: Engine, broken: str, mended: str) -> Iterator[None]:
    """Each connection is set so while it lasts."""
    said = [broken]

    def set_up(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA {said[0]}")

    event.listen(engine, "checkout", set_up)
    yield
    said[0] = mended


def full(engine: Engine, path: Path) -> AbstractContextManager[None]:
    with closing(sqlite3.connect(path)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    return pragmas(engine, f"max_page_count={pages}", "max_page_count=1000000")


def read_only(engine: Engine, _: Path) -> AbstractContextManager[None]:
    return pragmas(engine, "query_only=ON", "query_only=OFF")


@contextmanager
def locked(engine: Engine, path: Path) -> Iterator[None]:
    """Another program writes and does not end."""
    with (
        closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other,
        pragmas(engine, "busy_timeout=1", "busy_timeout=10000"),
    ):
        other.execute("BEGIN IMMEDIATE")
        yield


TROUBLES = {"đầy": full, "chỉ cho đọc": read_only, "đang bận": locked}
Break = Callable[[Engine, Path], AbstractContextManager[None]]


@pytest.fixture
def morning(office: SmallOffice, tmp_path: Path) -> SmallOffice:
    office.set_plan(*(task(str(n), date(2024, 3, 4), lead=AGENCIES[n % 2]) for n in range(TASKS)))
    office.at = BEGAN + timedelta(minutes=45)
    with closing(sqlite3.connect(tmp_path / "office.sqlite3")) as connection:
        connection.execute("VACUUM")  # no page is free
    return office


def attempted(path: Path, said: Said) -> bool:
    """Whether it is committed that an attempt to send a message has begun and not ended."""
    with closing(sqlite3.connect(path)) as connection:
        begun = "SELECT count(*) FROM attempt WHERE dispatch_id = ? AND ended_at IS NULL"
        return bool(connection.execute(begun, (said.dispatch,)).fetchone()[0])


def check(office: SmallOffice) -> None:
    """Everybody was told everything, once."""
    office.work()
    said = Counter(key for one in office.chats.accepted for key in one.said.keys)
    assert len(said) == TASKS
    assert set(said.values()) == {1}
    ended = {one.state for one in office.ledger.obligations(limit=1000) if one.reminder.at <= office.at}
    assert ended <= {ObligationState.DELIVERED, ObligationState.COVERED}


@pytest.mark.parametrize(("words", "trouble"), TROUBLES.items())
def test_what_cannot_be_planned_is_planned_later(morning, tmp_path, words, trouble: Break):
    with trouble(morning.store.engine, tmp_path / "office.sqlite3"):
        with pytest.raises(StoreError, match=words):
            morning.plan()
        morning.chats.look = lambda _: pytest.fail("nothing was owed")
        if trouble is full:  # with nothing to write down there is nothing to fail
            assert morning.deliver() == 0
    morning.chats.look = lambda _: None
    check(morning)


@pytest.mark.parametrize("trouble", TROUBLES.values())
@pytest.mark.parametrize("from_begun", [False, True])
def test_nothing_is_said_whose_attempt_is_not_written(morning, tmp_path, trouble: Break, from_begun):
    """`from_begun`: the trouble begins as the first message is accepted, else before any is claimed."""
    path = tmp_path / "office.sqlite3"
    morning.plan()
    begun: list[AbstractContextManager[None]] = []
    written: list[bool] = []
    once = Lock()

    def look(said: Said) -> None:
        written.append(attempted(path, said))
        if from_begun and once.acquire(blocking=False):
            begun.append(trouble(morning.store.engine, path))
            begun[0].__enter__()

    morning.chats.look = look
    if not from_begun:
        begun.append(trouble(morning.store.engine, path))
        begun[0].__enter__()
    # A full disk may still take what changes no page; the others take nothing at all.
    with suppress(StoreError) if trouble is full else pytest.raises(StoreError):
        morning.deliver()
    assert len(morning.chats.accepted) <= 2 * (from_begun or trouble is full)
    begun[0].__exit__(None, None, None)
    morning.at += timedelta(minutes=2)  # the leases of what was claimed and not begun are over
    check(morning)
    assert all(written)


def test_it_is_told_and_is_over(morning, tmp_path, caplog):
    told = []
    failing = Failing(lambda: morning.at)
    replicas = SqlReplicas(morning.store.engine)
    watch = Watch(morning.ledger, replicas, is_open=morning.now.is_open, now=lambda: morning.at, failing=failing)
    auditor = Auditor(watch, told.append)
    tick = Tick(name=PLANNER, every=30, work=lambda _: morning.plan())
    metronome = Metronome((tick,), done=failing.done, failed=failing.failed, now=lambda: morning.at)
    with full(morning.store.engine, tmp_path / "office.sqlite3"):
        for _ in range(2):
            metronome.tick(tick)
            assert auditor.audit().ok is (not told)
            morning.at += timedelta(seconds=20)
            auditor.audit()
    metronome.tick(tick)
    assert auditor.audit().ok
    assert [health.troubles for health in told] == [(Trouble.FAILING,), ()]
    assert any("Đĩa đã đầy" in message for message in caplog.messages)
