from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.samples import fill_if_empty
from knowledge.store.open import open_store


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the bundled plans, to be copied."""
    path = tmp_path_factory.mktemp("filled") / "plans.sqlite3"
    store = open_store(f"sqlite:///{path}")
    fill_if_empty(store, at=datetime(2024, 1, 2, tzinfo=UTC))
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path
