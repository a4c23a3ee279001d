"""What a broken-off import and two imports at once leave behind, with real processes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from knowledge.store import schema
from knowledge.store.open import open_store
from knowledge.store.sql import SqlPlanStore
from tests.factories.plans import small_plan, with_task

AT = datetime(2024, 1, 31, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def start(url: str, slug: str, where: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(Path(__file__).with_name("child_import.py")), url, slug, where]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
    )


def go_on(child: subprocess.Popen[str]) -> None:
    child.stdin.write("\n")
    child.stdin.flush()


def counts(store: SqlPlanStore) -> dict[str, int]:
    with store.engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in schema.metadata.sorted_tables
        }


def test_a_process_killed_before_its_commit_leaves_nothing(database_url, sql_store):
    sql_store.save(small_plan(), source_name="mau.txt", digest="d1", at=AT)
    before = counts(sql_store)
    with start(database_url, "mau", "commit") as child:
        assert child.stdout.readline() == "ready\n"
        child.kill()
        child.wait(20)
    assert counts(sql_store) == before
    assert sql_store.find_plan("mau") == small_plan()
    # And the lock of the dead process is gone: the next import goes through.
    changed = with_task(small_plan(), "1.1", text="sau khi chết")
    assert not sql_store.save(changed, source_name="mau.txt", digest="d3", at=AT).unchanged
    assert sql_store.find_plan("mau") == changed


def test_readers_see_the_old_plan_until_the_commit(database_url, sql_store):
    sql_store.save(small_plan(), source_name="mau.txt", digest="d1", at=AT)
    with start(database_url, "mau", "commit") as child:
        assert child.stdout.readline() == "ready\n"
        assert sql_store.find_plan("mau") == small_plan()
        go_on(child)
        assert child.stdout.readline() == "changed\n"
    assert sql_store.find_task("mau", "1.1").text == "từ tiến trình khác"


@pytest.mark.parametrize("table", ["task", "deadline", "import_record"])
def test_an_exception_inside_leaves_nothing(sql_store, table):
    sql_store.save(small_plan(), source_name="mau.txt", digest="d1", at=AT)
    before = counts(sql_store)

    def fail(_connection, _cursor, statement, *_rest):
        if statement.startswith((f"INSERT INTO {table} ", f"UPDATE {table} ")):
            raise KeyboardInterrupt

    event.listen(sql_store.engine, "before_cursor_execute", fail)
    new = replace(small_plan().tasks[0], key="1.9")
    changed = replace(small_plan(), tasks=(new, *small_plan().tasks[1:]))
    with pytest.raises(KeyboardInterrupt):
        sql_store.save(changed, source_name="mau.txt", digest="d2", at=AT)
    event.remove(sql_store.engine, "before_cursor_execute", fail)
    assert counts(sql_store) == before
    assert sql_store.find_plan("mau") == small_plan()


def test_of_two_imports_at_once_one_wins_and_the_other_finds_it_done(database_url):
    """Both make the database, too."""
    children = [start(database_url, "mau", "open") for _ in range(2)]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        go_on(child)
    said = sorted(child.communicate(timeout=30)[0].strip() for child in children)
    assert said == ["created", "unchanged"]
    store = open_store(database_url)
    assert len(store.find_plan("mau").tasks) == 3
    assert len(store.history("mau")) == 1
    assert len(store.agencies()) == 4
    store.close()


def test_imports_of_two_plans_at_once_both_arrive(database_url, sql_store):
    children = [start(database_url, slug, "start") for slug in ("a", "b")]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        go_on(child)
    assert [child.communicate(timeout=30)[0].strip() for child in children] == ["created", "created"]
    assert sorted(sql_store.slugs()) == ["a", "b"]
    assert len(sql_store.agencies()) == 4
