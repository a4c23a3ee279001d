"""The store of plans in memory: the twin of the one in a database, for tests and for a look without a trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count

from knowledge.changes import check_keys, plan_changes
from knowledge.errors import UnknownPlanError
from knowledge.fixes import Fix, fix_place
from knowledge.plan import Plan, PlanHead, PlanTask
from knowledge.query import Agency, ImportRecord, ImportReport, PlanImport
from knowledge.store.chat_texts import check_teaching, storable
from knowledge.store.identity import agency_identity, member_pairs, named_agencies
from knowledge.store.instants import as_utc
from knowledge.store.reports import make_revisions


class MemoryPlanStore:
    """Plans in a dictionary: `knowledge.query.PlanStore`. For one thread."""

    def __init__(self) -> None:
        self._plans: dict[str, Plan] = {}
        self._history: list[ImportRecord] = []
        self._task_ids: dict[tuple[str, str], int] = {}
        self._next_id = count(1)
        self._spellings: dict[str, list[str]] = {}
        self._changes = 0
        self._fixes: dict[str, dict[tuple[str, str, str], Fix]] = {}
        self._teachings: list[tuple[str, str]] = []
        self._unanswered: list[tuple[datetime, str, str]] = []

    def close(self) -> None:
        """Nothing to give back."""

    def slugs(self) -> tuple[str, ...]:
        """The plans held, in the order they were first imported."""
        return tuple(self._plans)

    def heads(self) -> dict[str, PlanHead]:
        """The head of each plan by its slug, in the order of `slugs`."""
        return {slug: plan.head for slug, plan in self._plans.items()}

    def find_plan(self, slug: str) -> Plan | None:
        """The plan, or None."""
        return self._plans.get(slug)

    def plans(self) -> Iterator[Plan]:
        """Every plan, in the order of `slugs`."""
        yield from tuple(self._plans.values())

    def tasks(self, slug: str) -> Iterator[PlanTask]:
        """The tasks of one plan in document order; none for an unknown plan."""
        if slug in self._plans:
            yield from self._plans[slug].tasks

    def find_task(self, slug: str, key: str) -> PlanTask | None:
        """One task by its printed key, or None."""
        return next((task for task in self.tasks(slug) if task.key == key), None)

    def task_ids(self, slug: str) -> dict[str, int]:
        """The lasting id of each task by its key, in document order; empty for an unknown plan."""
        return {task.key: self._task_ids[slug, task.key] for task in self.tasks(slug)}

    def agencies(self) -> tuple[Agency, ...]:
        """Every agency that a stored plan names, in the order first met."""
        used = {agency_identity(name) for plan in self._plans.values() for name in named_agencies(plan)}
        spellings = {
            number: printed
            for number, (identity, printed) in enumerate(self._spellings.items(), start=1)
            if identity in used
        }
        members: dict[int, list[int]] = {number: [] for number in spellings}
        for collective, member in member_pairs(spellings, {number: first for number, (first, *_) in spellings.items()}):
            members[collective].append(member)
        return tuple(
            Agency(id=number, name=name, aliases=tuple(aliases), members=tuple(sorted(members[number])))
            for number, (name, *aliases) in spellings.items()
        )

    def save(self, plan: Plan, *, source_name: str, digest: str, at: datetime) -> ImportReport:
        """Stores a plan under its slug; tasks that stay (by key) keep their ids."""
        return self.save_all([PlanImport(plan=plan, source_name=source_name, digest=digest)], at=at)[0]

    def save_all(self, imports: Iterable[PlanImport], *, at: datetime) -> tuple[ImportReport, ...]:
        """Stores several plans: all of them or none."""
        imported_at = as_utc(at)
        given = tuple(imports)
        for item in given:
            check_keys(item.plan)
        return tuple(self._save(item, imported_at) for item in given)

    def _save(self, item: PlanImport, at: datetime) -> ImportReport:
        plan = item.plan
        report = plan_changes(self._plans.get(plan.slug), plan)
        for gone in report.gone:
            del self._task_ids[plan.slug, gone.key]
        for task in plan.tasks:
            if (plan.slug, task.key) not in self._task_ids:
                self._task_ids[plan.slug, task.key] = next(self._next_id)
        for name in named_agencies(plan):
            spellings = self._spellings.setdefault(agency_identity(name), [])
            if name not in spellings:
                spellings.append(name)
        self._changes += 1
        history = self.history(plan.slug)
        if not report.unchanged or not history or history[-1].digest != item.digest:
            self._history.append(
                ImportRecord(
                    slug=plan.slug,
                    imported_at=at,
                    source_name=item.source_name,
                    digest=item.digest,
                    report=report,
                )
            )
        self._plans[plan.slug] = replace(plan, revisions=make_revisions(self.history(plan.slug)))
        return report

    def compare(self, plan: Plan) -> ImportReport:
        """What `save` would change, changing nothing."""
        return plan_changes(self.find_plan(plan.slug), plan)

    def remove(self, slug: str) -> None:
        """Takes a plan out, its import history kept; raises `UnknownPlanError`."""
        if slug not in self._plans:
            raise UnknownPlanError(f"Không có kế hoạch “{slug}” trong cơ sở dữ liệu.")
        self._changes += 1
        for task in self._plans.pop(slug).tasks:
            del self._task_ids[slug, task.key]

    def history(self, slug: str) -> tuple[ImportRecord, ...]:
        """The imports of one plan, oldest first."""
        return tuple(record for record in self._history if record.slug == slug)

    def fixes(self, slug: str) -> tuple[Fix, ...]:
        """What was put right by hand in one plan, oldest first."""
        return tuple(self._fixes.get(slug, {}).values())

    def fix(self, plan: Plan, fixes: Iterable[Fix], *, at: datetime) -> ImportReport:
        """Keeps fixes and stores the plan with them; a cell's newer fix takes the older one's place."""
        report = self.save(plan, source_name="", digest="", at=at)
        kept = self._fixes.setdefault(plan.slug, {})
        for fix in fixes:
            kept.pop(fix_place(fix), None)
            kept[fix_place(fix)] = fix
        return report

    def stamp(self) -> str:
        """Another text after every change of plans or teachings."""
        return f"{self._changes}.{len(self._teachings)}"

    def teachings(self) -> tuple[tuple[str, str], ...]:
        """Aliases and synonyms that keepers taught: (what people say, what plans print), oldest first."""
        return tuple(self._teachings)

    def teach(self, said: str, printed: str, *, at: datetime) -> None:
        """Adds one teaching; teaching the same twice changes nothing; `StoreError` where it is too long."""
        check_teaching(said, printed)
        as_utc(at)
        if (said, printed) not in self._teachings:
            self._teachings.append((said, printed))

    def log_unanswered(self, text: str, *, chat_kind: str, at: datetime) -> None:
        """Keeps a question that found no answer: text, time and kind of chat; never who asked."""
        self._unanswered.append((as_utc(at), chat_kind, storable(text)))

    def unanswered(self) -> Iterable[tuple[datetime, str, str]]:
        """(time, kind of chat, text) of the questions kept, newest first."""
        numbered = enumerate(self._unanswered)
        return tuple(kept for _, kept in sorted(numbered, key=lambda item: (item[1][0], item[0]), reverse=True))
