"""What the desk says: the sentences of wording.toml and progress.toml, filled in."""

from __future__ import annotations

from functools import cache

from bot.rendering.phrases import filled, load_phrases


@cache
def texts() -> dict[str, str]:
    """All sentences by their dotted code."""
    return load_phrases("bot.desk", "wording.toml") | load_phrases("bot.desk", "progress.toml")


def say(code: str, /, **values: object) -> str:
    """The sentence of that code with its {names} filled in; raises `PhraseError`."""
    return filled(texts(), code, values)
