"""Of two processes one has the turn; it is lost and taken over as the lease says."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from knowledge.errors import StoreError
from scheduler.turns import TTL, Turn, in_turn

AT = datetime(2024, 3, 11, tzinfo=UTC)


class Leases:
    """One lease, and a database that may be away."""

    def __init__(self) -> None:
        self.holder = ""
        self.away = False

    def take(self, name, holder, *, for_, at):
        if self.away:
            raise StoreError("Không kết nối được máy chủ cơ sở dữ liệu.")
        if self.holder not in ("", holder):
            return None
        self.holder = holder
        return 1

    def give_back(self, name, holder):
        self.holder = "" if self.holder == holder else self.holder


def turn(leases, holder, seconds):
    return Turn(leases, "poll", holder, now=lambda: AT, seconds=lambda: seconds[0])


def test_while_the_database_is_away_a_turn_is_trusted_for_less_than_it_was_granted():
    leases, seconds = Leases(), [0.0]
    mine, other = turn(leases, "a", seconds), turn(leases, "b", seconds)
    assert (mine.take(), other.take()) == (True, False)
    leases.away = True
    seconds[0] = TTL.total_seconds() - 2
    assert (mine.take(), other.take()) == (True, False)
    seconds[0] = TTL.total_seconds()
    assert not mine.take()


def test_work_is_done_in_turn_and_ends_when_the_turn_is_lost():
    leases, seconds, log = Leases(), [0.0], []

    async def play() -> None:
        taken = asyncio.Event()

        async def work() -> None:
            log.append("begun")
            if len(log) == 1:
                leases.holder = "b"  # as if the lease had run out and another had come
                await asyncio.Event().wait()
            taken.set()

        async def sleep(_: float) -> None:
            log.append("waited")
            leases.holder = ""

        await in_turn(turn(leases, "a", seconds), work, sleep=sleep, renewed_every=0.01)
        assert taken.is_set()

    asyncio.run(play())
    assert log == ["begun", "waited", "begun"]
    assert leases.holder == ""


def test_what_the_work_raises_is_raised():
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(in_turn(turn(Leases(), "a", [0.0]), work))
