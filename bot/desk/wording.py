"""What the desk says: the sentences of wording.toml and its siblings, filled in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from bot.rendering.phrases import filled, load_phrases

FILES: Final = ("wording.toml", "progress.toml", "reminding.toml")


@cache
def texts() -> dict[str, str]:
    """All sentences by their dotted code."""
    found: dict[str, str] = {}
    for name in FILES:
        found |= load_phrases(Path(__file__).with_name(name))
    return found


def say(code: str, /, **values: object) -> str:
    """The sentence of that code with its {names} filled in; raises `PhraseError`."""
    return filled(texts(), code, values)
