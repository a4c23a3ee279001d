"""The poller alone, with a server that answers what no server should."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.telegram.polling import Poller


class OddServer:
    """Gives these answers one after the other: an error is raised, and the last of all ends the polling."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.offsets: list[int] = []

    async def post(self, _url: str, data: Any, **_: Any) -> Any:
        self.offsets.append(data.parameters["offset"])
        if not self.answers:
            raise asyncio.CancelledError
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize(
    "odd", [TypeError("list indices must be integers"), "x", {"update_id": 1}, [5], [{"no": 1}], [None, {}]]
)
def test_an_answer_that_is_none_ends_nothing(odd):
    server, taken = OddServer(odd, [{"update_id": 7}, {"nonsense": 1}]), []

    async def take(batch: list[dict[str, Any]]) -> None:
        taken.extend(batch)

    async def sleep(_: float) -> None:
        return

    poller = Poller(server, "http://127.0.0.1/bot1:x", take=take, sleep=sleep)  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(poller.run())
    assert taken == [{"update_id": 7}]
    assert server.offsets == [0, 0, 8]
