"""`nhacviec import`: documents and plan files into the knowledge base, each file its own transaction."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from bot.channels import console
from bot.commands.batch import reason_of
from bot.compose import open_plan_store, uncollected
from bot.errors import BotError, UsageError
from bot.plan_files import Reading, find_twin, is_short_text, read_handed_in
from bot.rendering.imports import head_line, report_lines, twin_line, warning_lines
from bot.settings import Settings
from knowledge.documents.reading import load_bytes
from knowledge.errors import DocumentError, KnowledgeError
from knowledge.ingest import plan_json
from knowledge.plan import Plan
from knowledge.query import PlanStore
from scheduler import clock

_LONGEST_SLUG = 60
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


def _import_file(path: Path, arguments: argparse.Namespace, settings: Settings, store: PlanStore | None) -> None:
    reading = _read(path, slug=arguments.slug, year=arguments.year)
    for plan in reading.plans:
        _import_plan(plan, reading.digest, path, arguments, settings, store)


def _import_plan(
    plan: Plan, digest: str, path: Path, arguments: argparse.Namespace, settings: Settings, store: PlanStore | None
) -> None:
    if arguments.json:
        if store is not None:
            store.save(plan, source_name=path.name, digest=digest, at=clock.now(settings.zone))
        console.say_json(plan_json(plan))
        return
    console.say(head_line(path.name, plan))
    for line in warning_lines(plan):
        console.say(line)
    if store is None:
        return
    report = store.compare(plan)
    if report.created and (twin := find_twin(plan, store)):
        console.say(twin_line(plan, twin))
    # Only a person can be asked: a pipe that waited for an answer would hang, and asking to import is an answer.
    losing = bool(report.gone) and not arguments.yes and not arguments.dry_run and console.is_terminal()
    if losing and not console.confirm(f"Kế hoạch đang lưu sẽ mất {len(report.gone)} nhiệm vụ. Vẫn nhập?"):
        console.say("Chưa lưu gì.")
        return
    if not arguments.dry_run:
        report = store.save(plan, source_name=path.name, digest=digest, at=clock.now(settings.zone))
    for line in report_lines(report):
        console.say(line)
    if arguments.dry_run:
        console.say("Chạy thử, chưa lưu gì.")
    elif not report.unchanged:
        console.say(f"Đã lưu kế hoạch {plan.slug}.")


def _read(path: Path, *, slug: str | None, year: int | None) -> Reading:
    try:
        data = load_bytes(path)
        if is_short_text(data, path.name):
            return read_handed_in(data, path.name, slug=slug, year=year)
        from bot.reading.apart import read_apart

        for said in read_apart(data, path.name, slug=slug, year=year):
            if isinstance(said, Reading):
                return said
    except DocumentError as error:
        error.path = path
        raise
    raise AssertionError("a file gives a reading or an error")
