"""Which years a plan covers, and so which year a time printed without one ("Tháng 9", "Quý I") means, if it is sure.

A plan of one year gives every bare time that year. A plan over several years gives it only where one year alone fits:
a wrong due day is worse than "chưa đọc được".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.deadlines.reader import read_deadlines
from knowledge.plan import NOWHERE, ByDate, Deadline, SourceSpan, Within

_HAS_YEAR = re.compile(r"(?<!đến )năm\s+(?P<year>20\d\d)(?!\s*[-–]\s*20\d\d)", re.IGNORECASE)
_BARE_YEAR = re.compile(r"(?<![\w/.,-])(?<![-–]\s)(?P<year>20\d\d)(?![\w/-])(?!\s*[-–]\s*20\d\d)")
_SPAN = re.compile(
    r"(?:(?P<school>năm học)|giai đoạn|(?:các )?năm)?\s*(?P<first>20\d\d)\s*[-–]\s*(?P<last>20\d\d)", re.IGNORECASE
)
_OUTLOOK = re.compile(r"(?:định hướng|tầm nhìn)(?:\s+đến)?(?:\s+năm)?\s+20\d\d|đến\s+năm\s+20\d\d", re.IGNORECASE)
_DATED = re.compile(r"(?:ngày\s*\d{0,2}\s*)?tháng\s*\d{0,2}\s*năm\s*20\d\d|ngày\s*\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)
_YEAR_SECTION = re.compile(
    r"\W*(?:(?:các|nhiệm vụ|công việc|nội dung|thực hiện|triển khai|hoàn thành|trong)\s+)*năm\s+(?P<year>20\d\d)\W*",
    re.IGNORECASE,
)
_LONGEST_SPAN = 10
# A school year runs from the weeks before 5/9 to the end of enrolment for the next one, 31/7 (Quyết định số
# 2045/QĐ-BGDĐT ngày 01/8/2024 and its like of other years).
_SCHOOL_OPENS, _SCHOOL_ENDS = (8, 1), (7, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanYears:
    """The plan's `year`, the years that a bare time may mean, and the days that bound it.

    A bare time lies between `first_on` and `last_on` and ends no earlier than `signed_on`. `printed` holds the words
    of the title that name several years ("năm học 2024 - 2025"), else "".
    """

    year: int
    candidates: tuple[int, ...]
    first_on: date = date.min
    last_on: date = date.max
    signed_on: date = date.min
    printed: str = ""

    def holds(self, deadline: Deadline) -> bool:
        """Whether the days of a deadline, if it has any, lie within these bounds."""
        match deadline:
            case ByDate(due=on):
                return max(self.first_on, self.signed_on) <= on <= self.last_on
            case Within(start=start, end=end):
                return self.first_on <= start and self.signed_on <= end <= self.last_on
            case _:
                return True


def one_year(year: int) -> PlanYears:
    """A plan of one year that is sure."""
    return PlanYears(year=year, candidates=(year,))


def years_of_dates(times: Iterable[str]) -> PlanYears | None:
    """The year of a table that prints none but that of its days, all the same; no bare time is read by it."""
    found: set[int] = set()
    for text in times:
        for deadline in read_deadlines(text, year=None, hint="", source=NOWHERE):
            match deadline:
                case ByDate(due=on):
                    found.add(on.year)
                case Within(start=start, end=end):
                    found |= {start.year, end.year}
                case _:
                    pass
    return PlanYears(year=found.pop(), candidates=()) if len(found) == 1 else None


def read_years(title: str, *, signed_on: date | None, printed: int | None) -> PlanYears | None:
    """The years of a plan; None where they cannot be told.

    Args:
        title: the plan's title; the year that it names wins over the day of signing.
        signed_on: that day, where it is printed in full.
        printed: the year of an incomplete day of signing.
    """
    told = _OUTLOOK.sub(" ", _DATED.sub(" ", title))
    for pattern in (_HAS_YEAR, _BARE_YEAR):
        if years := [int(m["year"]) for m in pattern.finditer(told)]:
            return one_year(years[-1])
    signed = signed_on.year if signed_on else printed
    span = _SPAN.search(told)
    if span and 0 < int(span["last"]) - int(span["first"]) < _LONGEST_SPAN:
        first, last = int(span["first"]), int(span["last"])
        opens, ends = date(first, 1, 1), date(last, 12, 31)
        if span["school"]:
            opens, ends = date(first, *_SCHOOL_OPENS), date(last, *_SCHOOL_ENDS)
        return PlanYears(
            year=signed if signed is not None and first <= signed <= last else first,
            candidates=tuple(range(first, last + 1)),
            first_on=opens,
            last_on=ends,
            signed_on=date.min if span["school"] or signed_on is None else signed_on,
            printed=" ".join(span[0].split()),
        )
    if signed_on:  # no year is printed but the day of signing: what ended before that day was not planned on it
        return PlanYears(year=signed_on.year, candidates=(signed_on.year,), signed_on=signed_on)
    return one_year(signed) if signed else None


def find_section_year(title: str) -> int | None:
    """The year that the tasks of a section are for, where its title names a year and nothing more.

    >>> find_section_year("Nhiệm vụ năm 2025"), find_section_year("Tổng kết công tác năm 2025")
    (2025, None)
    """
    found = _YEAR_SECTION.fullmatch(title)
    return int(found["year"]) if found else None


def read_time(text: str, *, years: PlanYears, hint: str, source: SourceSpan) -> tuple[Deadline, ...]:
    """What a time cell of the plan means; a time without a year that fits no year, or two, is left unread."""
    readings = [read_deadlines(text, year=year, hint=hint, source=source) for year in years.candidates]
    if years == one_year(years.year):
        return readings[0]
    sure = read_deadlines(text, year=None, hint=hint, source=source)
    if all(reading == sure for reading in readings):
        return sure
    fitting = [reading for reading in readings if all(map(years.holds, reading))]
    return fitting[0] if len(fitting) == 1 else sure
