"""What a handler found, before any sentence is made of it: no prose, no markup, no channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.library import DutyEntry, TargetEntry, TaskEntry
from knowledge.plan import Plan
from nlu.meaning import AgencyRole, Decision, Facet, Intent, Reason, TimeWindow


class Kind(StrEnum):
    """The shape of an answer; one renderer each."""

    FACTS = "facts"
    LIST = "list"
    COUNT = "count"
    FIGURES = "figures"
    COMPARISON = "comparison"
    PLAN_INFO = "plan_info"
    AMENDMENTS = "amendments"
    DUTIES = "duties"
    TALK = "talk"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskItem:
    """A task in an answer; `days` are the due days that put it there; `role` the asked agency's part in it."""

    entry: TaskEntry
    days: tuple[date, ...] = ()
    role: AgencyRole = AgencyRole.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetItem:
    """A figure in an answer."""

    entry: TargetEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyItem:
    """A duty in an answer."""

    entry: DutyEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """A plan in an answer; `count` is how many tasks of it are meant."""

    plan: Plan
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceItem:
    """One of the things a clarification asks between, when it is neither a task nor a figure."""

    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeItem:
    """An agency in an answer; `count` is how many tasks of the plan it stands in, in the asked role."""

    plan: Plan
    agency: str
    count: int


Item = TaskItem | TargetItem | DutyItem | PlanItem | OfficeItem | ChoiceItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark by code, with what its phrase needs; the sentence stands in phrases.toml under [note]."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a list or a count is limited to; empty values do not limit."""

    plans: tuple[str, ...] = ()
    agency: str = ""
    role: AgencyRole = AgencyRole.ANY
    window: TimeWindow | None = None
    section: str = ""
    topic: str = ""
    among: bool = False  # the tasks of the list just shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is to be said.

    `items` is all that was found, best or earliest first; `aside` is listed apart after it (tasks of collectives that
    cover the asked agency) and takes no part in `refs`. `asked` are the asked fields, main one first;
    `facets` the parts that it leads with.
    """

    kind: Kind
    status: Decision
    intent: Intent
    as_of: date
    asked: tuple[Intent, ...] = ()
    facets: tuple[Facet, ...] = ()
    items: tuple[Item, ...] = ()
    aside: tuple[TaskItem, ...] = ()
    scope: Scope = field(default_factory=Scope)
    reason: Reason = Reason.NONE
    missing: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """The refs of the tasks that the answer is about, best first, each once; () for an unknown."""
        if self.status is Decision.UNKNOWN:
            return ()
        refs: dict[str, None] = {}
        for item in self.items:
            match item:
                case TaskItem(entry=entry):
                    refs[entry.ref] = None
                case TargetItem(entry=target) if target.task_ref:
                    refs[target.task_ref] = None
                case _:
                    continue
        return tuple(refs)


def note(code: str, **values: object) -> Note:
    """A remark with its values as text."""
    return Note(code=code, values=tuple((name, str(value)) for name, value in values.items()))
