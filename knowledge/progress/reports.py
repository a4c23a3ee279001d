"""What officers report on their tasks (tiến độ): values, and what a store of them must do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from knowledge.office.people import Deed

TaskName = tuple[str, str]
"""A task by the slug of its plan and its printed key; it outlives a new import of the plan."""


WORDS_KEPT = timedelta(days=3)
"""How long a message waits for its officer to press a button about it."""


class TaskState(StrEnum):
    """How far a task is: chưa bắt đầu, đang làm, chờ duyệt, hoàn thành, không thực hiện."""

    NOT_STARTED = "not_started"
    DOING = "doing"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


OPEN = frozenset({TaskState.NOT_STARTED, TaskState.DOING})
"""States in which a task can be late: what waits for a leader is out of its officers' hands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report on one task.

    `agency` is whose part it speaks of where several share the task, "" = the whole task. `percent` is what was said
    (60 for "đã làm được 60%"), None where nothing was. `note` holds the reason of a dropped task. `document` is the
    number of the document that proves it. `due_on` is the occurrence of a recurring task that it speaks of: the report
    stands until that day. `officer` is None where who reported was forgotten.
    """

    task: TaskName
    state: TaskState
    agency: str = ""
    percent: int | None = None
    note: str = ""
    document: str = ""
    due_on: date | None = None
    id: int = 0
    officer: int | None = None
    at: datetime | None = None
    undone_at: datetime | None = None


def state_on(report: Report | None, day: date) -> TaskState:
    """How far a task is on a day by its latest report: one on an occurrence that is past says nothing of the next."""
    if report is None or (report.due_on is not None and report.due_on < day):
        return TaskState.NOT_STARTED
    return report.state


def percent_of(report: Report | None, state: TaskState) -> int:
    """How much of a task is done, from 0 to 100: as reported, else as its state says."""
    if state is TaskState.DONE:
        return 100
    return report.percent or 0 if report is not None and state is report.state else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingWords:
    """A message that its officer was asked something about: which task is meant, or whether it is right."""

    id: int
    officer: int
    said: str
    at: datetime


class ProgressStore(Protocol):
    """The reports of the office. A method that takes a `Deed` changes nothing where its event has done it before."""

    def report(self, report: Report, deed: Deed) -> Report:
        """Keeps a report, who made it and when taken from the deed; again for the same event: the report kept then."""
        ...

    def undo(self, report: int, deed: Deed) -> Report | None:
        """Takes a report back: only the latest standing one of its part of its task, and only who made it may.

        Returns it as it now is; None where it is not the latest, not theirs, or unknown. Again: the same.
        """
        ...

    def find_report(self, report: int) -> Report | None:
        """One report by its id, also one taken back."""
        ...

    def made_by(self, event: str) -> Report | None:
        """The report that this event made, or None; of several the first."""
        ...

    def last_by(self, officer: int, event: str = "") -> Report | None:
        """The report that this event took back, else the latest that an officer made and that stands, or None."""
        ...

    def keep_words(self, said: str, deed: Deed) -> WaitingWords:
        """Keeps a message until its officer has pressed a button about it; again for the same event: the same.

        What is older than `WORDS_KEPT` is dropped.
        """
        ...

    def find_words(self, words: int, officer: int) -> WaitingWords | None:
        """The message, or None where it is gone or another's."""
        ...

    def latest(self, slugs: tuple[str, ...]) -> Mapping[TaskName, tuple[Report, ...]]:
        """Of each reported task of these plans the latest standing reports on its parts and the whole, oldest first."""
        ...

    def history(self, task: TaskName) -> tuple[Report, ...]:
        """Every report on a task, oldest first, those taken back too."""
        ...

    def waiting(self, slugs: tuple[str, ...]) -> tuple[Report, ...]:
        """The reports that wait for a leader, oldest first."""
        ...

    def needs_approval(self, slug: str) -> bool:
        """Whether a task of this plan is done only when a leader says so."""
        ...

    def set_approval(self, slug: str, needed: bool, deed: Deed) -> None:
        """Sets that for a plan."""
        ...
