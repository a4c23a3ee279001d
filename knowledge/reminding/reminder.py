"""One reminder (lời nhắc): whom to tell on which instant about which due day of which task. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.progress.reports import TaskName


class ReminderKind(StrEnum):
    """Why something is said: it falls due, it is due today, it is late, nobody answered for it, it was put off.

    `UNDELIVERED` tells the keepers that a reminder reached nobody of its `agency`; delivery makes it, no planning does.
    """

    LEAD_TIME = "lead_time"
    DUE = "due"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    PUT_OFF = "put_off"
    UNDELIVERED = "undelivered"


class Part(StrEnum):
    """What the recipient has to do with the task: leads it, supports it, is a leader, or is the office's keeper."""

    LEAD = "lead"
    SUPPORT = "support"
    LEADER = "leader"
    KEEPER = "keeper"


class RecipientKind(StrEnum):
    """Who can be told: an officer, a group, or, where nobody is registered, an agency as the plan names it."""

    OFFICER = "officer"
    GROUP = "group"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Recipient:
    """Who is told: `name` is the id of an officer or of a chat as digits, or the name of an agency."""

    kind: RecipientKind
    name: str

    def __str__(self) -> str:
        """As the ledger keeps it.

        >>> str(Recipient(kind=RecipientKind.OFFICER, name="12"))
        'officer:12'
        """
        return f"{self.kind}:{self.name}"


def read_recipient(text: str) -> Recipient:
    """The recipient that `str` wrote.

    Raises:
        ValueError: it is no recipient.
    """
    kind, _, name = text.partition(":")
    return Recipient(kind=RecipientKind(kind), name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One thing to say once.

    `due_on` is the due day as the plan prints it, `last_day` the last working day on which the task can be done in
    time ("trước ngày 15/3" → 14/3). `step` counts working days from `last_day`: -5 before, 0 the day, 3 after. `at` is
    the instant from which it may be said, always on a working day. `agency` is the printed name for which the
    recipient is told.
    """

    task: TaskName
    due_on: date
    last_day: date
    kind: ReminderKind
    step: int
    part: Part
    recipient: Recipient
    agency: str
    at: datetime
    put_off: int = 0

    @property
    def key(self) -> str:
        """Names it once for ever: planned again from the same state it is the same, a moved due day makes another."""
        slug, key = self.task
        again = f"#{self.put_off}" if self.put_off else ""
        return f"{slug}/{key}|{self.due_on}|{self.kind}{self.step:+d}{again}|{self.part}|{self.recipient}"

    @property
    def occurrence(self) -> tuple[TaskName, date]:
        """The due day that it is about."""
        return self.task, self.due_on

    @property
    def is_urgent(self) -> bool:
        """Whether it is said again where nobody knows if it arrived; the rest waits for the next message.

        The day before, the day itself, what is late and what nobody answered for.
        """
        return self.kind is not ReminderKind.LEAD_TIME or self.step == -1
