"""HTTP: a request read, a fault played or a method called, the answer written in one packet."""

from __future__ import annotations

import json
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from tests.fakes.telegram_server.calls import Call, Fault
from tests.fakes.telegram_server.errors import ApiError
from tests.fakes.telegram_server.wire import Params, read_params
from tests.fakes.telegram_server.world import Body, World


class Owner(Protocol):
    """What the handler asks of the server."""

    token: str
    world: World

    def take_fault(self, method: str, chat: int) -> Fault | None: ...

    def call(self, method: str, params: Params) -> tuple[int, Body]: ...

    def note(self, call: Call) -> None: ...


class LoopbackServer(ThreadingHTTPServer):
    owner: Owner
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away, such as a process that was killed, is no error of the server."""

    def cut_all(self) -> None:
        for connection in tuple(self._connections):
            self.shutdown_request(connection)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for an answer, not one per header
    server: LoopbackServer

    def do_POST(self) -> None:
        owner = self.server.owner
        target = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = unquote(target.path).split("/")
        if len(parts) != 3 or not parts[1].startswith("bot"):
            self._answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
            return
        if parts[1] != f"bot{owner.token}":
            self._answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
            return
        method = parts[2]
        try:
            params = read_params(target.query, self.headers.get("Content-Type", ""), body)
        except ApiError as error:
            self._answer(error.code, error.body())
            return
        chat = str(params.values.get("chat_id", "0"))
        match owner.take_fault(method, int(chat) if chat.lstrip("-").isdigit() else 0):
            case Fault.CUT_BEFORE:
                self._cut()
            case Fault.CUT_AFTER:
                owner.call(method, params)
                self._cut()
            case Fault.BAD_GATEWAY:
                self._answer(502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
            case Fault.FLOOD:
                self._refuse(method, params, ApiError(429, "Too Many Requests: retry after 1", retry_after=1))
            case Fault.FORBIDDEN:
                self._refuse(method, params, ApiError(403, "Forbidden: bot was blocked by the user"))
            case Fault.CONFLICT:
                self._refuse(method, params, ApiError(409, "Conflict: terminated by other getUpdates request"))
            case Fault.NO_ENTITIES:
                self._refuse(method, params, ApiError(400, "Bad Request: can't parse entities: told to fail"))
            case None:
                self._answer(*owner.call(method, params))

    def do_GET(self) -> None:
        owner = self.server.owner
        parts = unquote(urlsplit(self.path).path).split("/")
        if parts[1] != "file":
            self.do_POST()
        elif len(parts) != 6 or parts[2] != f"bot{owner.token}" or parts[4] not in owner.world.files:
            self._answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        else:
            self._send(200, "application/octet-stream", owner.world.files[parts[4]][1])

    def _refuse(self, method: str, params: Params, error: ApiError) -> None:
        self.server.owner.note(Call(method=method, params=params.values, at=time.monotonic(), error=error.description))
        self._answer(error.code, error.body())

    def _answer(self, status: int, body: Body) -> None:
        self._send(status, "application/json", json.dumps(body).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        """Nothing: `calls` is the log."""
