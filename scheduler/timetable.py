"""Which tasks of a plan a span of days can concern, without a look at each: sorted once, asked by many lists. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from knowledge.plan import PlanTask, Recurring, Standing
from scheduler.due import one_off_days

_DAY = itemgetter(0)


class Timetable:
    """The tasks of a plan by their days; a task is told by its place in document order, counted from 0."""

    def __init__(self, tasks: Sequence[PlanTask]) -> None:
        dated = [(set(one_off_days(task)), place) for place, task in enumerate(tasks)]
        self._days = sorted((day, place) for days, place in dated for day in days)
        self._last = sorted((max(days), place) for days, place in dated if days)
        self._always = [
            place
            for place, task in enumerate(tasks)
            if any(isinstance(deadline, Recurring | Standing) for deadline in task.deadlines)
        ]

    def concerned(self, start: date, end: date) -> list[int]:
        """The tasks with a one-off due day from `start` to `end`, and all that recur or stand; in order."""
        first = bisect_left(self._days, start, key=_DAY)
        beyond = bisect_right(self._days, end, key=_DAY)
        return sorted({place for _, place in self._days[first:beyond]}.union(self._always))

    def passed(self, today: date) -> list[int]:
        """The tasks whose last one-off due day lies before today, in order."""
        return sorted(place for _, place in self._last[: bisect_left(self._last, today, key=_DAY)])
