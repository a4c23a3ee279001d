"""Short plans of offices that do not exist, in layouts that offices use: what a reader sees in them is read.

Beside each plan stands `<slug>.toml` with its head, tasks, targets and duties, compared field by field.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.plan_json import plan_json

PLANS = Path(__file__).parents[1] / "fixtures" / "plans" / "layouts"
FILES = sorted(path.name for path in PLANS.iterdir() if path.suffix != ".toml")
HEAD = ("title", "number", "issuer", "signed_on", "signer", "signer_title", "year")


def said(deadline: dict[str, Any]) -> str:
    """A deadline in one line: "period 2025-01-01 2025-03-31", "recurring month day=5"."""
    named = {key: f"{key}={deadline[key]}" for key in ("day", "month", "month_of_quarter") if key in deadline}
    plain = [str(value) for key, value in deadline.items() if key not in named]
    return " ".join([*plain, *named.values()])


def read(name: str) -> dict[str, Any]:
    plan = plan_json(read_plan(read_document((PLANS / name).read_bytes(), name)))
    return {
        **{field: plan[field] or "" for field in HEAD},
        "tasks": [
            {
                **{field: task[field] for field in ("key", "section", "task", "leads", "supports", "time")},
                **{field: task[field] for field in ("goal", "product") if task[field]},
                "deadlines": [said(deadline) for deadline in task["deadlines"]],
            }
            for task in plan["tasks"]
        ],
        "targets": [
            " | ".join(str(target[field]) for field in ("where", "comparator", "value", "unit", "indicator", "scope"))
            for target in plan["targets"]
        ],
        "duties": [" | ".join(duty[field] for field in ("where", "unit", "role", "duty")) for duty in plan["duties"]],
        "warnings": [warning["line"] for warning in plan["warnings"]],
    }


@pytest.mark.parametrize("name", FILES)
def test_the_plan_is_read_as_a_reader_would(name: str) -> None:
    assert read(name) == tomllib.loads((PLANS / f"{Path(name).stem}.toml").read_text("utf-8"))
