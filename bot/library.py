"""The loaded plans, found by the refs that an Understanding carries: "slug/key", "slug/target/N", "slug/duty/N"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from knowledge.plan import Duty, Plan, PlanTask, Target
from scheduler.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEntry:
    """A task with the plan it stands in."""

    plan: Plan
    task: PlanTask

    @property
    def ref(self) -> str:
        """The name of the task over all plans: "quang-nam/VI.8"."""
        return f"{self.plan.slug}/{self.task.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetEntry:
    """A target with its plan, and the key of the task that states it ("" where the prose does)."""

    plan: Plan
    target: Target
    task_key: str = ""

    @property
    def task_ref(self) -> str:
        """The ref of the stating task, or ""."""
        return f"{self.plan.slug}/{self.task_key}" if self.task_key else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyEntry:
    """A duty with its plan."""

    plan: Plan
    duty: Duty


class Library:
    """Plans in the order of the store; every `find_` gives None for a ref that names nothing."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._plans = {plan.slug: plan for plan in plans}
        self._entries = {
            plan.slug: tuple(TaskEntry(plan=plan, task=task) for task in plan.tasks) for plan in self._plans.values()
        }
        self._tasks = {entry.ref: entry for entries in self._entries.values() for entry in entries}
        self._named: dict[str, dict[str, list[int]]] = {}
        self._timetables: dict[str, Timetable] = {}

    def agencies(self, slug: str) -> frozenset[str]:
        """Every name in the agency cells of a plan, as printed; a few hundred however many tasks there are."""
        return frozenset(self._places(slug))

    def entries_naming(self, slug: str, names: Iterable[str]) -> tuple[TaskEntry, ...]:
        """The tasks of a plan whose agency cells hold one of these names as printed, in document order."""
        named = self._places(slug)
        places = sorted({place for name in names for place in named.get(name, ())})
        return tuple(self._entries[slug][place] for place in places)

    def entries_due(self, slugs: Iterable[str], find: Callable[[Timetable], Iterable[int]]) -> tuple[TaskEntry, ...]:
        """The tasks of the named plans that each plan's timetable finds, in document order."""
        known = (slug for slug in slugs if slug in self._entries)
        return tuple(self._entries[slug][place] for slug in known for place in find(self.timetable(slug)))

    def timetable(self, slug: str) -> Timetable:
        """The days of a plan in the library; made when first asked for."""
        timetable = self._timetables.get(slug)
        if timetable is None:
            timetable = self._timetables[slug] = Timetable(self._plans[slug])
        return timetable

    def _places(self, slug: str) -> dict[str, list[int]]:
        """Where each name stands in a plan; made when first asked for, as most commands never do."""
        named = self._named.get(slug)
        if named is None:
            named = {}
            for place, entry in enumerate(self._entries.get(slug, ())):
                for name in {*entry.task.leads, *entry.task.supports}:
                    named.setdefault(name, []).append(place)
            self._named[slug] = named
        return named

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of all plans."""
        return tuple(self._plans)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """All plans."""
        return tuple(self._plans.values())

    def find_plan(self, slug: str) -> Plan | None:
        """One plan by its slug."""
        return self._plans.get(slug)

    def find_task(self, ref: str) -> TaskEntry | None:
        """One task by its ref."""
        return self._tasks.get(ref)

    def find_target(self, ref: str) -> TargetEntry | None:
        """One target by its ref."""
        slug, _, number = ref.rpartition("/target/")
        plan = self._plans.get(slug)
        if plan is None or not number.isdecimal() or int(number) >= len(plan.targets):
            return None
        target = plan.targets[int(number)]
        home = self._tasks.get(f"{slug}/{target.where}")
        key = target.where if home is not None and target.stands_in(home.task) else ""
        return TargetEntry(plan=plan, target=target, task_key=key)

    def only_target(self, entry: TaskEntry) -> TargetEntry | None:
        """The one figure that a task states, or None when it states none or several."""
        stated = [target for target in entry.plan.targets if target.stands_in(entry.task)]
        if len(stated) != 1:
            return None
        return TargetEntry(plan=entry.plan, target=stated[0], task_key=entry.task.key)

    def find_duty(self, ref: str) -> DutyEntry | None:
        """One duty by its ref."""
        slug, _, number = ref.rpartition("/duty/")
        plan = self._plans.get(slug)
        if plan is None or not number.isdecimal() or int(number) >= len(plan.duties):
            return None
        return DutyEntry(plan=plan, duty=plan.duties[int(number)])

    def entries(self, slugs: Iterable[str]) -> tuple[TaskEntry, ...]:
        """All tasks of the named plans, in document order."""
        return tuple(chain.from_iterable(self._entries.get(slug, ()) for slug in slugs))
