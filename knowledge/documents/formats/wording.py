"""What readers of formats tell people: sentences from `data/formats.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


def say(key: str, **words: object) -> str:
    """The sentence of a key, its parts parted by dots ("broken.docx"), with its blanks filled."""
    found: Any = _sentences()
    for part in key.split("."):
        found = found[part]
    return str(found).format(**words)


@cache
def _sentences() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("knowledge").joinpath("data/formats.toml").read_text(encoding="utf-8"))
