"""Another process that imports a plan, and waits on its standard input where it is told to.

Arguments: address, slug, where to wait ("open" = before the database is opened; "start" = it is open, nothing done;
"commit" = everything written, nothing committed). It prints "ready" and goes on after one line; at the end it prints
what the import did.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from sqlalchemy import event

from knowledge.store.open import open_store
from tests.factories.plans import small_plan, with_task


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def wait(*_: object) -> None:
    say("ready")
    sys.stdin.readline()


def main() -> None:
    url, slug, where = sys.argv[1:]
    if where == "open":
        wait()
    store = open_store(url)
    if where == "start":
        wait()
    if where == "commit":
        event.listen(store.engine, "commit", wait)
    plan = with_task(small_plan(slug), "1.1", text="từ tiến trình khác")
    report = store.save(plan, source_name="mau.txt", digest="d2", at=datetime(2024, 2, 1, tzinfo=UTC))
    say("unchanged" if report.unchanged else "created" if report.created else "changed")
    store.close()


if __name__ == "__main__":
    main()
