"""A ledger on which something happens at a named point: before a transaction, or right after it was committed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from knowledge.errors import StoreError
from knowledge.store.ledger import SqlLedger
from tests.fakes.chats import Killed

STEPS = ("record", "due", "queue", "end", "claim", "settle", "expire")
POINTS = tuple(f"{when} {step}" for step in STEPS for when in ("before", "after"))


class FailingLedger:
    """Fails at the `number`th call of a point, once; the process lives on."""

    def __init__(self, ledger: SqlLedger, point: str, number: int = 1) -> None:
        self._ledger = ledger
        self._point = point
        self._left = number
        self.passed: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._ledger, name)

        def call(*args: Any, **more: Any) -> Any:
            self._pass(f"before {name}")
            result = method(*args, **more)
            self._pass(f"after {name}")
            return result

        return call

    def _pass(self, point: str) -> None:
        self.passed[point] += 1
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                raise StoreError(f"Cơ sở dữ liệu không thực hiện được yêu cầu ({point}).")


class MortalLedger(FailingLedger):
    """The process dies there: whoever holds it is dead from then on, for nothing works any more."""

    def __init__(self, ledger: SqlLedger, point: str, number: int = 1) -> None:
        super().__init__(ledger, point, number)
        self.dead = False

    def _pass(self, point: str) -> None:
        self.passed[point] += 1
        if point == self._point:
            self._left -= 1
            self.dead = self.dead or self._left == 0
        if self.dead:
            raise Killed(point)
