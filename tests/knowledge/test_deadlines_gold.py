"""Every time cell of the gold tables beside the project, as the acceptance checks compare them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.deadlines.reader import looks_like_time, read_deadlines
from knowledge.deadlines.wire import deadlines_json

GOLD = Path(__file__).parents[3] / "shared" / "gold"
YEARS = {"so-khcn": 2024, "trung-luong": 2024}  # the others are of 2025

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the acceptance material ../shared/gold is not here"),
]


def rows() -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.stem, json.loads(line))
        for path in sorted(GOLD.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def key(deadline: dict[str, Any]) -> tuple[Any, ...]:
    kind = deadline["kind"]
    if kind in ("by_reference", "ongoing", "on_demand"):
        return (kind,)
    return (kind, *sorted((k, v) for k, v in deadline.items() if k not in ("kind", "event", "document")))


def test_each_time_means_what_the_gold_says() -> None:
    wrong = []
    for plan, row in rows():
        hint = f"{row['task']} {row['product']}"
        got = deadlines_json(read_deadlines(row["time"], year=YEARS.get(plan, 2025), hint=hint))
        if sorted(map(key, got)) != sorted(map(key, row["deadlines"])):
            wrong.append((plan, row["key"], row["time"], got))
    assert wrong == []


def test_no_other_cell_is_taken_for_a_time() -> None:
    for _, row in rows():
        for cell in (row["task"], row["product"], row["goal"], *row["leads"], *row["supports"]):
            assert not looks_like_time(cell), cell
