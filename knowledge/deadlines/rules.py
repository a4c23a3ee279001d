"""The rule files of the deadline grammar: read once, checked, compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.errors import RuleFileError
from nlu.parsed import load_parsed

RULES = Path(__file__).with_name("rules.toml")
POINTS = Path(__file__).with_name("points.toml")

_KINDS = frozenset(
    [
        "point",
        "every",
        "after",
        "before",
        "ongoing",
        "on_demand",
        "reference",
        "bare_days",
        "periodic",
        "unread",
        "skip",
    ]
)
_RULE_KEYS = frozenset(
    [
        "id",
        "kind",
        "pattern",
        "anywhere",
        "tail",
        "edge",
        "yearly",
        "every",
        "offset",
        "reason",
        "examples",
        "counter_examples",
    ]
)
_POINT_KEYS = frozenset(["id", "unit", "pattern", "short", "examples", "counter_examples"])
_CLAUSE_KEYS = frozenset(["fillers", "openers", "breaks", "starts", "hard", "aside", "timeish", "hint"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way a time is printed; `examples` are read by it, `counter_examples` are not."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    anywhere: bool = False
    tail: bool = False
    edge: str = ""
    yearly: bool = False
    every: str = ""
    offset: int | None = None
    reason: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule:
    """One way a day, month, quarter, half or year is printed."""

    id: str
    unit: str
    pattern: re.Pattern[str]
    short: bool = False
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Everything in rules.toml: the rules in order of preference and the words that shape clauses."""

    rules: tuple[Rule, ...]
    counts: Mapping[str, int]
    units: Mapping[str, str]
    unit: re.Pattern[str]
    count_of_days: re.Pattern[str]
    document: re.Pattern[str]
    numbered_document: re.Pattern[str]
    filler: re.Pattern[str]
    opener: re.Pattern[str]
    tail_end: re.Pattern[str]
    timeish: re.Pattern[str]
    hint: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointGrammar:
    """Everything in points.toml."""

    points: tuple[PointRule, ...]
    misreads: Mapping[str, str]
    months: Mapping[str, int]


def _load(path: Path) -> dict[str, Any]:
    try:
        return load_parsed(path)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(f"Không đọc được tệp quy tắc {path.name}: {error}", path=path) from error


def _known(row: Mapping[str, Any], keys: frozenset[str], path: Path, rule: str) -> None:
    if unknown := sorted(set(row) - keys):
        raise RuleFileError(f"{path.name}, {rule}: khóa lạ {', '.join(unknown)}", path=path, rule=rule)


def _compile(pattern: str, pieces: Mapping[str, str], path: Path, rule: str) -> re.Pattern[str]:
    """The pattern with its pieces put in; a space stands for any run of white space."""
    for name, piece in pieces.items():
        pattern = pattern.replace("{" + name + "}", piece)
    try:
        return re.compile(re.sub(r" (?!\?)", r"\\s+", pattern).replace(" ?", r"\s*"))
    except re.error as error:
        raise RuleFileError(f"{path.name}, {rule}: mẫu hỏng ({error})", path=path, rule=rule) from error


def _expand(pieces: Mapping[str, str]) -> dict[str, str]:
    """Pieces may use the pieces above them."""
    done: dict[str, str] = {}
    for name, piece in pieces.items():
        for other, text in done.items():
            piece = piece.replace("{" + other + "}", text)
        done[name] = piece
    return done


@cache
def load_grammar(path: Path = RULES) -> Grammar:
    """The rules of the file, in its order.

    Raises:
        RuleFileError: a key, kind or pattern of the file is unknown or broken; names file and rule.
    """
    data = _load(path)
    _known(data, frozenset(("pieces", "words", "units", "clause", "rule")), path, "tệp")
    pieces = _expand(data["pieces"])
    clause = data["clause"]
    _known(clause, _CLAUSE_KEYS, path, "clause")
    rules: list[Rule] = []
    for row in data["rule"]:
        name = str(row.get("id", "?"))
        _known(row, _RULE_KEYS, path, name)
        if row.get("kind") not in _KINDS or any(name == rule.id for rule in rules):
            raise RuleFileError(f"{path.name}, {name}: loại lạ hoặc trùng id", path=path, rule=name)
        rules.append(
            Rule(
                **{key: value for key, value in row.items() if key not in ("pattern", "examples", "counter_examples")},
                pattern=_compile(row["pattern"], pieces, path, name),
                examples=tuple(row.get("examples", ())),
                counter_examples=tuple(row.get("counter_examples", ())),
            )
        )

    def piece(name: str, pattern: str) -> re.Pattern[str]:
        return _compile(pattern, pieces, path, name)

    breaks, starts, hard, aside = (clause[key] for key in ("breaks", "starts", "hard", "aside"))
    return Grammar(
        rules=tuple(rules),
        counts=data["words"],
        units=data["units"],
        unit=piece("unit", r"\b{unit}"),
        count_of_days=piece("n", r",? ?(?:{limit})*\b{n} {u}\s*$"),
        document=piece("doc", r"\s*(?:;|,|\bva\b|\bhoac\b)\s*(?=(?:theo )?{doc} (?:{docno}|so ))(?:theo )?"),
        numbered_document=piece("docno", "{docno}{docday}"),
        filler=piece("fillers", rf"(?:{'|'.join(clause['fillers'])})\b"),
        opener=piece("openers", rf"(?:{'|'.join(clause['openers'])})\b"),
        tail_end=piece(
            "tail", rf";|:(?!\d)|\.(?=\s|$)|\n\s*[-+•*]\s|(?:{breaks})(?={starts})|\s\((?={aside})|\s(?={hard})"
        ),
        timeish=piece("timeish", clause["timeish"]),
        hint=piece("hint", clause["hint"]),
    )


@cache
def load_points(path: Path = POINTS) -> PointGrammar:
    """The points of time of the file, in its order.

    Raises:
        RuleFileError: a key or pattern of the file is unknown or broken; names file and rule.
    """
    data = _load(path)
    _known(data, frozenset(("pieces", "misreads", "months", "point")), path, "tệp")
    pieces = _expand(data["pieces"])
    points: list[PointRule] = []
    for row in data["point"]:
        name = str(row.get("id", "?"))
        _known(row, _POINT_KEYS, path, name)
        points.append(
            PointRule(
                id=name,
                unit=row["unit"],
                pattern=_compile(row["pattern"], pieces, path, name),
                short=row.get("short", False),
                examples=tuple(row.get("examples", ())),
                counter_examples=tuple(row.get("counter_examples", ())),
            )
        )
    return PointGrammar(points=tuple(points), misreads=data["misreads"], months=data["months"])
