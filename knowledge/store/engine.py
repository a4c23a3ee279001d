"""The engine: addresses, connection settings, and how transactions begin on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock, RLock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from knowledge.errors import StoreError

BUSY_MILLISECONDS = 10_000
CONNECT_SECONDS = 5
WAL_TRIES = 20
WRITE_LOCK = 5_203_117
"""The advisory lock that writers hold on PostgreSQL; any number, the same for all of them."""

_queues: WeakKeyDictionary[Engine, AbstractContextManager[object]] = WeakKeyDictionary()
_queues_lock = Lock()


def make_engine(address: str) -> Engine:
    """An engine for `sqlite:///file` or `postgresql://…`; creates the folder of a SQLite file, opens nothing.

    Raises:
        StoreError: no such address, another database, or the folder cannot be made.
    """
    url = _read_url(address)
    if url.get_backend_name() == "postgresql":
        # pre_ping: the server may have been restarted since the last question.
        options = {"connect_timeout": CONNECT_SECONDS}
        return create_engine(url, pool_pre_ping=True, connect_args=options)
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory and not str(url.database).startswith("file:"):
        _make_folder(Path(str(url.database)))
    # One shared connection, or every thread would see a database of its own.
    engine = create_engine(url, poolclass=StaticPool) if in_memory else create_engine(url)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _read_url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError("Địa chỉ cơ sở dữ liệu (NHACVIEC_DATABASE_URL) không đúng dạng.") from None
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise StoreError("Chỉ dùng được cơ sở dữ liệu SQLite (sqlite:///…) hoặc PostgreSQL (postgresql://…).")
    return url


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise StoreError(f"Không tạo được thư mục dữ liệu {path.parent}; xin kiểm tra quyền ghi.") from None


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver begins transactions late and not before DDL; with its own begin off, ours stands (see _begin_sqlite).
    connection.isolation_level = None
    # First, so that the next lines wait for another process instead of failing.
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys=ON")
    # WAL is kept in the file: set once, then only looked at.
    if connection.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
        _switch_to_wal(connection)
    # NORMAL could lose the last commits with the power: a platform was told by then that we have its message, and a
    # person that their report is kept. FULL costs half a millisecond a commit.
    connection.execute("PRAGMA synchronous=FULL")


def _switch_to_wal(connection: Any) -> None:
    # Changing the mode does not wait for other processes, whatever the busy timeout; taking the whole file does. So
    # where two open a new file at once, the one that is refused waits its turn and tries again.
    for _ in range(WAL_TRIES - 1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock before it reads, else two that read first could not both go on.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose queries all see one state of the database."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The one transaction that writes; others wait. Committed at the end, rolled back on any exception."""
    with claiming(engine) as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
        yield connection


@contextmanager
def claiming(engine: Engine) -> Iterator[Connection]:
    """A short transaction that changes rows guarded by their own state; on PostgreSQL it waits for no other writer."""
    with _queue_of(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def _queue_of(engine: Engine) -> AbstractContextManager[object]:
    """Where the threads of this process wait to write to a SQLite file.

    SQLite itself lets who waits sleep, ever longer up to a tenth of a second, and then look again.
    """
    if engine.dialect.name != "sqlite":
        return nullcontext()
    with _queues_lock:
        return _queues.setdefault(engine, RLock())
