"""What the desk says: the sentences of wording.toml, filled in."""

from __future__ import annotations

from bot.rendering.phrases import filled, load_phrases


def texts() -> dict[str, str]:
    """All sentences by their dotted code."""
    return load_phrases("bot.desk", "wording.toml")


def say(code: str, /, **values: object) -> str:
    """The sentence of that code with its {names} filled in; raises `PhraseError`."""
    return filled(texts(), code, values)
