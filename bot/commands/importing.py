"""`nhacviec import`: documents and plan files into the knowledge base, each file its own transaction."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.channels import console
from bot.commands.batch import reason_of
from bot.compose.collecting import uncollected
from bot.compose.stores import open_office, open_plan_store
from bot.errors import BotError, UsageError
from bot.plan_files import Reading, Settled, find_twin, is_short_text, read_handed_in, settle
from bot.rendering.changes import change_line, change_rows
from bot.rendering.imports import (
    amending_lines,
    head_line,
    lost_amendment_lines,
    place_lines,
    report_lines,
    stale_lines,
    summary_tables,
    warning_lines,
)
from bot.rendering.phrases import phrase
from bot.settings import Settings
from knowledge.documents.reading import load_bytes
from knowledge.doubts import find_doubts
from knowledge.errors import DocumentError, KnowledgeError
from knowledge.ingest import plan_json
from knowledge.office.people import Deed
from knowledge.plan import Plan
from knowledge.progress.reports import Report, TaskState
from knowledge.query import ImportReport, PlanStore
from knowledge.store.sql import SqlPlanStore
from scheduler import clock

_LONGEST_SLUG = 60
_SHOWN_CHANGES = 40
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Imports each file; a bad one says why and the others go on. 2 when any failed."""
    if arguments.slug is not None:
        if len(arguments.files) > 1:
            raise UsageError("--slug chỉ dùng khi nhập một tệp.")
        if not _SLUG.fullmatch(arguments.slug) or len(arguments.slug) > _LONGEST_SLUG:
            raise UsageError("--slug chỉ gồm chữ thường không dấu, số và gạch nối, dài nhất 60 ký tự, ví dụ dong-nai.")
    # A dry run for programs compares nothing: it needs no database.
    store = None if arguments.dry_run and arguments.json else open_plan_store(settings)
    failed = False
    for path in arguments.files:
        try:
            with uncollected():
                _import_file(path, arguments, settings, store)
        except BrokenPipeError:
            raise
        except (KnowledgeError, BotError) as error:
            message = str(error)
            console.complain(message if path.name in message else f"{path}: {message}")
            failed = True
        except OSError as error:
            console.complain(f"{path}: không đọc được tệp: {reason_of(error)}.")
            failed = True
    return 2 if failed else 0


def _import_file(path: Path, arguments: argparse.Namespace, settings: Settings, store: SqlPlanStore | None) -> None:
    reading = _read(path, slug=arguments.slug, year=arguments.year)
    if store is None:
        if reading.amending is not None and not reading.plans:
            raise UsageError(phrase("import.amends_without_table", number=reading.amending.amends))
        for plan in reading.plans:
            console.say_json(plan_json(plan))
        return
    for settled in settle(reading, store, named=arguments.slug is not None):
        if arguments.json:
            store.save(settled.plan, source_name=path.name, digest=reading.digest, at=clock.now(settings.zone))
            console.say_json(plan_json(settled.plan))
            stored = True
        else:
            stored = _import_plan(settled, reading.digest, path, arguments, settings, store)
        if stored and arguments.with_progress:
            reports = _keep_progress(settled.plan, reading.digest, settings, store)
            if not arguments.json:
                console.say(phrase("import.progress_stored", count=reports, slug=settled.plan.slug))


def _keep_progress(plan: Plan, digest: str, settings: Settings, store: SqlPlanStore) -> int:
    """What a tracker says of its tasks, as reports on them; the same file reports once. How many tasks it spoke of."""
    office = open_office(store)
    deed = Deed(at=clock.now(settings.zone), action="import_progress", event=f"import:{digest[:32]}")
    for tracked in plan.tracked:
        task = (plan.slug, tracked.key)
        office.progress.report(Report(task=task, state=TaskState(tracked.state), percent=tracked.percent), deed)
    return len(plan.tracked)


def _import_plan(
    settled: Settled, digest: str, path: Path, arguments: argparse.Namespace, settings: Settings, store: PlanStore
) -> bool:
    """Shows a plan, asks where somebody can be asked, stores it; whether it is stored."""
    plan = settled.plan
    report = store.compare(plan)
    _show(path.name, settled, report, store)
    if arguments.dry_run:
        console.say(phrase("import.dry_run"))
        return False
    # Only a person can be asked: a pipe that waited for an answer would hang, and asking to import is an answer.
    if not arguments.yes and not report.unchanged and console.is_terminal():
        code = "import.ask_losing" if report.gone else "import.ask"
        if not console.confirm(phrase(code, count=len(report.gone))):
            console.say(phrase("import.not_stored"))
            return False
    report = store.save(plan, source_name=path.name, digest=digest, at=clock.now(settings.zone))
    if not report.unchanged:
        console.say(phrase("import.stored", slug=plan.slug))
    if console.shows_output() and (doubts := find_doubts(plan, settled.fixes, stale=settled.stale)):
        console.say(phrase("import.to_review", count=len(doubts), slug=plan.slug))
    return True


def _show(name: str, settled: Settled, report: ImportReport, store: PlanStore) -> None:
    """What was read and what it changes: tables at a terminal, lines in a pipe."""
    plan, old = settled.plan, store.find_plan(settled.plan.slug)
    changes = change_rows(report.cells)
    for line in amending_lines(name, settled):
        console.say(line)
    if console.shows_output():
        from bot.channels.terminal import show_table

        for title, columns, rows in summary_tables(name, plan, changes):
            show_table(title, columns, rows)
    elif settled.amended is None:
        console.say(head_line(name, plan))
        for line in warning_lines(plan):
            console.say(line)
    if report.created and (twin := find_twin(plan, store)):
        console.say(phrase("import.twin", slug=twin))
    for line in place_lines(settled):
        console.say(line)
    for line in report_lines(report):
        console.say(line)
    if not console.shows_output():
        for row in changes[:_SHOWN_CHANGES]:
            console.say(change_line(row))
    for line in stale_lines(settled):
        console.say(line)
    for line in lost_amendment_lines(old, plan):
        console.say(line)


def _read(path: Path, *, slug: str | None, year: int | None) -> Reading:
    try:
        data = load_bytes(path)
        if is_short_text(data, path.name):
            return read_handed_in(data, path.name, slug=slug, year=year)
        return _read_apart(data, path.name, slug=slug, year=year)
    except DocumentError as error:
        error.path = path
        raise


def _read_apart(data: bytes, name: str, *, slug: str | None, year: int | None) -> Reading:
    from bot.reading.apart import read_apart

    with _progress(name) as tell:
        for said in read_apart(data, name, slug=slug, year=year):
            if isinstance(said, Reading):
                return said
            tell(said.page, said.of)
    raise AssertionError("a file gives a reading or an error")


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar at a terminal, nothing in a pipe."""
    if not console.shows_output():
        yield lambda *_: None
        return
    from bot.channels.terminal import shown_progress

    with shown_progress(phrase("import.reading", name=name)) as tell:
        yield tell
