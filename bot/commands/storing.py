"""What `nhacviec import` does with a file that was read: shown, asked about, stored."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.channels import console
from bot.compose.stores import open_office
from bot.errors import UsageError
from bot.plan_files import Settled, find_twin, settle
from bot.reading.wire import Reading
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
from knowledge.doubts import find_doubts
from knowledge.office.people import Deed
from knowledge.plan import Plan
from knowledge.plan_json import plan_json
from knowledge.progress.reports import Report, TaskState
from knowledge.query import ImportReport, PlanStore
from knowledge.store.sql import SqlPlanStore
from scheduler import clock

_SHOWN_CHANGES = 40


def take_in(
    reading: Reading, path: Path, arguments: argparse.Namespace, settings: Settings, store: SqlPlanStore | None
) -> None:
    """Shows and stores the plans of a file; without a store it only says them.

    Raises:
        KnowledgeError: a plan cannot be stored.
        UsageError: the document amends what is not stored.
    """
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
