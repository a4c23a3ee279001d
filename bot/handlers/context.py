"""What every handler is given beside the Understanding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.answers import Scope, TargetItem, TaskItem
from bot.library import Library
from nlu.meaning import Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The plans, the day taken as today, and the plans the chat is bound to (() = all).

    `closed` tells the refs of tasks that nothing more is to be done on; None where nobody keeps count of that.
    """

    library: Library
    today: date
    plans: tuple[str, ...] = ()
    closed: Callable[[], frozenset[str]] | None = None

    def slugs(self, understanding: Understanding) -> tuple[str, ...]:
        """The plans that a question is about: those it names, else the bound ones, else all."""
        reach = self.plans or self.library.slugs
        return tuple(slug for slug in understanding.plans if slug in reach) or reach

    def scope(self, understanding: Understanding) -> Scope:
        """What the question is limited to, for the sentence that repeats it."""
        return Scope(
            plans=self.slugs(understanding),
            agency=understanding.agency,
            role=understanding.role,
            window=understanding.window,
            section=understanding.section,
            among=understanding.among,
            topic=understanding.topic
            if understanding.tasks or understanding.targets
            else "",  # words that narrowed nothing are not told
        )

    def tasks(self, refs: tuple[str, ...]) -> tuple[TaskItem, ...]:
        """The tasks behind refs, in their order; refs that name nothing are left out."""
        found = (self.library.find_task(ref) for ref in refs)
        return tuple(TaskItem(entry=entry) for entry in found if entry is not None)

    def targets(self, refs: tuple[str, ...]) -> tuple[TargetItem, ...]:
        """The targets behind refs, in their order."""
        found = (self.library.find_target(ref) for ref in refs)
        return tuple(TargetItem(entry=entry) for entry in found if entry is not None)
