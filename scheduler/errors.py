"""Errors of the scheduler floor; `str(error)` is one Vietnamese sentence, fit to be shown."""

from __future__ import annotations


class SchedulerError(Exception):
    """Base of the floor."""


class NoCalendarError(SchedulerError):
    """Working days were asked for in a year that no table covers; they are never guessed."""

    def __init__(self, year: int, *, known: tuple[int, ...]) -> None:
        covered = f"{known[0]}–{known[-1]}" if known else "chưa có năm nào"
        super().__init__(
            f"Chưa có lịch làm việc năm {year} (đang có: {covered}) nên không tính được ngày làm việc; "
            f"xin bổ sung ngày nghỉ của năm {year}."
        )
        self.year = year


class CalendarFileError(SchedulerError):
    """The table of days breaks its schema; names the year and the line."""


class PolicyFileError(SchedulerError):
    """The table of lead times breaks its schema."""
