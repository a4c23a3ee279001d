"""Working days (ngày làm việc) of state offices in Viet Nam, from a table with the source of each line.

Time limits run as Bộ luật Dân sự 2015 Điều 147–148 has them: the day of the event is not counted, and a last day that
is a day off moves on to the next working day. A year without a table is refused (`NoCalendarError`).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from typing import Any

from scheduler.errors import CalendarFileError, NoCalendarError

_SATURDAY = 5
_DAY = timedelta(days=1)


class Basis(StrEnum):
    """How sure a day is: fixed by law, announced by notice, or worked out before the notice came."""

    LAW = "law"
    ANNOUNCED = "announced"
    COMPUTED = "computed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day that is not what its weekday says: off, or a Saturday or Sunday that is worked (làm bù).

    `name` says why in Vietnamese, `source` cites who says so. A weekend day may be listed as off, for its name.
    """

    on: date
    works: bool
    name: str
    basis: Basis = Basis.ADDED
    source: str = ""


class WorkingCalendar:
    """Which days are worked, and sums over them. A value: adding days makes another calendar.

    Every method raises `NoCalendarError` where it would have to know a day of a year without a table.
    """

    def __init__(self, days: Iterable[CalendarDay], *, years: Iterable[int]) -> None:
        self._days = {day.on: day for day in days}
        self.years = tuple(sorted(set(years)))

    def with_days(self, days: Iterable[CalendarDay]) -> WorkingCalendar:
        """The calendar with days that an administrator set; they win over the table, the last over the first."""
        return WorkingCalendar((*self._days.values(), *days), years=self.years)

    def find_day(self, day: date) -> CalendarDay | None:
        """The line about a day, or None for a day that is what its weekday says."""
        self._check(day)
        return self._days.get(day)

    def days_of(self, year: int) -> tuple[CalendarDay, ...]:
        """Every line of a year, in order."""
        self._check(date(year, 1, 1))
        return tuple(self._days[on] for on in sorted(self._days) if on.year == year)

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day."""
        self._check(day)
        return self._works(day)

    def on_or_after(self, day: date) -> date:
        """The day itself where it is worked, else the next working day (Điều 148 khoản 5)."""
        while not self.is_working(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself where it is worked, else the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that is `count` working days after `day`, which is not counted; before it if negative.

        With 0 it is `day`, or the next working day where `day` is off.
        """
        if count == 0:
            return self.on_or_after(day)
        place = bisect_right(self._worked, day) + count - 1 if count > 0 else bisect_left(self._worked, day) + count
        if not 0 <= place < len(self._worked):
            self._check(day)
            beyond = self.years[-1] + 1 if count > 0 else self.years[0] - 1
            self._check_years(day, date(beyond, 1, 1))
        end = self._worked[place]
        self._check_years(day, end)
        return end

    def add_days(self, day: date, count: int) -> date:
        """`count` calendar days after `day` (before, if negative), moved away from `day` off days off.

        A term that runs forward ends on the next working day; one that runs back must be met before the day off.
        """
        try:
            end = day + timedelta(days=count)
        except OverflowError:
            raise NoCalendarError(date.max.year, known=self.years) from None
        return self.on_or_after(end) if count >= 0 else self.on_or_before(end)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; negative where `end` comes first.

        "còn 3 ngày làm việc" is `working_days_between(today, due) == 3`.
        """
        if end < start:
            return -self.working_days_between(end, start)
        if start < end:
            self._check_years(start + _DAY, end)
        return bisect_right(self._worked, end) - bisect_right(self._worked, start)

    @cached_property
    def _worked(self) -> tuple[date, ...]:
        """Every working day of the years known, in order: sums are places in it, not walks over days."""
        firsts = (date(year, 1, 1) for year in self.years)
        days = (first + timedelta(days=past) for first in firsts for past in range(365 + isleap(first.year)))
        return tuple(day for day in days if self._works(day))

    def _works(self, day: date) -> bool:
        known = self._days.get(day)
        return known.works if known is not None else day.weekday() < _SATURDAY

    def _check_years(self, start: date, end: date) -> None:
        """Refuses a sum that would pass over a year without a table, naming the one it meets first."""
        step = 1 if start <= end else -1
        for year in range(start.year, end.year + step, step):
            if year not in self.years:
                raise NoCalendarError(year, known=self.years)

    def _check(self, day: date) -> None:
        if day.year not in self.years:
            raise NoCalendarError(day.year, known=self.years)


@cache
def load_calendar() -> WorkingCalendar:
    """The calendar of the bundled table.

    Raises:
        CalendarFileError: the table breaks its schema.
    """
    text = resources.files("scheduler").joinpath("data/calendar.toml").read_text(encoding="utf-8")
    return read_calendar_table(tomllib.loads(text))


def read_calendar_table(table: Mapping[str, Any]) -> WorkingCalendar:
    """The calendar of a table in the shape of `data/calendar.toml`.

    Raises:
        CalendarFileError: an unknown key, a source that is not told, a day twice or in another year.
    """
    if unknown := table.keys() - {"source", "year"}:
        raise CalendarFileError(f"calendar.toml: unknown key {', '.join(sorted(unknown))}")
    sources = {key: _citation(key, row) for key, row in table.get("source", {}).items()}
    days: dict[date, CalendarDay] = {}
    for year, row in table.get("year", {}).items():
        for day in _days_of(int(year), row, sources):
            if day.on in days:
                raise CalendarFileError(f"calendar.toml: [{year}] {day.on} stands twice")
            days[day.on] = day
    return WorkingCalendar(days.values(), years=map(int, table.get("year", {})))


def _citation(key: str, row: Mapping[str, Any]) -> str:
    if not {"cite"} <= row.keys() <= {"cite", "note"}:
        raise CalendarFileError(f"calendar.toml: [source.{key}] needs cite and may have note")
    return f"{row['cite']} ({row['note']})" if "note" in row else str(row["cite"])


def _days_of(year: int, row: Mapping[str, Any], sources: Mapping[str, str]) -> Iterator[CalendarDay]:
    if row.keys() != {"days"}:
        raise CalendarFileError(f"calendar.toml: [{year}] needs days and nothing else")
    for line in row["days"]:
        on = line.get("on")
        where = f"calendar.toml: [{year}] {on}"
        kind = line.keys() & {"off", "work"}
        if line.keys() - kind != {"on", "basis", "source"} or len(kind) != 1:
            raise CalendarFileError(f"{where}: needs on, basis, source, and one of off and work")
        works = "work" in kind
        if type(on) is not date or on.year != year or (works and on.weekday() < _SATURDAY):
            raise CalendarFileError(f"{where}: no such day of the year, or a weekday said to be worked")
        if line["basis"] not in {Basis.LAW, Basis.ANNOUNCED, Basis.COMPUTED} or line["source"] not in sources:
            raise CalendarFileError(f"{where}: unknown basis or source")
        yield CalendarDay(
            on=on,
            works=works,
            name=line["work"] if works else line["off"],
            basis=Basis(line["basis"]),
            source=sources[line["source"]],
        )
