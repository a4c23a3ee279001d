"""What the server knows: chats, messages, the updates that wait for the bot. People act here; the bot in `methods`.

Everything is guarded by one condition, which is notified of every change: whoever waits for something waits on it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from itertools import count
from threading import Condition
from typing import Any

from tests.fakes.telegram_server.html import utf16_length
from tests.fakes.telegram_server.people import Chat, Person, private

BOT = {"id": 7_000_001, "is_bot": True, "first_name": "Nhắc Việc", "username": "nhacviec_bot"}
ALL_UPDATES = frozenset({"message", "edited_message", "channel_post", "callback_query", "my_chat_member"})
_ENTITIES = re.compile(r"(?P<bot_command>(?:(?<=\s)|^)/[a-zA-Z0-9_]{1,32}(?:@\w+)?)|(?P<mention>@\w{4,32})")

Body = dict[str, Any]


@dataclass
class World:
    """The state of the server; ids of updates and messages grow by one."""

    privacy: bool = False
    changed: Condition = field(default_factory=Condition)
    allowed: frozenset[str] = ALL_UPDATES
    updates: list[Body] = field(default_factory=list)
    chats: dict[int, Body] = field(default_factory=dict)
    messages: dict[tuple[int, int], Body] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    queries: dict[str, bool] = field(default_factory=dict)
    commands: list[Body] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    update_ids: Any = field(default_factory=lambda: count(5_001))
    message_ids: Any = field(default_factory=lambda: count(1))

    # What people do. Each gives the id of the update, or 0 where the bot does not get to see it.

    def say(
        self, person: Person, text: str, *, chat: Chat | None = None, reply_to: int = 0, thread: int = 0, **more: Any
    ) -> int:
        """A message; `more` are further fields of it, such as `voice` or `entities`."""
        with self.changed:
            body = self._new_message(person, chat, thread)
            if text:
                body |= {"text": text, "entities": _entities(text)}
            if reply_to:
                body["reply_to_message"] = self.messages[body["chat"]["id"], reply_to]
            body |= more
            if not self._sees(body):
                return 0
            return self.queue("message", body)

    def edit(self, person: Person, text: str, *, message: int, chat: Chat | None = None) -> int:
        with self.changed:
            where = chat.id if chat else person.id
            body = {**self.messages[where, message], "text": text, "edit_date": int(time.time())}
            return self.queue("edited_message", body)

    def send_file(self, person: Person, name: str, content: bytes, *, chat: Chat | None = None, **more: Any) -> int:
        file_id = f"file{len(self.files) + 1}"
        self.files[file_id] = (name, content)
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}
        return self.say(person, "", chat=chat, document={**document, **more.pop("document", {})}, **more)

    def press(self, person: Person, data: str, *, message: int, chat: Chat | None = None) -> int:
        """Presses a button: whatever `data` says, for a client may send anything."""
        with self.changed:
            query_id = f"{person.id}{next(self.update_ids)}"
            self.queries[query_id] = False
            shown = self.messages[chat.id if chat else person.id, message]
            body = {"id": query_id, "from": person.body(), "chat_instance": "1", "data": data, "message": shown}
            return self.queue("callback_query", body)

    def show(self, person: Person, text: str, *, message: int) -> int:
        """Puts a message of the bot's into a private chat, as if it had been sent before."""
        body = {"message_id": message, "date": int(time.time()), "from": BOT, "chat": self._chat(person, None)}
        self.keep({**body, "text": text})
        return message

    def member(self, person: Person, status: str, *, chat: Chat | None = None, old: str = "member") -> int:
        """The bot's own membership changes: "kicked" = blocked or thrown out, "member" = let in."""
        with self.changed:
            where = self._chat(person, chat)
            gone = status in {"kicked", "left"}
            (self.removed.add if gone else self.removed.discard)(where["id"])
            body = {"chat": where, "from": person.body(), "date": int(time.time())}
            states = {
                name: {"user": BOT, "status": value, **({"until_date": 0} if value == "kicked" else {})}
                for name, value in (("old_chat_member", old), ("new_chat_member", status))
            }
            return self.queue("my_chat_member", {**body, **states})

    def move(self, person: Person, old: Chat, new: Chat) -> int:
        """A group becomes a supergroup: told in both chats, and to whoever writes to the old one."""
        with self.changed:
            self.moved[old.id] = new.id
            self.queue("message", {**self._new_message(person, old), "migrate_to_chat_id": new.id})
            return self.queue("message", {**self._new_message(person, new), "migrate_from_chat_id": old.id})

    def queue(self, kind: str, body: Body) -> int:
        """Puts an update up for the bot, if it asked for that kind."""
        with self.changed:
            if kind not in self.allowed:
                return 0
            update_id = next(self.update_ids)
            self.updates.append({"update_id": update_id, kind: body})
            self.changed.notify_all()
            return int(update_id)

    def keep(self, body: Body) -> Body:
        with self.changed:
            self.messages[body["chat"]["id"], body["message_id"]] = body
            return body

    def _new_message(self, person: Person, chat: Chat | None, thread: int = 0) -> Body:
        body: Body = {
            "message_id": next(self.message_ids),
            "date": int(time.time()),
            "from": person.body(),
            "chat": self._chat(person, chat),
        }
        if thread:
            body |= {"message_thread_id": thread, "is_topic_message": True}
        return self.keep(body)

    def _chat(self, person: Person, chat: Chat | None) -> Body:
        body = chat.body() if chat else private(person)
        self.chats[body["id"]] = body
        return body

    def _sees(self, body: Body) -> bool:
        """Whether privacy mode lets a message through: commands, mentions, replies to the bot, service messages."""
        if not self.privacy or body["chat"]["type"] == "private" or "text" not in body:
            return True
        text = body["text"]
        reply_to = body.get("reply_to_message", {}).get("from", {}).get("id")
        return text.startswith("/") or f"@{BOT['username']}" in text or reply_to == BOT["id"]


def _entities(text: str) -> list[Body]:
    """Commands and mentions, as a client marks them."""
    return [
        {
            "type": found.lastgroup,
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for found in _ENTITIES.finditer(text)
    ]
