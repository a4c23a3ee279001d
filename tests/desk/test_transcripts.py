"""Whole conversations before the desk, word for word; `make golden` writes the answers anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.desk.talk import played

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
WRITING = os.environ.get("NHACVIEC_WRITE_GOLDEN") == "1"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_transcript(path: Path, filled: Path, tmp_path: Path) -> None:
    database = tmp_path / "plans.sqlite3"
    shutil.copy(filled, database)
    written = path.read_text("utf-8")
    now = played(written.splitlines(), database)
    if WRITING:
        path.write_text(now, "utf-8")
    assert WRITING or now == written
