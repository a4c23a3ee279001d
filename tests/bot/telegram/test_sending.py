"""The sender against the strict server and its limits, on a clock that both read and only waiting moves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.channels.telegram.failures import (
    AnotherPoller,
    Migrated,
    NotSent,
    Refused,
    Uncertain,
    WrongToken,
    read_failure,
)
from bot.channels.telegram.markup import Run
from bot.channels.telegram.outgoing import Key, Message
from bot.channels.telegram.sending import Sender, Sent, Target
from tests.fakes.telegram_server import TOKEN, Chat, Fault, Person, TelegramServer

AN = Person(101)
GROUP = Chat(-1001)


class Hand:
    now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def server(clock: Hand) -> Iterator[TelegramServer]:
    with TelegramServer(clock=clock) as server:
        server.world.say(AN, "chào")
        server.world.say(AN, "chào", chat=GROUP)
        yield server


def send(
    server: TelegramServer,
    clock: Hand,
    work: Callable[[Sender], Awaitable[Any]],
    shared: Callable[[bool], float] | None = None,
) -> Any:
    async def run() -> Any:
        request = HTTPXRequest()
        await request.initialize()
        bot = Bot(TOKEN, f"{server.url}/bot", request=request)
        try:
            return await work(Sender(bot, clock=clock, sleep=clock.sleep, shared=shared))
        finally:
            await request.shutdown()

    return asyncio.run(run())


def text(words: str, **more: Any) -> Message:
    return Message(runs=(Run(text=words),), **more)


@pytest.mark.parametrize(("chat", "number", "seconds"), [(AN.id, 25, 24), (GROUP.id, 45, 120)])
def test_many_messages_to_one_chat_keep_to_its_limits(server, clock, chat, number, seconds):
    async def work(sender: Sender) -> list[Any]:
        return [await sender.send(text(str(n)), Target(chat=str(chat))) for n in range(number)]

    assert all(isinstance(outcome, Sent) for outcome in send(server, clock, work))
    assert server.texts(chat) == [str(n) for n in range(number)]
    assert server.refused() == []
    assert seconds <= clock.now < seconds * 1.25


def test_many_chats_together_keep_to_thirty_a_second(server, clock):
    people = [Person(1000 + n) for n in range(90)]
    for person in people:
        server.world.say(person, "chào")

    async def work(sender: Sender) -> Any:
        return [await sender.send(text("nhắc"), Target(chat=str(who.id)), reply=False) for who in people]

    assert all(isinstance(outcome, Sent) for outcome in send(server, clock, work))
    assert (len(server.accepted("sendMessage")), server.refused()) == (90, [])
    assert 2 <= clock.now < 3


@pytest.mark.parametrize(("turn", "told"), [(1.5, True), (2.5, False)])
def test_a_turn_of_all_processes_is_waited_for_far_off_by_replies_only(server, clock, turn, told):
    async def work(sender: Sender) -> tuple[Any, float, Any]:
        reminder = await sender.send(text("nhắc"), Target(chat=str(AN.id)), reply=False)
        return reminder, clock.now, await sender.send(text("đáp"), Target(chat=str(GROUP.id)))

    reminder, waited, reply = send(server, clock, work, shared=lambda reply: 9.0 if reply else turn)
    assert (isinstance(reminder, Sent), isinstance(reply, Sent)) == (told, True)
    assert waited == (turn if told else 0.0)
    assert clock.now == waited + 9
    assert told or reminder.seconds == turn


def test_retry_after_is_waited_for_to_its_end_and_only_there(server, clock):
    server.fail("sendMessage", Fault.FLOOD, chat=AN.id)

    async def work(sender: Sender) -> float:
        await sender.send(text("một"), Target(chat=str(AN.id)))
        return clock.now

    assert 1 <= send(server, clock, work) < 1.2
    assert server.texts(AN.id) == ["một"]


def test_no_button_changed_is_as_good_as_changed(server, clock):
    keys = ((Key(label="Hạn", data="x"),),)

    async def work(sender: Sender) -> list[Any]:
        there = Target(chat=str(AN.id))
        first = await sender.send(text("một", keys=keys), there)
        again = await sender.send(text("một", keys=keys, edits=first.message), there)
        gone = await sender.send(Message(edits=first.message), there)
        lost = await sender.send(text("hai", edits=999), there)
        return [first, again, gone, lost]

    first, again, gone, lost = send(server, clock, work)
    assert first == again == gone
    assert lost.message > first.message
    assert [(call.method, call.text) for call in server.accepted(chat=AN.id)] == [
        ("sendMessage", "một"),
        ("editMessageReplyMarkup", "một"),
        ("sendMessage", "hai"),
    ]


def test_a_topic_that_is_closed_is_left(server, clock):
    outcome = send(server, clock, lambda sender: sender.send(text("một"), Target(chat=str(GROUP.id), thread="9")))
    assert isinstance(outcome, Sent)


def test_a_chat_that_blocked_us_is_gone(server, clock):
    server.world.blocked.add(AN.id)
    outcome = send(server, clock, lambda sender: sender.send(text("một"), Target(chat=str(AN.id))))
    assert isinstance(outcome, Refused)
    assert outcome.gone


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), NotSent),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), NotSent),
        (caused(TimedOut(), httpx.PoolTimeout("x")), NotSent),
        (NetworkError("Bad Gateway"), NotSent),
        (caused(TimedOut(), httpx.ReadTimeout("x")), Uncertain),
        (caused(NetworkError("x"), httpx.ReadError("x")), Uncertain),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Uncertain),
        (BadRequest("Message is too long"), Refused),
        (Forbidden("bot was kicked"), Refused),
        (ChatMigrated(-1005), Migrated),
        (Conflict("x"), AnotherPoller),
        (InvalidToken("Unauthorized"), WrongToken),
        (InvalidToken("Not Found"), Refused),
    ],
)
def test_what_an_error_means(error, kind):
    assert isinstance(read_failure(error), kind)


def test_how_long_later_is(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    assert getattr(read_failure(RetryAfter(7)), "seconds", 0) == 7.0
