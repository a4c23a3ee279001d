"""Due days as a calendar file (.ics, RFC 5545) that any calendar program takes in.

Only real days become events: those that the plan fixes, and those that a reported event set. What waits for an event,
for a request or for another document has no day to show. A recurring duty gives one event an occurrence, and no RRULE:
an occurrence can then be moved and done by itself, "ngày 31" means the last day of a shorter month (a rule would skip
the month), and nothing runs on past the plan's year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from knowledge.plan import Plan, PlanTask, Recurring
from knowledge.progress.events import EventReport
from scheduler.calendar import WorkingCalendar
from scheduler.due import due_days
from scheduler.events import clock_days

_LINE_OCTETS = 75
_EVER = (date.min, date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEvent:
    """An all-day event. `uid` is the same each time the same due day is written, also when its day has moved."""

    uid: str
    on: date
    summary: str
    description: str = ""
    category: str = ""


def due_events(
    plan: Plan,
    tasks: Iterable[PlanTask],
    *,
    happened: Iterable[EventReport] = (),
    calendar: WorkingCalendar | None = None,
) -> Iterator[DueEvent]:
    """The due days of some tasks of a plan, task by task; recurring ones within the year of the plan.

    With a `calendar` also the days that `happened` events set.

    Raises:
        NoCalendarError: such a day lies in a year without a calendar.
    """
    reported = tuple(happened)
    titles = {section.key: section.title for section in plan.sections}
    year = (date(plan.head.year, 1, 1), date(plan.head.year, 12, 31))
    for task in tasks:
        for position, deadline in enumerate(task.deadlines, start=1):
            recurs = isinstance(deadline, Recurring)
            for on in due_days(deadline, *(year if recurs else _EVER)):
                yield _event(plan, task, f"{position}.{_basic(on)}" if recurs else f"{position}", on, titles)
        for day in clock_days(plan, task, reported, calendar) if calendar is not None else ():
            part = f"{task.deadlines.index(day.deadline) + 1}.e{day.event or ''}"
            yield _event(plan, task, part, day.due_on, titles)


def _event(plan: Plan, task: PlanTask, part: str, on: date, titles: Mapping[str, str]) -> DueEvent:
    return DueEvent(
        uid=event_uid(plan, task, part),
        on=on,
        summary=_summary(task),
        description=_description(plan, task),
        category=titles.get(task.section_key, ""),
    )


def event_uid(plan: Plan, task: PlanTask, part: str) -> str:
    """A name that no other event has: plan, task, and which of its due days."""
    return f"{quote(f'{plan.slug}.{task.key}.{part}', safe='.()')}@nhacviec"


def calendar_name(plan: Plan) -> str:
    """What calendar programs call the calendar of a plan."""
    return str(_words()["name"]).format(plan=plan.head.title)


def render_icalendar(events: Iterable[DueEvent], *, name: str, stamp: datetime) -> str:
    """The calendar file, its lines ended by CRLF and folded at 75 octets; `stamp` is the instant of writing."""
    stamped = f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Nhac Viec//Han cong viec//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{stamped}",
            f"DTSTART;VALUE=DATE:{_basic(event.on)}",
            *([f"DTEND;VALUE=DATE:{_basic(event.on + timedelta(days=1))}"] if event.on < date.max else []),
            f"SUMMARY:{escape(event.summary)}",
            *([f"DESCRIPTION:{escape(event.description)}"] if event.description else []),
            *([f"CATEGORIES:{escape(event.category)}"] if event.category else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{fold_line(line)}\r\n" for line in lines)


def escape(text: str) -> str:
    r"""A text as a property value holds it; control characters are dropped.

    >>> escape("a, b; c\nd")
    'a\\, b\\; c\\nd'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(char for char in text if char >= " " and char != "\x7f" and not "\ud800" <= char <= "\udfff")


def fold_line(line: str) -> str:
    """The line cut into pieces of at most 75 octets, each after the first begun by a space; no letter is cut."""
    pieces, piece, octets = [], "", 0
    for char in line:
        size = len(char.encode("utf-8"))
        if octets + size > _LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += char
        octets += size
    return "\r\n".join([*pieces, piece])


def _basic(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"  # strftime writes no zeros before an early year


def _summary(task: PlanTask) -> str:
    words = _words()
    text = " ".join(task.text.split())
    if len(text) > words["summary_length"]:
        text = text[: words["summary_length"]].rsplit(" ", 1)[0] + "…"
    return str(words["summary"]).format(key=task.key, task=text)


def _description(plan: Plan, task: PlanTask) -> str:
    words = _words()
    title = plan.head.title
    cells = {
        "leads": {"agencies": "; ".join(task.leads)},
        "supports": {"agencies": "; ".join(task.supports)},
        "product": {"product": task.product},
        "time": {"time": task.time},
        "source": {
            "plan": words["numbered"].format(title=title, number=plan.head.number) if plan.head.number else title
        },
    }
    lines = [task.text, *(words[key].format(**cell) for key, cell in cells.items() if any(cell.values()))]
    return "\n".join(lines)


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("scheduler").joinpath("data/icalendar.toml").read_text(encoding="utf-8"))
