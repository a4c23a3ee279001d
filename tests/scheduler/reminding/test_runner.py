"""The metronome ticks, goes on after trouble, ends what is begun, and is not fooled by a clock that is set."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from knowledge.errors import StoreError
from scheduler import runner
from scheduler.runner import Metronome, Tick, _Every

AT = datetime(2024, 3, 11, tzinfo=UTC)


def run(*ticks: Tick, until: Event, now=lambda: AT) -> list[str]:
    done: list[str] = []

    async def work() -> None:
        stop = asyncio.Event()
        task = asyncio.create_task(Metronome(ticks, done=done.append, now=now, seconds=lambda: 0.0).run(stop))
        assert await asyncio.to_thread(until.wait, 20)
        stop.set()
        await asyncio.wait_for(task, 20)

    asyncio.run(work())
    return done


def test_it_ticks_at_once_and_goes_on_after_trouble(caplog):
    calls, enough = [], Event()

    def work(_: Event) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise StoreError("Đĩa đã đầy.")
        if len(calls) == 2:
            raise ZeroDivisionError
        enough.set()

    with caplog.at_level(logging.WARNING):
        done = run(Tick(name="planner", every=0.01, work=work), until=enough)
    assert set(done) == {"planner"}
    assert "planner: Đĩa đã đầy." in caplog.messages


def test_a_tick_is_told_of_the_end_and_waited_for():
    begun, ended = Event(), []

    def work(ending: Event) -> None:
        begun.set()
        assert ending.wait(20)
        ended.append(1)

    assert run(Tick(name="deliverer", every=100, work=work), until=begun) == ["deliverer"]
    assert ended == [1]


def test_what_is_not_this_processs_turn_is_no_sign_of_life():
    enough = Event()

    def work(_: Event) -> bool:
        enough.set()
        return False

    assert run(Tick(name="planner", every=0.01, work=work), until=enough) == []


@pytest.mark.parametrize("set_by", [timedelta(days=-3), timedelta(days=900)])
def test_a_clock_that_is_set_wakes_every_tick(monkeypatch, set_by):
    monkeypatch.setattr(runner, "LOOKED_EVERY", 0.01)
    calls, again, looks = [], Event(), []

    def now() -> datetime:
        looks.append(1)
        return AT if len(looks) < 2 else AT + set_by

    def work(_: Event) -> None:
        calls.append(1)
        if len(calls) > 1:
            again.set()

    run(Tick(name="planner", every=10_000, work=work), until=again, now=now)


def test_a_tick_that_was_missed_for_years_comes_once():
    every = _Every(2)
    assert every.get_next_fire_time(None, AT) == AT
    assert every.get_next_fire_time(AT - timedelta(days=9000), AT) == AT + timedelta(seconds=2)
