"""Figures that plans ask for."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.reading import load_document, read_document
from knowledge.ingest.target_words import comparator_rules
from knowledge.ingest.targets import read_figures, read_targets
from knowledge.plan import PlanTask

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CASES = tomllib.loads((ROOT / "tests/cases/targets.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_figures(case: dict[str, Any]) -> None:
    got = [
        [t.comparator.value, t.value, t.unit, t.indicator, t.scope]
        for t in read_figures(
            case["text"],
            fallback=case.get("indicator", "(nhiệm vụ)"),
            counted="indicator" in case,
            goals=case.get("goals", False),
        )
    ]
    assert got == case["targets"]


@pytest.mark.parametrize("rule", comparator_rules(), ids=lambda rule: rule.id)
def test_rule_reads_its_examples(rule: Any) -> None:
    for text in rule.examples:
        assert any(t.comparator is rule.means for t in read_figures(text, fallback="x")), text
    for text in rule.counter:
        assert not any(t.comparator is rule.means for t in read_figures(text, fallback="x")), text


def test_a_merged_goal_is_told_once_and_where_is_the_task() -> None:
    goal = "Tối thiểu 70% hồ sơ được số hóa"
    tasks = (PlanTask(key="4.1", text="Hướng dẫn số hóa", goal=goal), PlanTask(key="4.1#2", text="Số hóa", goal=goal))
    (target,) = read_targets(read_document(b"x", "thu.txt"), tasks)
    assert (target.where, target.value) == ("4.1", 70.0)


@given(st.text(max_size=200))
def test_values_are_printed(text: str) -> None:
    for target in read_figures(text, fallback="x"):
        assert any(c.isdigit() for c in text)
        assert target.indicator


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the acceptance material (../shared) is not beside the project")
def test_prose_of_real_plans() -> None:
    def figures(name: str) -> list[tuple[str, float, str]]:
        found = read_targets(load_document(SHARED / "plans" / name), ())
        return [(t.where, t.value, t.comparator.value) for t in found]

    assert figures("dong-nai.txt") == [("I.1.d", 100.0, "exact"), ("I.1.e", 70.0, "min"), ("I.1.f", 97.0, "min")]
    assert len(figures("lam-dong.txt")) == 16
    assert [f[1] for f in figures("more/dong-thap-617.txt")] == [30.0, 60.0, 85.0, 95.0, 100.0]
    assert figures("so-khcn.txt") == []
