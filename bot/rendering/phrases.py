"""The sentences of phrases.toml and its siblings, filled in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from bot.errors import BotError
from nlu.parsed import load_parsed

_PHRASES: Final = Path(__file__).with_name("phrases.toml")


class PhraseError(BotError):
    """A file of phrases lacks one or holds something that is not one; names it."""


@cache
def load_phrases(path: Path) -> dict[str, str]:
    """All phrases of a file by their dotted code ("first.ask_lead").

    Raises:
        PhraseError: the file holds something that is no phrase.
    """
    flat = {}
    for table, entries in load_parsed(path).items():
        if not isinstance(entries, dict):
            raise PhraseError(f"{path.name}: “{table}” không phải là một nhóm câu.")
        for key, text in entries.items():
            if not isinstance(text, str):
                raise PhraseError(f"{path.name}: “{table}.{key}” không phải là một câu.")
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
    return load_phrases(_PHRASES)


def phrase(code: str, **values: object) -> str:
    """The phrase of that code with its {names} filled in; raises `PhraseError`."""
    return filled(phrases(), code, values)


def has_phrase(code: str) -> bool:
    """Whether there is a phrase of that code."""
    return code in phrases()
