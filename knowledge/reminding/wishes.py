"""How the office and its officers want to be reminded, and what they answered: values and the store's face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol

from knowledge.office.people import Deed
from knowledge.progress.reports import TaskName


class DayOff(StrEnum):
    """Where a printed day that is a day off moves to: the previous or the next working day."""

    PREVIOUS = "previous"
    NEXT = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReminding:
    """How a plan is reminded of. `since` is the day it was switched on, None = off: nothing is sent.

    `standing` = work without a day ("thường xuyên") is looked in on every quarter.
    """

    slug: str
    since: date | None = None
    day_off: DayOff = DayOff.PREVIOUS
    standing: bool = False


class LeadScope(StrEnum):
    """For whom lead times hold; the narrower wins: an officer's own over an agency's over a plan's."""

    PLAN = "plan"
    AGENCY = "agency"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTimes:
    """How many working days before the last day somebody is told: (10, 5, 2); () = not before the day.

    `name` is a slug, an agency's key (`agency_identity.agency_key`), or an officer's id as digits.
    """

    scope: LeadScope
    name: str
    days: tuple[int, ...]


class AnswerKind(StrEnum):
    """What an officer answered to a reminder: đã nhận, nhắc lại lúc khác, tắt nhắc nhiệm vụ này."""

    SEEN = "seen"
    PUT_OFF = "put_off"
    MUTED = "muted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An officer's answer about a task. `due_on` is the due day it speaks of, None = the task whenever it is due.

    `until` is the instant to which a reminder is put off. A muted task is not reminded of to this officer before it
    is late; late it is told all the same.
    """

    task: TaskName
    officer: int
    kind: AnswerKind
    due_on: date | None = None
    until: datetime | None = None
    id: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """All wishes and the standing answers, as one value that planning reads."""

    plans: Mapping[str, PlanReminding]
    leads: tuple[LeadTimes, ...] = ()
    hours: Mapping[int, time] | None = None
    silent: frozenset[int] = frozenset()
    answers: tuple[Answer, ...] = ()

    def reminding_of(self, slug: str) -> PlanReminding:
        """How a plan is reminded of; one that nobody has spoken of is not."""
        return self.plans.get(slug) or PlanReminding(slug=slug)


class WishStore(Protocol):
    """Keeps them. A method that takes a `Deed` changes nothing where its event has done it before."""

    def wishes(self) -> Wishes:
        """Everything that holds now."""
        ...

    def set_plan(self, reminding: PlanReminding, deed: Deed) -> None:
        """How one plan is reminded of from now on."""
        ...

    def set_lead_times(self, times: LeadTimes, deed: Deed) -> None:
        """Lead times for a plan, an agency or an officer, in the place of earlier ones."""
        ...

    def drop_lead_times(self, scope: LeadScope, name: str, deed: Deed) -> None:
        """The wider ones hold again."""
        ...

    def set_hour(self, officer: int, hour: time | None, deed: Deed) -> None:
        """At which hour an officer's morning message comes; None = the office's hour."""
        ...

    def set_silent(self, officer: int, silent: bool, deed: Deed) -> None:
        """Whether an officer wants no reminders at all; what is theirs then reaches the agency's group or keepers."""
        ...

    def answer(self, answer: Answer, deed: Deed) -> Answer:
        """Keeps an answer in the place of the officer's earlier one of that kind on that due day."""
        ...

    def withdraw(self, answer: int, officer: int, deed: Deed) -> Answer | None:
        """Takes an own answer back ("bật lại nhắc mục 4.1"); None where it is not theirs."""
        ...
