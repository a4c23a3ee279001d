"""Reminders as people read them on a phone: one message, the late ones first, two short lines for each task.

Only text: which buttons stand below it is the desk's business, where it is shown the channel's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from bot.library import Library
from bot.rendering.reminder_items import Item, is_dateless, keeper_items, opened, read_item, say, weekday_words
from bot.rendering.told import Told
from bot.rendering.words import day_words, places_words, plan_marks, source_line
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder
from scheduler.calendar import WorkingCalendar

LINES: Final = 10
"""Lines of one message that tell tasks; what is left over is told on the next page."""


Note = Callable[[Reminder], str]
"""What has been said of a due day since ("đã nhận"), "" = nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One message about some tasks: all its items in the order they are told, and how it opens.

    `is_weekly` = it is a group's list of the week, said on the week's first working day.
    """

    recipient: Recipient
    today: date
    is_weekly: bool = False
    items: tuple[Item, ...] = ()
    openings: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of a digest as told: its items, the first of which has the number `skip` + 1."""

    told: Told
    items: tuple[Item, ...] = field(default=())
    skip: int = 0
    left: int = 0


def render_reminders(
    reminders: Iterable[Reminder],
    *,
    library: Library,
    today: date,
    calendar: WorkingCalendar,
    again: bool = False,
    missed: Sequence[Reminder] = (),
) -> Told:
    """What one recipient is told on a day, as far as it fits one message; empty where none of the tasks is there.

    `again` = it may have been said before. `missed` are those that should have been said on an earlier day.
    """
    digest = read_digest(reminders, library=library, today=today, calendar=calendar, again=again, missed=missed)
    return render_page(digest).told if digest is not None else Told()


def read_digest(
    reminders: Iterable[Reminder],
    *,
    library: Library,
    today: date,
    calendar: WorkingCalendar,
    again: bool = False,
    missed: Sequence[Reminder] = (),
    off: Sequence[str] = (),
    note: Note | None = None,
) -> Digest | None:
    """The reminders of one recipient put in order, None where none of the tasks is there any more.

    `off` are the slugs of plans that nobody is reminded of, for keepers. `note` says of each due day what has been
    said of it since.
    """
    found = [(one, entry) for one in _once(reminders) if (entry := library.find_task("/".join(one.task))) is not None]
    if not found:
        return None
    marks = plan_marks(entry.plan for _, entry in found)
    order = {"own": 0, "leader": 1, "keeper": 2}
    items = [
        read_item(one, entry, marks, today, calendar, note(one) if note is not None else "")
        for one, entry in found
        if one.part is not Part.KEEPER
    ]
    items += keeper_items([(one, entry) for one, entry in found if one.part is Part.KEEPER])
    items.sort(key=lambda item: (order[item.section], *_urgency(item.reminder, today)))
    openings = [say("heading.again")] if again else []
    own = [item for item in items if item.section == "own"]
    if len(own) > 1:
        openings.append(say("heading.counts", counts=_counts(own, today)))
    if told := _missed(missed, library):
        openings.append(told)
    closings = [say("section.off", plans=", ".join(off))] if off else []
    recipient = items[0].reminder.recipient
    return Digest(
        recipient=recipient,
        today=today,
        is_weekly=recipient.kind is RecipientKind.GROUP and calendar.on_or_after(_monday(today)) == today,
        items=tuple(items),
        openings=tuple(openings),
        closings=tuple(closings),
    )


def render_page(digest: Digest, *, skip: int = 0, lines: int = LINES) -> Page:
    """The items of a digest from the `skip`th on, as many as fit into so many lines (at least one)."""
    told: list[str] = []
    items: list[Item] = []
    section = "own"
    for number, item in enumerate(digest.items[skip:], start=skip + 1):
        heading = [] if item.section == section else [say(f"section.{item.section}")]
        more = [*heading, *_numbered(item, number if digest.recipient.kind is not RecipientKind.GROUP else 0)]
        if items and len(told) + len(more) > lines:
            break
        told += more
        items.append(item)
        section = item.section
    left = len(digest.items) - skip - len(items)
    rest = [say("more.rest", count=left)] if left else []
    openings = digest.openings if skip == 0 else ()
    closings = digest.closings if not left else ()
    return Page(
        told=Told(
            lines=(_heading(digest), *openings, *told, *rest, *closings),
            source=source_line((item.entry.plan, item.entry.task.key) for item in items),
        ),
        items=tuple(items),
        skip=skip,
        left=left,
    )


def _heading(digest: Digest) -> str:
    day = digest.today
    if digest.is_weekly:
        monday = _monday(day)
        return say("heading.group", start=f"{monday:%d/%m}", end=day_words(monday + timedelta(days=6)))
    weekday = weekday_words(day)
    if digest.recipient.kind is RecipientKind.AGENCY:
        return say("heading.agency", weekday=weekday, day=day_words(day), agency=digest.recipient.name)
    return say("heading.officer", weekday=weekday, day=day_words(day))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _once(reminders: Iterable[Reminder]) -> Iterator[Reminder]:
    """Each due day of a task once: who leads and supports it leads it, and who is a leader too is told as such."""
    parts = list(Part)
    best: dict[object, Reminder] = {}
    for one in sorted(reminders, key=lambda each: (parts.index(each.part), each.agency)):
        best.setdefault((one.occurrence, one.agency) if one.part is Part.KEEPER else one.occurrence, one)
    yield from best.values()


def _urgency(reminder: Reminder, today: date) -> tuple[object, ...]:
    """Late ones and what is due today first, then what is coming; by day, and of one day what one leads first."""
    return (reminder.last_day > today, reminder.last_day, list(Part).index(reminder.part), reminder.task)


def _counts(own: Sequence[Item], today: date) -> str:
    counted = Counter(_code(item, today) for item in own)
    codes = ("late", "today", "ahead", "dateless")
    return ", ".join(say(f"heading.{code}", count=counted[code]) for code in codes if counted[code])


def _code(item: Item, today: date) -> str:
    if is_dateless(item.reminder, item.entry):
        return "dateless"
    last = item.reminder.last_day
    return "late" if last < today else "today" if last == today else "ahead"


def _missed(missed: Sequence[Reminder], library: Library) -> str:
    known = [one for one in missed if library.find_task("/".join(one.task)) is not None]
    if not known:
        return ""
    days = sorted({one.at.date() for one in known})
    by_plan = groupby(sorted({one.task for one in known}), key=lambda task: task[0])
    places = "; ".join(places_words(key for _, key in tasks) for _, tasks in by_plan)
    if len(days) == 1:
        return say("more.missed_day", day=f"{days[0]:%d/%m}", places=places)
    return say("more.missed_days", start=f"{days[0]:%d/%m}", end=f"{days[-1]:%d/%m}", places=places)


def _numbered(item: Item, number: int) -> tuple[str, ...]:
    if item.section == "keeper":
        return item.lines
    first, *rest = item.lines
    place, _, task = first.partition(": ")
    place = place[0].upper() + place[1:]
    code = "item.numbered" if number else "item.plain"
    return (say(code, number=number, place=place, task=task), *map(opened, rest))
