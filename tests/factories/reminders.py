"""Reminders for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from knowledge.reminding.ledger import Address, Cause, Draft, Obligation
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder, ReminderKind

MORNING = datetime(2024, 3, 11, 0, 30, tzinfo=UTC)
"""A Monday, 07:30 in Viet Nam."""

DUE = date(2024, 3, 18)


def officer(number: int = 1) -> Recipient:
    return Recipient(kind=RecipientKind.OFFICER, name=str(number))


def reminder(key: str = "1.1", *, step: int = -5, who: Recipient | None = None, **more: Any) -> Reminder:
    kind = ReminderKind.LEAD_TIME if step < 0 else ReminderKind.DUE if step == 0 else ReminderKind.OVERDUE
    given: dict[str, Any] = {
        "task": ("mau", key),
        "due_on": DUE,
        "last_day": DUE,
        "kind": kind,
        "step": step,
        "part": Part.LEAD,
        "recipient": who or officer(),
        "agency": "Sở Tư pháp",
        "at": MORNING + timedelta(days=step + 5),
    }
    return Reminder(**{**given, **more})


def changed(_: Reminder) -> Cause:
    return Cause.CHANGED


def draft(*kept: Obligation, covered: tuple[Obligation, ...] = ()) -> Draft:
    return Draft(
        recipient=kept[0].reminder.recipient,
        address=Address(channel="telegram", chat=kept[0].reminder.recipient.name),
        kept=tuple(one.id for one in kept),
        covered=tuple(one.id for one in covered),
    )
