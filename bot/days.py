"""The day taken as today, as a person or a file gives it."""

from __future__ import annotations

from datetime import date

YEARS = range(1900, 2201)


def read_day(text: str) -> date:
    """A day written 2024-03-11.

    Raises:
        ValueError: not such a day, or one so far away that "tuần sau" would leave the calendar.
    """
    if not isinstance(text, str):
        raise ValueError("not text")
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(f"{day.year} is not a year of plans")
    return day
