"""The tasks of a reminder in words: what, how long still, the product, one's own part in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bot.library import TaskEntry
from bot.rendering.phrases import filled, load_phrases
from bot.rendering.words import day_words, one_line, place_words, places_words, task_words
from knowledge.plan import ByDate, Recurring, Within
from knowledge.reminding.reminder import Part, RecipientKind, Reminder, ReminderKind
from scheduler.calendar import WorkingCalendar
from scheduler.due import due_days, is_exclusive

TASK_LENGTH: Final = 72
PRODUCT_LENGTH: Final = 48
NAMED: Final = 4
"""Places named of an agency that nobody could be reminded of."""

_WORDS: Final = Path(__file__).with_name("reminders.toml")
_SECTIONS: Final = {Part.LEAD: "own", Part.SUPPORT: "own", Part.LEADER: "leader", Part.KEEPER: "keeper"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One task as a message tells it; `lines` are without its number. For keepers it stands for all of an agency's.

    `note` is what has been said of the due day since, "" = nothing.
    """

    reminder: Reminder
    entry: TaskEntry
    lines: tuple[str, ...]
    note: str = ""

    @property
    def section(self) -> str:
        """Which part of the message it stands in: one's own tasks, a leader's, a keeper's."""
        return _SECTIONS[self.reminder.part]


def say(code: str, /, **values: object) -> str:
    """The sentence of that code with its {names} filled in; raises `PhraseError`."""
    return filled(load_phrases(_WORDS), code, values)


def weekday_words(day: date) -> str:
    """“thứ Hai”.

    >>> weekday_words(date(2024, 3, 18))
    'thứ Hai'
    """
    return say(f"weekday.{day.weekday()}")


def read_item(
    reminder: Reminder, entry: TaskEntry, marks: Mapping[str, str], today: date, calendar: WorkingCalendar, note: str
) -> Item:
    """A task in two lines; `marks` tell plans apart, `note` is what has been said of the due day since."""
    place = place_words(entry.task.key)
    if mark := marks.get(entry.plan.slug):
        place = say("item.marked", place=place, plan=mark)
    product = one_line(entry.task.product, limit=PRODUCT_LENGTH)
    state = say(
        "item.state",
        note=say("item.note", note=note) if note else "",
        when=_when(reminder, entry, today, calendar, is_noted=bool(note)),
        product=say("item.product", product=product) if product else "",
        role=_role(reminder, entry),
    )
    task = task_words(entry.task.text, TASK_LENGTH)
    return Item(reminder=reminder, entry=entry, lines=(f"{place}: {task}", state), note=note)


def keeper_items(found: Sequence[tuple[Reminder, TaskEntry]]) -> Iterator[Item]:
    """One for each agency that nobody could be reminded of, and why."""
    by_agency: dict[tuple[str, str, bool], list[tuple[Reminder, TaskEntry]]] = defaultdict(list)
    for one, entry in sorted(found, key=lambda each: each[0].last_day):
        by_agency[one.agency, entry.plan.slug, one.kind is ReminderKind.UNDELIVERED].append((one, entry))
    for (agency, _, failed), told in by_agency.items():
        first, entry = told[0]
        keys = list(dict.fromkeys(each.task.key for _, each in told))
        more = say("item.keeper_more", count=len(keys) - NAMED) if len(keys) > NAMED else ""
        code = "item.undelivered" if failed else "item.keeper"
        line = say(code, agency=agency, places=places_words(keys[:NAMED]), more=more, due=_due(first, entry))
        yield Item(reminder=first, entry=entry, lines=(line,))


def _when(reminder: Reminder, entry: TaskEntry, today: date, calendar: WorkingCalendar, *, is_noted: bool) -> str:
    """How long still; that it was put off is said where nothing newer was answered."""
    told = _distance(reminder, entry, today, calendar)
    return say("item.put_off", when=told) if reminder.kind is ReminderKind.PUT_OFF and not is_noted else told


def _distance(reminder: Reminder, entry: TaskEntry, today: date, calendar: WorkingCalendar) -> str:
    if is_dateless(reminder, entry):
        printed = one_line(entry.task.time, limit=PRODUCT_LENGTH)
        return say("when.printed", time=printed) if printed else say("when.blank")
    is_late = reminder.last_day < today
    due = _due(reminder, entry, is_late=is_late)
    count = calendar.working_days_between(today, reminder.last_day)
    if is_late:
        return say("when.late", count=-count, due=due)
    if reminder.kind is ReminderKind.LEAD_TIME and reminder.step == 0:
        return say("when.look_in")
    if reminder.last_day > today:
        return say("when.ahead", count=count, due=due)
    return say("when.due_today") if reminder.due_on == today else say("when.today", due=due)


def is_dateless(reminder: Reminder, entry: TaskEntry) -> bool:
    """Whether somebody wanted to hear of a task for which the plan names no day: its due day is when they wanted it."""
    dated = any(isinstance(deadline, ByDate | Within | Recurring) for deadline in entry.task.deadlines)
    return reminder.kind is ReminderKind.PUT_OFF and not dated and reminder.due_on == reminder.at.date()


def _due(reminder: Reminder, entry: TaskEntry, *, is_late: bool = False) -> str:
    """The due day as the plan prints it, and until it is over what follows where it is a day off."""
    day = reminder.due_on
    if any(is_exclusive(deadline, day) and due_days(deadline, day, day) for deadline in entry.task.deadlines):
        return say("when.before", day=day_words(day))
    if reminder.last_day != day and not is_late:
        return say("when.day_off", day=day_words(day), last=f"{reminder.last_day:%d/%m}")
    return say("when.day", day=day_words(day))


def _role(reminder: Reminder, entry: TaskEntry) -> str:
    leads = "; ".join(entry.task.leads)
    if reminder.part is Part.SUPPORT:
        return say("item.support", leads=leads) if leads else say("item.support_alone")
    tells_leads = reminder.part is Part.LEADER or reminder.recipient.kind is RecipientKind.GROUP
    return say("item.leads", leads=leads) if tells_leads and leads else ""


def opened(line: str) -> str:
    """The line with a capital, behind the tick where there is one."""
    start = 2 if line.startswith("✓ ") else 0
    return line[:start] + line[start].upper() + line[start + 1 :]
