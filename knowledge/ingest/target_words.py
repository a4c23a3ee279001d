"""The words around figures that plans ask for, loaded from `data/targets.toml` and compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.agency_words import load_table
from knowledge.plan import Comparator
from nlu.later import later
from nlu.text import fold

# "2.700", "14,5", and "95.5" of a keyboard that knows no comma
NUMBER = r"(?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+|\.\d{1,2}(?!\d))?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparatorRule:
    """One way a figure is compared; patterns match right before and right after it."""

    id: str
    means: Comparator
    before: re.Pattern[str]
    after: re.Pattern[str] | None
    examples: tuple[str, ...]
    counter: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWords:
    """Everything `data/targets.toml` says, as patterns."""

    rules: tuple[ComparatorRule, ...]
    links: re.Pattern[str]
    lead_in: re.Pattern[str]
    not_goals: re.Pattern[str]
    count: re.Pattern[str]
    goal_count: re.Pattern[str]
    further_count: re.Pattern[str]
    bound: re.Pattern[str]
    measured_alike: re.Pattern[str]
    measure: re.Pattern[str]
    scope: re.Pattern[str]
    predicate: re.Pattern[str]
    rate: re.Pattern[str]
    headings: tuple[str, ...]
    count_headings: tuple[str, ...]


_LISTS = {"comparator": {"id", "means", "before", "after", "examples", "counter"}}
_KEYS = {
    "words": {"links", "not_goals", "not_units", "measures", "counts_after", "scopes", "predicates", "rates", "spans"}
    | {"goal_headings", "count_headings", "compound_units"}
}


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def target_words() -> TargetWords:
    """The words of targets, read once."""
    data = load_table("targets.toml", _KEYS, _LISTS)
    words = data["words"]
    rules = tuple(
        ComparatorRule(
            id=rule["id"],
            means=Comparator(rule["means"]),
            before=later(rf"(?<!\w){_any(rule['before'])}\s*(?:đạt\s*|là\s*)?$", re.IGNORECASE),
            after=later(rf"^\s*{_any(rule['after'])}(?!\w)|\s+{_any(rule['after'])}$", re.IGNORECASE)
            if rule["after"]
            else None,
            examples=tuple(rule["examples"]),
            counter=tuple(rule["counter"]),
        )
        for rule in data["comparator"]
    )
    strong = [w for rule in data["comparator"] if rule["id"] == "toi-thieu" for w in rule["before"]]
    most = [w for rule in data["comparator"] if rule["id"] == "toi-da" for w in rule["before"]]
    compared = [w for rule in data["comparator"] for w in rule["before"]]
    large = r"(?:(?:triệu|nghìn|ngàn|tỷ|tỉ)\s+)?"
    compound = rf"{_any(words['compound_units'])}(?!\w)"
    named = rf"(?:{compound}|(?!(?:{_any(words['not_units'])}|{_any(words['predicates'])})(?!\w))[^\W\d]+[23]?)"
    counted = rf"{NUMBER}\s+(?P<unit>{large}{named}(?:/(?:{compound}|[^\W\d]+))*)"
    return TargetWords(
        rules=rules,
        links=later(rf"(?:^|\s+){_any(words['links'])}\s*$", re.IGNORECASE),
        lead_in=later(r"^(?:trong số đó|trong đó|đồng thời|và|phấn đấu)\s*,?\s+", re.IGNORECASE),
        not_goals=later(_any(words["not_goals"]), re.IGNORECASE),
        count=later(rf"(?<!\w){_any(strong)}\s*{counted}", re.IGNORECASE),
        goal_count=later(
            rf"(?:^|:\s|(?<!\w){_any([*compared, *words['counts_after']])}\s+(?:khoảng\s+)?){counted}", re.IGNORECASE
        ),
        further_count=later(rf"(?:,|\bvà)\s+{counted}", re.IGNORECASE),
        bound=later(
            rf"(?<!\w)(?:{_any(most)}\s+{NUMBER}\s+(?P<unit>{_any(words['spans'])})(?!\w)|"
            rf"{_any(words['counts_after'])}\s+từ\s+{NUMBER.replace('value', 'mark')}(?=\s+trở\s))",
            re.IGNORECASE,
        ),
        measured_alike=later(
            rf"^(?:Số\s+)?(?P<kind>{_any(words['not_units'])})\s[^\d;]{{3,120}}?"
            rf"(?<!\w){_any([*compared, *words['links']])}\s+{NUMBER}\s+(?P<unit>(?P=kind))(?!\w)",
            re.IGNORECASE,
        ),
        measure=later(rf"{large}{_any([*words['measures'], *words['spans']])}(?:/[^\W\d]+)*", re.IGNORECASE),
        scope=later(
            rf"(?<!\w)(?:tiếp nhận\s+)?{_any(words['scopes'])}\s+(?P<scope>.+?)"
            rf"(?=\s+{_any(words['predicates'])}(?!\w)|$)",
            re.IGNORECASE,
        ),
        predicate=later(rf"(?<!\w){_any(words['predicates'])}(?!\w)", re.IGNORECASE),
        rate=later(rf"{_any(words['rates'])}(?!\w)", re.IGNORECASE),
        headings=tuple(map(fold, words["goal_headings"])),
        count_headings=tuple(map(fold, words["count_headings"])),
    )


def comparator_rules() -> tuple[ComparatorRule, ...]:
    """The rules by which a figure is compared, in the order they are tried."""
    return target_words().rules
