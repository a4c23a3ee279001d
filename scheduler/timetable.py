"""Which tasks of a plan a span of days can concern, without a look at each: sorted once, asked by many lists. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from operator import itemgetter

from knowledge.plan import Plan, Recurring, Standing
from scheduler.due import one_off_days, plan_span

_DAY = itemgetter(0)


class Timetable:
    """The tasks of a plan by their days; a task is told by its place in document order, counted from 0.

    `span` are the days within which things recur and stand in the plan.
    """

    def __init__(self, plan: Plan) -> None:
        self.span = plan_span(plan)
        dated = [(set(one_off_days(task)), place) for place, task in enumerate(plan.tasks)]
        self._days = sorted((day, place) for days, place in dated for day in days)
        self._passing = sorted((max(days), place) for days, place in dated if days)
        self._always = [
            place
            for place, task in enumerate(plan.tasks)
            if any(isinstance(deadline, Recurring | Standing) for deadline in task.deadlines)
        ]

    def concerned(self, start: date, end: date) -> list[int]:
        """The tasks with a one-off due day from `start` to `end`, and all that recur or stand then; in order."""
        first = bisect_left(self._days, start, key=_DAY)
        beyond = bisect_right(self._days, end, key=_DAY)
        always = self._always if self.lives(start, end) else ()
        return sorted({place for _, place in self._days[first:beyond]}.union(always))

    def lives(self, start: date, end: date) -> bool:
        """Whether anything can recur or stand in the plan from `start` to `end`."""
        return start <= self.span[1] and self.span[0] <= end

    def passed(self, today: date) -> list[int]:
        """The tasks whose last one-off due day lies before today, in order."""
        return sorted(place for _, place in self._passing[: bisect_left(self._passing, today, key=_DAY)])
