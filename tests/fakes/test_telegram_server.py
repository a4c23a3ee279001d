"""The strict Bot API server, asked by the real client library: it must refuse what Telegram refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from tests.fakes.telegram_server import TOKEN, Chat, Fault, Person, TelegramServer
from tests.fakes.telegram_server.errors import ApiError
from tests.fakes.telegram_server.html import parse_html

AN = Person(101)
GROUP = Chat(-1001)


class Hand:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def server(clock: Hand, monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramServer]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the library warns of what it will change
    with TelegramServer(clock=clock) as server:
        yield server


def ask(server: TelegramServer, what: Callable[[Bot], Awaitable[Any]], token: str = TOKEN) -> Any:
    """Runs one piece of work with a bot of the real library."""

    async def work() -> Any:
        requests = [HTTPXRequest(connection_pool_size=8) for _ in range(2)]
        bot = Bot(token, f"{server.url}/bot", f"{server.url}/file/bot", *requests)
        for request in requests:
            await request.initialize()
        try:
            return await what(bot)
        finally:
            for request in requests:
                await request.shutdown()

    return asyncio.run(work())


def test_updates_are_forgotten_only_below_the_offset(server):
    first = server.world.say(AN, "một")
    second = server.world.say(AN, "hai")
    got = [ask(server, lambda bot, offset=offset: bot.get_updates(offset)) for offset in (None, first, second, second)]
    assert [[update.update_id for update in batch] for batch in got] == [
        [first, second],
        [first, second],
        [second],
        [second],
    ]


def test_a_long_poll_ends_with_the_first_update_and_a_newcomer_ends_it_with_409(server):
    async def work(bot: Bot) -> Any:
        waiting = asyncio.create_task(bot.get_updates(timeout=30))
        while server.methods._poller < 1:
            await asyncio.sleep(0)
        second = asyncio.create_task(bot.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await waiting
        server.world.say(AN, "chào")
        return await second

    assert [update.message.text for update in ask(server, work)] == ["chào"]


def test_only_the_kinds_asked_for_are_kept(server):
    ask(server, lambda bot: bot.get_updates(allowed_updates=["callback_query"]))
    assert server.world.say(AN, "không ai nghe") == 0


@pytest.mark.parametrize(("said", "seen"), [("chào cả tổ", False), ("/hoi ai?", True), ("hỏi @nhacviec_bot", True)])
def test_privacy_hides_what_was_not_said_to_the_bot(said, seen):
    server = TelegramServer(privacy=True)
    assert bool(server.world.say(AN, said, chat=GROUP)) is seen
    server._http.server_close()


def test_a_chat_takes_one_message_a_second(server, clock):
    server.world.say(AN, "chào")
    ask(server, lambda bot: bot.send_message(AN.id, "1"))
    with pytest.raises(RetryAfter) as refused:
        ask(server, lambda bot: bot.send_message(AN.id, "2"))
    assert refused.value.retry_after.total_seconds() == 1
    clock.now = 1.0
    ask(server, lambda bot: bot.send_message(AN.id, "2"))
    assert server.texts(AN.id) == ["1", "2"]


def test_a_group_takes_twenty_a_minute_and_all_together_thirty_a_second(server, clock):
    limits = server.methods._limits
    for _ in range(20):
        limits.take(GROUP.id)
        clock.now += 1
    with pytest.raises(ApiError) as refused:
        limits.take(GROUP.id)
    assert refused.value.parameters == {"retry_after": 40}
    clock.now += 100
    for chat in range(30):
        limits.take(chat + 1)
    with pytest.raises(ApiError, match="retry after 1"):
        limits.take(31)


@pytest.mark.parametrize(
    ("send", "trouble"),
    [
        (lambda bot: bot.send_message(AN.id, "🎉" * 2049), "message is too long"),
        (lambda bot: bot.send_message(AN.id, " \n"), "message text is empty"),
        (lambda bot: bot.send_message(404, "ai?"), "chat not found"),
        (lambda bot: bot.send_message(AN.id, "<x>", parse_mode="HTML"), 'unsupported start tag "x"'),
        (lambda bot: bot.send_message(AN.id, "a", reply_markup=keyboard("x" * 65)), "button_data_invalid"),
        (lambda bot: bot.send_message(AN.id, "a", reply_parameters=ReplyParameters(9)), "replied not found"),
        (lambda bot: bot.send_photo(AN.id, b"not a picture"), "image_process_failed"),
        (lambda bot: bot.send_document(AN.id, b"x", caption="a" * 1025), "caption is too long"),
        (lambda bot: bot.edit_message_text("a", AN.id, 99), "message to edit not found"),
        (lambda bot: bot.answer_callback_query("77"), "query is too old"),
        (lambda bot: bot.set_my_commands([("Hỏi", "hỏi")]), "bot_command_invalid"),
    ],
)
def test_what_telegram_refuses_is_refused(server, send, trouble):
    server.world.say(AN, "chào")
    with pytest.raises(BadRequest) as refused:
        ask(server, send)
    assert trouble in str(refused.value).lower()
    assert server.accepted() == []


def keyboard(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Nút", callback_data=data)]])


def test_what_is_within_the_limits_is_taken(server, clock):
    server.world.say(AN, "chào")
    sent = ask(server, lambda bot: bot.send_message(AN.id, "🎉" * 2048, reply_markup=keyboard("x" * 64)))
    clock.now += 1
    edited = ask(server, lambda bot: bot.edit_message_text("khác", AN.id, sent.message_id))
    clock.now += 1
    file = ask(server, lambda bot: bot.send_document(AN.id, b"a,b\n", filename="việc.csv", caption="kèm"))
    assert (edited.text, file.document.file_name, file.caption) == ("khác", "việc.csv", "kèm")


def test_an_edit_that_changes_nothing_is_refused(server, clock):
    server.world.say(AN, "chào")
    sent = ask(server, lambda bot: bot.send_message(AN.id, "một"))
    clock.now += 1
    with pytest.raises(BadRequest, match="Message is not modified"):
        ask(server, lambda bot: bot.edit_message_text("một", AN.id, sent.message_id))


def test_files_of_people_can_be_fetched_up_to_20_mb(server):
    server.world.send_file(AN, "kế hoạch.txt", "nội dung".encode())
    server.world.send_file(AN, "to.pdf", bytes((20 << 20) + 1))

    async def work(bot: Bot) -> bytes:
        small, large = [update.message.document for update in await bot.get_updates()]
        with pytest.raises(BadRequest, match="File is too big"):
            await large.get_file()
        return bytes(await (await small.get_file()).download_as_bytearray())

    assert ask(server, work).decode() == "nội dung"


def test_chats_that_blocked_moved_or_never_were(server):
    server.world.say(AN, "chào")
    server.world.blocked.add(AN.id)
    old, new = Chat(-5, kind="group"), Chat(-1005)
    server.world.move(AN, old, new)
    with pytest.raises(Forbidden, match="blocked"):
        ask(server, lambda bot: bot.send_message(AN.id, "1"))
    with pytest.raises(ChatMigrated) as moved:
        ask(server, lambda bot: bot.send_message(old.id, "1"))
    assert moved.value.new_chat_id == new.id


@pytest.mark.parametrize(("fault", "arrives"), [(Fault.CUT_BEFORE, 0), (Fault.CUT_AFTER, 1), (Fault.BAD_GATEWAY, 0)])
def test_faults_are_played_once(server, clock, fault, arrives):
    server.world.say(AN, "chào")
    server.fail("sendMessage", fault)
    with pytest.raises(NetworkError):
        ask(server, lambda bot: bot.send_message(AN.id, "1"))
    assert len(server.accepted()) == arrives
    clock.now += 1
    ask(server, lambda bot: bot.send_message(AN.id, "2"))
    assert len(server.accepted()) == arrives + 1


def test_a_press_is_answered_once(server):
    server.world.say(AN, "chào")
    sent = ask(server, lambda bot: bot.send_message(AN.id, "chọn", reply_markup=keyboard("x")))
    server.world.press(AN, "anything at all", message=sent.message_id)
    query = ask(server, lambda bot: bot.get_updates(-1))[0].callback_query
    assert query.data == "anything at all"
    assert ask(server, lambda bot: bot.answer_callback_query(query.id, "đã nhận"))
    with pytest.raises(BadRequest, match="query id is invalid"):
        ask(server, lambda bot: bot.answer_callback_query(query.id))


def test_another_token_and_another_method_are_unknown(server):
    with pytest.raises(InvalidToken):
        ask(server, lambda bot: bot.get_me(), token="1:x")
    assert httpx.post(f"{server.url}/bot{TOKEN}/noSuchMethod").status_code == 404


def test_a_webhook_and_polling_exclude_each_other(server):
    ask(server, lambda bot: bot.set_webhook("http://127.0.0.1:9/hook", secret_token="s" * 8))
    with pytest.raises(Conflict, match="webhook is active"):
        ask(server, lambda bot: bot.get_updates())
    with pytest.raises(BadRequest, match="https"):
        ask(server, lambda bot: bot.set_webhook("http://example.org/hook"))
    ask(server, lambda bot: bot.delete_webhook())
    assert ask(server, lambda bot: bot.get_updates()) == ()


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("a <b>b</b> c", "a b c", ["bold"]),
        ("<b>x<i>y</i></b>", "xy", ["bold", "italic"]),
        ("&lt;b&gt; &amp; &quot;&#39;", "<b> & \"'", []),
        ('<a href="http://a.vn/?x=1">đây</a>', "đây", ["text_link"]),
        ("<b></b>trống", "trống", []),
    ],
)
def test_html_is_read_as_telegram_reads_it(source, text, kinds):
    shown, entities = parse_html(source)
    assert (shown, [entity["type"] for entity in entities]) == (text, kinds)


@pytest.mark.parametrize(
    "source", ["<b>", "</b>", "<b></i>", "<br>", "a < b", "a & b", "&nbsp;", "<!-- -->", "<b", "<span>x</span>"]
)
def test_html_that_telegram_cannot_read_is_refused(source):
    with pytest.raises(ApiError, match="can't parse entities"):
        parse_html(source)


def test_waiting_for_what_never_comes_ends(server):
    with pytest.raises(AssertionError, match="nothing came"):
        server.wait(lambda: False, patience=0.01)
