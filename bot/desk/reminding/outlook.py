"""What holds of reminders for one person: which due day is meant, what was answered, what is still to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.desk.shelf import Shelves
from bot.desk.wording import say
from bot.library import TaskEntry
from bot.rendering.reminder_items import weekday_words
from bot.rendering.words import day_words
from knowledge.office.chats import Office
from knowledge.plan import Plan
from knowledge.progress.reports import OPEN, TaskName
from knowledge.progress.shared import state_of
from knowledge.reminding.reminder import Reminder
from knowledge.reminding.wishes import Answer, AnswerKind, PlanReminding
from scheduler.calendar import WorkingCalendar
from scheduler.occurrences import Occurrence, task_occurrences
from scheduler.recipients import PrintedDirectory
from scheduler.reminders import plan_reminders
from scheduler.situation import Situation, read_calendar, read_situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A task that somebody speaks of, and which due day of it; `is_dated` is False where the plan names none."""

    entry: TaskEntry
    one: Occurrence
    is_dated: bool = True

    @property
    def task(self) -> TaskName:
        """The task by plan and key."""
        return self.entry.plan.slug, self.entry.task.key

    @property
    def due_on(self) -> date | None:
        """The printed day, None = the task whenever it is due."""
        return self.one.due_on if self.is_dated else None


class Outlook:
    """Asks the stores each time: nothing is kept between two messages."""

    def __init__(self, office: Office, shelves: Shelves, zone: ZoneInfo) -> None:
        self._office = office
        self._shelves = shelves
        self.zone = zone

    def situation(self, plans: Iterable[Plan], *, to_whom: bool = False) -> Situation:
        """Everything that reminders of these plans follow from; only with `to_whom` who the officers of agencies are.

        They are many, and most that is asked here is asked for one person.
        """
        directory = None if to_whom else PrintedDirectory()
        return read_situation(plans, self._office, zone=self.zone, directory=directory)

    def calendar(self) -> WorkingCalendar:
        """Working days as the office has them."""
        return read_calendar(self._office.days)

    def plans_off(self) -> tuple[str, ...]:
        """The slugs of the plans that nobody is reminded of."""
        wishes = self._office.wishes.wishes()
        slugs = self._shelves.now().assistant.library.slugs
        return tuple(slug for slug in slugs if wishes.reminding_of(slug).since is None)

    def reminding_of(self, slug: str) -> PlanReminding:
        """How a plan is reminded of."""
        return self._office.wishes.wishes().reminding_of(slug)

    def occurrences(self, entry: TaskEntry) -> tuple[Occurrence, ...]:
        """Every due day of a task that can be counted from, in order."""
        slug = entry.plan.slug
        found = task_occurrences(
            entry.plan,
            entry.task,
            self.reminding_of(slug),
            calendar=self.calendar(),
            events=self._office.events.standing_events((slug,)),
        )
        return tuple(one for one in found if one.last_day is not None)

    def target_meant(self, entry: TaskEntry, today: date) -> Target:
        """The due day that a word on a task means: the next one, else the last one, else the task as it is."""
        found = self.occurrences(entry)
        ahead = (one for one in found if one.last_day is not None and one.last_day >= today)
        one = next(ahead, found[-1] if found else None)
        return _dateless(entry, today) if one is None else Target(entry=entry, one=one)

    def find_target(self, entry: TaskEntry, due_on: date | None, today: date) -> Target | None:
        """A due day of a task that was pointed to; None where it is not one any more."""
        found = self.occurrences(entry)
        if not found:
            return _dateless(entry, today)
        return next((Target(entry=entry, one=one) for one in found if one.due_on == due_on), None)

    def answers(self, officer: int) -> tuple[Answer, ...]:
        """What an officer has answered, oldest first."""
        return tuple(answer for answer in self._office.wishes.wishes().answers if answer.officer == officer)

    def is_open(self, task: TaskName, due_on: date | None, today: date) -> bool:
        """Whether something is still to be done on a due day of a task."""
        return not self._state_words(task, due_on, today)

    def note_for(self, officer: int, at: datetime) -> Callable[[Reminder], str]:
        """What stands behind each due day for one officer: reported, put off, muted, seen; "" where nothing does."""
        answers = self.answers(officer)
        return lambda reminder: self._note(reminder.task, reminder.due_on, reminder.last_day, answers, at)

    def note(self, target: Target, officer: int, at: datetime) -> str:
        """The same of one due day."""
        return self._note(target.task, target.due_on, target.one.last_day, self.answers(officer), at)

    def is_seen(self, target: Target, officer: int, at: datetime) -> bool:
        """Whether an officer said that they know of a due day, and of it as it stands now."""
        today = at.astimezone(self.zone).date()
        seen = (
            one
            for one in self.answers(officer)
            if (one.task, one.due_on, one.kind) == (target.task, target.due_on, AnswerKind.SEEN)
        )
        return any(self._still_speaks(one, target.one.last_day, today) for one in seen)

    def will_be_said(self, answers: Iterable[Answer]) -> frozenset[int]:
        """Of answers that put a reminder off to a working day, the ids of those that planning will bring up again."""
        library = self._shelves.now().assistant.library
        kept: set[int] = set()
        for answer in answers:
            plan = library.find_plan(answer.task[0])
            if plan is not None and answer.until is not None:
                day = answer.until.astimezone(self.zone).date()
                found = plan_reminders(self.situation([plan]), start=day, end=day)
                kept.update(reminder.put_off for reminder in found)
        return frozenset(kept)

    def _note(
        self, task: TaskName, due_on: date | None, last_day: date | None, answers: Iterable[Answer], at: datetime
    ) -> str:
        today = at.astimezone(self.zone).date()
        if told := self._state_words(task, due_on, today):
            return told
        own = {one.kind: one for one in answers if one.task == task and one.due_on in (None, due_on)}
        put_off = own.get(AnswerKind.PUT_OFF)
        if put_off is not None and put_off.until is not None and put_off.until > at:
            return say("note.put_off", at=when_words(put_off.until.astimezone(self.zone)))
        own = {kind: one for kind, one in own.items() if self._still_speaks(one, last_day, today)}
        if AnswerKind.MUTED in own:
            return say("note.muted")
        return say("note.seen") if AnswerKind.SEEN in own else ""

    def _still_speaks(self, answer: Answer, last_day: date | None, today: date) -> bool:
        """A word from before the last day is none on what has fallen due since: that is told, and answered, anew."""
        said_on = None if answer.at is None else answer.at.astimezone(self.zone).date()
        return last_day is None or said_on is None or today < last_day or said_on >= last_day

    def _state_words(self, task: TaskName, due_on: date | None, today: date) -> str:
        """How a task stands where nothing is left to do on that due day, else ""."""
        entry = self._shelves.now().assistant.library.find_task("/".join(task))
        reports = self._office.progress.latest((task[0],)).get(task, ())
        if entry is None or not reports:
            return ""
        standing = tuple(report for report in reports if report.due_on in (None, due_on))
        state, _ = state_of(standing, entry.task.leads, due_on or today)
        return "" if state in OPEN else say(f"note.{state.value}")


def _dateless(entry: TaskEntry, today: date) -> Target:
    return Target(entry=entry, one=Occurrence(task=entry.task, due_on=today, last_day=today), is_dated=False)


def when_words(at: datetime) -> str:
    """07:30 thứ Hai, 18/03/2024."""
    return say("when.at", hour=f"{at:%H:%M}", weekday=weekday_words(at.date()), day=day_words(at.date()))
