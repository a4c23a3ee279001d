"""Every store under the same questions: in memory, in a SQLite file, on PostgreSQL where a server is given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from knowledge.store.memory import MemoryPlanStore
from knowledge.store.open import open_store
from knowledge.store.sql import SqlPlanStore

POSTGRES = "NHACVIEC_TEST_POSTGRES_URL"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/plans.sqlite3"
    return empty_postgres()


def empty_postgres() -> str:
    """The address of an empty database on the server; each worker of the tests has one of its own."""
    address = os.environ.get(POSTGRES)
    if not address:
        pytest.skip(f"{POSTGRES} gives no PostgreSQL server to test on")
    url = make_url(address)
    # Everything in it is dropped: a database that does not call itself one for tests is not touched.
    assert "test" in str(url.database), f"the database of {POSTGRES} must have “test” in its name"
    url = url.set(drivername="postgresql+psycopg")
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        url = _beside(url, worker)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url.render_as_string(hide_password=False)


@cache
def _beside(url: URL, worker: str) -> URL:
    """The worker's own database, made where the server has none yet."""
    own = url.set(database=f"{url.database}_{worker}")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        made = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": own.database})
        if not made:
            connection.execute(text(f'CREATE DATABASE "{own.database}"'))
    engine.dispose()
    return own


@pytest.fixture
def postgres_url() -> str:
    """The address of an empty database on a PostgreSQL server."""
    return empty_postgres()


@pytest.fixture
def sql_store(database_url: str) -> Iterator[SqlPlanStore]:
    store = open_store(database_url)
    yield store
    store.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemoryPlanStore | SqlPlanStore]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryPlanStore()
        return
    url = empty_postgres() if request.param == "postgresql" else f"sqlite:///{tmp_path}/plans.sqlite3"
    opened = open_store(url)
    yield opened
    opened.close()
