"""The deadline grammar against its case table, its rules' own examples, and twins of every case."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any, assert_never

import pytest

from knowledge.deadlines.points import find_chain
from knowledge.deadlines.reader import looks_like_time, read_deadlines
from knowledge.deadlines.rules import POINTS, RULES, PointRule, Rule, load_grammar, load_points
from knowledge.errors import RuleFileError
from knowledge.plan import (
    AfterEvent,
    BeforeEvent,
    ByDate,
    ByReference,
    Deadline,
    OnDemand,
    Recurring,
    SourceSpan,
    Standing,
    Unread,
    Within,
)
from nlu.text import fold

TABLE = Path(__file__).parent.parent / "cases" / "deadlines.toml"
CASES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["case"]
IDS = [f"{case['text'][:40]}|{case.get('year', 2024)}" for case in CASES]


def note(deadline: Deadline) -> str:
    """The notation of the case table."""
    match deadline:
        case ByDate(due=due, exclusive=exclusive):
            return f"date {due}{' <' if exclusive else ''}"
        case Within(start=start, end=end):
            return f"period {start} {end}"
        case Recurring():
            named = {"day": deadline.day, "moq": deadline.month_of_quarter, "month": deadline.month}
            parts = [f" {key}={value}" for key, value in named.items() if value is not None]
            return f"every {deadline.every.value}{''.join(parts)}{' <' if deadline.exclusive else ''}"
        case AfterEvent(offset=offset, unit=unit, event=event):
            return f"after {offset} {unit.value}: {event}"
        case BeforeEvent(offset=offset, unit=unit, event=event):
            return f"before {offset} {unit.value}: {event}"
        case Standing():
            return "ongoing"
        case OnDemand():
            return "on_demand"
        case ByReference(document=document):
            return f"ref: {document}" if document else "ref"
        case Unread():
            return "unread"
        case _:
            assert_never(deadline)


def read(case: dict[str, Any], text: str) -> list[str]:
    year = case.get("year", 2024) or None
    return [note(item) for item in read_deadlines(text, year=year, hint=case.get("hint", ""))]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_case(case: dict[str, Any]) -> None:
    assert read(case, case["text"]) == case["reads"]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_looks_like_time(case: dict[str, Any]) -> None:
    assert looks_like_time(case["text"]) is case["alone"]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_without_diacritics_it_reads_the_same(case: dict[str, Any]) -> None:
    bare = ["unread"] if case.get("marked") else [fold(line) for line in read(case, case["text"])]  # "tư" or "từ"?
    assert [fold(line) for line in read(case, fold(case["text"]))] == bare


@pytest.mark.parametrize(
    "twin",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"<li>{text}</li>",
        lambda text: f"  {text}\n",
        lambda text: f"**{text}**",
        lambda text: text.replace(" ", "\u00a0"),
    ],
    ids=["nfd", "list item", "spaces", "bold", "hard spaces"],
)
def test_form_does_not_matter(twin: Any) -> None:
    for case in CASES:
        assert read(case, twin(case["text"])) == case["reads"], case["text"]


def test_the_table_is_large_and_says_each_case_once() -> None:
    keys = [(case["text"], case.get("year"), case.get("hint")) for case in CASES]
    assert len(keys) == len(set(keys)) >= 250


def rules_used(text: str) -> set[str]:
    return {item.rule.split("/")[0] for item in read_deadlines(text, year=2024)}


@pytest.mark.parametrize("rule", load_grammar().rules, ids=lambda rule: rule.id)
def test_rule_reads_its_examples_only(rule: Rule) -> None:
    assert rule.examples
    assert rule.counter_examples
    if rule.kind == "skip":
        for text in rule.examples:
            assert rule.pattern.search(fold(text)), text
        for text in rule.counter_examples:
            assert not rule.pattern.search(fold(text)), text
        return
    for text in rule.examples:
        assert rule.id in rules_used(text), text
    for text in rule.counter_examples:
        assert rule.id not in rules_used(text), text


@pytest.mark.parametrize("rule", [p for p in load_points().points if not p.short], ids=lambda rule: rule.id)
def test_point_reads_its_examples_only(rule: PointRule) -> None:
    assert rule.examples
    assert rule.counter_examples
    for text in rule.examples:
        assert rule.pattern.match(fold(text)), text
        chain = find_chain(fold(text), 0, 2024, "within")
        assert chain is not None
        assert chain.points[0].unit == rule.unit
    for text in rule.counter_examples:
        assert not rule.pattern.match(fold(text)), text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "skip"', 'kind = "skipp"'),
        ("anywhere = true", "anywhere = true\nmaybe = 1"),
        ("(?:(?:doi", "(?:((?:doi"),
    ],
    ids=["unknown kind", "unknown key", "broken pattern"],
)
def test_a_broken_rule_file_names_file_and_rule(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULES.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(RuleFileError) as caught:
        load_grammar(path)
    assert caught.value.path == path
    assert caught.value.rule == "skip.report_label"
    assert "skip.report_label" in str(caught.value)


def test_a_broken_point_file_names_file_and_rule(tmp_path: Path) -> None:
    path = tmp_path / "points.toml"
    path.write_text(POINTS.read_text("utf-8").replace('unit = "day"', 'unit = "day"\nmaybe = 1', 1), "utf-8")
    with pytest.raises(RuleFileError, match=r"day\.iso"):
        load_points(path)
    with pytest.raises(RuleFileError, match=r"none\.toml"):
        load_points(tmp_path / "none.toml")


def test_source_keeps_its_lines_and_the_words_read() -> None:
    cell = "- Thường xuyên; - Trước ngày  15/3/2024."
    span = SourceSpan(first_line=7, last_line=8)
    standing, day = read_deadlines(cell, year=2024, source=span)
    assert (standing.source.first_line, standing.source.last_line) == (7, 8)
    assert standing.source.text == "Thường xuyên"
    assert day.source.text == "Trước ngày 15/3/2024"


def test_a_misread_numeral_is_told_in_the_rule() -> None:
    (clean,) = read_deadlines("Quý II/2024", year=2024)
    (slip,) = read_deadlines("Quý Il/2024", year=2024)
    assert clean == slip
    assert (clean.rule, slip.rule) == ("period.bare", "period.bare/misread")


def test_unread_says_why_in_words() -> None:
    for text in ("Trước ngày 31/02/2024", "Quý V/2024", "hằng tuần", "abc", "x" * 5000):
        (item,) = read_deadlines(text, year=2024)
        assert isinstance(item, Unread)
        assert item.reason
        assert item.text
