"""The patterns of times, loaded from data.

A pattern is a run of elements; optional ones are expanded at load, so that laying one over words is a plain walk.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nlu.errors import LexicalFileError
from nlu.rule_file import DATA, check_keys, load_table, read_strings
from nlu.text import fold
from nlu.timex_slots import ALSO, QUARTERS, SLOTS, WRITTEN
from nlu.timex_words import TimeLexicon

MAKES = frozenset(
    (
        *("none", "days", "ahead", "behind", "date", "day_of_month", "day_range", "weekday"),
        *("shift", "part", "month", "months", "quarter", "quarters", "months_of_year", "half_year", "year"),
        *("now", "until_now", "days_left", "overdue_hint", "soon"),
    )
)
MODIFIER_MAKES = frozenset(("before", "until", "after", "from", "in", "part"))
# Typed without diacritics these number words are likelier other words ("thang sau", "quy tu", "thang nam nay").
_UNSAFE_PLAIN = frozenset(("một", "tư", "năm", "sáu"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One place of a pattern: literals (folded → written), or a slot by name."""

    literals: Mapping[str, str] = field(default_factory=dict)
    slot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRule:
    """One rule of `timex.toml`; the guards are folded words."""

    id: str
    make: str
    order: int
    patterns: tuple[tuple[Element, ...], ...]
    params: Mapping[str, Any]
    examples: tuple[str, ...] = ()
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    only_after: frozenset[str] = frozenset()
    only_before: frozenset[str] = frozenset()
    not_before_number: bool = False
    lower_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRules:
    """All rules, and those whose pattern may begin with a given folded word; `slotted` are those by a first slot.

    A word of letters alone that is none of the `openers` begins no pattern.
    """

    rules: tuple[TimeRule, ...]
    slotted: Mapping[str, Sequence[tuple[TimeRule, tuple[Element, ...]]]]
    starts: Mapping[str, tuple[tuple[TimeRule, tuple[Element, ...]], ...]]
    openers: frozenset[str]
    modifiers: tuple[tuple[tuple[Element, ...], str], ...]
    lexicon: TimeLexicon
    parts: Mapping[str, Mapping[str, tuple[int, int]]]
    soon_days: int


_PARAMS = ("from", "to", "unit", "shift", "slash_only", "digits_only")
_GUARDS = ("not_after", "not_before", "only_after", "only_before", "not_before_number", "lower_case")
_RULE_KEYS = ("id", "make", "patterns", "examples", *_GUARDS, *_PARAMS)


@cache
def time_rules(path: Path = DATA / "timex.toml") -> TimeRules:
    """The rules of times.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    parts = (
        "docwords",
        "not_plain",
        "soon_days",
        "spelling",
        "never",
        "numbers",
        "part_of",
        "when",
        "rule",
        "modifier",
    )
    top = check_keys(load_table(path), known=parts, needed=parts, path=path)
    spelling: Mapping[str, list[str]] = top["spelling"]
    docwords = frozenset(tuple(fold(word).split("_")) for word in top["docwords"])
    rules = []
    starts: defaultdict[str, list[tuple[TimeRule, tuple[Element, ...]]]] = defaultdict(list)
    slotted: defaultdict[str, list[tuple[TimeRule, tuple[Element, ...]]]] = defaultdict(list)
    for order, row in enumerate(top["rule"]):
        name = str(row.get("id", "?"))
        check_keys(row, known=_RULE_KEYS, needed=("id", "make", "patterns"), path=path, rule=name)
        if row["make"] not in MAKES:
            raise LexicalFileError(f"unknown make {row['make']!r}", path=path, rule=name)
        rule = TimeRule(
            id=name,
            make=row["make"],
            order=order,
            patterns=_compile(row["patterns"], spelling, path, name),
            params={key: row[key] for key in _PARAMS if key in row},
            examples=tuple(row.get("examples", ())),
            not_after=frozenset(map(fold, row.get("not_after", ()))),
            not_before=frozenset(map(fold, row.get("not_before", ()))),
            only_after=frozenset(map(fold, row.get("only_after", ()))),
            only_before=frozenset(map(fold, row.get("only_before", ()))),
            not_before_number=row.get("not_before_number", False),
            lower_case=row.get("lower_case", False),
        )
        rules.append(rule)
        for pattern in rule.patterns:
            first = pattern[0]
            if first.slot and first.slot != "docword":
                slotted[first.slot].append((rule, pattern))
            for word in {d[0] for d in docwords} if first.slot == "docword" else first.literals:
                starts[word].append((rule, pattern))
    modifiers = []
    for row in top["modifier"]:
        name = str(row.get("id", "?"))
        check_keys(
            row, known=("id", "make", "patterns", "examples"), needed=("id", "make", "patterns"), path=path, rule=name
        )
        if row["make"] not in MODIFIER_MAKES:
            raise LexicalFileError(f"unknown make {row['make']!r}", path=path, rule=name)
        modifiers += [(p, str(row["make"])) for p in _compile(row["patterns"], spelling, path, name)]
    modifiers.sort(key=lambda pair: -len(pair[0]))
    lexicon = TimeLexicon(
        numbers={word.replace("_", " "): value for word, value in top["numbers"].items()},
        plain_numbers={
            fold(word).replace("_", " "): value for word, value in top["numbers"].items() if word not in _UNSAFE_PLAIN
        },
        number_words=frozenset(fold(word).split("_")[0] for word in top["numbers"]),
        whens={tuple(fold(words).split()): shift for words, shift in top["when"].items()},
        never={word: frozenset(typed) for word, typed in top["never"].items()},
        docwords=docwords,
        not_plain=frozenset(top["not_plain"]),
    )
    return TimeRules(
        rules=tuple(rules),
        slotted=dict(slotted),
        starts={word: tuple(pairs) for word, pairs in starts.items()},
        openers=frozenset(
            (*starts, *(fold(word).split("_")[0] for word in top["numbers"]), *WRITTEN, *ALSO, *QUARTERS)
        ),
        modifiers=tuple(modifiers),
        lexicon=lexicon,
        parts={
            unit: {fold(part): (first, last) for part, (first, last) in named.items()}
            for unit, named in top["part_of"].items()
        },
        soon_days=top["soon_days"],
    )


def _compile(
    patterns: object, spelling: Mapping[str, list[str]], path: Path, rule: str
) -> tuple[tuple[Element, ...], ...]:
    found = []
    for text in read_strings(patterns, path=path, rule=rule):
        places = []
        for piece in text.split():
            optional = piece.endswith("?")
            bare = piece.removesuffix("?")
            choices: list[tuple[Element, ...]] = [()] if optional else []
            if bare in "-," or bare.startswith("<"):
                slot = bare.strip("<>")
                if slot not in SLOTS:
                    raise LexicalFileError(f"unknown slot {bare}", path=path, rule=rule)
                choices.append((Element(slot=slot),))
            else:
                single: dict[str, str] = {}
                for word in bare.split("|"):
                    if "_" in word:
                        choices.append(tuple(Element(literals=_literal(w, spelling)) for w in word.split("_")))
                    else:
                        single.update(_literal(word, spelling))
                if single:
                    choices.append((Element(literals=single),))
            places.append(choices)
        for chosen in itertools.product(*places):
            elements = tuple(itertools.chain.from_iterable(chosen))
            if elements:
                found.append(elements)
    return tuple(found)


def _literal(word: str, spelling: Mapping[str, list[str]]) -> dict[str, str]:
    return dict.fromkeys([fold(word), *map(fold, spelling.get(word, ()))], word)
