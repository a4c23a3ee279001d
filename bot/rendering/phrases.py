"""The sentences of phrases.toml, filled in."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from bot.errors import BotError


class PhraseError(BotError):
    """phrases.toml lacks a phrase or holds something that is not one; names it."""


@cache
def phrases() -> dict[str, str]:
    """All phrases by their dotted code ("first.ask_lead")."""
    tables = tomllib.loads(files("bot.rendering").joinpath("phrases.toml").read_text(encoding="utf-8"))
    flat = {}
    for table, entries in tables.items():
        if not isinstance(entries, dict):
            raise PhraseError(f"phrases.toml: “{table}” không phải là một nhóm câu.")
        for name, text in entries.items():
            if not isinstance(text, str):
                raise PhraseError(f"phrases.toml: “{table}.{name}” không phải là một câu.")
            flat[f"{table}.{name}"] = text.strip("\n")
    return flat


def phrase(code: str, **values: object) -> str:
    """The phrase of that code with its {names} filled in.

    Raises:
        PhraseError: no such phrase, or a name of it is not given.
    """
    try:
        return phrases()[code].format_map(values)
    except KeyError as error:
        raise PhraseError(f"phrases.toml: “{code}” thiếu {error}.") from error


def has_phrase(code: str) -> bool:
    """Whether there is a phrase of that code."""
    return code in phrases()
