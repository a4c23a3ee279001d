"""What Telegram sends, read as the events that the desk knows; pure but for the files, which are fetched when asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Document, Message, MessageEntity, Update, User
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from bot.channels.base import (
    Attachment,
    ChatKind,
    Incoming,
    Moved,
    Place,
    Pressed,
    Reachable,
    Said,
    Unreadable,
)
from bot.channels.telegram.signing import Signer
from knowledge.inbox import Arrived

CHANNEL: Final = "telegram"
KINDS: Final = ("message", "callback_query", "my_chat_member")
"""The updates asked for. Not edited messages: what was answered is not asked again; nor posts of channels."""

_COMMAND: Final = re.compile(r"(?P<command>/[A-Za-z0-9_]+)(?:@(?P<whose>[A-Za-z0-9_]+))?(?!\S)")
_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)
_GONE: Final = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
_UNREADABLE: Final = {
    "voice": "voice",
    "audio": "voice",
    "sticker": "sticker",
    "photo": "photo",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "location": "location",
    "venue": "location",
    "contact": "other",
    "poll": "other",
    "dice": "other",
    "story": "other",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The bot as others see it."""

    id: int
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An event, and what answering it in Telegram needs: the message to reply to, the pressed button to release.

    `event` is None for a press that is not the presser's to make: only the button is released, with a kind word.
    """

    event: Incoming | None
    chat: str
    thread: str = ""
    group: bool = False
    message: int = 0
    query: str = ""


def arrived(update: dict[str, Any]) -> Arrived:
    """An update as it came, for the inbox; its lane is its chat.

    Raises:
        KeyError: it has no id, so it is none.
    """
    key = str(int(update["update_id"]))
    content = next((value for name, value in update.items() if name != "update_id" and isinstance(value, dict)), {})
    chat = (content.get("chat") or (content.get("message") or {}).get("chat") or {}).get("id", "")
    body = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    return Arrived(key=key, lane=str(chat), body=body.encode("utf-8", "replace").decode())  # no half characters


def read_update(body: str, *, me: Me, signer: Signer, at: datetime, fetch: Callable[[str], bytes]) -> Heard | None:
    """The event in an update; None where it is nothing that the desk should know (other bots, service messages).

    Args:
        body: the update, as JSON.
        me: whose mention and whose commands are meant.
        signer: knows our buttons.
        at: when it came, for what carries no time of its own.
        fetch: file id → its bytes; blocks, may raise `ChannelError`.
    """
    content = json.loads(body)
    if "callback_query" in content:
        content["callback_query"].setdefault("chat_instance", "")  # of no use here; the library insists on it
    update = Update.de_json(content, None)
    key = str(update.update_id)
    if update.callback_query is not None:
        return _press(update.callback_query, key, signer, at)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member, key)
    if update.message is not None:
        return _message(update.message, key, me, fetch)
    return None


def _message(message: Message, key: str, me: Me, fetch: Callable[[str], bytes]) -> Heard | None:
    chat = str(message.chat.id)
    for old, new in ((chat, message.migrate_to_chat_id), (message.migrate_from_chat_id, chat)):
        if old and new:
            moved = Moved(key=key, at=message.date, channel=CHANNEL, old_chat=str(old), new_chat=str(new))
            return Heard(event=moved, chat=str(new))
    place = _place(message.chat, message.from_user, message)
    if place is None or message.is_automatic_forward:  # what a linked channel posts is nobody's word
        return None
    event = _words(message, key, place, me, fetch)
    if event is None:
        return None
    group = place.kind is ChatKind.GROUP
    return Heard(event=event, chat=chat, thread=place.thread, group=group, message=message.message_id)


def _words(message: Message, key: str, place: Place, me: Me, fetch: Callable[[str], bytes]) -> Said | Unreadable | None:
    text, mentioned = _without_name(message, me)
    addressed = place.kind is ChatKind.PRIVATE or mentioned or _answers_me(message, me)
    document = None if message.animation else message.document
    if text or document or mentioned:
        attachment = _attachment(document, fetch) if document else None
        return Said(
            key=key,
            at=message.date,
            place=place,
            text=text,
            addressed=addressed,
            forwarded=message.forward_origin is not None,
            attachment=attachment,
        )
    what = next((what for name, what in _UNREADABLE.items() if getattr(message, name)), "")
    return Unreadable(key=key, at=message.date, place=place, what=what, addressed=addressed) if what else None


def _attachment(document: Document, fetch: Callable[[str], bytes]) -> Attachment:
    size = document.file_size or 0
    return Attachment(name=document.file_name or "", size=size, fetch=partial(fetch, document.file_id))


def _without_name(message: Message, me: Me) -> tuple[str, bool]:
    """The text without the bot's name in it, and whether it named the bot; a command counts, unless another bot's.

    Read from the words, which every server sends; an entity is asked only where the words do not tell who is meant.
    """
    units = (message.text or message.caption or "").replace("\0", " ").encode("utf-16-le")
    mentioned = False
    for entity in sorted(message.entities or message.caption_entities or (), key=_offset, reverse=True):
        if entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None and entity.user.id == me.id:
            mentioned = True
            units = units[: entity.offset * 2] + units[(entity.offset + entity.length) * 2 :]  # UTF-16 units
    text = units.decode("utf-16-le", "replace")
    command = _COMMAND.match(text)
    if command and (command["whose"] or me.username).casefold() == me.username.casefold():
        mentioned = True
        text = command["command"] + text[command.end() :]
    text, times = re.subn(rf"(?<![\w@.])@{re.escape(me.username)}(?!\w)", "", text, flags=re.IGNORECASE)
    mentioned = mentioned or times > 0
    return text.strip(" \t\n,:;" if mentioned else None), mentioned


def _offset(entity: MessageEntity) -> int:
    return entity.offset


def _answers_me(message: Message, me: Me) -> bool:
    answered = message.reply_to_message
    # Every message in a topic "answers" the one that opened it.
    return bool(answered and not answered.forum_topic_created and answered.from_user and answered.from_user.id == me.id)


def _press(query: CallbackQuery, key: str, signer: Signer, at: datetime) -> Heard | None:
    message = query.message
    if message is None:
        return None
    chat = str(message.chat.id)
    place = _place(message.chat, query.from_user, message if isinstance(message, Message) else None)
    if place is None:
        return None
    payload = signer.read(query.data or "", chat=chat, person=place.person)
    event = None
    if payload is not None:
        event = Pressed(key=key, at=at, place=place, payload=payload, message=str(message.message_id))
    return Heard(event=event, chat=chat, thread=place.thread, group=place.kind is ChatKind.GROUP, query=query.id)


def _membership(change: ChatMemberUpdated, key: str) -> Heard | None:
    place = _place(change.chat, change.from_user, None)
    if place is None:
        return None
    active = change.new_chat_member.status not in _GONE
    event = Reachable(key=key, at=change.date, place=place, active=active)
    return Heard(event=event, chat=place.chat, group=place.kind is ChatKind.GROUP)


def _place(chat: Chat, person: User | None, message: Message | None) -> Place | None:
    """Where it happened; None for channels, and for bots and whoever hides behind one."""
    if person is None or person.is_bot or chat.type not in (ChatType.PRIVATE, *_GROUPS):
        return None
    in_topic = message is not None and message.is_topic_message
    return Place(
        channel=CHANNEL,
        chat=str(chat.id),
        kind=ChatKind.PRIVATE if chat.type == ChatType.PRIVATE else ChatKind.GROUP,
        person=str(person.id),
        person_name=person.full_name,
        chat_title=chat.title or "",
        thread=str(message.message_thread_id) if message is not None and in_topic else "",
    )
