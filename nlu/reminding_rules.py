"""The rules by which wishes about reminders are read: `data/vi/reminding.toml`, checked and compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import cache
from typing import Any

from nlu.errors import LexicalFileError
from nlu.rule_file import DATA, check_keys, load_table, read_patterns, read_strings
from nlu.text import fold

_FILE = DATA / "reminding.toml"
_TYPED = ("done", "detail")


class WishKind(StrEnum):
    """What is wished; REMIND = then, MUTE without words left = of what is not said, HOUR = every morning at."""

    SEEN = "seen"
    REMIND = "remind"
    MUTE = "mute"
    UNMUTE = "unmute"
    LEAD = "lead"
    HOUR = "hour"


@dataclass(frozen=True, slots=True, kw_only=True)
class WishRule:
    """One way to wish something."""

    id: str
    kind: WishKind
    patterns: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WishRules:
    """Everything `reminding.toml` says."""

    guard: tuple[re.Pattern[str], ...]
    polite: tuple[re.Pattern[str], ...]
    strip: tuple[re.Pattern[str], ...]
    of_all: tuple[re.Pattern[str], ...]
    edges: re.Pattern[str]
    bare_edges: re.Pattern[str]
    typed: Mapping[str, tuple[re.Pattern[str], ...]]
    parts: Mapping[str, time]
    numbers: Mapping[str, int]
    spelt: tuple[tuple[re.Pattern[str], str], ...]
    rules: tuple[WishRule, ...]


@cache
def wish_rules() -> WishRules:
    """The rules, read once.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    parts = ("guard", "polite", "strip", "of_all", "edges", "typed", "parts", "numbers", "spelt", "rule")
    table = check_keys(load_table(_FILE), known=parts, needed=parts, path=_FILE)
    typed = check_keys(table["typed"], known=_TYPED, needed=_TYPED, path=_FILE)
    edges = read_strings(table["edges"], path=_FILE, rule="edges")
    return WishRules(
        guard=read_patterns(table["guard"], path=_FILE, rule="guard"),
        polite=read_patterns(table["polite"], path=_FILE, rule="polite"),
        strip=read_patterns(table["strip"], path=_FILE, rule="strip"),
        of_all=read_patterns(table["of_all"], path=_FILE, rule="of_all"),
        edges=_edges(edges),
        bare_edges=_edges(map(fold, edges)),
        typed={name: read_patterns(typed[name], path=_FILE, rule=name) for name in _TYPED},
        parts={name: time.fromisoformat(str(told)) for name, told in table["parts"].items()},
        numbers={name: int(told) for name, told in table["numbers"].items()},
        spelt=tuple(
            (pattern, str(instead))
            for told, instead in table["spelt"].items()
            for pattern in read_patterns([told], path=_FILE, rule="spelt")
        ),
        rules=tuple(map(_rule, table["rule"])),
    )


def _edges(words: Iterable[str]) -> re.Pattern[str]:
    """One such word, or marks alone, at the beginning or the end of a folded text."""
    said = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"^\W+|^(?:{said})\b\W*|\W+$|\W*\b(?:{said})$")


def _rule(row: Any) -> WishRule:
    known = ("id", "kind", "patterns", "examples", "counter_examples")
    checked = check_keys(row, known=known, needed=known, path=_FILE)
    name = str(checked["id"])
    if checked["kind"] not in set(WishKind):
        raise LexicalFileError(f"unknown kind {checked['kind']!r}", path=_FILE, rule=name)
    return WishRule(
        id=name,
        kind=WishKind(checked["kind"]),
        patterns=read_patterns(checked["patterns"], path=_FILE, rule=name),
        examples=read_strings(checked["examples"], path=_FILE, rule=name),
        counter_examples=read_strings(checked["counter_examples"], path=_FILE, rule=name),
    )
