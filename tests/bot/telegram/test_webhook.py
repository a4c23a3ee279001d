"""The webhook: what is taken, what is refused, and a conversation through it."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator

import pytest

from bot.channels.settings import WebhookSettings
from bot.channels.telegram.webhook import LARGEST, SECRET_HEADER, Webhook
from tests.bot.telegram.harness import running
from tests.fakes.telegram_server import Person

SECRET = "s" * 40


class Taken(list[dict]):
    fails = False

    def take(self, update: dict) -> None:
        if self.fails:
            raise OSError("the disk is full")
        self.append(update)


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def port(taken: Taken) -> Iterator[int]:
    webhook = Webhook("127.0.0.1", 0, path="/hook", secret=SECRET, take=taken.take)
    webhook.start()
    yield webhook.port
    webhook.close()


def ask(port: int, method: str, path: str, body: str | None = None, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_an_update_with_the_secret_is_taken(port, taken):
    assert ask(port, "POST", "/hook", '{"update_id": 7}', **{SECRET_HEADER: SECRET}) == 200
    assert taken == [{"update_id": 7}]


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/hook", '{"update_id": 7}', {}, 403),
        ("/hook", '{"update_id": 7}', {SECRET_HEADER: "s" * 39}, 403),
        ("/other", '{"update_id": 7}', {SECRET_HEADER: SECRET}, 404),
        ("/hook", "no json", {SECRET_HEADER: SECRET}, 400),
        ("/hook", "[]", {SECRET_HEADER: SECRET}, 400),
        ("/hook", '{"update_id": 7}', {SECRET_HEADER: SECRET, "Content-Length": str(LARGEST + 1)}, 413),
        ("/hook", "", {SECRET_HEADER: SECRET, "Content-Length": "-1"}, 411),
    ],
)
def test_anything_else_is_refused(port, taken, path, body, headers, status):
    assert ask(port, "POST", path, body, **headers) == status
    assert taken == []


def test_what_could_not_be_kept_is_asked_for_again(port, taken):
    taken.fails = True
    assert ask(port, "POST", "/hook", '{"update_id": 7}', **{SECRET_HEADER: SECRET}) == 500


def test_the_health_path_answers(port):
    assert ask(port, "GET", "/health") == 200
    assert ask(port, "GET", "/hook") == 404


def test_a_conversation_through_the_webhook(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    hook = WebhookSettings(url=f"http://127.0.0.1:{port}/hook?x", host="127.0.0.1", port=port)
    with running(tmp_path, webhook=hook) as bot:
        bot.server.wait(lambda: bot.server.accepted("setWebhook"))
        (told,) = bot.server.accepted("setWebhook")
        assert json.loads(told.params["allowed_updates"]) == ["message", "callback_query", "my_chat_member"]
        bot.server.world.say(Person(101), "ai?")
        bot.server.world.say(Person(101), "hạn?")
        bot.server.wait_for_messages(101, 2)
        assert bot.server.texts(101) == ["Đã nghe: ai?", "Đã nghe: hạn?"]
        bot.server.wait(lambda: not bot.server.world.updates)
