"""From a plan to messages that people see, over a real database, through whatever goes wrong on the way."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from knowledge.office.people import Role
from knowledge.progress.reports import TaskState
from knowledge.reminding.ledger import Cause, DispatchState, ObligationState, Recorded
from knowledge.reminding.reminder import Recipient, RecipientKind, ReminderKind
from knowledge.reminding.wishes import AnswerKind
from scheduler.planner import Planned
from tests.factories.offices import ZONE, SmallOffice, task
from tests.fakes.chats import Fault, Killed

MONDAY = datetime(2024, 3, 4, 7, 30, tzinfo=ZONE)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ended(office: SmallOffice) -> dict[str, tuple[ObligationState, Cause | None]]:
    """By key and step, to the first officer."""
    return {
        f"{one.reminder.task[1]}{one.reminder.step:+}": (one.state, one.cause)
        for one in office.ledger.obligations(limit=1000)
        if one.reminder.recipient.name == str(office.officers[0])
    }


def steps(office: SmallOffice, officer: int = 0) -> list[list[str]]:
    """What was said, message by message: kind and step."""
    return [[key.split("|")[2] for key in said.keys] for said in office.said_to(officer)]


def test_each_mark_is_said_once_on_its_morning(office):
    office.set_plan(task("1", date(2024, 3, 19)))  # by Monday 18/3: ten working days before is 4/3
    office.at = MONDAY
    office.work(until=datetime(2024, 3, 21, 20, tzinfo=ZONE), every=12 * HOUR)
    assert steps(office) == [
        ["lead_time-10"],
        ["lead_time-5"],
        ["lead_time-2"],
        ["due+0"],
        ["overdue+1"],
        ["overdue+3"],
    ]
    assert [f"{one.at:%H:%M}" for one in office.chats.accepted if one.chat == "can-bo-0"] == ["07:30"] * 6
    assert office.plan() == Planned(recorded=Recorded())


def test_all_of_a_morning_is_one_message(office):
    office.set_plan(task("1", date(2024, 3, 19)), task("2", date(2024, 3, 12)), task("3", date(2024, 3, 19)))
    office.at = MONDAY
    office.work()
    assert [len(said.keys) for said in office.said_to()] == [3]


def test_after_days_down_one_message_names_what_was_missed(office):
    office.set_plan(task("1", date(2024, 3, 19)), task("2", date(2024, 3, 12)))
    office.at = datetime(2024, 3, 13, 3, tzinfo=ZONE)
    office.work(until=datetime(2024, 3, 13, 7, 29, tzinfo=ZONE))  # neither at night nor before today's message
    assert office.said_to() == []
    office.work(until=datetime(2024, 3, 13, 9, tzinfo=ZONE))
    assert steps(office) == [["overdue+1", "lead_time-5"]]
    assert ended(office)["1-10"] == (ObligationState.COVERED, Cause.LATER_MARK)


def test_nothing_is_said_on_a_day_off_though_it_waited(office):
    office.set_plan(task("1", date(2024, 3, 18)))  # by Friday 15/3
    office.at = datetime(2024, 3, 15, 7, 30, tzinfo=ZONE)
    office.chats.fail([Fault.UNSENT] * 9)
    office.work()
    office.work(until=datetime(2024, 3, 15, 7, 31, tzinfo=ZONE), every=timedelta(seconds=20))
    office.chats.faults.clear()
    office.at = datetime(2024, 3, 16, 9, tzinfo=ZONE)
    office.work(until=datetime(2024, 3, 17, 20, tzinfo=ZONE), every=timedelta(hours=3))
    assert office.said_to() == []
    office.work(until=datetime(2024, 3, 18, 9, tzinfo=ZONE), every=timedelta(hours=1))
    assert steps(office) == [["overdue+1"]]


@pytest.mark.parametrize(
    ("fault", "accepted", "copies"),
    [(Fault.CUT_AFTER, 1, 2), (Fault.CUT_BEFORE, 0, 1)],
)
def test_what_is_urgent_and_in_doubt_is_said_again_once_and_marked(office, fault, accepted, copies):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.chats.fail([fault])
    office.work()
    assert len(office.said_to()) == accepted
    office.work(until=MONDAY + timedelta(hours=3))
    assert len(office.said_to()) == copies
    assert office.said_to()[-1].again
    assert ended(office)["1+0"] == (ObligationState.DELIVERED, Cause.SENT)


def test_what_can_wait_and_is_in_doubt_is_not_said_again_alone(office):
    office.set_plan(task("1", date(2024, 3, 19)))
    office.at = MONDAY
    office.chats.fail([Fault.CUT_AFTER])
    office.work(until=MONDAY + 6 * DAY, every=12 * HOUR)
    assert steps(office) == [["lead_time-10"]]
    office.work(until=MONDAY + 7 * DAY + timedelta(hours=1), every=timedelta(hours=1))
    assert steps(office) == [["lead_time-10"], ["lead_time-5"]]
    assert ended(office)["1-10"] == (ObligationState.COVERED, Cause.LATER_MARK)


def test_a_kill_between_acceptance_and_settlement_costs_one_copy(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.chats.fail([Fault.KILLED_AFTER])
    with pytest.raises(Killed):
        office.work()
    office.boot()
    office.work(until=MONDAY + timedelta(hours=1))
    assert [said.again for said in office.said_to()] == [False, True]


def test_what_is_done_between_planning_and_sending_is_not_said(office):
    office.set_plan(task("1", date(2024, 3, 5)), task("2", date(2024, 3, 5)), task("3", date(2024, 3, 19)))
    office.at = MONDAY
    office.plan()
    office.report("1")
    office.answer("3", AnswerKind.MUTED)
    office.deliver()
    assert [[key.split("|")[0] for key in said.keys] for said in office.said_to()] == [["mau/2"]]
    assert ended(office)["1+0"] == (ObligationState.SUPERSEDED, Cause.DONE)
    assert ended(office)["3-10"] == (ObligationState.WAIVED, Cause.MUTED)


def test_nothing_is_sent_where_nothing_is_left(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.plan()
    office.report("1")
    office.deliver()
    assert office.chats.tried == []
    counts = office.ledger.counts(office.at)
    assert (counts.dispatches, counts.attempts) == ({DispatchState.EMPTY: 1}, {"empty": 1})


def test_what_could_not_be_put_into_words_is_in_no_doubt_and_tried_again(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.plan()
    office.deliverer._composer = None
    with pytest.raises(AttributeError):
        office.deliver()
    office.boot()
    office.at += MINUTE
    office.work()
    assert [said.again for said in office.said_to()] == [False]


def test_a_report_taken_back_brings_the_reminder_back(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY - HOUR
    office.plan()
    made = office.report("1")
    office.plan()
    assert ended(office)["1+0"][0] is ObligationState.SUPERSEDED
    office.stores.progress.undo(made, office.deed("undo", office.officers[0]))
    office.work(until=MONDAY)
    assert steps(office)[-1] == ["due+0"]


def test_a_moved_due_day_takes_its_reminders_with_it(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY - HOUR
    office.plan()
    office.set_plan(task("1", date(2024, 3, 19)))
    office.work(until=MONDAY)
    assert steps(office) == [["lead_time-10"]]
    assert ended(office)["1+0"] == (ObligationState.SUPERSEDED, Cause.CHANGED)


def test_a_withdrawn_task_is_silent(office):
    office.set_plan(task("1", date(2024, 3, 5)), task("2", date(2024, 3, 20)))
    office.at = MONDAY - HOUR
    office.plan()
    office.set_plan(task("2", date(2024, 3, 20)))
    office.work(until=MONDAY)
    assert ended(office)["1+0"] == (ObligationState.SUPERSEDED, Cause.WITHDRAWN)
    assert office.said_to() == []


def test_who_blocks_us_is_tried_once_and_keepers_are_told(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.chats.blocked.add("can-bo-0")
    office.work(until=MONDAY + timedelta(hours=2))
    assert ended(office)["1+0"] == (ObligationState.UNDELIVERABLE, Cause.BLOCKED)
    (told,) = [one.said.keys for one in office.chats.accepted if one.chat == "admin"]
    assert [key.split("|")[2] for key in told] == ["undelivered+0"]
    assert len([said for said in office.chats.tried if "undelivered" not in said.keys[0]]) == 1


def test_who_has_no_chat_at_all_is_told_to_keepers(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.stores.people.set_reachable("chats", "can-bo-0", reachable=False)
    office.work(until=MONDAY + timedelta(hours=2))
    assert ended(office)["1+0"] == (ObligationState.UNDELIVERABLE, Cause.NO_ADDRESS)
    assert [one.chat for one in office.chats.accepted] == ["admin"]


def test_a_message_that_is_rejected_is_not_tried_again(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.chats.fail([Fault.REJECTED])
    office.work(until=MONDAY + timedelta(hours=2))
    assert ended(office)["1+0"] == (ObligationState.UNDELIVERABLE, Cause.REJECTED)
    assert office.said_to() == []


def test_a_chat_that_moved_gets_it_at_its_new_place(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.chats.moved["can-bo-0"] = "can-bo-0-moi"
    office.work()
    assert [one.chat for one in office.chats.accepted] == ["can-bo-0-moi"]
    assert len(office.chats.tried) == 2


def test_too_many_waits_as_long_as_it_is_told(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.chats.fail([Fault.FLOOD])
    office.work()
    office.at += timedelta(seconds=29)
    office.work()
    assert len(office.chats.tried) == 1
    office.at += timedelta(seconds=1)
    office.work()
    assert len(office.said_to()) == 1


def test_a_channel_that_is_not_there_is_told_to_keepers(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.plan()
    office.deliverer._senders = {}
    office.deliver()
    assert ended(office)["1+0"] == (ObligationState.UNDELIVERABLE, Cause.BLOCKED)


def test_two_processes_at_once_say_nothing_twice(office):
    office.set_plan(task("1", date(2024, 3, 5)), task("2", date(2024, 3, 5), lead="Sở Tư pháp"))
    office.at = MONDAY
    other = SmallOffice.__new__(SmallOffice)
    other.__dict__.update(office.__dict__)
    other.boot()
    for one in (office, other, office, other):
        one.plan()
    for one in (office, other, office, other):
        one.deliver()
    assert sorted(one.chat for one in office.chats.accepted) == ["can-bo-0", "can-bo-1"]


def test_a_press_on_a_message_in_doubt_ends_the_doubt(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.chats.fail([Fault.CUT_AFTER])
    office.work()
    (said,) = office.said_to()
    office.ledger.arrived(said.dispatch, "1", office.at)
    office.work(until=MONDAY + timedelta(hours=5))
    assert len(office.said_to()) == 1
    assert ended(office)["1+0"] == (ObligationState.DELIVERED, Cause.PRESSED)


def test_put_off_is_a_message_of_its_own_at_its_hour(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.work(until=MONDAY)
    until = datetime(2024, 3, 4, 14, tzinfo=ZONE)
    office.answer("1", AnswerKind.PUT_OFF, due_on=date(2024, 3, 5), until=until)
    office.work(until=until, every=timedelta(minutes=30))
    assert [step.split("#")[0] for step in steps(office)[-1]] == ["put_off+0"]
    assert office.chats.accepted[-1].at == until


def test_an_escalation_reaches_whoever_leads(office):
    office.join("lanh-dao", Role.LEADER, "")
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.work(until=datetime(2024, 3, 8, 9, tzinfo=ZONE), every=12 * HOUR)
    told = [one.said.keys for one in office.chats.accepted if one.chat == "lanh-dao"]
    assert len(told) == 1
    assert ReminderKind.ESCALATION.value in told[0][0]


def test_what_waits_for_approval_is_not_said(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.report("1", TaskState.WAITING)
    office.work(until=MONDAY)
    assert office.said_to() == []


def test_who_is_forgotten_is_owed_nothing_and_nothing_is_kept_of_their_chat(office):
    office.set_plan(task("1", date(2024, 3, 5)))
    office.at = MONDAY
    office.plan()
    office.stores.people.forget("chats", "can-bo-0", office.deed("forget"))
    assert (
        office.ledger.obligations(recipient=Recipient(kind=RecipientKind.OFFICER, name=str(office.officers[0]))) == ()
    )
    office.work(until=MONDAY + HOUR)
    assert {one.chat for one in office.chats.accepted} <= {"admin"}
