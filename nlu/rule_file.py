"""Reading the language's rule files: TOML in `nlu/data/vi`, every key known, errors that name file and rule."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nlu.errors import LexicalFileError
from nlu.parsed import load_parsed
from nlu.text import fold, folded_words

DATA = Path(__file__).parent / "data" / "vi"

Table = Mapping[str, Any]


def load_table(path: Path) -> Table:
    """The top table of a rule file.

    Raises:
        LexicalFileError: the file is missing or is no TOML.
    """
    try:
        return load_parsed(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexicalFileError(f"cannot be read: {error}", path=path) from error


def check_keys(table: object, *, known: Iterable[str], needed: Iterable[str] = (), path: Path, rule: str = "") -> Table:
    """The table itself, all of whose keys are known and which has what is needed.

    Raises:
        LexicalFileError: not a table, an unknown key, or one missing.
    """
    if not isinstance(table, dict):
        raise LexicalFileError("expected a table", path=path, rule=rule)
    if unknown := table.keys() - set(known):
        raise LexicalFileError(f"unknown key {', '.join(sorted(unknown))}", path=path, rule=rule)
    if missing := set(needed) - table.keys():
        raise LexicalFileError(f"missing key {', '.join(sorted(missing))}", path=path, rule=rule)
    return table


def read_strings(value: object, *, path: Path, rule: str) -> tuple[str, ...]:
    """One string, or a list of them, as a tuple; none of them empty."""
    values = value if isinstance(value, list) else [value]
    for text in values:
        if not isinstance(text, str) or not text.strip():
            raise LexicalFileError(f"expected words, found {text!r}", path=path, rule=rule)
    return tuple(values)


def read_patterns(value: object, *, path: Path, rule: str) -> tuple[re.Pattern[str], ...]:
    """One pattern, or a list of them, each of them valid; they run over folded text."""
    try:
        return tuple(re.compile(pattern) for pattern in read_strings(value, path=path, rule=rule))
    except re.error as error:
        raise LexicalFileError(f"no pattern: {error}", path=path, rule=rule) from error


def read_share(value: object, *, path: Path, rule: str) -> float:
    """A number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise LexicalFileError(f"expected a number from 0 to 1, found {value!r}", path=path, rule=rule)
    return float(value)


def fold_phrases(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each phrase with its folded words.

    Thousands of phrases are folded at every start, so they are folded as one text, letter table first: five times
    faster than phrase by phrase.
    """
    listed = list(dict.fromkeys(phrases))
    joined = "\n".join(listed)
    letters = {ord(char): fold(char) for char in set(joined)}
    letters[ord("\n")] = "\n"
    folded = joined.translate(letters).split("\n")
    return {
        phrase: tuple(text.split()) if text.replace(" ", "").isalpha() else folded_words(text)
        for phrase, text in zip(listed, folded, strict=True)
    }
