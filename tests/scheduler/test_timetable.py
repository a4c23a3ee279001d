"""A timetable finds every task that a look at each would find."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.plan import ByDate, Deadline, Every, OnDemand, Plan, PlanHead, PlanTask, Recurring, Standing, Within
from scheduler.due import is_overdue, plan_span, task_due_days
from scheduler.timetable import Timetable

_DAYS = st.integers(0, 700).map(lambda days: date(2024, 1, 1) + timedelta(days=days))
_DEADLINES: st.SearchStrategy[Deadline] = st.one_of(
    _DAYS.map(lambda day: ByDate(due=day)),
    _DAYS.map(lambda day: Within(start=day, end=day + timedelta(days=30))),
    st.sampled_from([Recurring(every=Every.QUARTER), Recurring(every=Every.MONTH, day=5), Standing(), OnDemand()]),
)
_TASKS = st.lists(
    st.lists(_DEADLINES, max_size=3).map(lambda found: PlanTask(key="1", text="Việc", deadlines=tuple(found))),
    max_size=12,
)


_NEVER = (date.max, date.min)


def _plan(tasks: list[PlanTask]) -> Plan:
    return Plan(slug="mau", head=PlanHead(title="Mẫu", number="1/KH", issuer="Sở Mẫu", year=2024), tasks=tuple(tasks))


@given(tasks=_TASKS, start=_DAYS, length=st.integers(0, 90))
def test_no_task_that_falls_due_is_missed(tasks: list[PlanTask], start: date, length: int) -> None:
    end = start + timedelta(days=length)
    concerned = Timetable(_plan(tasks)).concerned(start, end)
    assert concerned == sorted(set(concerned))
    lives = plan_span(_plan(tasks))
    within = start <= lives[1] and lives[0] <= end
    for place, task in enumerate(tasks):
        lasting = any(isinstance(deadline, Recurring | Standing) for deadline in task.deadlines)
        assert (place in concerned) == ((lasting and within) or bool(task_due_days(task, start, end, recurs=_NEVER)))


@given(tasks=_TASKS, today=_DAYS)
def test_what_has_passed_is_what_is_overdue(tasks: list[PlanTask], today: date) -> None:
    overdue = [place for place, task in enumerate(tasks) if is_overdue(task, today) is not None]
    assert Timetable(_plan(tasks)).passed(today) == overdue
