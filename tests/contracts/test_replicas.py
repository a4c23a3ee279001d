"""What processes on one database agree on, on every database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.reminding.shared_pace import SharedPace
from knowledge.store.open import open_store
from knowledge.store.replicas import SqlReplicas
from tests.factories.reminders import MORNING

TTL = timedelta(seconds=15)


@pytest.fixture
def replicas(sql_store) -> SqlReplicas:
    return SqlReplicas(sql_store.engine)


def test_a_lease_is_held_by_one_and_renewed_by_it(replicas):
    assert replicas.take("poll", "a", for_=TTL, at=MORNING) == 1
    assert replicas.take("poll", "b", for_=TTL, at=MORNING) is None
    assert replicas.take("poll", "a", for_=TTL, at=MORNING) == 1
    assert replicas.take("plan", "b", for_=TTL, at=MORNING) == 1


def test_a_new_holder_gets_a_new_epoch(replicas):
    replicas.take("poll", "a", for_=timedelta(0), at=MORNING)
    assert replicas.take("poll", "b", for_=TTL, at=MORNING) == 2
    replicas.give_back("poll", "a")  # not theirs any more
    assert replicas.take("poll", "a", for_=TTL, at=MORNING) is None
    replicas.give_back("poll", "b")
    assert replicas.take("poll", "a", for_=TTL, at=MORNING) == 3


def test_turns_are_given_out_at_one_pace(replicas):
    given = sum(replicas.take_turns("telegram", most=4, a_second=0.001, ahead=1, at=MORNING) for _ in range(5))
    assert given == 1
    assert replicas.take_turns("zalo", most=4, a_second=0.001, ahead=1, at=MORNING) == 1


def test_the_pace_by_a_handed_in_clock(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/pace.sqlite3")
    replicas = SqlReplicas(store.engine)
    at = [MORNING + timedelta(milliseconds=10 * tick) for tick in range(300)]
    given = [replicas.take_turns("telegram", most=4, a_second=25, ahead=1, at=now) for now in at]
    assert 74 <= sum(given) <= 76
    assert all(sum(given[start : start + 100]) <= 26 for start in range(200))
    # A clock that was set back costs nothing but the start of a new count.
    assert replicas.take_turns("telegram", most=4, a_second=25, ahead=1, at=MORNING - timedelta(days=1)) == 1
    store.close()


def test_who_may_run_further_ahead_comes_first_and_takes_from_the_others(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/pace.sqlite3")
    now = [MORNING]
    pace = SharedPace(SqlReplicas(store.engine), "telegram", lambda: now[0])
    gone, longest, asked_at = list[int](), 0, None
    for tick in range(500):
        now[0] = MORNING + timedelta(milliseconds=10 * tick)
        if tick >= 200 and tick % 10 == 0:  # ten replies a second, after two seconds of reminders alone
            asked_at = tick
        replied = asked_at is not None and pace.reply()
        if replied:
            longest, asked_at = max(longest, tick - asked_at), None
        gone.append(replied + pace.reminders(4))
    store.close()
    assert longest <= 3  # hundredths of a second
    assert 27 <= sum(gone[100:200]) <= 28
    assert 27 <= sum(gone[300:400]) <= 28
    assert all(sum(gone[start : start + 100]) <= 30 for start in range(400))


def test_marks_are_kept_by_loop(replicas):
    replicas.mark("planner", MORNING)
    replicas.mark("deliverer", MORNING)
    replicas.mark("planner", MORNING + TTL)
    assert replicas.watermarks() == {"planner": MORNING + TTL, "deliverer": MORNING}
