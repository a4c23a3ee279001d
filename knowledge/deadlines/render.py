"""A deadline in short Vietnamese, as it stands inside a sentence."""

from __future__ import annotations

import calendar
from datetime import date
from typing import assert_never

from knowledge.plan import (
    AfterEvent,
    BeforeEvent,
    ByDate,
    ByReference,
    Deadline,
    Every,
    OnDemand,
    Recurring,
    Standing,
    Unit,
    Unread,
    Within,
)

_UNITS = {Unit.DAY: "ngày", Unit.WORKING_DAY: "ngày làm việc"}
_PERIODS = {Every.MONTH: "tháng", Every.QUARTER: "quý", Every.HALF_YEAR: "6 tháng", Every.YEAR: "năm"}
_EVERY = {
    Every.MONTH: "hằng tháng",
    Every.QUARTER: "hằng quý",
    Every.HALF_YEAR: "6 tháng một lần",
    Every.YEAR: "hằng năm",
}
_MONTHS_OF_QUARTER = {1: "đầu", 2: "giữa", 3: "cuối"}
_ROMAN = ("", "I", "II", "III", "IV")


def render_deadline(deadline: Deadline) -> str:
    """The deadline in a few words, no capital, no full stop; figures without leading zeros but for counts of days.

    >>> render_deadline(ByDate(due=date(2024, 3, 15), exclusive=True))
    'trước ngày 15/3/2024'
    """
    match deadline:
        case ByDate(due=due, exclusive=exclusive):
            return f"{'trước' if exclusive else 'chậm nhất'} ngày {_day(due)}"
        case Within(start=start, end=end):
            return _period(start, end)
        case Recurring():
            return _recurring(deadline)
        case AfterEvent(offset=offset, unit=unit, event=event):
            if offset == 0:
                return f"ngay sau {event}" if event.casefold().startswith("khi") else f"ngay {_mark(event)}"
            return f"trong {offset:02d} {_UNITS[unit]} kể từ {_mark(event)}"
        case BeforeEvent(offset=offset, unit=unit, event=event):
            return f"trước {event}" if offset == 0 else f"{offset:02d} {_UNITS[unit]} trước {_mark(event)}"
        case Standing():
            return "thường xuyên"
        case OnDemand():
            return "khi có yêu cầu"
        case ByReference(document=document):
            return f"theo {document}" if document else "theo kế hoạch (không nêu tên văn bản)"
        case Unread(text=text):
            return f"chưa đọc được: {text}"
        case _:
            assert_never(deadline)


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _mark(event: str) -> str:
    """The event as a mark in time: "ngày …" and "khi …" as printed, anything else after "khi"."""
    opening = event.casefold()
    stands = opening.startswith(("ngày", "khi", "thời", "lúc", "hết", "ngay", "cuộc", "kỳ", "hội nghị"))
    return event if stands else f"khi {event}"


def _period(start: date, end: date) -> str:
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if not whole:
        return f"từ ngày {_day(start)} đến ngày {_day(end)}"
    if start.year != end.year:
        if start.month == 1 and end.month == 12:
            return f"từ năm {start.year} đến năm {end.year}"
        return f"từ tháng {start.month}/{start.year} đến tháng {end.month}/{end.year}"
    year = start.year
    if start.month == end.month:
        return f"trong tháng {start.month}/{year}"
    days = f"({start.day}/{start.month}–{end.day}/{end.month}/{year})"
    if end.month - start.month == 2 and end.month % 3 == 0:
        return f"quý {_ROMAN[end.month // 3]}/{year} {days}"
    if (start.month, end.month) == (1, 12):
        return f"trong năm {year}"
    if (start.month, end.month) == (1, 6):
        return f"6 tháng đầu năm {year} {days}"
    if (start.month, end.month) == (7, 12):
        return f"6 tháng cuối năm {year} {days}"
    return f"từ tháng {start.month} đến tháng {end.month}/{year}"


def _recurring(deadline: Recurring) -> str:
    before = "trước " if deadline.exclusive else ""
    if deadline.month is not None:
        day = f"ngày {deadline.day}/{deadline.month}" if deadline.day is not None else f"tháng {deadline.month}"
        return f"{before}{day} hằng năm"
    day = f"ngày {deadline.day} " if deadline.day is not None else ""
    if deadline.month_of_quarter is not None:
        return f"{before}{day}tháng {_MONTHS_OF_QUARTER.get(deadline.month_of_quarter, '')} mỗi quý"
    if day:
        return (
            f"{before}{day}mỗi {_PERIODS[deadline.every]}"
            if deadline.every is not Every.MONTH
            else f"{before}{day}hằng tháng"
        )
    return _EVERY[deadline.every]
