"""Printed times as days: what is printed, and the last working day on which it can be done in time."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.deadlines.reader import read_deadlines
from knowledge.plan import AfterEvent, Plan, PlanHead, PlanTask, Unit
from knowledge.progress.events import Clock, EventReport
from knowledge.reminding.wishes import DayOff, PlanReminding
from scheduler.calendar import load_calendar
from scheduler.due import plan_span
from scheduler.occurrences import Occurrence, plan_occurrences

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "occurrences.toml").read_text("utf-8"))["case"]
REMINDING = PlanReminding(slug="ke-hoach", since=date(2024, 1, 1))
PUBLISHED = "ngày quyết định công bố"


def plan_of(*times: str, year: int = 2024) -> Plan:
    head = PlanHead(title="Kế hoạch", year=year, signed_on=date(year, 1, 10))
    tasks = tuple(
        PlanTask(
            key=str(number), text="Việc", leads=("Sở Nội vụ",), time=time, deadlines=read_deadlines(time, year=year)
        )
        for number, time in enumerate(times, start=1)
    )
    return Plan(slug="ke-hoach", head=head, tasks=tasks)


def told(one: Occurrence) -> str:
    return f"{one.due_on} {one.last_day or '?'}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["time"])
def test_a_printed_time_falls_due(case: dict) -> None:
    plan = plan_of(case["time"], year=case.get("year", 2024))
    reminding = replace(
        REMINDING, day_off=DayOff(case.get("day_off", "previous")), standing=case.get("standing", False)
    )
    found = plan_occurrences(plan, reminding, calendar=load_calendar())
    assert list(map(told, found)) == case["days"]


def test_only_the_last_of_several_days_stays_late() -> None:
    found = plan_occurrences(plan_of("Quý I, II/2024", "Hằng quý"), REMINDING, calendar=load_calendar())
    assert [one.stays_late for one in found] == [False, True, False, False, False, False]


def test_what_recurs_does_so_within_the_time_of_the_plan() -> None:
    plan = plan_of("Hằng tháng", "Quý I/2025")
    found = plan_occurrences(plan, REMINDING, calendar=load_calendar())
    months = [one.due_on for one in found if one.task.key == "1"]
    assert (months[0], months[-1], len(months)) == (date(2024, 1, 31), date(2025, 12, 31), 24)
    assert plan_span(plan) == (date(2024, 1, 10), date(2025, 12, 31))


def test_a_clock_runs_from_each_reported_event() -> None:
    clock = AfterEvent(offset=3, unit=Unit.WORKING_DAY, event=PUBLISHED)
    plan = plan_of("Quý I/2024")
    plan = replace(plan, tasks=(replace(plan.tasks[0], deadlines=(clock,)),))
    events = [
        EventReport(
            happened_on=day, clocks=(Clock(slug="ke-hoach", key="1", event=PUBLISHED),), id=number, revoked_at=None
        )
        for number, day in enumerate((date(2024, 3, 15), date(2024, 4, 26)), start=1)
    ]
    found = plan_occurrences(plan, REMINDING, calendar=load_calendar(), events=events)
    # 26/4 is a Friday; 29/4 to 1/5 are off, and Saturday 4/5 is worked for 29/4
    assert [told(one) for one in found] == ["2024-03-20 2024-03-20", "2024-05-04 2024-05-04"]


def test_of_two_deadlines_on_one_day_the_stricter_holds() -> None:
    plan = plan_of("Trước ngày 31/12/2024")
    yearly = plan_of("Năm 2024").tasks[0].deadlines
    plan = replace(plan, tasks=(replace(plan.tasks[0], deadlines=(*yearly, *plan.tasks[0].deadlines)),))
    found = plan_occurrences(plan, REMINDING, calendar=load_calendar())
    assert [told(one) for one in found] == ["2024-12-31 2024-12-30"]
