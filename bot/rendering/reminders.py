"""Reminders as people read them on a phone: one message, the late ones first, two short lines for each task.

Only text: which buttons stand below it is the desk's business, where it is shown the channel's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from bot.library import Library, TaskEntry
from bot.rendering.phrases import filled, load_phrases
from bot.rendering.told import Told
from bot.rendering.words import day_words, one_line, place_words, places_words, plan_marks, source_line, task_words
from knowledge.plan import ByDate, Recurring
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder, ReminderKind
from scheduler.calendar import WorkingCalendar
from scheduler.due import due_days

LINES: Final = 10
"""Lines of one message that tell tasks; what is left over is told on the next page."""
TASK_LENGTH: Final = 72
PRODUCT_LENGTH: Final = 48

_SECTIONS: Final = {Part.LEAD: "own", Part.SUPPORT: "own", Part.LEADER: "leader", Part.KEEPER: "keeper"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One task as a message tells it; `lines` are without its number."""

    reminder: Reminder
    entry: TaskEntry
    lines: tuple[str, ...]

    @property
    def section(self) -> str:
        """Which part of the message it stands in: one's own tasks, a leader's, a keeper's."""
        return _SECTIONS[self.reminder.part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One message about some tasks: all its items in the order they are told, and how it opens."""

    recipient: Recipient
    today: date
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


def say(code: str, /, **values: object) -> str:
    """The sentence of that code with its {names} filled in; raises `PhraseError`."""
    return filled(load_phrases("bot.rendering", "reminders.toml"), code, values)


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
) -> Digest | None:
    """The reminders of one recipient put in order, None where none of the tasks is there any more.

    `off` are the slugs of plans that nobody is reminded of, for keepers.
    """
    found = [(one, entry) for one in _once(reminders) if (entry := library.find_task("/".join(one.task))) is not None]
    if not found:
        return None
    marks = plan_marks(entry.plan for _, entry in found)
    order = {"own": 0, "leader": 1, "keeper": 2}
    items = [_item(one, entry, marks, today, calendar) for one, entry in found]
    items.sort(key=lambda item: (order[item.section], *_urgency(item.reminder, today)))
    openings = [say("heading.again")] if again else []
    own = [item.reminder for item in items if item.section == "own"]
    if len(own) > 1:
        openings.append(say("heading.counts", counts=_counts(own, today)))
    if told := _missed(missed, library):
        openings.append(told)
    closings = [say("section.off", plans=", ".join(off))] if off else []
    recipient = items[0].reminder.recipient
    return Digest(
        recipient=recipient, today=today, items=tuple(items), openings=tuple(openings), closings=tuple(closings)
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
    if digest.recipient.kind is RecipientKind.GROUP:
        monday = day - timedelta(days=day.weekday())
        return say("heading.group", start=f"{monday:%d/%m}", end=day_words(monday + timedelta(days=6)))
    weekday = say(f"weekday.{day.weekday()}")
    if digest.recipient.kind is RecipientKind.AGENCY:
        return say("heading.agency", weekday=weekday, day=day_words(day), agency=digest.recipient.name)
    return say("heading.officer", weekday=weekday, day=day_words(day))


def _once(reminders: Iterable[Reminder]) -> Iterator[Reminder]:
    """Each due day of a task once: who leads and supports it leads it, and who is a leader too is told as such."""
    parts = list(Part)
    best: dict[object, Reminder] = {}
    for one in sorted(reminders, key=lambda each: (parts.index(each.part), each.agency)):
        best.setdefault((one.occurrence, one.agency) if one.part is Part.KEEPER else one.occurrence, one)
    yield from best.values()


def _urgency(reminder: Reminder, today: date) -> tuple[object, ...]:
    """Late ones first, the latest of them last; then by day; of one day what one leads first."""
    return (reminder.last_day > today, reminder.last_day, list(Part).index(reminder.part), reminder.task)


def _counts(own: Sequence[Reminder], today: date) -> str:
    counted = {
        "late": sum(one.last_day < today for one in own),
        "today": sum(one.last_day == today for one in own),
        "ahead": sum(one.last_day > today for one in own),
    }
    return ", ".join(say(f"heading.{code}", count=count) for code, count in counted.items() if count)


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


def _item(
    reminder: Reminder, entry: TaskEntry, marks: Mapping[str, str], today: date, calendar: WorkingCalendar
) -> Item:
    place = place_words(entry.task.key)
    if mark := marks.get(entry.plan.slug):
        place = say("item.marked", place=place, plan=mark)
    if reminder.part is Part.KEEPER:
        places = f"{place} ({_due(reminder, entry)})"
        return Item(reminder=reminder, entry=entry, lines=(say("item.keeper", agency=reminder.agency, places=places),))
    product = one_line(entry.task.product, limit=PRODUCT_LENGTH)
    state = say(
        "item.state",
        when=_when(reminder, entry, today, calendar),
        product=say("item.product", product=product) if product else "",
        role=_role(reminder, entry),
    )
    task = task_words(entry.task.text, TASK_LENGTH)
    return Item(reminder=reminder, entry=entry, lines=(f"{place}: {task}", state))


def _numbered(item: Item, number: int) -> tuple[str, ...]:
    if item.section == "keeper":
        return item.lines
    first, *rest = item.lines
    place, _, task = first.partition(": ")
    place = place[0].upper() + place[1:]
    code = "item.numbered" if number else "item.plain"
    return (say(code, number=number, place=place, task=task), *(line[0].upper() + line[1:] for line in rest))


def _when(reminder: Reminder, entry: TaskEntry, today: date, calendar: WorkingCalendar) -> str:
    due = _due(reminder, entry)
    count = calendar.working_days_between(today, reminder.last_day)
    if reminder.last_day < today:
        told = say("when.late", count=-count, due=due)
    elif reminder.last_day > today:
        told = say("when.ahead", count=count, due=due)
    else:
        told = say("when.due_today") if reminder.due_on == today else say("when.today", due=due)
    return say("item.put_off", when=told) if reminder.kind is ReminderKind.PUT_OFF else told


def _due(reminder: Reminder, entry: TaskEntry) -> str:
    """The due day as the plan prints it, and what follows where it is a day off."""
    day = reminder.due_on
    exclusive = any(
        isinstance(deadline, ByDate | Recurring) and deadline.exclusive and day in due_days(deadline, day, day)
        for deadline in entry.task.deadlines
    )
    if exclusive:
        return say("when.before", day=day_words(day))
    if reminder.last_day != day:
        return say("when.day_off", day=day_words(day), last=f"{reminder.last_day:%d/%m}")
    return say("when.day", day=day_words(day))


def _role(reminder: Reminder, entry: TaskEntry) -> str:
    leads = "; ".join(entry.task.leads)
    if reminder.part is Part.SUPPORT:
        return say("item.support", leads=leads) if leads else say("item.support_alone")
    tells_leads = reminder.part is Part.LEADER or reminder.recipient.kind is RecipientKind.GROUP
    return say("item.leads", leads=leads) if tells_leads and leads else ""
