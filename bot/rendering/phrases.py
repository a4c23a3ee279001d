"""The sentences of phrases.toml and its siblings, filled in."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from bot.errors import BotError


class PhraseError(BotError):
    """A file of phrases lacks one or holds something that is not one; names it."""


@cache
def load_phrases(package: str, name: str) -> dict[str, str]:
    """All phrases of a file by their dotted code ("first.ask_lead").

    Raises:
        PhraseError: the file holds something that is no phrase.
    """
    tables = tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
    flat = {}
    for table, entries in tables.items():
        if not isinstance(entries, dict):
            raise PhraseError(f"{name}: “{table}” không phải là một nhóm câu.")
        for key, text in entries.items():
            if not isinstance(text, str):
                raise PhraseError(f"{name}: “{table}.{key}” không phải là một câu.")
            flat[f"{table}.{key}"] = text.strip("\n")
    return flat


def filled(texts: dict[str, str], code: str, values: dict[str, object]) -> str:
    """The phrase of that code with its {names} filled in.

    Raises:
        PhraseError: no such phrase, or a name of it is not given.
    """
    try:
        return texts[code].format_map(values)
    except KeyError as error:
        raise PhraseError(f"Câu “{code}” thiếu {error}.") from error


def phrases() -> dict[str, str]:
    """All phrases of phrases.toml by their dotted code."""
    return load_phrases("bot.rendering", "phrases.toml")


def phrase(code: str, **values: object) -> str:
    """The phrase of that code with its {names} filled in; raises `PhraseError`."""
    return filled(phrases(), code, values)


def has_phrase(code: str) -> bool:
    """Whether there is a phrase of that code."""
    return code in phrases()
