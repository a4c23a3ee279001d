"""The product's TOML files, parsed once and kept parsed beside them, as Python keeps its own modules.

Parsing what the language knows is a tenth of a cold answer. A kept table is used only for the very file it was made
from, told by time and size; where none can be written or read the file is parsed again.
"""

from __future__ import annotations

import marshal
import os
import sys
import tomllib
from contextlib import suppress
from datetime import date
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any


def load_parsed(path: Path) -> dict[str, Any]:
    """The top table of a TOML file.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is no UTF-8.
        tomllib.TOMLDecodeError: it is no TOML.
    """
    status = path.stat()
    stamp = (status.st_mtime_ns, status.st_size)
    kept = Path(cache_from_source(f"{path}.x"))  # rules.toml beside rules.py: "rules.toml.cpython-311.pyc"
    with suppress(OSError, EOFError, ValueError, TypeError):
        made_from, dated, table = marshal.loads(kept.read_bytes())
        if made_from == stamp and isinstance(table, dict):
            return _with_dates(table) if dated else table
    parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    if not sys.dont_write_bytecode:
        plain = _without_dates(parsed)
        with suppress(OSError, ValueError):  # a folder that is not ours to write; a table with hours in it
            _keep(marshal.dumps((stamp, plain != parsed, plain)), kept)
    return parsed


def _without_dates(value: Any) -> Any:
    """A value with its days as (year, month, day): what is kept knows no dates, and TOML no tuples."""
    if type(value) is date:
        return value.year, value.month, value.day
    if isinstance(value, dict):
        return {key: _without_dates(item) for key, item in value.items()}
    return list(map(_without_dates, value)) if isinstance(value, list) else value


def _with_dates(value: Any) -> Any:
    """The value again."""
    if isinstance(value, tuple):
        return date(*value)
    if isinstance(value, dict):
        return {key: _with_dates(item) for key, item in value.items()}
    return list(map(_with_dates, value)) if isinstance(value, list) else value


def _keep(content: bytes, kept: Path) -> None:
    """Writes the whole of it or nothing: another start may be reading."""
    kept.parent.mkdir(exist_ok=True)
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(kept)


if __name__ == "__main__":  # python -m nlu.parsed FOLDER …: keeps all of theirs, as compileall does with modules
    for folder in map(Path, sys.argv[1:]):
        for file in folder.rglob("*.toml"):
            load_parsed(file)
