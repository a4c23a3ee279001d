"""Reminders worked out ahead are those that would be worked out on the day, whatever has changed since."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.progress.reports import Report, TaskState
from knowledge.reminding.reminder import Part, Recipient
from knowledge.reminding.wishes import Answer, AnswerKind, PlanReminding, Wishes
from knowledge.samples import sample_plans
from scheduler.calendar import load_calendar
from scheduler.errors import NoCalendarError
from scheduler.foresight import Foresight
from scheduler.policy import load_policy
from scheduler.recipients import PrintedDirectory
from scheduler.reminders import plan_reminders
from scheduler.situation import Situation

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLANS = tuple(sample_plans())
ON = {plan.slug: PlanReminding(slug=plan.slug, since=date(2024, 1, 1)) for plan in PLANS}


class Asked(PrintedDirectory):
    """Counts for which plans somebody was looked for."""

    def __init__(self) -> None:
        self.slugs = Counter[str]()

    def told(
        self, agency: str, part: Part, *, slug: str, on: date, without: tuple[str, ...] = ()
    ) -> tuple[Recipient, ...]:
        self.slugs[slug] += 1
        return super().told(agency, part, slug=slug, on=on, without=without)


BEGINNING = Situation(
    plans=PLANS,
    reports={},
    events=(),
    wishes=Wishes(plans=ON),
    directory=PrintedDirectory(),
    calendar=load_calendar(),
    policy=load_policy(),
    zone=ZONE,
)
TASKS = [(plan.slug, task.key) for plan in PLANS for task in plan.tasks]


def after(change: str, number: int, of: Situation, today: date) -> Situation:
    """The situation after something has happened."""
    task, plan = TASKS[number % len(TASKS)], PLANS[number % len(PLANS)]
    at = datetime(today.year, today.month, today.day, 9, tzinfo=ZONE)
    match change:
        case "report":
            done = Report(task=task, state=TaskState.DONE, at=at)
            return replace(of, reports={**of.reports, task: (done,)})
        case "answer":
            later = Answer(task=task, officer=7, kind=AnswerKind.PUT_OFF, id=number + 1, at=at, until=at)
            return replace(of, wishes=replace(of.wishes, answers=(*of.wishes.answers, later)))
        case "switch":
            since = None if of.reminding_of(plan).since else today
            plans = {**of.wishes.plans, plan.slug: PlanReminding(slug=plan.slug, since=since)}
            return replace(of, wishes=replace(of.wishes, plans=plans))
        case "shorten":
            return replace(
                of, plans=(*(p for p in of.plans if p.slug != plan.slug), replace(plan, tasks=plan.tasks[1:]))
            )
        case "withdraw":
            return replace(of, plans=tuple(p for p in of.plans if p.slug != plan.slug))
        case "directory":
            return replace(of, directory=PrintedDirectory())
    return of


CHANGES = ["nothing", "report", "answer", "switch", "shorten", "withdraw", "directory"]


@settings(max_examples=20)
@given(
    st.dates(date(2024, 1, 2), date(2027, 10, 1)),
    st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 10_000), st.integers(0, 20)), max_size=8),
)
def test_they_are_those_that_would_be_worked_out_now(today: date, happened: list[tuple[str, int, int]]) -> None:
    foresight, of = Foresight(), BEGINNING
    for change, number, days in happened:
        of, today = after(change, number, of, today), today + timedelta(days=days)
        start, end = max(today - timedelta(days=30), date(2024, 1, 1)), today + timedelta(days=2)
        assert foresight.reminders(of, start=start, end=end) == plan_reminders(of, start=start, end=end)


def test_what_happens_in_one_plan_leaves_the_others_as_they_are() -> None:
    asked, foresight = Asked(), Foresight()
    of = replace(BEGINNING, directory=asked)
    for day in range(1, 8):
        foresight.reminders(of, start=date(2024, 6, day), end=date(2024, 6, day + 2))
    looked, asked.slugs = set(asked.slugs), Counter()
    assert len(looked) > 1
    slug, key = next((slug, key) for slug, key in TASKS if slug in looked)
    done = Report(task=(slug, key), state=TaskState.DONE, at=datetime(2024, 6, 8, 9, tzinfo=ZONE))
    foresight.reminders(replace(of, reports={(slug, key): (done,)}), start=date(2024, 6, 8), end=date(2024, 6, 10))
    assert set(asked.slugs) == {slug}


def test_a_year_without_a_calendar_is_refused_and_the_days_before_it_are_not() -> None:
    foresight = Foresight()
    days = {"start": date(2027, 12, 1), "end": date(2027, 12, 31)}
    assert foresight.reminders(BEGINNING, **days) == plan_reminders(BEGINNING, **days)
    with pytest.raises(NoCalendarError):
        foresight.reminders(BEGINNING, start=date(2028, 1, 3), end=date(2028, 1, 5))
