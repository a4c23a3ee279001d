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
        made_from, table = marshal.loads(kept.read_bytes())
        if made_from == stamp and isinstance(table, dict):
            return table
    parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError):  # a folder that is not ours to write; a table with dates in it
            _keep(marshal.dumps((stamp, parsed)), kept)
    return parsed


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
