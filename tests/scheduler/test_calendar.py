"""Working days: what offices count by hand, and the laws that hold for every day of the tables."""

import tomllib
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar import Basis, CalendarDay, load_calendar, read_calendar_table
from scheduler.errors import CalendarFileError, NoCalendarError

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "calendar.toml").read_text("utf-8"))
CALENDAR = load_calendar()

# Away from both ends of the tables, so that no sum leaves them.
days = st.dates(min_value=date(2024, 6, 1), max_value=date(2027, 6, 30))
counts = st.integers(min_value=-60, max_value=60)


def test_the_table_is_as_long_as_was_asked() -> None:
    assert sum(map(len, CASES.values())) >= 300


@pytest.mark.parametrize(("day", "what"), CASES["days"].items())
def test_a_day_is_worked_or_off(day: str, what: str) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day)) is (what == "work")


@pytest.mark.parametrize(("asked", "want"), CASES["add"].items())
def test_working_days_are_counted_without_the_first(asked: str, want: str) -> None:
    day, count = asked.split()
    assert CALENDAR.add_working_days(date.fromisoformat(day), int(count)).isoformat() == want


@pytest.mark.parametrize(("asked", "want"), CASES["terms"].items())
def test_a_last_day_off_moves(asked: str, want: str) -> None:
    day, count = asked.split()
    assert CALENDAR.add_days(date.fromisoformat(day), int(count)).isoformat() == want


@pytest.mark.parametrize(("asked", "want"), CASES["between"].items())
def test_working_days_are_counted_between(asked: str, want: int) -> None:
    start, end = map(date.fromisoformat, asked.split(".."))
    assert CALENDAR.working_days_between(start, end) == want


@given(day=days, count=counts)
def test_a_sum_of_working_days_lands_on_one_and_counts_back(day: date, count: int) -> None:
    landed = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working(landed)
    if count > 0:
        assert CALENDAR.working_days_between(day, landed) == count
        assert CALENDAR.add_working_days(landed, -count) == CALENDAR.on_or_before(day)


@given(day=days, first=st.integers(0, 30), then=st.integers(0, 30))
def test_a_sum_may_be_made_in_two_steps(day: date, first: int, then: int) -> None:
    start = CALENDAR.on_or_after(day)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(start, first), then) == CALENDAR.add_working_days(
        start, first + then
    )


@given(day=days, count=counts)
def test_a_term_ends_on_a_working_day_and_never_inside_itself(day: date, count: int) -> None:
    end = CALENDAR.add_days(day, count)
    assert CALENDAR.is_working(end)
    printed = day + timedelta(days=count)
    assert end >= printed if count >= 0 else end <= printed


@given(day=days)
def test_no_working_day_is_passed_over(day: date) -> None:
    before, after = CALENDAR.on_or_before(day), CALENDAR.on_or_after(day)
    assert before <= day <= after
    assert (before == day) == (after == day) == CALENDAR.is_working(day)
    assert after == day or CALENDAR.add_working_days(before, 1) == after


@given(start=days, middle=days, end=days)
def test_counts_between_add_up(start: date, middle: date, end: date) -> None:
    between = CALENDAR.working_days_between
    assert between(start, middle) + between(middle, end) == between(start, end)


@pytest.mark.parametrize("year", [2023, 2028])
def test_a_year_without_a_table_is_refused_by_name(year: int) -> None:
    with pytest.raises(NoCalendarError, match=f"năm {year}") as caught:
        CALENDAR.is_working(date(year, 3, 11))
    assert caught.value.year == year


def test_a_sum_that_leaves_the_tables_is_refused_too() -> None:
    with pytest.raises(NoCalendarError, match="2028"):
        CALENDAR.add_working_days(date(2027, 12, 30), 5)
    with pytest.raises(NoCalendarError):
        CALENDAR.add_days(date(2027, 12, 30), 10**9)


def test_an_administrator_adds_a_day_off_and_a_day_worked() -> None:
    swapped = CALENDAR.with_days(
        [
            CalendarDay(on=date(2026, 11, 23), works=False, name="Nghỉ hoán đổi với 28/11"),
            CalendarDay(on=date(2026, 11, 28), works=True, name="Làm bù cho 23/11"),
        ]
    )
    assert CALENDAR.add_working_days(date(2026, 11, 20), 3) == date(2026, 11, 26)
    assert swapped.add_working_days(date(2026, 11, 20), 3) == date(2026, 11, 27)
    assert swapped.is_working(date(2026, 11, 28))
    assert CALENDAR.is_working(date(2026, 11, 23)), "the table itself is not touched"


def test_every_line_tells_its_source_and_what_was_only_computed_says_so() -> None:
    lines = [day for year in CALENDAR.years for day in CALENDAR.days_of(year)]
    assert all(day.name and day.source for day in lines)
    computed = {day.on.year for day in lines if day.basis is Basis.COMPUTED}
    assert computed == {2027}
    assert all("Tạm tính" in day.source for day in lines if day.basis is Basis.COMPUTED)


def test_each_swap_gives_a_day_for_a_day() -> None:
    for year in CALENDAR.years:
        worked = sum(day.works for day in CALENDAR.days_of(year))
        assert worked == sum("hoán đổi" in day.name for day in CALENDAR.days_of(year))


SLIPS = {
    "unknown key": lambda table: table | {"holiday": {}},
    "stands twice": lambda table: _with(table, lambda days: [*days, days[0]]),
    "no such day of the year": lambda table: _with(table, lambda days: [days[0] | {"on": date(2023, 1, 2)}]),
    "a weekday said to be worked": lambda table: _with(
        table, lambda days: [*days[:1], {"work": "x", "on": date(2024, 3, 11), "basis": "law", "source": "dieu-112"}]
    ),
    "unknown basis or source": lambda table: _with(table, lambda days: [days[0] | {"source": "đâu đó"}]),
    "one of off and work": lambda table: _with(table, lambda days: [days[0] | {"work": "x"}]),
    "needs cite": lambda table: table | {"source": {"x": {"note": "y"}}},
    "needs days": lambda table: table | {"year": {"2024": {}}},
}


@pytest.mark.parametrize("told", SLIPS)
def test_a_slip_in_the_table_is_told(told: str) -> None:
    table = tomllib.loads(resources.files("scheduler").joinpath("data/calendar.toml").read_text(encoding="utf-8"))
    with pytest.raises(CalendarFileError, match=told):
        read_calendar_table(SLIPS[told](table))


def _with(table, change):
    days = table["year"]["2024"]["days"]
    return table | {"year": {"2024": {"days": change(days)}}}
