from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.store.open import open_store
from tests.bot.telegram.harness import migrated
from tests.factories.offices import SmallOffice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SmallOffice]:
    path = tmp_path / "office.sqlite3"
    path.write_bytes(migrated())
    store = open_store(f"sqlite:///{path}")
    yield SmallOffice(store)
    store.close()
