"""What is said to whom on which morning, as it follows from the state; and the laws that hold for every state."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.deadlines.reader import read_deadlines
from knowledge.plan import Plan, PlanHead, PlanTask
from knowledge.progress.reports import Report, TaskState
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder, ReminderKind
from knowledge.reminding.wishes import Answer, AnswerKind, LeadScope, PlanReminding, Wishes
from knowledge.samples import sample_plans
from scheduler.calendar import CalendarDay, load_calendar
from scheduler.errors import NoCalendarError
from scheduler.folding import fold, fold_by_day
from scheduler.policy import load_policy, wish_for
from scheduler.recipients import PrintedDirectory
from scheduler.reminders import plan_reminders, uncounted_years
from scheduler.situation import Situation

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = load_calendar()
HOME, LEGAL, BOSS, KEEPER, GROUP = "7", "8", "1", "2", "30"
DUE = date(2024, 3, 15)  # a Friday


class Office:
    """Who is told: one officer for "Sở Nội vụ", one for "Sở Tư pháp", nobody for others; a leader and a keeper."""

    def __init__(self, groups: tuple[str, ...] = ()) -> None:
        self._groups = tuple(Recipient(kind=RecipientKind.GROUP, name=name) for name in groups)

    def told(
        self, agency: str, part: Part, *, slug: str, on: date, without: tuple[str, ...] = ()
    ) -> tuple[Recipient, ...]:
        names = {Part.LEADER: BOSS, Part.KEEPER: KEEPER}.get(part) or {"Sở Nội vụ": HOME, "Sở Tư pháp": LEGAL}.get(
            agency
        )
        if names is None:
            return self._groups if part is Part.LEAD else ()
        return (Recipient(kind=RecipientKind.OFFICER, name=names),)

    def groups(self, slug: str, *, on: date) -> tuple[Recipient, ...]:
        return self._groups


def plan_of(*tasks: tuple[str, str, str], signed_on: date = date(2024, 1, 10)) -> Plan:
    """A plan of tasks given as (time, lead, support)."""
    made = tuple(
        PlanTask(
            key=str(number),
            text="Việc",
            leads=(lead,) if lead else (),
            supports=(support,) if support else (),
            deadlines=read_deadlines(printed, year=2024),
        )
        for number, (printed, lead, support) in enumerate(tasks, start=1)
    )
    return Plan(slug="kh", head=PlanHead(title="Kế hoạch", year=2024, signed_on=signed_on), tasks=made)


ON = PlanReminding(slug="kh", since=date(2024, 1, 1))
ONE_TASK = plan_of(("Chậm nhất ngày 15/3/2024", "Sở Nội vụ", "Sở Tư pháp"))


def situation(plan: Plan = ONE_TASK, *, groups: tuple[str, ...] = (), **changes) -> Situation:
    wishes = changes.pop("wishes", Wishes(plans={"kh": ON}))
    reports = changes.pop("reports", ())
    return Situation(
        plans=(plan,),
        reports={("kh", plan.tasks[0].key): tuple(reports)} if reports else {},
        events=(),
        wishes=wishes,
        directory=Office(groups),
        calendar=changes.pop("calendar", CALENDAR),
        policy=load_policy(),
        zone=ZONE,
        **changes,
    )


def planned(of: Situation, start: str = "2024-02-15", end: str = "2024-05-31", *, to: str = HOME) -> list[str]:
    """The days on which somebody is told, with the step: "29/02 -10"."""
    found = plan_reminders(of, start=date.fromisoformat(start), end=date.fromisoformat(end))
    return [f"{one.at:%d/%m} {one.step:+d}" for one in found if one.recipient.name == to]


def answered(kind: AnswerKind, *, at: str, until: str = "", officer: str = HOME, due_on: date | None = DUE) -> Wishes:
    answer = Answer(
        id=5,
        task=("kh", "1"),
        officer=int(officer),
        kind=kind,
        due_on=due_on,
        at=datetime.fromisoformat(at).replace(tzinfo=ZONE),
        until=datetime.fromisoformat(until).replace(tzinfo=ZONE) if until else None,
    )
    return Wishes(plans={"kh": ON}, answers=(answer,))


def report(state: TaskState, **more) -> Report:
    return Report(task=("kh", "1"), state=state, **more)


LATE = ["18/03 +1", "20/03 +3", "22/03 +5"]
EARLY = ["01/03 -10", "08/03 -5", "13/03 -2", "15/03 +0"]


def test_a_lead_is_told_before_on_and_after_the_last_day_then_every_week() -> None:
    weekly = ["01/04 +11", "08/04 +16", "15/04 +21"]
    assert planned(situation(), end="2024-04-17") == [*EARLY, *LATE, *weekly]


def test_a_support_is_told_later_and_never_of_what_is_late() -> None:
    assert planned(situation(), to=LEGAL) == ["13/03 -2", "15/03 +0"]


def test_a_leader_hears_of_what_is_late_and_nobody_has_spoken_of() -> None:
    assert planned(situation(), to=BOSS) == ["20/03 +3"]
    seen = answered(AnswerKind.SEEN, at="2024-03-18T08:00")
    assert planned(situation(wishes=seen), to=BOSS) == []
    early = answered(AnswerKind.SEEN, at="2024-03-08T08:00")
    assert planned(situation(wishes=early), to=BOSS) == ["20/03 +3"]
    under_way = report(TaskState.DOING, at=datetime(2024, 3, 19, 9, tzinfo=ZONE))
    assert planned(situation(reports=[under_way]), to=BOSS) == []


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.DROPPED, TaskState.WAITING])
def test_what_is_done_dropped_or_waits_for_a_leader_is_silent(state: TaskState) -> None:
    assert plan_reminders(situation(reports=[report(state)]), start=date(2024, 1, 1), end=date(2024, 12, 31)) == ()


def test_of_a_shared_task_each_lead_answers_for_its_own_part() -> None:
    shared = replace(ONE_TASK.tasks[0], leads=("Sở Nội vụ", "Sở Tư pháp"), supports=())
    plan = replace(ONE_TASK, tasks=(shared,))
    of = situation(plan, reports=[report(TaskState.DONE, agency="Sở Nội vụ", id=1)])
    assert (planned(of, to=HOME), planned(of, to=LEGAL)[:4]) == ([], EARLY)


def test_seen_silences_what_comes_before_the_last_day() -> None:
    seen = answered(AnswerKind.SEEN, at="2024-03-01T08:00")
    assert planned(situation(wishes=seen), end="2024-03-22") == ["15/03 +0", *LATE]
    assert planned(situation(wishes=seen), to=LEGAL) == ["13/03 -2", "15/03 +0"]


def test_a_muted_task_is_told_of_again_once_it_is_late() -> None:
    muted = answered(AnswerKind.MUTED, at="2024-03-01T08:00", due_on=None)
    assert planned(situation(wishes=muted), end="2024-03-22") == LATE


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2024-03-11T14:00", "11/03 14:00"),
        ("2024-03-11T22:00", "11/03 07:30"),  # a quiet hour
        ("2024-03-10T09:00", "08/03 09:00"),  # a Sunday: brought forward
    ],
)
def test_what_is_put_off_comes_when_it_was_wished(until: str, told: str) -> None:
    wishes = answered(AnswerKind.PUT_OFF, at="2024-03-01T08:00", until=until)
    found = plan_reminders(situation(wishes=wishes), start=date(2024, 3, 1), end=date(2024, 3, 14))
    own = [one for one in found if one.recipient.name == HOME]
    assert [f"{one.at:%d/%m %H:%M}" for one in own if one.kind is ReminderKind.PUT_OFF] == [told]
    assert not any(
        one.kind is ReminderKind.LEAD_TIME and one.at < datetime.fromisoformat(until).replace(tzinfo=ZONE)
        for one in own
    )


def test_put_off_over_a_weekend_on_its_friday_waits_for_monday() -> None:
    wishes = answered(AnswerKind.PUT_OFF, at="2024-03-08T10:00", until="2024-03-09T09:00")
    found = plan_reminders(situation(wishes=wishes), start=date(2024, 3, 8), end=date(2024, 3, 14))
    assert [f"{one.at:%d/%m %H:%M}" for one in found if one.put_off] == ["11/03 09:00"]


def test_a_task_without_a_day_comes_when_somebody_wanted_it_and_is_open() -> None:
    standing = plan_of(("Thường xuyên", "Sở Nội vụ", ""))
    wishes = answered(AnswerKind.PUT_OFF, at="2024-03-08T10:00", until="2024-03-15T09:00", due_on=None)
    found = plan_reminders(situation(standing, wishes=wishes), start=date(2024, 3, 8), end=date(2024, 3, 29))
    [only] = [one for one in found if one.recipient.name == HOME]
    told = (f"{only.at:%d/%m %H:%M}", only.kind, only.due_on, only.last_day, only.put_off)
    assert told == ("15/03 09:00", ReminderKind.PUT_OFF, DUE, DUE, 5)
    done = report(TaskState.DONE, at=datetime(2024, 3, 12, 9, tzinfo=ZONE))
    assert planned(situation(standing, wishes=wishes, reports=[done])) == []
    off = replace(wishes, plans={})
    assert planned(situation(standing, wishes=off)) == []


def test_who_wants_nothing_at_all_is_not_told_of_what_they_had_put_off() -> None:
    wishes = answered(AnswerKind.PUT_OFF, at="2024-03-01T08:00", until="2024-03-11T14:00")
    found = plan_reminders(
        situation(wishes=replace(wishes, silent=frozenset({int(HOME)}))), start=date(2024, 3, 1), end=date(2024, 3, 14)
    )
    assert [one for one in found if one.put_off] == []


def test_the_narrowest_wish_for_days_holds() -> None:
    wishes = [
        wish_for(LeadScope.PLAN, "kh", (7,)),
        wish_for(LeadScope.AGENCY, "Sở Nội vụ", (4, 1)),
        wish_for(LeadScope.OFFICER, HOME, (3,)),
    ]
    for held, want in ((3, ["12/03 -3"]), (2, ["11/03 -4", "14/03 -1"]), (1, ["06/03 -7"])):
        of = situation(wishes=Wishes(plans={"kh": ON}, leads=tuple(wishes[:held])))
        assert planned(of, end="2024-03-14") == want


def test_an_officer_is_told_at_their_own_hour() -> None:
    of = situation(wishes=Wishes(plans={"kh": ON}, hours={int(HOME): time(9, 15)}))
    found = plan_reminders(of, start=DUE, end=DUE)
    assert {one.recipient.name: f"{one.at:%H:%M}" for one in found} == {HOME: "09:15", LEGAL: "07:30"}


def test_an_agency_without_an_officer_is_told_of_to_the_keepers_once_a_week() -> None:
    of = situation(plan_of(("Chậm nhất ngày 15/3/2024", "Sở Y tế", "")))
    assert planned(of, end="2024-03-22", to=KEEPER) == ["26/02 -10", "04/03 -5", "11/03 -2", "18/03 +1"]
    of = situation(plan_of(("Chậm nhất ngày 15/3/2024", "", "")))
    assert planned(of, end="2024-03-14", to=KEEPER) == ["26/02 -10", "04/03 -5", "11/03 -2"]


def test_a_group_hears_each_monday_what_falls_due_and_what_is_late() -> None:
    assert planned(situation(groups=(GROUP,)), end="2024-03-26", to=GROUP) == ["11/03 -4", "18/03 +1", "25/03 +6"]


def test_what_comes_again_gives_way_to_its_next_day() -> None:
    of = situation(plan_of(("Hằng tháng", "Sở Nội vụ", "")))
    marks = planned(of, start="2024-02-26", end="2024-04-05")
    assert marks == ["27/02 -2", "29/02 +0", "01/03 +1", "15/03 -10", "22/03 -5", "27/03 -2", "29/03 +0", "01/04 +1"]
    done = report(TaskState.DONE, due_on=date(2024, 3, 31))
    assert planned(replace(of, reports={("kh", "1"): (done,)}), start="2024-02-26", end="2024-04-05") == []


def test_nothing_is_said_before_a_plan_is_signed_switched_on_or_long_after_its_time() -> None:
    plan = plan_of(("Quý I/2024", "Sở Nội vụ", ""), signed_on=date(2024, 3, 25))
    assert planned(situation(plan), start="2024-01-02", end="2024-03-29") == ["27/03 -2", "29/03 +0"]
    off = Wishes(plans={"kh": PlanReminding(slug="kh")})
    assert planned(situation(wishes=off)) == planned(situation(wishes=Wishes(plans={}))) == []
    late = Wishes(plans={"kh": PlanReminding(slug="kh", since=date(2024, 3, 20))})
    assert planned(situation(wishes=late), end="2024-03-22") == ["20/03 +3", "22/03 +5"]
    assert planned(situation(), start="2024-12-02", end="2025-12-31")[-1].startswith("31/03")


def test_a_preview_counts_plans_as_if_they_had_always_been_on() -> None:
    off = situation(wishes=Wishes(plans={}))
    found = plan_reminders(off, start=date(2024, 2, 15), end=date(2024, 3, 15), preview=True)
    assert [f"{one.at:%d/%m} {one.step:+d}" for one in found if one.recipient.name == HOME] == EARLY


def test_a_day_off_that_was_added_moves_what_was_to_be_said_on_it() -> None:
    off = CALENDAR.with_days([CalendarDay(on=DUE, works=False, name="Nghỉ bù")])
    assert planned(situation(calendar=off), end="2024-03-18")[-2:] == ["14/03 +0", "18/03 +1"]


def test_a_year_without_a_calendar_is_refused_and_what_falls_due_in_it_is_told() -> None:
    far = situation(plan_of(("Ngày 05/01/2028", "Sở Nội vụ", "")))
    with pytest.raises(NoCalendarError):
        plan_reminders(far, start=date(2028, 1, 1), end=date(2028, 1, 31))
    assert plan_reminders(far, start=date(2027, 12, 1), end=date(2027, 12, 31)) == ()
    assert uncounted_years(far, end=date(2027, 12, 31)) == (2028,)
    assert uncounted_years(far, end=date(2027, 6, 30)) == ()


# The laws, over a year of the five plans and over any two spans.

SAMPLES = situation()
SAMPLES = replace(
    SAMPLES,
    plans=tuple(sample_plans()),
    directory=PrintedDirectory(),
    wishes=Wishes(plans={}),
)
YEAR = plan_reminders(SAMPLES, start=date(2024, 1, 1), end=date(2024, 12, 31), preview=True)


def test_in_a_year_of_the_five_plans_nothing_is_said_on_a_day_off_and_nothing_twice() -> None:
    assert len(YEAR) > 1000
    assert all(CALENDAR.is_working(one.at.date()) for one in YEAR)
    assert max(Counter(one.key for one in YEAR).values()) == 1
    mornings = Counter((bundle.recipient, bundle.at.date()) for bundle in fold_by_day(YEAR))
    assert max(mornings.values()) == 1


def test_in_a_year_of_the_five_plans_everything_dated_is_told_in_time() -> None:
    first: dict[tuple, Reminder] = {}
    for one in YEAR:
        first.setdefault((one.occurrence, one.agency), one)
    signed = {plan.slug: plan.head.signed_on or date(2024, 1, 1) for plan in SAMPLES.plans}
    in_time = [one for one in first.values() if one.last_day >= signed[one.task[0]]]
    assert in_time
    assert all(one.at.date() <= one.last_day for one in in_time)


@settings(max_examples=15)
@given(st.dates(date(2024, 1, 1), date(2024, 12, 1)), st.integers(0, 40), st.integers(0, 40))
def test_two_spans_say_what_the_whole_says(start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second + 1)
    parts = [
        *plan_reminders(SAMPLES, start=start, end=middle, preview=True),
        *plan_reminders(SAMPLES, start=middle + timedelta(days=1), end=end, preview=True),
    ]
    assert [one.key for one in parts] == [
        one.key for one in plan_reminders(SAMPLES, start=start, end=end, preview=True)
    ]


def test_folding_keeps_the_latest_of_each_due_day() -> None:
    (bundle,) = fold(
        one
        for one in plan_reminders(situation(), start=date(2024, 3, 1), end=date(2024, 3, 18))
        if one.recipient.name == HOME
    )
    assert [one.step for one in bundle.kept] == [1]
    assert [one.step for one in bundle.covered] == [-10, -5, -2, 0]
    assert (bundle.kind, bundle.is_urgent, bundle.at.date()) == (ReminderKind.OVERDUE, True, date(2024, 3, 18))


def test_a_digest_tells_late_before_due_before_coming() -> None:
    plan = plan_of(*((f"Chậm nhất ngày {day}/3/2024", "Sở Nội vụ", "") for day in (29, 22, 21)))
    of = situation(plan)
    (bundle,) = [
        one
        for one in fold(plan_reminders(of, start=date(2024, 3, 22), end=date(2024, 3, 22)))
        if one.recipient.name == HOME
    ]
    assert [one.kind.value for one in bundle.kept] == ["overdue", "due", "lead_time"]
    assert bundle.kind is None
