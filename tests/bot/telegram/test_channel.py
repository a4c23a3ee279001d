"""The channel over the strict server, through the real library: what people do, and what they get to see."""

from __future__ import annotations

from threading import Event

import pytest

from bot.channels.base import Button, ChatKind, File, Moved, Outgoing, Pressed, Reachable, Said, Unreadable
from bot.errors import ChannelError
from tests.bot.telegram.harness import far_apart, running
from tests.fakes.telegram_server import Chat, Person, TelegramServer
from tests.fakes.telegram_server.world import BOT

AN = Person(101, "Trần An")
BINH = Person(102, "Lê Bình")
GROUP = Chat(-1001)
FORUM = Chat(-1002, forum=True)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + (800).to_bytes(4, "big") + (400).to_bytes(4, "big")


def test_a_question_is_answered(tmp_path):
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "ai chủ trì số hóa?")
        (shown,) = bot.server.wait_for_messages(AN.id)
        assert shown.text == "Đã nghe: ai chủ trì số hóa?"
        assert "reply_parameters" not in shown.params
        (said,) = bot.desk.events
    assert said.place.kind is ChatKind.PRIVATE
    assert (said.place.person, said.place.person_name, said.addressed) == ("101", "Trần An", True)
    assert bot.inbox.counts().waiting == 0


def test_the_menu_is_set_and_the_desk_can_ask_for_the_self_check(tmp_path):
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "chào")
        bot.server.wait_for_messages(AN.id)
        texts = [finding.text for finding in bot.channel.check(["-77"])]
    assert {"hoi", "quahan", "kiemtra"} <= {command["command"] for command in bot.server.world.commands}
    assert any("@nhacviec_bot" in text for text in texts)
    assert any("-77" in text for text in texts)
    assert "Kênh Telegram chưa chạy." in [finding.text for finding in bot.channel.check()]


def test_the_self_check_tells_what_is_hidden_and_where_it_may_not_write(tmp_path):
    left = Chat(-1003, "Tổ cũ")
    with running(tmp_path, server=TelegramServer(clock=far_apart(), privacy=True)) as bot:
        bot.server.world.say(AN, "/hoi", chat=GROUP)
        bot.server.world.member(AN, "left", chat=left)
        bot.server.wait_for_messages(GROUP.id)
        found = {finding.text: finding.ok for finding in bot.channel.check([str(GROUP.id), str(left.id)])}
    assert [text for text, ok in found.items() if not ok] == ["Trợ lý không còn trong nhóm “Tổ cũ”."]
    assert any("Chế độ riêng tư đang bật" in text for text in found)


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        ({"can_send_messages": False}, "Trợ lý không được phép gửi tin trong nhóm “Tổ cải cách hành chính”."),
        ({"can_send_messages": True, "can_send_documents": False}, "Trợ lý không được phép gửi ảnh hoặc tệp trong"),
        ({"can_send_messages": True, "can_send_photos": True}, ""),
    ],
)
def test_the_self_check_tells_which_rights_are_missing(tmp_path, rights, told):
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "/hoi", chat=GROUP)
        bot.server.wait_for_messages(GROUP.id)
        bot.server.world.chats[GROUP.id] |= {"permissions": rights}
        found = bot.channel.check([str(GROUP.id)])
    missing = [finding.text for finding in found if not finding.ok]
    assert [text[: len(told)] for text in missing] == ([told] if told else [])
    assert ("Đủ quyền gửi tin, ảnh, tệp ở 1 nhóm." in [finding.text for finding in found]) is (not told)


def test_a_server_that_lacks_methods_is_served_all_the_same(tmp_path, monkeypatch):
    lacking = ("setmycommands", "deletewebhook", "getwebhookinfo", "sendchataction", "sendphoto")
    monkeypatch.setattr("tests.fakes.telegram_server.methods.Methods.lacking", lacking)
    with running(tmp_path, lambda _: [Outgoing(text="Sơ đồ", picture=PNG)]) as bot:
        bot.server.world.say(AN, "tiến độ?")
        assert bot.server.wait_for_messages(AN.id)[0].method == "sendDocument"
        assert all(finding.ok for finding in bot.channel.check())


@pytest.mark.parametrize(
    ("said", "text", "addressed"),
    [
        ("@nhacviec_bot ai chủ trì?", "ai chủ trì?", True),
        ("🎉 hỏi @NhacViec_Bot, việc 4.1", "🎉 hỏi , việc 4.1", True),
        ("/hoi@nhacviec_bot ai chủ trì?", "/hoi ai chủ trì?", True),
        ("/hoi ai chủ trì?", "/hoi ai chủ trì?", True),
        ("/hoi@khac_bot ai?", "/hoi@khac_bot ai?", False),
        ("ai chủ trì số hóa?", "ai chủ trì số hóa?", False),
        ("hỏi @an_tran xem", "hỏi @an_tran xem", False),
    ],
)
def test_who_is_meant_in_a_group(tmp_path, said, text, addressed):
    with running(tmp_path) as bot:
        bot.server.world.say(AN, said, chat=GROUP)
        (shown,) = bot.server.wait_for_messages(GROUP.id)
        (event,) = bot.desk.of(Said)
        assert (event.text, event.addressed, event.place.chat_title) == (text, addressed, GROUP.title)
        assert shown.result["reply_to_message"]["text"] == said


def test_what_is_handed_on_is_known_as_such(tmp_path):
    origin = {"type": "hidden_user", "sender_user_name": "Lê Bình", "date": 1_700_000_000}
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "xong mục 4.1", forward_origin=origin)
        bot.server.world.say(AN, "xong mục 4.1")
        bot.server.wait_for_messages(AN.id, 2)
        assert [said.forwarded for said in bot.desk.of(Said)] == [True, False]


def test_a_reply_and_a_text_mention_are_meant_too(tmp_path):
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "/hoi ai?", chat=GROUP)
        (shown,) = bot.server.wait_for_messages(GROUP.id)
        bot.server.world.say(BINH, "hạn khi nào?", chat=GROUP, reply_to=shown.message)
        bot.server.wait_for_messages(GROUP.id, 2)
        mention = {
            "type": "text_mention",
            "offset": 0,
            "length": 4,
            "user": BOT,
        }
        bot.server.world.say(BINH, "Nhắc ai phối hợp?", chat=GROUP, entities=[mention])
        bot.server.wait_for_messages(GROUP.id, 3)
        assert [(said.text, said.addressed) for said in bot.desk.of(Said)[1:]] == [
            ("hạn khi nào?", True),
            ("ai phối hợp?", True),
        ]


def test_a_server_that_marks_nothing_is_understood_by_the_words(tmp_path):
    with running(tmp_path) as bot:
        heard = ("/hoi ai chủ trì?", "@nhacviec_bot, ai chủ trì?", "thư an@nhacviec_bot.vn", "/hoi@khac_bot ai?")
        for said in heard:
            bot.server.world.say(AN, said, chat=GROUP, entities=[])
        bot.server.wait_for_messages(GROUP.id, 4)
        assert [(said.text, said.addressed) for said in bot.desk.of(Said)] == [
            ("/hoi ai chủ trì?", True),
            ("ai chủ trì?", True),
            ("thư an@nhacviec_bot.vn", False),
            ("/hoi@khac_bot ai?", False),
        ]


def test_a_topic_is_kept(tmp_path):
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "/hoi ai?", chat=FORUM, thread=7)
        (shown,) = bot.server.wait_for_messages(FORUM.id)
        assert shown.result["message_thread_id"] == 7
        assert bot.desk.events[0].place.thread == "7"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, "voice"),
        ({"location": {"longitude": 1.0, "latitude": 2.0}}, "location"),
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]}, "photo"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
    ],
)
def test_what_is_not_words_is_told_as_such(tmp_path, content, what):
    with running(tmp_path, lambda _: [Outgoing(text="Xin gõ chữ.")]) as bot:
        bot.server.world.say(AN, "", **content)
        bot.server.wait_for_messages(AN.id)
        assert [event.what for event in bot.desk.of(Unreadable)] == [what]


def test_others_bots_channels_and_service_messages_are_left_alone(tmp_path):
    with running(tmp_path) as bot:
        world = bot.server.world
        world.say(Person(9, is_bot=True), "chào", chat=GROUP)
        world.say(AN, "", chat=GROUP, new_chat_title="Tên mới")
        world.say(AN, "tin của kênh", chat=Chat(-1009, kind="channel"))
        world.say(Person(777000), "tin của kênh", chat=GROUP, is_automatic_forward=True)
        world.say(AN, "chào")
        bot.server.wait_for_messages(AN.id)
        assert [event.text for event in bot.desk.events] == ["chào"]


def test_a_file_is_fetched_when_the_desk_wants_it(tmp_path):
    def answer(event):
        try:
            yield Outgoing(text=f"{event.attachment.name}: {event.attachment.fetch().decode()} ({event.text})")
        except ChannelError as error:
            yield Outgoing(text=str(error))

    with running(tmp_path, answer) as bot:
        bot.server.world.send_file(AN, "kế hoạch.txt", "nội dung".encode(), caption="đây ạ")
        assert bot.server.wait_for_messages(AN.id)[0].text == "kế hoạch.txt: nội dung (đây ạ)"
        bot.server.world.send_file(BINH, "to.pdf", bytes((20 << 20) + 1))
        assert "20 MB" in bot.server.wait_for_messages(BINH.id)[0].text


def menu(_):
    yield Outgoing(text="Anh/chị muốn hỏi gì?", buttons=((Button(label="Hạn", payload="han:4.1", person="101"),),))


def pressable(event):
    match event:
        case Pressed():
            yield Outgoing(text=f"Đã bấm {event.payload}", edits=event.message, toast="Đã nhận.")
        case Said():
            yield from menu(event)


def test_a_press_reaches_the_desk_and_changes_its_message(tmp_path):
    with running(tmp_path, pressable) as bot:
        bot.server.world.say(AN, "chào")
        (shown,) = bot.server.wait_for_messages(AN.id)
        assert len(shown.buttons["Hạn"].encode()) <= 64
        bot.server.world.press(AN, shown.buttons["Hạn"], message=shown.message)
        edited = bot.server.wait_for_messages(AN.id, 2)[1]
        assert (edited.method, edited.text, edited.message) == ("editMessageText", "Đã bấm han:4.1", shown.message)
        (toast,) = bot.server.accepted("answerCallbackQuery")
        assert toast.params["text"] == "Đã nhận."


def test_foreign_and_forged_presses_get_a_kind_word_and_nothing_else(tmp_path):
    with running(tmp_path, pressable) as bot:
        bot.server.world.say(AN, "/hoi", chat=GROUP)
        (shown,) = bot.server.wait_for_messages(GROUP.id)
        bot.server.world.press(BINH, shown.buttons["Hạn"], message=shown.message, chat=GROUP)
        bot.server.world.press(AN, "v1:han:4.2:AAAAAAAAAAAAAAAA", message=shown.message, chat=GROUP)
        bot.server.wait(lambda: len(bot.server.accepted("answerCallbackQuery")) == 2)
        toasts = [call.params["text"] for call in bot.server.accepted("answerCallbackQuery")]
        assert all("người đã hỏi" in toast for toast in toasts)
        assert bot.desk.of(Pressed) == []


def test_a_picture_carries_its_text_and_a_file_follows(tmp_path):
    def answer(_):
        yield Outgoing(heading="Tiến độ", text="12/46 việc", picture=PNG)
        yield Outgoing(text="Bảng đây ạ", file=File(name="bao cao.xlsx", content=b"x"))

    with running(tmp_path, answer) as bot:
        bot.server.world.say(AN, "tiến độ?")
        picture, file = bot.server.wait_for_messages(AN.id, 2)
    assert (picture.method, picture.text) == ("sendPhoto", "Tiến độ\n12/46 việc")
    assert (file.method, file.text, file.result["document"]["file_name"]) == (
        "sendDocument",
        "Bảng đây ạ",
        "bao cao.xlsx",
    )


def test_a_picture_that_is_too_long_goes_as_a_file(tmp_path):
    tall = PNG[:16] + (100).to_bytes(4, "big") + (9000).to_bytes(4, "big")
    with running(tmp_path, lambda _: [Outgoing(text="Sơ đồ", picture=tall)]) as bot:
        bot.server.world.say(AN, "tiến độ?")
        (shown,) = bot.server.wait_for_messages(AN.id)
    assert (shown.method, shown.text) == ("sendDocument", "Sơ đồ")


def test_long_work_shows_typing_and_its_progress_is_replaced(tmp_path):
    go_on = Event()

    def answer(_):
        go_on.wait(20)
        yield Outgoing(text="Đang đọc…")
        yield Outgoing(text="Đã đọc xong.", edits_last=True)

    with running(tmp_path, answer) as bot:
        bot.server.world.say(AN, "đọc đi")
        bot.server.wait(lambda: bot.server.accepted("sendChatAction"))
        go_on.set()
        first, second = bot.server.wait_for_messages(AN.id, 2)
    assert (first.message, second.text) == (second.message, "Đã đọc xong.")


def test_a_long_answer_comes_in_parts_with_its_buttons_below(tmp_path):
    line = "Sở Thông tin và Truyền thông chủ trì việc <số hóa> & lưu trữ 🎉\n"
    whole = line * 200

    buttons = ((Button(label="Tiếp", payload="n"),),)
    with running(tmp_path, lambda _: [Outgoing(text=whole, buttons=buttons)]) as bot:
        bot.server.world.say(AN, "hết")
        shown = bot.server.wait_for_messages(AN.id, 4)
    assert [bool(call.result.get("reply_markup")) for call in shown] == [False, False, False, True]
    assert "\n".join(call.text for call in shown) == whole.strip()


def test_an_answer_for_another_chat_goes_there_alone(tmp_path):
    def answer(event):
        yield Outgoing(text="Anh Bình muốn vào.", chat="101")
        yield Outgoing(text="Đã chuyển yêu cầu.")

    with running(tmp_path, answer) as bot:
        bot.server.world.chats[AN.id] = {"id": AN.id, "type": "private", "first_name": "An"}
        bot.server.world.say(BINH, "cho tôi vào")
        bot.server.wait_for_messages(BINH.id)
        assert bot.server.texts(AN.id) == ["Anh Bình muốn vào."]
        assert bot.server.texts(BINH.id) == ["Đã chuyển yêu cầu."]


def test_blocking_is_told_by_update_and_by_refusal(tmp_path):
    with running(tmp_path) as bot:
        bot.server.world.member(AN, "kicked")
        bot.server.wait(lambda: bot.desk.of(Reachable))
        bot.server.world.say(BINH, "chào")
        bot.server.wait_for_messages(BINH.id)
        bot.server.world.blocked.add(BINH.id)
        bot.server.world.say(BINH, "còn đó không?")
        bot.server.wait(lambda: bot.server.refused("sendMessage"))
        bot.server.world.say(Person(103), "chào")
        bot.server.wait_for_messages(103)
    assert [(event.place.chat, event.active) for event in bot.desk.of(Reachable)] == [("101", False), ("102", False)]
    assert bot.inbox.counts().failed == 0


def test_a_group_that_moved_is_followed(tmp_path):
    old, new = Chat(-5, kind="group"), Chat(-1005)
    with running(tmp_path) as bot:
        bot.server.world.say(AN, "/hoi ai?", chat=old)
        bot.server.wait_for_messages(old.id)
        bot.server.world.move(AN, old, new)
        bot.server.wait(lambda: len(bot.desk.of(Moved)) == 2)
    assert {(moved.old_chat, moved.new_chat) for moved in bot.desk.of(Moved)} == {("-5", "-1005")}


def test_a_move_that_is_found_while_writing_is_followed_and_its_buttons_with_it(tmp_path):
    old, new = Chat(-5, kind="group"), Chat(-1005)
    with running(tmp_path, pressable) as bot:
        bot.server.world.chats[new.id] = new.body()
        bot.server.world.moved[old.id] = new.id
        bot.server.world.say(AN, "/hoi", chat=old)
        (shown,) = bot.server.wait_for_messages(new.id)
        bot.server.world.press(AN, shown.buttons["Hạn"], message=shown.message, chat=new)
        assert bot.server.wait_for_messages(new.id, 2)[1].text == "Đã bấm han:4.1"
        assert [(moved.old_chat, moved.new_chat) for moved in bot.desk.of(Moved)] == [("-5", "-1005")]
