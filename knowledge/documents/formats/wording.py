"""What readers of formats tell people: sentences from `data/formats.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nlu.parsed import load_parsed

_FILE = Path(__file__).parents[2] / "data/formats.toml"


def say(key: str, **words: object) -> str:
    """The sentence of a key, its parts parted by dots ("broken.docx"), with its blanks filled."""
    found: Any = _sentences()
    for part in key.split("."):
        found = found[part]
    return str(found).format(**words)


@cache
def _sentences() -> Mapping[str, Any]:
    return load_parsed(_FILE)
