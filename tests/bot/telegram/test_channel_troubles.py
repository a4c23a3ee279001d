"""The channel when things go wrong: networks, servers, databases, other pollers, updates that kill."""

from __future__ import annotations

import logging
from threading import Event

import pytest

from bot.channels.base import Outgoing
from bot.channels.telegram.incoming import arrived
from bot.errors import ChannelError
from knowledge.errors import StoreError
from knowledge.store.inbox import SqlInbox
from knowledge.store.open import open_store
from tests.bot.telegram.harness import AT, running
from tests.fakes.telegram_server import Fault, Person, TelegramServer
from tests.fakes.telegram_server.people import private

AN = Person(101, "Trần An")
BINH = Person(102, "Lê Bình")


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (Fault.CUT_BEFORE, ["Đã nghe: ai?"]),
        (Fault.BAD_GATEWAY, ["Đã nghe: ai?"]),
        (Fault.CUT_AFTER, ["Đã nghe: ai?", "Đã nghe: ai?"]),
        (Fault.NO_ENTITIES, ["Đã nghe: ai?"]),
    ],
)
def test_an_answer_survives_what_goes_wrong(tmp_path, fault, shown):
    with running(tmp_path) as bot:
        bot.server.fail("sendMessage", fault)
        bot.server.world.say(AN, "ai?")
        bot.server.wait_for_messages(AN.id, len(shown))
        bot.server.world.say(BINH, "chào")
        bot.server.wait_for_messages(BINH.id)
        assert bot.server.texts(AN.id) == shown


def test_an_uncertain_answer_is_sent_again_once_and_no_more(tmp_path):
    with running(tmp_path) as bot:
        bot.server.fail("sendMessage", Fault.CUT_AFTER, times=5, chat=AN.id)
        bot.server.world.say(AN, "ai?")
        bot.server.wait_for_messages(AN.id, 2)
        bot.server.world.say(AN, "còn gì?")
        bot.server.wait_for_messages(AN.id, 4)
    assert bot.server.texts(AN.id) == ["Đã nghe: ai?"] * 2 + ["Đã nghe: còn gì?"] * 2


def test_what_cannot_be_handled_is_given_up_and_the_chat_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.lanes.PAUSES", (0.0, 0.0))

    def answer(event):
        if event.text == "hỏng":
            raise RuntimeError("một lỗi của ta")
        yield Outgoing(text="Được.")

    with running(tmp_path, answer) as bot:
        bot.server.world.say(AN, "hỏng")
        bot.server.world.say(AN, "chào")
        bot.server.wait_for_messages(AN.id)
        assert len(bot.desk.events) == 4
    assert (bot.inbox.counts().waiting, bot.inbox.counts().failed) == (0, 1)


def test_an_update_that_the_library_cannot_read_holds_nothing_up(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.lanes.PAUSES", (3600.0,))
    with running(tmp_path) as bot:
        bot.server.world.queue("message", {"message_id": "?", "chat": {"id": AN.id}})
        bot.server.world.say(AN, "chào")
        bot.server.wait_for_messages(AN.id)
        assert bot.inbox.counts().failed == 1


def test_questions_of_one_chat_are_answered_in_order(tmp_path):
    with running(tmp_path) as bot:
        for number in range(20):
            bot.server.world.say(AN, str(number))
            bot.server.world.say(BINH, str(number))
        for person in (AN, BINH):
            bot.server.wait_for_messages(person.id, 20)
            assert bot.server.texts(person.id) == [f"Đã nghe: {number}" for number in range(20)]


def test_what_waits_in_the_inbox_is_answered_at_the_next_start(tmp_path):
    stuck = Event()

    def never(_):
        stuck.set()
        raise ChannelError("mạng hỏng")

    with running(tmp_path, never) as bot:
        bot.server.world.say(AN, "ai?")
        stuck.wait(20)
    assert bot.inbox.counts().waiting == 1
    server = TelegramServer()
    server.world.chats[AN.id] = {"id": AN.id, "type": "private", "first_name": "An"}
    with running(tmp_path, server=server) as bot:
        assert bot.server.wait_for_messages(AN.id)[0].text == "Đã nghe: ai?"


def test_what_kills_the_process_each_time_is_given_up_in_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.lanes.TAKEN_UP_AGAIN", 2)
    store = open_store(f"sqlite:///{tmp_path}/channel.sqlite3")
    inbox = SqlInbox(store.engine, "telegram")
    message = {"message_id": 1, "date": 1, "chat": private(AN), "from": AN.body(), "text": "độc"}
    (poison,) = inbox.put([arrived({"update_id": 1, "message": message})], at=AT)
    for _ in range(2):
        inbox.take_up_again(poison.id)  # as processes did that died of it
    store.close()
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "chào")
        bot.server.wait_for_messages(AN.id)
        assert [event.text for event in bot.desk.events] == ["chào"]
        assert bot.inbox.counts().failed == 1


def test_a_stop_lets_what_is_begun_come_to_its_end(tmp_path):
    def answer(event):
        bots[0].stop()
        yield Outgoing(text="Đang làm…")
        yield Outgoing(text="Đã xong.")

    bots = []
    with running(tmp_path, answer) as bot:
        bots.append(bot)
        bot.server.world.say(AN, "một")
        bot.server.wait(bot.ended.is_set)
        assert bot.server.texts(AN.id) == ["Đang làm…", "Đã xong."]
    assert bot.inbox.counts().waiting == 0


def test_what_could_not_be_kept_is_not_confirmed(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.polling.PAUSES", (0.0,))
    put, failures = SqlInbox.put, [StoreError("Đĩa đã đầy."), StoreError("Đĩa đã đầy.")]

    def fail_at_first(self, updates, *, at):
        if failures:
            raise failures.pop()
        return put(self, updates, at=at)

    monkeypatch.setattr(SqlInbox, "put", fail_at_first)
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "ai?")
        bot.server.wait_for_messages(AN.id)
        assert bot.server.texts(AN.id) == ["Đã nghe: ai?"]


def test_a_network_that_fails_is_told_once_and_when_it_is_back(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("bot.channels.telegram.polling.PAUSES", (0.0,))
    with running(tmp_path) as bot:
        for fault in (Fault.BAD_GATEWAY, Fault.CUT_BEFORE, Fault.CUT_AFTER):
            bot.server.fail("getUpdates", fault)
        bot.server.world.say(AN, "ai?")
        bot.server.wait_for_messages(AN.id)
        bot.server.wait(lambda: not bot.server.faults)
        bot.server.world.say(BINH, "ai?")
        bot.server.wait_for_messages(BINH.id)
    assert bot.server.texts(AN.id) == ["Đã nghe: ai?"]
    lost, back = (sum(words in line for line in caplog.messages) for words in ("mất kết nối", "trở lại"))
    assert 1 <= lost == back <= 3


def test_another_poller_is_told_once_and_borne(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("bot.channels.telegram.polling.CONFLICT_PAUSE", 0.0)
    caplog.set_level(logging.INFO, logger="bot")
    with running(tmp_path) as bot:
        bot.server.fail("getUpdates", Fault.CONFLICT, times=3)
        bot.server.world.say(AN, "chào")
        bot.server.world.say(BINH, "chào")
        bot.server.wait_for_messages(AN.id)
        bot.server.wait_for_messages(BINH.id)
        bot.server.wait(lambda: not bot.server.faults)
        bot.server.world.say(Person(103), "chào")
        bot.server.wait_for_messages(103)
    assert sum("một chương trình khác" in line for line in caplog.messages) == 1


def test_two_that_poll_both_go_on_and_no_question_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.polling.CONFLICT_PAUSE", 0.01)
    (tmp_path / "second").mkdir()
    with running(tmp_path) as bot, running(tmp_path / "second", running_server=bot.server) as second:
        for number in range(10):
            bot.server.world.say(Person(1000 + number), f"câu {number}")
        asked = {f"Đã nghe: câu {number}" for number in range(10)}
        bot.server.wait(lambda: asked <= {call.text for call in bot.server.accepted()})
        bot.server.wait(lambda: bot.server.refused("getUpdates"))
        assert not bot.ended.is_set()
        assert not second.ended.is_set()


def test_a_wrong_token_is_an_error_in_one_sentence(tmp_path):
    server = TelegramServer(token="7000001:other")
    with (
        pytest.raises(ChannelError, match="NHACVIEC_TELEGRAM_TOKEN") as refused,
        running(tmp_path, server=server) as bot,
    ):
        bot.server.wait(lambda: bot.ended.is_set())
    assert "7000001" not in str(refused.value)
