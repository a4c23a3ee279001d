"""The server itself: what tests ask of it, its faults on demand, the log of what was asked and what was accepted."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Any

from tests.fakes.telegram_server.calls import SENDING, Call, Fault
from tests.fakes.telegram_server.errors import ApiError
from tests.fakes.telegram_server.handler import Handler, LoopbackServer
from tests.fakes.telegram_server.limits import Clock, Limits
from tests.fakes.telegram_server.methods import Methods
from tests.fakes.telegram_server.wire import Params
from tests.fakes.telegram_server.world import World

TOKEN = "7000001:test-token-that-is-no-real-one_0001"
PATIENCE = 20.0
"""How long a test waits for what must come, in seconds; only a failing test waits that long."""

LOOK_AGAIN = 0.02


class TelegramServer:
    """`with TelegramServer() as server:` answers at `server.url`; people act through `server.world`."""

    def __init__(self, *, clock: Clock = time.monotonic, privacy: bool = False, token: str = TOKEN) -> None:
        self.token = token
        self.world = World(privacy=privacy)
        self.methods = Methods(self.world, Limits(clock))
        self.calls: list[Call] = []
        self.faults: list[tuple[str, Fault, int]] = []
        self._http = LoopbackServer(("127.0.0.1", 0), Handler)
        self._http.owner = self
        self._stopped = False
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> TelegramServer:
        Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        Thread(target=self._push_to_webhook, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self.world.changed:
            self._stopped = True
            self.world.changed.notify_all()
        self._http.shutdown()
        self._http.cut_all()
        self._http.server_close()

    def fail(self, method: str, fault: Fault, *, chat: int = 0, times: int = 1) -> None:
        """The next `times` calls of that method (to that chat) go wrong."""
        self.faults += [(method.lower(), fault, chat)] * times

    # What was seen

    def accepted(self, *methods: str, chat: int = 0) -> list[Call]:
        """Accepted calls in order; without names those that show something in a chat."""
        wanted = set(methods) or SENDING
        return [
            call for call in tuple(self.calls) if not call.error and call.method in wanted and chat in (0, call.chat)
        ]

    def refused(self, *methods: str) -> list[Call]:
        return [call for call in tuple(self.calls) if call.error and (not methods or call.method in methods)]

    def texts(self, chat: int) -> list[str]:
        return [call.text for call in self.accepted(chat=chat)]

    def wait(self, what: Callable[[], Any], *, patience: float = PATIENCE) -> Any:
        """Waits until `what` gives something true, and gives it; looks at every change here, and now and then."""
        until = time.monotonic() + patience
        with self.world.changed:
            while not (found := what()):
                if (left := until - time.monotonic()) <= 0:
                    raise AssertionError(f"nothing came within {patience} s; last calls: {self.calls[-8:]}")
                self.world.changed.wait(min(left, LOOK_AGAIN))
            return found

    def wait_for_messages(self, chat: int, number: int = 1) -> list[Call]:
        """The first `number` messages shown in a chat, edits among them."""
        self.wait(lambda: len(self.accepted(chat=chat)) >= number)
        return self.accepted(chat=chat)

    # What the HTTP handler and the webhook's thread do

    def take_fault(self, method: str, chat: int) -> Fault | None:
        for number, (name, fault, where) in enumerate(self.faults):
            if name == method.lower() and where in (0, chat):
                del self.faults[number]
                return fault
        return None

    def call(self, method: str, params: Params) -> tuple[int, dict[str, Any]]:
        try:
            result = self.methods.find(method)(params)
        except ApiError as error:
            self.note(Call(method=method, params=params.values, at=self.time(), error=error.description))
            return error.code, error.body()
        self.note(Call(method=method, params=params.values, at=self.time(), result=result))
        return 200, {"ok": True, "result": result}

    @staticmethod
    def time() -> float:
        """Seconds on the clock of the log."""
        return time.monotonic()

    def note(self, call: Call) -> None:
        with self.world.changed:
            self.calls.append(call)
            self.world.changed.notify_all()

    def _push_to_webhook(self) -> None:
        """One update after the other, each until it is taken with 200."""
        while True:
            with self.world.changed:
                self.world.changed.wait_for(
                    lambda: self._stopped or (self.methods.webhook["url"] and self.world.updates)
                )
                if self._stopped:
                    return
                update, hook = self.world.updates[0], self.methods.webhook
            request = urllib.request.Request(
                hook["url"],
                data=json.dumps(update).encode(),
                headers={"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": hook["secret"]},
            )
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    taken = answer.status == 200
            except OSError:
                taken = False
            with self.world.changed:
                if taken and self.world.updates and self.world.updates[0] is update:
                    del self.world.updates[0]
                elif not taken:
                    self.world.changed.wait(0.1)
                self.world.changed.notify_all()
