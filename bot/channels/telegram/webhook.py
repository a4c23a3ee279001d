"""The webhook: a small server of the standard library behind the office's own HTTPS, for those who cannot poll.

An update is in the inbox before Telegram is told 200; else Telegram sends it again.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

_log = logging.getLogger(__name__)

HEALTH_PATH: Final = "/health"
LARGEST: Final = 1 << 20
"""Bytes of the largest body taken; Telegram's updates are far below."""

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """Listens until closed.

    Args:
        host: the address to listen at.
        port: its port, 0 = any free one.
        path: where updates are posted.
        secret: what Telegram was told to send along.
        take: puts one update into the inbox; called in the server's threads, may raise.
    """

    def __init__(self, host: str, port: int, *, path: str, secret: str, take: Callable[[dict[str, Any]], None]) -> None:
        self._server = _Server((host, port), _Handler)
        self._server.path, self._server.secret, self._server.take = path, secret.encode(), take
        self.port = int(self._server.server_address[1])

    def start(self) -> None:
        """Begins to listen, in a thread of its own."""
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="webhook", daemon=True).start()

    def close(self) -> None:
        """Stops listening; what was taken is in the inbox."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    path: str
    secret: bytes
    take: Callable[[dict[str, Any]], None]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the names are the library's
        """A client that broke off: a line for whoever looks closely, no traceback."""
        _log.debug("a connection to the webhook broke off", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nhacviec", ""
    disable_nagle_algorithm = True
    timeout = 15
    server: _Server

    def do_GET(self) -> None:
        """The health path, for whatever watches over the process."""
        self._answer(HTTPStatus.OK if self.path == HEALTH_PATH else HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """One update."""
        # Whatever is refused is not read: the connection ends with it.
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        if self.path.partition("?")[0] != self.server.path:
            self._answer(HTTPStatus.NOT_FOUND)
        elif not hmac.compare_digest(self.headers.get(SECRET_HEADER, "").encode(), self.server.secret):
            self._answer(HTTPStatus.FORBIDDEN)
        elif not length.isdecimal():
            self._answer(HTTPStatus.LENGTH_REQUIRED)
        elif int(length) > LARGEST:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self.close_connection = False
            self._answer(self._taken(self.rfile.read(int(length))))

    def _taken(self, body: bytes) -> HTTPStatus:
        try:
            update = json.loads(body)
            int(update["update_id"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return HTTPStatus.BAD_REQUEST
        try:
            self.server.take(update)
        except Exception:
            _log.exception("an update could not be kept")
            return HTTPStatus.INTERNAL_SERVER_ERROR
        return HTTPStatus.OK

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Requests are not logged: their path may be meant to be secret."""
