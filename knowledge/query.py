"""What can be asked of a store of plans; implemented by `knowledge.store`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from knowledge.fixes import Fix
from knowledge.plan import Plan, PlanHead, PlanTask, TaskAmendment


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChange:
    """One task that an import touched; `fields` names what was edited ("deadlines", "leads", …)."""

    key: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did to the store.

    `unchanged` is True when the stored plan was already equal. `moved` are the tasks whose deadlines changed (they
    are in `edited` too). `reordered` = the tasks that stayed stand in another order. `cells` are the words before and
    after (none of a plan that is new).
    """

    slug: str
    created: bool = False
    unchanged: bool = False
    added: tuple[TaskChange, ...] = ()
    gone: tuple[TaskChange, ...] = ()
    edited: tuple[TaskChange, ...] = ()
    moved: tuple[TaskChange, ...] = ()
    head_changed: bool = False
    sections_changed: bool = False
    reordered: bool = False
    targets_changed: bool = False
    duties_changed: bool = False
    amendments_changed: bool = False
    cells: tuple[TaskAmendment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One line of a plan's history: an import, or what a clerk put right (`source_name` and `digest` are "")."""

    slug: str
    imported_at: datetime
    source_name: str
    digest: str
    report: ImportReport = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImport:
    """One plan to be stored: where it came from, and the digest of that file's bytes."""

    plan: Plan
    source_name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency (cơ quan) that stored plans name, whatever the spelling.

    `name` is the spelling met first, `aliases` the others; `members` are the ids of the agencies that a collective
    ("Các Sở, ban, ngành") stands for.
    """

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    members: tuple[int, ...] = ()


class AskedStore(Protocol):
    """What answering questions needs of a store of plans."""

    def plans(self) -> Iterator[Plan]:
        """Every plan, in the order in which they were first imported."""
        ...

    def teachings(self) -> tuple[tuple[str, str], ...]:
        """Aliases and synonyms that keepers taught: (what people say, what plans print), oldest first."""
        ...

    def log_unanswered(self, text: str, *, chat_kind: str, at: datetime) -> None:
        """Keeps a question that found no answer: text, time and kind of chat; never who asked."""
        ...


class PlanStore(AskedStore, Protocol):
    """A store of plans. Every method sees whole plans; a failed `save` leaves the store as it was."""

    def slugs(self) -> tuple[str, ...]:
        """The plans held, in the order they were first imported."""
        ...

    def heads(self) -> Mapping[str, PlanHead]:
        """The head of each plan by its slug, in the order of `slugs`."""
        ...

    def find_plan(self, slug: str) -> Plan | None:
        """The plan, or None."""
        ...

    def find_task(self, slug: str, key: str) -> PlanTask | None:
        """One task by its printed key, or None."""
        ...

    def save(self, plan: Plan, *, source_name: str, digest: str, at: datetime) -> ImportReport:
        """Stores a plan under its slug in one transaction; tasks that stay (by key) keep their ids."""
        ...

    def save_all(self, imports: Iterable[PlanImport], *, at: datetime) -> tuple[ImportReport, ...]:
        """Stores several plans in one transaction: all of them or none."""
        ...

    def remove(self, slug: str) -> None:
        """Takes a plan out, its import history kept; raises `UnknownPlanError`."""
        ...

    def task_ids(self, slug: str) -> dict[str, int]:
        """The lasting id of each task by its key, in document order; empty for an unknown plan."""
        ...

    def agencies(self) -> tuple[Agency, ...]:
        """Every agency that a stored plan names, in the order first met."""
        ...

    def compare(self, plan: Plan) -> ImportReport:
        """What `save` would change, changing nothing."""
        ...

    def history(self, slug: str) -> tuple[ImportRecord, ...]:
        """The imports of one plan, oldest first."""
        ...

    def fixes(self, slug: str) -> tuple[Fix, ...]:
        """What was put right by hand in one plan, oldest first; it stays when the plan is imported anew."""
        ...

    def fix(self, plan: Plan, fixes: Iterable[Fix], *, at: datetime) -> ImportReport:
        """Keeps fixes and stores the plan with them, in one transaction; of a cell the newest fix is kept."""
        ...

    def stamp(self) -> str:
        """Another text after every change of plans or teachings by any process; cheap enough to ask each message."""
        ...

    def teach(self, said: str, printed: str, *, at: datetime) -> None:
        """Adds one teaching; teaching the same twice changes nothing."""
        ...

    def unanswered(self) -> Iterable[tuple[datetime, str, str]]:
        """(time, kind of chat, text) of the questions kept, newest first."""
        ...
