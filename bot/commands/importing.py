"""`nhacviec import`: documents and plan files into the knowledge base, each file its own transaction.

A file is read by another process, and the two work at once: this one first starts it, and only then loads the store and
what tells of plans. So nothing of that is imported at the top.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels import console
from bot.commands.batch import reason_of
from bot.compose.collecting import uncollected
from bot.errors import BotError, UsageError
from bot.reading.apart import begun_apart
from bot.settings import Settings
from knowledge.documents.loading import is_plan_file, load_bytes
from knowledge.documents.steps import Step
from knowledge.errors import DocumentError, KnowledgeError

if TYPE_CHECKING:
    from bot.reading.wire import Reading
    from knowledge.store.sql import SqlPlanStore

_LONGEST_SLUG = 60
_SHORT = 300_000
"""A plan file of that many bytes is read at once: it is made of text alone, and to load its parser costs nothing."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Imports each file; a bad one says why and the others go on. 2 when any failed."""
    if arguments.slug is not None:
        if len(arguments.files) > 1:
            raise UsageError("--slug chỉ dùng khi nhập một tệp.")
        if not _SLUG.fullmatch(arguments.slug) or len(arguments.slug) > _LONGEST_SLUG:
            raise UsageError("--slug chỉ gồm chữ thường không dấu, số và gạch nối, dài nhất 60 ký tự, ví dụ dong-nai.")
    done = True
    store: SqlPlanStore | None = None
    for path in arguments.files:
        with uncollected(), _begun(path, slug=arguments.slug, year=arguments.year) as reading:
            # Opened while another process reads the first file. A dry run for programs compares nothing: it needs none.
            if store is None and not (arguments.dry_run and arguments.json):
                from bot.compose.stores import open_plan_store

                store = open_plan_store(settings)
            done &= _imported(path, reading, arguments, settings, store)
    return 0 if done else 2


def _imported(
    path: Path,
    reading: Callable[[], Reading],
    arguments: argparse.Namespace,
    settings: Settings,
    store: SqlPlanStore | None,
) -> bool:
    """Imports one file, or says why it cannot be; whether it went well."""
    from bot.commands.storing import take_in

    try:
        take_in(reading(), path, arguments, settings, store)
    except BrokenPipeError:
        raise
    except (KnowledgeError, BotError) as error:
        message = str(error)
        console.complain(message if path.name in message else f"{path}: {message}")
        return False
    except OSError as error:
        console.complain(f"{path}: không đọc được tệp: {reason_of(error)}.")
        return False
    return True


@contextmanager
def _begun(path: Path, *, slug: str | None, year: int | None) -> Iterator[Callable[[], Reading]]:
    """Begins to read a file; what it gives waits for the reading, or raises what is wrong with the file."""
    try:
        data = load_bytes(path)
    except DocumentError as error:
        yield partial(_refuse, error)
        return
    if len(data) <= _SHORT and is_plan_file(data):
        from bot.reading.handed_in import read_handed_in

        yield partial(read_handed_in, data, path.name, slug=slug, year=year)
        return
    with begun_apart(data, path.name, slug=slug, year=year) as said:
        yield partial(_listen, said, path.name)


def _refuse(error: DocumentError) -> Reading:
    raise error


def _listen(steps: Iterator[Step | Reading], name: str) -> Reading:
    with _progress(name) as tell:
        for said in steps:
            if not isinstance(said, Step):
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
    from bot.rendering.phrases import phrase

    with shown_progress(phrase("import.reading", name=name)) as tell:
        yield tell
