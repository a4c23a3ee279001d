"""What one recipient is told at once: reminders folded, of each due day the latest. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.progress.reports import TaskName
from knowledge.reminding.reminder import Part, Recipient, Reminder, ReminderKind

_WEIGHT = (
    ReminderKind.ESCALATION,
    ReminderKind.OVERDUE,
    ReminderKind.DUE,
    ReminderKind.PUT_OFF,
    ReminderKind.LEAD_TIME,
    ReminderKind.UNDELIVERED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One message to one recipient, to be said from `at` on.

    `kept` is what it says, the most pressing first; `covered` are earlier reminders of the same due days that it makes
    needless, most of them none.
    """

    recipient: Recipient
    at: datetime
    kept: tuple[Reminder, ...]
    covered: tuple[Reminder, ...] = ()

    @property
    def kind(self) -> ReminderKind | None:
        """Why it is said where there is one reason for all of it, else None."""
        kinds = {reminder.kind for reminder in self.kept}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def is_urgent(self) -> bool:
        """Whether any of it is."""
        return any(reminder.is_urgent for reminder in self.kept)


def fold(reminders: Iterable[Reminder]) -> tuple[Bundle, ...]:
    """All that is to be said by now, one bundle for each recipient, in the order of who is first.

    Of a due day that several reminders are about the last one is kept: who was not told ten days before and is told
    today that it is late need not hear the rest. Where one recipient leads and supports, leading counts.
    """
    to: dict[Recipient, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        to[reminder.recipient].append(reminder)
    bundles = (_bundle(recipient, told) for recipient, told in to.items())
    return tuple(sorted(bundles, key=lambda bundle: (bundle.at, bundle.recipient)))


def fold_by_day(reminders: Iterable[Reminder]) -> tuple[Bundle, ...]:
    """What would be said if every day's reminders were said on their day: one bundle a recipient and day."""
    by_day: dict[date, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        by_day[reminder.at.date()].append(reminder)
    return tuple(bundle for day in sorted(by_day) for bundle in fold(by_day[day]))


def _bundle(recipient: Recipient, reminders: list[Reminder]) -> Bundle:
    latest: dict[tuple[TaskName, date, bool, bool], Reminder] = {}
    for reminder in sorted(reminders, key=_lateness):
        # What a leader or keeper is told of others' work does not stand for what is their own.
        others = reminder.kind is ReminderKind.UNDELIVERED
        latest[*reminder.occurrence, reminder.part is Part.LEADER, others] = reminder
    kept = tuple(sorted(latest.values(), key=_pressing))
    covered = tuple(reminder for reminder in reminders if reminder not in kept)
    # What nobody waits for comes with what somebody does: the bundle is due when all that it keeps is.
    return Bundle(recipient=recipient, at=max(reminder.at for reminder in kept), kept=kept, covered=covered)


def _lateness(reminder: Reminder) -> tuple[int, bool, datetime]:
    return reminder.step, reminder.part is Part.LEAD, reminder.at


def _pressing(reminder: Reminder) -> tuple[int, date, str, str]:
    """Late before due before coming, earlier days first; then as the plan orders nothing: by plan and key."""
    return _WEIGHT.index(reminder.kind), reminder.last_day, *reminder.task
