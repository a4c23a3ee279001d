"""The year of a plan, and what times printed without a year mean in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from knowledge.ingest.years import read_time, read_years
from knowledge.plan import NOWHERE, ByDate, Deadline, Within

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "tests/cases/plan_years.toml").read_text("utf-8"))["case"]


def days(deadlines: tuple[Deadline, ...]) -> str:
    said = [d.due.isoformat() if isinstance(d, ByDate) else f"{d.start}..{d.end}"
            for d in deadlines if isinstance(d, ByDate | Within)]  # fmt: skip
    return ", ".join(said)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_years(case: dict[str, Any]) -> None:
    years = read_years(case["title"], signed_on=case["signed_on"], printed=None)
    assert years is not None
    assert years.year == case["year"]
    got = {time: days(read_time(time, years=years, hint="", source=NOWHERE)) for time in case["times"]}
    assert got == case["times"]


def test_no_year_is_made_up() -> None:
    assert read_years("Kế hoạch cải cách hành chính", signed_on=None, printed=None) is None
