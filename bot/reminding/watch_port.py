"""A port on this machine for whatever watches over it: `/health` (200 or 503, JSON) and `/metrics` (Prometheus)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from bot.errors import ChannelError
from bot.rendering.phrases import phrase
from knowledge.errors import KnowledgeError
from scheduler.errors import SchedulerError
from scheduler.watching import Health

_log = logging.getLogger(__name__)

HOST: Final = "127.0.0.1"


class WatchPort:
    """Listens while it runs.

    Args:
        port: of this machine alone, 0 = any free one.
        look: how things stand.
    """

    def __init__(self, port: int, look: Callable[[], Health]) -> None:
        try:
            self._server = _Server((HOST, port), _Handler)
        except OSError:
            raise ChannelError(phrase("watch.port_taken", port=port)) from None
        self._server.look = look
        self.port = int(self._server.server_address[1])

    async def run(self, stop: asyncio.Event) -> None:
        """Answers until `stop` is set."""
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="watch", daemon=True).start()
        try:
            await stop.wait()
        finally:
            await asyncio.to_thread(self._server.shutdown)
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    look: Callable[[], Health]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the names are the library's
        """A client that broke off: a line for whoever looks closely, no traceback."""
        _log.debug("a connection to the watching port broke off", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nhacviec", ""
    timeout = 15
    server: _Server

    def do_GET(self) -> None:
        """One look."""
        if self.path not in ("/health", "/metrics"):
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"")
            return
        try:
            health = self.server.look()
        except (KnowledgeError, SchedulerError) as error:
            self._json(HTTPStatus.SERVICE_UNAVAILABLE, {"ok": False, "error": str(error)})
            return
        if self.path == "/health":
            status = HTTPStatus.OK if health.ok else HTTPStatus.SERVICE_UNAVAILABLE
            self._json(status, health_json(health))
        else:
            from bot.reminding.metrics import CONTENT_TYPE, render_metrics

            self._answer(HTTPStatus.OK, CONTENT_TYPE, render_metrics(health))

    def _json(self, status: HTTPStatus, body: object) -> None:
        self._answer(status, "application/json", json.dumps(body, ensure_ascii=False).encode())

    def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Requests are not logged."""


def health_json(health: Health) -> dict[str, object]:
    """How things stand, for machines."""
    return {
        "ok": health.ok,
        "troubles": [trouble.value for trouble in health.troubles],
        "loop_age_seconds": {loop: round(age, 1) for loop, age in health.ages.items()},
        "due_age_seconds": round(health.due_age, 1),
        "obligations": {state.value: number for state, number in health.counts.obligations.items()},
        "dispatches": {state.value: number for state, number in health.counts.dispatches.items()},
    }
