from datetime import date

import pytest

from knowledge.plan import (
    AfterEvent,
    ByDate,
    Every,
    PlanTask,
    Recurring,
    Standing,
    Unit,
    Unread,
    Within,
)
from scheduler.due import (
    due_days,
    is_overdue,
    last_due,
    last_occurrence,
    next_due,
    next_occurrence,
    task_due_days,
)

MARCH_15 = ByDate(due=date(2024, 3, 15), exclusive=True)
QUARTER_2 = Within(start=date(2024, 4, 1), end=date(2024, 6, 30))
YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("deadline", "days"),
    [
        (MARCH_15, ["2024-03-15"]),
        (QUARTER_2, ["2024-06-30"]),
        (
            Recurring(every=Every.QUARTER, day=17, month_of_quarter=3),
            ["2024-03-17", "2024-06-17", "2024-09-17", "2024-12-17"],
        ),
        (Recurring(every=Every.QUARTER), ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]),
        (Recurring(every=Every.HALF_YEAR, day=15), ["2024-06-15", "2024-12-15"]),
        (Recurring(every=Every.YEAR, day=15, month=6), ["2024-06-15"]),
        (Recurring(every=Every.YEAR), ["2024-12-31"]),
        (Standing(), []),
        (AfterEvent(offset=3, unit=Unit.WORKING_DAY, event="ngày công bố"), []),
        (Unread(text="sau Tết"), []),
    ],
)
def test_due_days_of_a_year(deadline, days):
    assert [day.isoformat() for day in due_days(deadline, *YEAR_2024)] == days


def test_a_monthly_day_is_cut_to_the_end_of_a_shorter_month():
    days = due_days(Recurring(every=Every.MONTH, day=31), date(2024, 2, 1), date(2024, 4, 30))
    assert days == (date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30))


def test_a_period_falls_due_where_it_ends_not_where_it_begins():
    task = PlanTask(key="1", text="việc", deadlines=(QUARTER_2,))
    assert not task_due_days(task, date(2024, 4, 1), date(2024, 4, 30))
    assert task_due_days(task, date(2024, 6, 24), date(2024, 6, 30))


def test_the_printed_day_itself_is_not_overdue():
    task = PlanTask(key="1", text="việc", deadlines=(MARCH_15,))
    assert is_overdue(task, date(2024, 3, 15)) is None
    assert is_overdue(task, date(2024, 3, 16)) == date(2024, 3, 15)


def test_a_task_of_two_quarters_is_overdue_after_the_second():
    first = Within(start=date(2024, 1, 1), end=date(2024, 3, 31))
    task = PlanTask(key="1", text="việc", deadlines=(first, QUARTER_2))
    assert is_overdue(task, date(2024, 4, 5)) is None
    assert last_due(task, before=date(2024, 4, 5)) == date(2024, 3, 31)
    assert is_overdue(task, date(2024, 7, 1)) == date(2024, 6, 30)
    assert task_due_days(task, *YEAR_2024) == (date(2024, 3, 31), date(2024, 6, 30))


def test_recurring_work_is_never_overdue_and_has_a_next_day():
    task = PlanTask(key="1", text="việc", deadlines=(Recurring(every=Every.MONTH, day=15),))
    assert is_overdue(task, date(2024, 3, 20)) is None
    assert next_due(task, after=date(2024, 3, 20)) == date(2024, 4, 15)


def test_what_recurs_ends_with_its_plan():
    task = PlanTask(key="1", text="việc", deadlines=(Recurring(every=Every.MONTH, day=15), QUARTER_2))
    days = task_due_days(task, date(2024, 6, 1), date(2025, 3, 31), recurs=(date(2024, 1, 18), date(2024, 7, 31)))
    assert days == (date(2024, 6, 15), date(2024, 6, 30), date(2024, 7, 15))


def test_the_end_of_the_calendar_is_no_error():
    task = PlanTask(key="1", text="việc", deadlines=(Recurring(every=Every.MONTH, day=15),))
    assert next_due(task, after=date(9999, 12, 20)) is None


def test_occurrences_on_both_sides_of_a_day_and_none_of_what_is_done_once():
    quarterly = Recurring(every=Every.QUARTER, day=17, month_of_quarter=3)
    task = PlanTask(key="1", text="việc", deadlines=(quarterly, MARCH_15))
    assert next_occurrence(task, after=date(2024, 3, 17)) == date(2024, 3, 17)
    assert last_occurrence(task, before=date(2024, 3, 17)) == date(2023, 12, 17)
    once = PlanTask(key="2", text="việc", deadlines=(MARCH_15, Standing()))
    assert next_occurrence(once, after=date(2024, 1, 1)) is None
    assert last_occurrence(once, before=date(2024, 12, 31)) is None
