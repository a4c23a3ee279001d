"""The methods of the Bot API, each refusing what Telegram refuses."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_server.errors import ApiError, bad_request
from tests.fakes.telegram_server.html import parse_html, utf16_length
from tests.fakes.telegram_server.limits import Limits
from tests.fakes.telegram_server.wire import Params
from tests.fakes.telegram_server.world import ALL_UPDATES, BOT, Body, World

TEXT, CAPTION, TOAST, DATA_BYTES = 4096, 1024, 200, 64
DOWNLOAD, UPLOAD, PHOTO = 20 << 20, 50 << 20, 10 << 20
DEFAULT_UPDATES = ALL_UPDATES
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)


class Methods:
    """One method of the API per method here, under its own name."""

    lacking: tuple[str, ...] = ()
    """Methods that a smaller server would not have."""

    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        self._limits = limits
        self._poller = 0
        self.webhook: Body = {"url": ""}

    def find(self, name: str) -> Callable[[Params], Any]:
        """The method; Telegram takes its name in any case."""
        found = _NAMES.get(name.lower())
        if found is None or name.lower() in self.lacking:
            raise ApiError(404, "Not Found")
        method: Callable[[Params], Any] = getattr(self, found)
        return method

    # Updates

    def getUpdates(self, params: Params) -> list[Body]:  # noqa: N802
        world = self._world
        offset, limit = params.whole("offset", 0), params.whole("limit", 100)
        until = time.monotonic() + params.whole("timeout", 0)
        with world.changed:
            if self.webhook["url"]:
                raise ApiError(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the"
                    " webhook first",
                )
            self._allow(params)
            self._poller += 1
            me = self._poller
            world.changed.notify_all()  # whoever polled until now is told of the newcomer
            # What is below the offset was taken safely, and only that is forgotten.
            if offset < 0:
                world.updates = world.updates[offset:]
            else:
                world.updates = [update for update in world.updates if update["update_id"] >= offset]
            while not world.updates:
                if (left := until - time.monotonic()) <= 0 or not world.changed.wait(left):
                    break
                if self._poller != me:
                    break
            if self._poller != me:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            return list(world.updates[: min(max(limit, 1), 100)])

    def setWebhook(self, params: Params) -> bool:  # noqa: N802
        url, secret = params.text("url"), params.text("secret_token")
        if not re.match(r"https://|http://127\.0\.0\.1:", url):  # loopback may go without TLS, here alone
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        with self._world.changed:
            self._allow(params)
            self.webhook = {"url": url, "secret": secret}
            self._world.changed.notify_all()
        return True

    def deleteWebhook(self, params: Params) -> bool:  # noqa: N802
        with self._world.changed:
            self.webhook = {"url": ""}
            if params.flag("drop_pending_updates"):
                self._world.updates.clear()
        return True

    def getWebhookInfo(self, _: Params) -> Body:  # noqa: N802
        return {
            "url": self.webhook["url"],
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }

    def _allow(self, params: Params) -> None:
        """The kinds asked for hold until others are asked for."""
        asked = params.json("allowed_updates")
        if asked is not None:
            self._world.allowed = frozenset(asked) or DEFAULT_UPDATES

    # The bot and its chats

    def getMe(self, _: Params) -> Body:  # noqa: N802
        return {
            **BOT,
            "can_join_groups": True,
            "can_read_all_group_messages": not self._world.privacy,
            "supports_inline_queries": False,
        }

    def setMyCommands(self, params: Params) -> bool:  # noqa: N802
        commands = params.json("commands", [])
        if len(commands) > 100 or not all(
            re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) and 1 <= len(command["description"]) <= 256
            for command in commands
        ):
            raise bad_request("BOT_COMMAND_INVALID")
        self._world.commands = commands
        return True

    def getMyCommands(self, _: Params) -> list[Body]:  # noqa: N802
        return self._world.commands

    def getChat(self, params: Params) -> Body:  # noqa: N802
        chat = self._chat(params)
        return {**chat, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}

    def getChatMember(self, params: Params) -> Body:  # noqa: N802
        chat = self._chat(params)
        user = params.whole("user_id")
        status = "left" if user == BOT["id"] and chat["id"] in self._world.removed else "member"
        who = BOT if user == BOT["id"] else {"id": user, "is_bot": False, "first_name": "?"}
        return {"user": who, "status": status}

    def getChatAdministrators(self, params: Params) -> list[Body]:  # noqa: N802
        self._chat(params)
        return []

    def leaveChat(self, params: Params) -> bool:  # noqa: N802
        self._world.removed.add(self._chat(params)["id"])
        return True

    # Messages

    def sendMessage(self, params: Params) -> Body:  # noqa: N802
        chat = self._writable(params)
        text, entities = self._styled(params, "text", TEXT, "message")
        if not text:
            raise bad_request("message text is empty")
        return self._new(params, chat, {"text": text, "entities": entities})

    def sendPhoto(self, params: Params) -> Body:  # noqa: N802
        chat = self._writable(params)
        photo = params.upload("photo")
        if not photo.content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            raise bad_request("IMAGE_PROCESS_FAILED")
        if len(photo.content) > PHOTO:
            raise ApiError(413, "Request Entity Too Large")
        width, height = (int.from_bytes(photo.content[at : at + 4], "big") for at in (16, 20))
        if photo.content.startswith(b"\x89PNG") and not (
            0 < width + height <= 10_000 and max(width, height) <= 20 * min(width, height)
        ):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        caption, entities = self._styled(params, "caption", CAPTION, "caption")
        size = {"file_id": "p", "file_unique_id": "p", "width": width, "height": height}
        return self._new(params, chat, {"photo": [size], **_captioned(caption, entities)})

    def sendDocument(self, params: Params) -> Body:  # noqa: N802
        chat = self._writable(params)
        upload = params.upload("document")
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        caption, entities = self._styled(params, "caption", CAPTION, "caption")
        document = {"file_id": "d", "file_unique_id": "d", "file_name": upload.name, "file_size": len(upload.content)}
        return self._new(params, chat, {"document": document, **_captioned(caption, entities)})

    def editMessageText(self, params: Params) -> Body:  # noqa: N802
        old = self._own(params)
        if "text" not in old:
            raise bad_request("there is no text in the message to edit")
        text, entities = self._styled(params, "text", TEXT, "message")
        if not text:
            raise bad_request("message text is empty")
        return self._edited(old, {"text": text, "entities": entities, "reply_markup": self._markup(params)})

    def editMessageReplyMarkup(self, params: Params) -> Body:  # noqa: N802
        return self._edited(self._own(params), {"reply_markup": self._markup(params)})

    def answerCallbackQuery(self, params: Params) -> bool:  # noqa: N802
        if utf16_length(params.text("text")) > TOAST:
            raise bad_request("MESSAGE_TOO_LONG")
        query = params.text("callback_query_id")
        with self._world.changed:
            if self._world.queries.get(query) is not False:  # unknown, or answered before
                raise bad_request("query is too old and response timeout expired or query ID is invalid")
            self._world.queries[query] = True
        return True

    def sendChatAction(self, params: Params) -> bool:  # noqa: N802
        self._chat(params)
        return True

    def getFile(self, params: Params) -> Body:  # noqa: N802
        found = self._world.files.get(params.text("file_id"))
        if found is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        name, content = found
        if len(content) > DOWNLOAD:
            raise bad_request("file is too big")
        file_id = params.text("file_id")
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": len(content),
            "file_path": f"documents/{file_id}/{name}",
        }

    # What they share

    def _chat(self, params: Params) -> Body:
        chat = params.whole("chat_id")
        if chat in self._world.moved:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self._world.moved[chat]
            )
        if chat not in self._world.chats:
            raise bad_request("chat not found")
        return self._world.chats[chat]

    def _writable(self, params: Params) -> Body:
        chat = self._chat(params)
        if chat["id"] in self._world.blocked or (chat["id"] in self._world.removed and chat["type"] == "private"):
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat["id"] in self._world.removed:
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat['type']} chat")
        return chat

    def _styled(self, params: Params, name: str, most: int, what: str) -> tuple[str, list[Body]]:
        source = params.text(name)
        mode = params.text("parse_mode")
        if mode not in {"", "HTML"}:
            raise bad_request("unsupported parse_mode")
        text, entities = parse_html(source) if mode else (source, [])
        if "\0" in text or re.search("[\ud800-\udfff]", text):
            raise bad_request("strings must be encoded in UTF-8")
        text = text.rstrip() if entities else text.strip()
        if utf16_length(text) > most:
            raise bad_request(f"{what} is too long")
        return text, entities

    def _markup(self, params: Params) -> Body | None:
        markup = params.json("reply_markup")
        rows = (markup or {}).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row]
        if len(buttons) > 100 or any(len(row) > 8 for row in rows):
            raise bad_request("reply markup is too long")
        for button in buttons:
            actions = {"callback_data", "url"} & set(button)
            if not button.get("text", "").strip():
                raise bad_request("inline keyboard button text must be non-empty")
            if len(actions) != 1:
                raise bad_request("Text buttons are unallowed in the inline keyboard")
            if "url" in button and not re.match(r"(?:https?|tg)://[^\s/]+", button["url"]):
                raise bad_request("inline keyboard button URL is invalid")
            if "url" not in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
        return {"inline_keyboard": rows} if buttons else None

    def _new(self, params: Params, chat: Body, content: Body) -> Body:
        world = self._world
        markup = self._markup(params)
        reply = params.json("reply_parameters") or {}
        thread = params.whole("message_thread_id", 0)
        body: Body = {"date": int(time.time()), "from": BOT, "chat": chat, **content}
        with world.changed:
            if thread and not chat.get("is_forum"):
                raise bad_request("message thread not found")
            if "message_id" in reply:
                answered = world.messages.get((chat["id"], int(reply["message_id"])))
                if answered is not None:
                    plain = {name: value for name, value in answered.items() if name != "reply_to_message"}
                    body["reply_to_message"] = plain
                elif not reply.get("allow_sending_without_reply"):
                    raise bad_request("message to be replied not found")
            self._limits.take(chat["id"])
            if thread:
                body |= {"message_thread_id": thread, "is_topic_message": True}
            if markup:
                body["reply_markup"] = markup
            return world.keep({"message_id": next(world.message_ids), **body})

    def _own(self, params: Params) -> Body:
        chat = self._writable(params)
        message = self._world.messages.get((chat["id"], params.whole("message_id")))
        if message is None:
            raise bad_request("message to edit not found")
        if message["from"]["id"] != BOT["id"]:
            raise bad_request("message can't be edited")
        return message

    def _edited(self, old: Body, changes: Body) -> Body:
        if all((old.get(name) or None) == (value or None) for name, value in changes.items()):
            raise bad_request(NOT_MODIFIED)
        with self._world.changed:
            self._limits.take(old["chat"]["id"])
            new = {**old, **changes, "edit_date": int(time.time())}
            return self._world.keep({name: value for name, value in new.items() if value is not None})


_NAMES = {name.lower(): name for name in vars(Methods) if name[0] != "_" and name not in ("find", "lacking")}
_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def _captioned(caption: str, entities: list[Body]) -> Body:
    return {"caption": caption, "caption_entities": entities} if caption else {}
