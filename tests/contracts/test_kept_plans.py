"""What is kept beside a database is used while it is what the database holds, and never else."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.plan import Plan
from knowledge.samples import sample_plans
from knowledge.store.kept import kept_plans
from knowledge.store.open import open_store
from knowledge.store.sql import SqlPlanStore

ROOT = Path(__file__).parents[2]
AT = datetime(2024, 6, 3, 2, tzinfo=UTC)
FIVE = tuple(sample_plans())
PLANS = FIVE[:2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/plans.sqlite3"
    store = open_store(address)
    for plan in PLANS:
        store.save(plan, source_name="test", digest=plan.slug, at=AT)
    store.close()
    return address


class Openings:
    """Opens a store and counts how often."""

    def __init__(self, url: str) -> None:
        self.url, self.count = url, 0

    def __call__(self) -> SqlPlanStore:
        self.count += 1
        return open_store(self.url)


def held(url: str) -> tuple[int, tuple[Plan, ...], tuple[tuple[str, str], ...]]:
    """How often the store was opened for a question, and what was read."""
    openings = Openings(url)
    kept = kept_plans(url, openings)
    return openings.count, tuple(kept.plans()), kept.teachings()


def test_plans_come_back_to_the_last_line_without_the_store(url):
    first, again = held(url), held(url)
    assert (first[0], again[0]) == (1, 0)
    assert repr(again[1:]) == repr(first[1:])  # repr: an equal plan may stand on other lines
    assert again[1] == PLANS


@pytest.mark.parametrize("change", ["save", "teach", "remove"])
def test_a_change_of_plans_or_teachings_is_seen_by_the_next_question(url, change):
    held(url)
    store = open_store(url)
    match change:
        case "save":
            store.save(FIVE[2], source_name="test", digest="3", at=AT)
        case "teach":
            store.teach("bộ phận 1 cửa", "Bộ phận Một cửa", at=AT)
        case _:
            store.remove(PLANS[0].slug)
    expected = tuple(store.plans()), store.teachings()
    store.close()
    assert held(url) == (1, *expected)
    assert held(url) == (0, *expected)


def test_a_database_put_in_anothers_place_is_not_taken_for_it(url, tmp_path):
    held(url)
    other = open_store(f"sqlite:///{tmp_path}/other.sqlite3")
    for plan in FIVE[2:4]:
        other.save(plan, source_name="test", digest="other", at=AT.replace(minute=1))
    other.close()
    (tmp_path / "other.sqlite3").replace(tmp_path / "plans.sqlite3")
    assert held(url)[1] == FIVE[2:4]


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"stamp": 1}', b"\xff", None])
def test_a_broken_file_is_read_past_and_mended(url, tmp_path, broken):
    held(url)
    kept = tmp_path / "plans.sqlite3.kept"
    if broken is None:  # its stamp is right, its plans are not
        content = json.loads(kept.read_bytes())
        broken = json.dumps({**content, "plans": ["", ["PlanTask", "1"]]}).encode()
    kept.write_bytes(broken)
    assert held(url)[:2] == (1, PLANS)
    assert held(url)[:2] == (0, PLANS)


def test_what_is_kept_is_for_nobody_elses_eyes(url, tmp_path):
    held(url)
    (kept,) = tmp_path.glob("*.kept*")  # and nothing unfinished beside it
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_no_matter(url, tmp_path):
    (tmp_path / "plans.sqlite3.kept").mkdir()
    assert held(url)[:2] == held(url)[:2] == (1, PLANS)


def test_an_unanswered_question_is_kept_in_the_store(url):
    held(url)
    kept_plans(url, Openings(url)).log_unanswered("ai nuôi cá?", chat_kind="ask", at=AT)
    store = open_store(url)
    assert [text for _, _, text in store.unanswered()] == ["ai nuôi cá?"]
    store.close()


def test_a_server_and_memory_keep_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite://")
    assert tuple(kept_plans("sqlite://", lambda: store).plans()) == ()
    assert not list(tmp_path.iterdir())


def test_a_second_question_loads_no_sqlalchemy(url):
    held(url)
    script = "import sys; from bot.cli import main; main(sys.argv[1:]); print('sqlalchemy' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", script, "ask", "ai chủ trì số hóa?", "--today", "2024-06-03"],
        cwd=ROOT,
        env={"NHACVIEC_DATABASE_URL": url, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert said.stdout.splitlines()[-1] == "False"


def test_another_version_of_the_schema_is_left_to_who_opens_the_store(url, tmp_path):
    held(url)
    with sqlite3.connect(tmp_path / "plans.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()
    with pytest.raises(Exception, match="bản Nhắc Việc mới hơn"):
        held(url)
