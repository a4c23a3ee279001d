"""The plans of a SQLite database as they were last read, kept beside it: one question then needs no SQLAlchemy.

Loading that library is a third of a cold answer, and plans change once a month. What is kept is used only while the
database tells the same stamp and the program is the one that kept it; else, and where the file is gone or broken, the
plans are read as ever. It holds nothing but plans and teachings, and may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from knowledge import plan as plan_values
from knowledge.plan import Plan
from knowledge.query import AskedStore

_MOST_TASKS = 5_000
"""More are not kept: where an index takes seconds, a library that takes a third of one is no matter."""

# Instants beside the numbers: another database put in this one's place may well have the same numbers.
_STAMP = """
SELECT (SELECT version_num FROM alembic_version), (SELECT count(*) FROM plan),
       (SELECT max(id) FROM import_record), (SELECT max(imported_at) FROM import_record),
       (SELECT max(id) FROM teaching), (SELECT max(taught_at) FROM teaching)
"""
_TYPES: dict[str, Any] = {
    name: kind
    for name, kind in vars(plan_values).items()
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum))
}
_FIELDS = {name: [field.name for field in fields(kind)] for name, kind in _TYPES.items() if is_dataclass(kind)}
_TUPLE, _DATE = "", "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlans:
    """What one question needs of a store (`knowledge.query.AskedStore`); the store is opened only to be written to."""

    held: tuple[Plan, ...]
    taught: tuple[tuple[str, str], ...]
    open_store: Callable[[], AskedStore]

    def plans(self) -> Iterator[Plan]:
        """Every plan, in the order of the store."""
        return iter(self.held)

    def teachings(self) -> tuple[tuple[str, str], ...]:
        """What keepers taught: (what people say, what plans print), oldest first."""
        return self.taught

    def log_unanswered(self, text: str, *, chat_kind: str, at: datetime) -> None:
        """Keeps a question that found no answer, in the store."""
        self.open_store().log_unanswered(text, chat_kind=chat_kind, at=at)


def kept_plans(url: str, open_store: Callable[[], AskedStore]) -> KeptPlans:
    """The plans kept beside the database of an address; where those are not what it holds now, its own, kept anew.

    Raises:
        KnowledgeError: the store cannot be opened or read.
    """
    database = _file_of(url)
    if database is not None:
        # Whatever is wrong with either file is found out, and told, by who opens the database as ever.
        with suppress(OSError, sqlite3.Error, ValueError, LookupError, TypeError):
            kept = json.loads(_beside(database).read_bytes())
            if kept["stamp"] == _stamp(database):
                return KeptPlans(held=_made(kept["plans"]), taught=_made(kept["teachings"]), open_store=open_store)
    store = open_store()
    database = database or _file_of(url)
    stamp: list[Any] = []
    if database is not None:
        with suppress(OSError, sqlite3.Error):  # before the plans: an older stamp is only never met again
            stamp = _stamp(database)
    read = KeptPlans(held=tuple(store.plans()), taught=tuple(store.teachings()), open_store=lambda: store)
    if database is not None and stamp and 0 < sum(len(plan.tasks) for plan in read.held) <= _MOST_TASKS:
        with suppress(OSError):
            _write(_beside(database), {"stamp": stamp, "plans": _plain(read.held), "teachings": _plain(read.taught)})
    return read


def _file_of(url: str) -> Path | None:
    """The file of a database that is a plain SQLite file and is there."""
    scheme, _, path = url.partition(":///")
    database = Path(path)
    return database if scheme in ("sqlite", "sqlite+pysqlite") and "?" not in path and database.is_file() else None


def _beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.kept")


def _stamp(database: Path) -> list[Any]:
    """What changes with the plans, the teachings, the schema or the code that reads them."""
    with closing(sqlite3.connect(database)) as connection:
        told = connection.execute(_STAMP).fetchone()
    files = [Path(plan_values.__file__), *Path(__file__).parent.glob("*.py")]
    code = max(file.stat().st_mtime_ns for file in files), sum(file.stat().st_size for file in files)
    return [*told, *code]


def _write(path: Path, content: dict[str, Any]) -> None:
    """Writes the whole of it or nothing, for nobody else's eyes: another question may be reading."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _plain(value: object) -> object:
    """A value in what JSON has: texts and numbers as they are, all else a list that begins with the type's name."""
    match value:
        case Enum():
            return [type(value).__name__, value.value]
        case None | str() | int() | float():
            return value
        case tuple():
            return [_TUPLE, *map(_plain, value)]
        case date():
            return [_DATE, value.isoformat()]
        case _:
            name = type(value).__name__
            return [name, *(_plain(getattr(value, field)) for field in _FIELDS[name])]


def _made(plain: Any) -> Any:
    """The value again; raises `LookupError`, `ValueError` or `TypeError` where it was none of ours."""
    if not isinstance(plain, list):
        return plain
    name, *parts = plain
    match name:
        case "":
            return tuple(map(_made, parts))
        case "date":
            return date.fromisoformat(*parts)
        case _ if name in _FIELDS:
            return _TYPES[name](**dict(zip(_FIELDS[name], map(_made, parts), strict=True)))
        case _:
            return _TYPES[name](*parts)
