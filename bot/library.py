"""The loaded plans, found by the refs that an Understanding carries: "slug/key", "slug/target/N", "slug/duty/N"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.plan import Duty, Plan, PlanTask, Target


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
        self._tasks = {
            f"{plan.slug}/{task.key}": TaskEntry(plan=plan, task=task)
            for plan in self._plans.values()
            for task in plan.tasks
        }
        self._agencies = {
            plan.slug: frozenset(name for task in plan.tasks for name in (*task.leads, *task.supports))
            for plan in self._plans.values()
        }

    def agencies(self, slug: str) -> frozenset[str]:
        """Every name in the agency cells of a plan, as printed; a few hundred however many tasks there are."""
        return self._agencies.get(slug, frozenset())

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
        key = target.where if f"{slug}/{target.where}" in self._tasks else ""
        return TargetEntry(plan=plan, target=target, task_key=key)

    def only_target(self, entry: TaskEntry) -> TargetEntry | None:
        """The one figure that a task states, or None when it states none or several."""
        stated = [target for target in entry.plan.targets if target.where == entry.task.key]
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
        return tuple(
            TaskEntry(plan=plan, task=task)
            for slug in slugs
            if (plan := self._plans.get(slug)) is not None
            for task in plan.tasks
        )
