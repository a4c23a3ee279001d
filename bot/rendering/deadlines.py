"""A deadline in words: the cell as printed, then what it means on the day taken as today."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import assert_never

from bot.rendering.phrases import phrase
from bot.rendering.words import day_words, one_line
from knowledge.plan import (
    AfterEvent,
    BeforeEvent,
    ByDate,
    ByReference,
    Deadline,
    OnDemand,
    PlanTask,
    Recurring,
    Standing,
    Unread,
    Within,
)
from scheduler.due import due_days

EXPLAINED = 3
"""Deadlines of one cell that are explained; a cell of more stands as printed."""


def deadline_words(task: PlanTask, today: date) -> str:
    """“Quý II (đến hết ngày 30/06/2024, còn 25 ngày)”; the printed cell verbatim comes first."""
    printed = one_line(task.time)
    if not printed:
        ends = [deadline.end for deadline in task.deadlines if isinstance(deadline, Within)]
        return phrase("deadline.plan_period", day=day_words(max(ends))) if ends else ""
    if len(task.deadlines) > EXPLAINED:
        return printed
    meanings = [words for deadline in task.deadlines if (words := _meaning(deadline, printed, today))]
    return f"{printed} ({'; '.join(meanings)})" if meanings else printed


def _meaning(deadline: Deadline, printed: str, today: date) -> str:
    match deadline:
        case ByDate(due=due, exclusive=exclusive):
            told = "" if _prints(printed, due) else phrase("deadline.day", day=day_words(due))
            is_over = exclusive and due == today
            return _joined(told, phrase("deadline.today_before") if is_over else _distance(due, today))
        case Within(end=end):
            return _joined(phrase("deadline.until", day=day_words(end)), _distance(end, today))
        case Recurring(day=day):
            coming = due_days(deadline, today, today + timedelta(days=366)) if day is not None else ()
            return phrase("deadline.next", day=day_words(coming[0])) if coming else ""
        case Unread():
            return phrase("deadline.unread")
        case AfterEvent() | BeforeEvent():
            return ""
        case Standing() | OnDemand() | ByReference():
            return ""
        case _:
            assert_never(deadline)


def _distance(due: date, today: date) -> str:
    days = (due - today).days
    if abs(days) > 366:
        return ""  # a plan of another year: the count would be noise
    if days == 0:
        return phrase("deadline.today")
    return phrase("deadline.left", days=days) if days > 0 else phrase("deadline.past", days=-days)


def _prints(printed: str, day: date) -> bool:
    pattern = rf"(?<!\d)0?{day.day}\s?[/.-]\s?0?{day.month}\s?[/.-]\s?{day.year}(?!\d)"
    return re.search(pattern, printed) is not None


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))
