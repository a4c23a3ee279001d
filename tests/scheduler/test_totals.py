"""How far tasks are: which are late, the sums by agency, the months of the timeline; and the clocks of events."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.plan import AfterEvent, BeforeEvent, PlanTask, Unit
from knowledge.progress.events import Clock, EventReport
from knowledge.progress.reports import Report, TaskState
from scheduler.calendar import load_calendar
from scheduler.errors import NoCalendarError
from scheduler.events import clock_days, clock_due
from scheduler.totals import Mark, months_of, standings, total_of, totals_by_agency
from tests.bot.fakes import NORTH

CALENDAR = load_calendar()
APRIL_5 = date(2024, 4, 5)
PUBLISHED = "ngày quyết định công bố"
CLOCK = AfterEvent(offset=3, unit=Unit.WORKING_DAY, event=PUBLISHED)
WAITING_TASK = PlanTask(key="II.4", section_key="II", text="Niêm yết", leads=("Sở Tư pháp",), deadlines=(CLOCK,))
PLAN = replace(NORTH, tasks=(*NORTH.tasks, WAITING_TASK))


def report(key: str, state: TaskState, **more) -> Report:
    return Report(task=("phia-bac", key), state=state, **more)


def standing_now(*reports: Report, today: date = APRIL_5, events=()):
    return standings(PLAN, {item.task: (item,) for item in reports}, today=today, calendar=CALENDAR, events=events)


def by_key(*reports: Report, **more):
    return {standing.task.key: standing for standing in standing_now(*reports, **more)}


def event(day: date, number: int = 1, **more) -> EventReport:
    return EventReport(
        id=number, happened_on=day, clocks=(Clock(slug="phia-bac", key="II.4", event=PUBLISHED),), **more
    )


def test_an_open_task_is_late_from_the_day_after_and_counts_working_days():
    found = by_key()
    assert (found["II.1"].is_late, found["II.1"].due_on, found["II.1"].late_days) == (True, date(2024, 3, 31), 5)
    assert not by_key(today=date(2024, 3, 31))["II.1"].is_late


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.WAITING, TaskState.DROPPED])
def test_what_is_done_or_out_of_the_officers_hands_is_not_late(state):
    assert not by_key(report("II.1", state))["II.1"].is_late


def test_work_under_way_is_late_all_the_same_and_keeps_its_percent():
    found = by_key(report("II.1", TaskState.DOING, percent=60))["II.1"]
    assert (found.is_late, found.percent) == (True, 60)


def test_a_recurring_task_begins_anew_after_the_occurrence_that_was_reported():
    done = report("I.2", TaskState.DONE, due_on=date(2024, 3, 17))
    assert by_key(done, today=date(2024, 3, 15))["I.2"].state is TaskState.DONE
    again = by_key(done)["I.2"]
    assert (again.state, again.due_on, again.is_late) == (TaskState.NOT_STARTED, date(2024, 6, 17), False)


def test_late_agencies_come_first_and_a_shared_task_counts_for_each():
    sums = totals_by_agency(standing_now(report("I.1", TaskState.DONE)))
    assert [(total.agency, total.late, total.total) for total in sums] == [
        ("Sở Tư pháp", 2, 4),
        ("UBND cấp huyện", 1, 1),
        ("Sở Nội vụ", 0, 2),
        ("Các sở, ban, ngành", 0, 1),
    ]
    assert sums[2].percent == 50
    assert sums[2].count(TaskState.DONE) == 1


def test_the_sum_of_all_counts_each_task_once_and_leaves_dropped_ones_out_of_the_percent():
    whole = total_of(standing_now(report("I.1", TaskState.DONE), report("II.3", TaskState.DROPPED)))
    assert (whole.total, whole.late, whole.percent) == (7, 2, round(100 / 6))


def test_the_months_show_what_is_done_late_past_and_ahead():
    months = months_of(standing_now(report("I.1", TaskState.DONE)), 2024, APRIL_5)
    assert dict(months[1]) == {Mark.LATE: 1}
    assert dict(months[2]) == {Mark.DONE: 1, Mark.PAST: 1, Mark.LATE: 1}
    assert dict(months[5]) == {Mark.AHEAD: 1}
    assert sum(map(len, months)) == 7


@pytest.mark.parametrize(
    ("deadline", "happened", "due"),
    [
        (CLOCK, date(2024, 4, 26), date(2024, 5, 4)),  # over the swapped Saturday
        (CLOCK, date(2024, 3, 9), date(2024, 3, 13)),  # signed on a Saturday
        (AfterEvent(offset=5, unit=Unit.DAY, event="x"), date(2024, 4, 26), date(2024, 5, 2)),  # ends on 1/5
        (AfterEvent(offset=0, unit=Unit.DAY, event="x"), date(2024, 3, 12), date(2024, 3, 12)),
        (AfterEvent(offset=0, unit=Unit.DAY, event="x"), date(2024, 3, 10), date(2024, 3, 11)),
        (BeforeEvent(offset=5, unit=Unit.DAY, event="x"), date(2024, 3, 15), date(2024, 3, 8)),  # falls on a Sunday
        (BeforeEvent(offset=3, unit=Unit.WORKING_DAY, event="x"), date(2024, 5, 2), date(2024, 4, 24)),
        (BeforeEvent(offset=0, unit=Unit.DAY, event="x"), date(2024, 3, 10), date(2024, 3, 8)),
    ],
)
def test_a_clock_runs_by_the_working_calendar(deadline, happened, due):
    assert clock_due(deadline, happened, CALENDAR) == due


@given(
    offset=st.integers(0, 60),
    unit=st.sampled_from(Unit),
    kind=st.sampled_from([AfterEvent, BeforeEvent]),
    day=st.dates(date(2024, 6, 1), date(2027, 6, 30)),
)
def test_a_clock_always_ends_on_a_working_day_on_its_own_side(offset, unit, kind, day):
    due = clock_due(kind(offset=offset, unit=unit, event="x"), day, CALENDAR)
    assert CALENDAR.is_working(due)
    assert due >= day if kind is AfterEvent else due <= day


def test_an_event_sets_a_day_until_it_is_revoked():
    found = by_key(events=[event(date(2024, 4, 2))])["II.4"]
    assert (found.due_on, found.is_late) == (APRIL_5, False)
    later = by_key(events=[event(date(2024, 4, 2))], today=date(2024, 4, 8))["II.4"]
    assert (later.due_on, later.is_late, later.late_days) == (APRIL_5, True, 1)
    revoked = event(date(2024, 4, 2), revoked_at=datetime(2024, 4, 3, tzinfo=UTC))
    assert by_key(events=[revoked])["II.4"].due_on is None


def test_each_report_of_an_event_sets_its_own_day_and_other_words_set_none():
    both = [event(date(2024, 4, 2)), event(date(2024, 3, 11), 2)]
    assert [day.due_on for day in clock_days(PLAN, WAITING_TASK, both, CALENDAR)] == [date(2024, 3, 14), APRIL_5]
    assert [day.event for day in clock_days(PLAN, WAITING_TASK, both, CALENDAR)] == [2, 1]
    other = replace(WAITING_TASK, deadlines=(replace(CLOCK, event="ngày khác"),))
    assert clock_days(PLAN, other, both, CALENDAR) == ()
    assert clock_days(replace(PLAN, slug="phia-nam"), WAITING_TASK, both, CALENDAR) == ()


@pytest.mark.parametrize(
    ("words", "due_on"),
    [
        ("ngày 01/3/2024", date(2024, 3, 6)),
        ("01/3", date(2024, 3, 6)),
        ("ngày ban hành Kế hoạch này", date(2024, 1, 23)),
        ("khi ký ban hành Kế hoạch này", date(2024, 1, 23)),
        ("ngày ban hành Kế hoạch", None),
        ("ngày ban hành Quyết định số 12/QĐ-UBND ngày 01/3/2024", None),
        ("ngày 31/02/2024", None),
        ("ngày 15 hằng tháng", None),
    ],
)
def test_an_event_that_the_plan_dates_itself_needs_no_report(words: str, due_on: date | None) -> None:
    plan = replace(PLAN, head=replace(PLAN.head, signed_on=date(2024, 1, 18), year=2024))
    task = replace(WAITING_TASK, deadlines=(replace(CLOCK, offset=3, unit=Unit.WORKING_DAY, event=words),))
    assert [day.due_on for day in clock_days(plan, task, (), CALENDAR)] == ([due_on] if due_on else [])


def test_a_year_without_a_calendar_hides_a_day_in_totals_and_is_told_where_it_is_asked_for():
    far = event(date(2031, 4, 2))
    with pytest.raises(NoCalendarError, match="2031"):
        clock_days(PLAN, WAITING_TASK, [far], CALENDAR)
    assert by_key(events=[far], today=date(2031, 4, 10))["II.1"].late_days is None
