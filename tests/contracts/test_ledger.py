"""The ledger on every database: what is owed ends in one way, and a message is in one state."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from knowledge.reminding.ledger import (
    Address,
    Arrived,
    Cause,
    Dispatch,
    DispatchState,
    Obligation,
    ObligationState,
    Postponed,
    Recorded,
    Undelivered,
    Unsure,
)
from knowledge.reminding.reminder import Part, ReminderKind
from knowledge.store.ledger import SqlLedger
from tests.factories.reminders import MORNING, changed, draft, officer, reminder

LEASE = timedelta(seconds=45)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def ledger(sql_store) -> SqlLedger:
    return SqlLedger(sql_store.engine)


def record(ledger: SqlLedger, *wanted, at: datetime = MORNING) -> Recorded:
    return ledger.record(wanted, until=at + 2 * DAY, why=changed, at=at)


def states(ledger: SqlLedger) -> dict[str, tuple[ObligationState, Cause | None]]:
    return {f"{one.reminder.task[1]}{one.reminder.step:+}": (one.state, one.cause) for one in ledger.obligations()}


def due(ledger: SqlLedger, at: datetime = MORNING) -> tuple[Obligation, ...]:
    return ledger.due(at, since=at - DAY).get(officer(), ())


def queue(ledger: SqlLedger, at: datetime = MORNING) -> None:
    drafts = [draft(*owed) for owed in ledger.due(at, since=at - DAY).values()]
    assert ledger.queue(drafts, at) == len(drafts)


def claim(ledger: SqlLedger, at: datetime = MORNING, worker: str = "a") -> Dispatch:
    (claimed,) = ledger.claim(worker, at=at, since=MORNING, most=4, lease=LEASE)
    return claimed


def attempt(ledger: SqlLedger, at: datetime = MORNING) -> Dispatch:
    queue(ledger, at)
    return claim(ledger, at)


def test_recording_twice_changes_nothing(ledger):
    wanted = [reminder("1"), reminder("2", step=-2), reminder("1", who=officer(2))]
    assert record(ledger, *wanted) == Recorded(added=3)
    before = ledger.obligations()
    assert record(ledger, *wanted) == Recorded()
    assert ledger.obligations() == before


def test_what_is_no_longer_wanted_ends_with_its_cause_and_comes_back_when_it_is(ledger):
    record(ledger, reminder("1"), reminder("2"))
    assert record(ledger, reminder("1")).ended == 1
    assert states(ledger)["2-5"] == (ObligationState.SUPERSEDED, Cause.CHANGED)
    assert record(ledger, reminder("1"), reminder("2")).revived == 1
    assert states(ledger)["2-5"] == (ObligationState.PLANNED, None)


def test_what_lies_beyond_the_horizon_is_left(ledger):
    later = reminder("1", at=MORNING + 3 * DAY)
    record(ledger, later)
    assert record(ledger) == Recorded()


def test_another_hour_moves_what_is_planned(ledger):
    record(ledger, reminder("1"))
    assert record(ledger, reminder("1", at=MORNING + timedelta(hours=1))).moved == 1
    assert due(ledger) == ()
    assert len(due(ledger, MORNING + timedelta(hours=1))) == 1


def test_nothing_is_due_before_its_hour_and_nothing_twice(ledger):
    record(ledger, reminder("1"), reminder("2", at=MORNING + DAY))
    assert due(ledger, MORNING - MINUTE) == ()
    queue(ledger)
    assert due(ledger) == ()
    assert ledger.claim("a", at=MORNING - MINUTE, since=MORNING, most=4, lease=LEASE) == ()


def test_a_message_that_arrives_ends_what_it_says_and_what_it_stands_for(ledger):
    record(ledger, reminder("1"), reminder("1", step=-2, at=MORNING))
    early, late = due(ledger)
    assert ledger.queue([draft(late, covered=(early,))], MORNING) == 1
    claimed = claim(ledger)
    assert ([one.id for one in claimed.kept], [one.id for one in claimed.covered]) == ([late.id], [early.id])
    assert ledger.settle(claimed, Arrived(message="77"), MORNING)
    assert states(ledger) == {
        "1-5": (ObligationState.COVERED, Cause.LATER_MARK),
        "1-2": (ObligationState.DELIVERED, Cause.SENT),
    }
    sent = ledger.find_dispatch(claimed.id)
    assert (sent.state, sent.message, sent.attempts) == (DispatchState.SENT, "77", 1)
    assert {one.dispatch for one in sent.obligations} == {sent.id}


def test_a_message_is_claimed_by_one_only(ledger):
    record(ledger, reminder("1"), reminder("1", who=officer(2)))
    queue(ledger)
    first = ledger.claim("a", at=MORNING, since=MORNING, most=1, lease=LEASE)
    second = ledger.claim("b", at=MORNING, since=MORNING, most=4, lease=LEASE)
    assert len(first) == len(second) == 1
    assert first[0].id != second[0].id
    assert ledger.claim("c", at=MORNING, since=MORNING, most=4, lease=LEASE) == ()


def test_a_message_of_yesterday_is_not_sent_but_due_again(ledger):
    record(ledger, reminder("1"))
    queue(ledger)
    today = MORNING + DAY
    assert ledger.claim("a", at=today, since=today, most=4, lease=LEASE) == ()
    assert [len(owed) for owed in ledger.due(today, since=today).values()] == [1]


def test_a_recipient_has_one_message_under_way(ledger):
    record(ledger, reminder("1"))
    queue(ledger)
    record(ledger, reminder("1"), reminder("2"))
    both = due(ledger)
    assert [one.reminder.task[1] for one in both] == ["1", "2"]
    assert ledger.queue([draft(*both)], MORNING) == 1
    assert ledger.counts(MORNING).dispatches == {DispatchState.FOLDED: 1, DispatchState.READY: 1}
    claimed = claim(ledger)
    assert len(claimed.kept) == 2
    record(ledger, reminder("1"), reminder("2"), reminder("3"))
    (third,) = due(ledger)
    assert ledger.queue([draft(third)], MORNING) == 0  # the other is just leaving
    ledger.settle(claimed, Arrived(message="1"), MORNING)
    assert ledger.queue([draft(third)], MORNING) == 1


def test_a_draft_of_what_changed_meanwhile_changes_nothing(ledger):
    record(ledger, reminder("1"), reminder("2"))
    both = due(ledger)
    ledger.end({both[0].id: Cause.DONE}, MORNING)
    assert ledger.queue([draft(*both)], MORNING) == 0
    assert ledger.counts(MORNING).dispatches == {}


def test_what_surely_did_not_arrive_goes_again_elsewhere_if_told_so(ledger):
    record(ledger, reminder("1"))
    claimed = attempt(ledger)
    other = Address(channel="zalo", chat="z1")
    assert ledger.settle(claimed, Postponed(next_at=MORNING + MINUTE, cause="429", address=other), MORNING)
    assert ledger.claim("a", at=MORNING, since=MORNING, most=4, lease=LEASE) == ()
    again = claim(ledger, MORNING + MINUTE)
    assert (again.address, again.fence, again.again) == (other, 2, False)


def test_a_claim_that_ran_out_is_in_doubt_and_its_holder_comes_too_late(ledger):
    record(ledger, reminder("1", step=0, at=MORNING))
    lost = attempt(ledger)
    assert ledger.expire(MORNING + LEASE) == 0
    assert ledger.expire(MORNING + LEASE + MINUTE) == 1
    again = attempt(ledger, MORNING + 3 * MINUTE)
    assert not ledger.settle(lost, Unsure(cause="late"), MORNING + 3 * MINUTE)
    assert ledger.find_dispatch(again.id).state is DispatchState.SENDING
    assert ledger.counts(MORNING).attempts == {"unsure": 1, "": 1}


def test_of_a_restart_whatever_was_held_is_free(ledger):
    record(ledger, reminder("1", step=0, at=MORNING))
    attempt(ledger)
    assert ledger.expire(MORNING, every=True) == 1
    assert ledger.counts(MORNING).dispatches == {DispatchState.UNCERTAIN: 1}


def test_urgent_doubt_is_said_again_once_and_then_after_a_day(ledger):
    record(ledger, reminder("1", step=0, at=MORNING))
    ledger.settle(attempt(ledger), Unsure(cause="cut"), MORNING)
    assert due(ledger, MORNING + timedelta(seconds=59)) == ()
    again = attempt(ledger, MORNING + MINUTE)
    assert again.again
    ledger.settle(again, Unsure(cause="cut"), MORNING + MINUTE)
    assert due(ledger, MORNING + DAY) == ()
    assert len(due(ledger, MORNING + MINUTE + DAY)) == 1


def test_other_doubt_rides_with_the_next_message_or_leads_one_on_its_last_day(ledger):
    record(ledger, reminder("1"))
    ledger.settle(attempt(ledger), Unsure(cause="cut"), MORNING)
    assert due(ledger, MORNING + DAY) == ()
    record(ledger, reminder("1"), reminder("2", at=MORNING + DAY), at=MORNING + DAY)
    assert [one.reminder.task[1] for one in due(ledger, MORNING + DAY)] == ["1", "2"]
    assert [one.reminder.task[1] for one in due(ledger, MORNING + 8 * DAY)] == ["1", "2"]
    record(ledger, reminder("1"))
    assert due(ledger, MORNING + 6 * DAY) == ()
    assert [one.reminder.task[1] for one in due(ledger, MORNING + 7 * DAY)] == ["1"]


def test_that_it_arrived_counts_however_late_it_is_known(ledger):
    record(ledger, reminder("1"))
    claimed = attempt(ledger)
    ledger.expire(MORNING + 2 * MINUTE)
    assert ledger.settle(claimed, Arrived(message="5"), MORNING + 3 * MINUTE)
    assert states(ledger) == {"1-5": (ObligationState.DELIVERED, Cause.SENT)}


def test_a_press_proves_a_doubtful_message_and_what_was_queued_again_is_dropped(ledger):
    record(ledger, reminder("1", step=0, at=MORNING))
    lost = attempt(ledger)
    ledger.settle(lost, Unsure(cause="cut"), MORNING)
    queue(ledger, MORNING + MINUTE)
    ledger.arrived(lost.id, "9", MORNING + 2 * MINUTE)
    ledger.arrived(lost.id, "9", MORNING + 3 * MINUTE)
    assert states(ledger) == {"1+0": (ObligationState.DELIVERED, Cause.PRESSED)}
    assert ledger.claim("a", at=MORNING + DAY, since=MORNING, most=4, lease=LEASE) == ()
    assert ledger.counts(MORNING).dispatches == {DispatchState.SENT: 1, DispatchState.EMPTY: 1}


def test_what_no_chat_takes_is_told_to_a_keeper(ledger):
    record(ledger, reminder("1"))
    claimed = attempt(ledger)
    told = reminder("1", who=officer(9), kind=ReminderKind.UNDELIVERED, part=Part.KEEPER)
    ending = Undelivered(cause=Cause.BLOCKED, said="blocked by the user", told=(told,))
    assert ledger.settle(claimed, ending, MORNING)
    assert {one.cause for one in ledger.obligations(states=[ObligationState.UNDELIVERABLE])} == {Cause.BLOCKED}
    record(ledger)  # planning knows nothing of what keepers are told
    assert [one.reminder.kind for one in ledger.due(MORNING, since=MORNING)[officer(9)]] == [ReminderKind.UNDELIVERED]


def test_a_message_that_nothing_is_left_of_is_empty(ledger):
    record(ledger, reminder("1"), reminder("1", step=-2, at=MORNING), reminder("2"))
    early, late, other = sorted(due(ledger), key=lambda one: one.reminder.key)
    ledger.queue([draft(late, other, covered=(early,))], MORNING)
    claimed = claim(ledger)
    done = {late.id: Cause.DONE}
    ledger.end(done, MORNING)  # somebody else's claim
    assert ledger.find_dispatch(claimed.id).kept[0].state is ObligationState.QUEUED
    ledger.end(done, MORNING, claimed=claimed)
    assert ledger.find_dispatch(claimed.id).state is DispatchState.SENDING
    ledger.end({other.id: Cause.MUTED}, MORNING, claimed=claimed)
    assert ledger.find_dispatch(claimed.id).state is DispatchState.EMPTY
    assert [one.id for one in due(ledger)] == [early.id]
    assert states(ledger)["2-5"] == (ObligationState.WAIVED, Cause.MUTED)


def test_counts_and_lists(ledger):
    record(ledger, reminder("1"), reminder("2", who=officer(2)), reminder("3", at=MORNING + DAY))
    assert ledger.counts(MORNING).oldest_due == MORNING
    assert ledger.counts(MORNING - MINUTE).oldest_due is None
    assert [one.reminder.task[1] for one in ledger.obligations(limit=2)] == ["3", "2"]
    assert [one.reminder.task[1] for one in ledger.obligations(recipient=officer(2))] == ["2"]
    assert ledger.obligations(slug="khac") == ()
    first, *_, last = sorted(one.reminder.at for one in ledger.obligations())
    assert ledger.obligations(span=(last + timedelta(seconds=1), last + timedelta(days=1))) == ()
    assert all(one.reminder.at < last for one in ledger.obligations(span=(first, last)))
    assert ledger.obligations(span=(first, last + timedelta(seconds=1))) == ledger.obligations()
    queue(ledger)
    assert len(ledger.obligations(states=[ObligationState.QUEUED])) == 2


def test_what_ended_long_ago_is_cleared_away(ledger):
    record(ledger, reminder("1"), reminder("2", who=officer(2)))
    queue(ledger)
    first, _ = ledger.claim("a", at=MORNING, since=MORNING, most=4, lease=LEASE)
    ledger.settle(first, Arrived(message="1"), MORNING)
    assert ledger.clear_away(MORNING) == 0
    assert ledger.clear_away(MORNING + MINUTE) == 1
    assert len(ledger.obligations()) == 1
    assert ledger.find_dispatch(first.id) is None


def test_more_than_one_statement_takes_are_recorded_all_the_same(ledger, monkeypatch):
    monkeypatch.setattr("knowledge.store.ledger.AT_ONCE", 3)
    many = [reminder(str(number)) for number in range(10)]
    assert record(ledger, *many) == Recorded(added=10)
    assert record(ledger).ended == 10
    assert record(ledger, *many).revived == 10
