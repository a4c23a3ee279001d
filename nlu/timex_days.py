"""Days, weeks, months, quarters and years of the calendar, counted from a given day; spans are (first, last) day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def find_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such (31/2)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def step_month(day: date, count: int) -> date:
    """The same day `count` months on, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def step(day: date, grain: str, count: int) -> date:
    """The day so many days, weeks or months on."""
    if grain == "month":
        return step_month(day, count)
    return day + timedelta(days=count * (7 if grain == "week" else 1))


def month_of(day: date) -> tuple[date, date]:
    """The month of a day."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def quarter_of(day: date) -> tuple[date, date]:
    """The quarter of a day."""
    first = (day.month - 1) // 3 * 3 + 1
    return date(day.year, first, 1), month_of(date(day.year, first + 2, 1))[1]


def year_of(year: int) -> tuple[date, date]:
    """A year."""
    return date(year, 1, 1), date(year, 12, 31)


def unit_at(today: date, unit: str, shift: int) -> tuple[date, date]:
    """The week, month, quarter or year `shift` away from that of today."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_of(step_month(today.replace(day=1), shift))
    if unit == "quarter":
        return quarter_of(step_month(today.replace(day=1), 3 * shift))
    return year_of(today.year + shift)
