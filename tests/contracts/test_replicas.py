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
    waits = [replicas.take_turn("telegram", a_second=0.1, ahead=1, within=45, at=MORNING) for _ in range(7)]
    assert waits == pytest.approx([0, 10, 20, 30, 40, 50, 50], abs=3)
    assert replicas.take_turn("zalo", a_second=0.1, ahead=1, within=45, at=MORNING) == 0
    assert replicas.take_turn("telegram", a_second=0.1, ahead=3, within=45, at=MORNING) == pytest.approx(30, abs=3)


def test_the_pace_by_a_handed_in_clock(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/pace.sqlite3")
    now = [MORNING]
    pace = SharedPace(SqlReplicas(store.engine), "telegram", lambda: now[0])
    gone, waits = list[float](), list[float]()
    for tick in range(400):
        now[0] = MORNING + timedelta(milliseconds=10 * tick)
        wait = pace.wait(reply=False)  # a hundred reminders a second would go
        gone += [tick / 100 + wait] if wait <= 2 else []
        if tick >= 200 and tick % 10 == 0:  # and ten replies a second
            waits.append(pace.wait(reply=True))
            gone.append(tick / 100 + waits[-1])
    # A clock that was set back costs nothing but the start of a new count.
    now[0] = MORNING - timedelta(days=1)
    assert pace.wait(reply=False) == 0
    store.close()
    assert max(waits) < 2.1
    assert all(sum(start <= at < start + 1 for at in gone) <= 30 for start in gone)
    assert len([at for at in gone if at < 4]) >= 4 * 27


def test_marks_are_kept_by_loop(replicas):
    replicas.mark("planner", MORNING)
    replicas.mark("deliverer", MORNING)
    replicas.mark("planner", MORNING + TTL)
    assert replicas.watermarks() == {"planner": MORNING + TTL, "deliverer": MORNING}
