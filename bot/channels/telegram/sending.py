"""One message to Telegram, at the pace it allows; what became of it is a value. Replies and reminders both use this."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Final, assert_never

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram import Message as Shown
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError

from bot.channels.telegram.failures import AnotherPoller, Failure, Migrated, WrongToken, read_failure
from bot.channels.telegram.markup import html, plain
from bot.channels.telegram.outgoing import Keys, Message
from bot.channels.telegram.pace import Pace
from scheduler.outcomes import Later, NotSent, Refused, Uncertain

TRIES: Final = 12
"""How often one message is tried after "too many" and in other shapes before it counts as not sent."""

FAR_SECONDS: Final = 2.0
"""A turn further off than this is not waited for with a message that nobody waits for."""

PICTURE_NAME: Final = "tien-do.png"
"""What a picture is called that Telegram takes as a file only (too long or too large)."""

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It is there, as this message."""

    message: int


Outcome = Sent | NotSent | Uncertain | Refused | Migrated | Later


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a message goes: a chat, a topic in it ("" = none), the message that it answers (0 = none)."""

    chat: str
    thread: str = ""
    reply_to: int = 0


class Sender:
    """Sends, one caller at a time for each chat or many at once; keeps to the limits for all of them together.

    Args:
        bot: the library's, its requests initialised.
        clock: seconds, for the pace.
        sleep: waits that many seconds of the same clock.
        shared: takes the turn of a reply, or of what is none, where several processes share one pace, and tells the
            seconds until then; blocking. None = nobody shares ours.
    """

    def __init__(
        self,
        bot: Bot,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
        shared: Callable[[bool], float] | None = None,
    ) -> None:
        self._bot = bot
        self._pace = Pace()
        self._clock = clock
        self._sleep = sleep
        self._shared = shared

    async def send(self, message: Message, target: Target, *, reply: bool = True) -> Outcome:
        """One message; waits its turn, obeys "retry after", falls back to what can be shown.

        Where the group goes on under another id nothing is sent: its buttons are to be signed for the new one.

        Args:
            message: what to show.
            target: where.
            reply: whether a person waits for it: then it may use the room that is kept for such. What nobody waits
                for is given back as `Later` where its turn is far off.
        """
        styled = True
        for _ in range(TRIES):
            far = await self._turn(target.chat, reply=reply)
            if far is not None:
                return far
            place = self._pace.take(target.chat, self._clock())
            try:
                return Sent(message=await self._call(message, target, styled=styled))
            except TelegramError as error:
                failure = read_failure(error)
            finally:
                place.ended_at = self._clock()
            match failure:
                case Later(seconds=seconds):
                    self._pace.halt(target.chat, self._clock() + seconds)
                case Refused(cause=cause):
                    words = cause.casefold()
                    if "message is not modified" in words:
                        return Sent(message=message.edits)
                    if "can't parse entities" in words and styled:
                        styled = False
                    elif "message thread not found" in words and target.thread:
                        target = replace(target, thread="")
                    elif message.edits and message.runs and not failure.gone:
                        message = replace(message, edits=0)  # the old one is too old, deleted, or a picture
                    elif message.picture and not failure.gone:
                        message = replace(message, picture=b"", document=message.picture, name=PICTURE_NAME)
                    else:
                        return failure
                case NotSent() | Uncertain() | Migrated():
                    return failure
                case AnotherPoller(cause=cause) | WrongToken(cause=cause):
                    return NotSent(cause=cause)
                case _:
                    assert_never(failure)
        return NotSent(cause="too many requests")

    async def answer_press(self, query: str, toast: str) -> Failure | None:
        """Ends the waiting sign at a pressed button, with a short word or none."""
        try:
            await self._bot.answer_callback_query(query, text=toast or None)
        except TelegramError as error:
            return read_failure(error)
        return None

    async def show_typing(self, target: Target) -> Failure | None:
        """Shows for some five seconds that an answer is being written."""
        try:
            await self._bot.send_chat_action(
                int(target.chat), ChatAction.TYPING, message_thread_id=int(target.thread) if target.thread else None
            )
        except TelegramError as error:
            return read_failure(error)
        return None

    async def _turn(self, chat: str, *, reply: bool) -> Later | None:
        """Waits for the turn, first our own, then that of all processes; not long for what nobody waits for."""
        far = await self._own_turn(chat, reply=reply)
        if far is not None or self._shared is None:
            return far
        wait = await asyncio.to_thread(self._shared, reply)
        if not reply and wait > FAR_SECONDS:
            return Later(cause="the pace of all processes", seconds=wait)
        await self._sleep(wait)
        return await self._own_turn(chat, reply=reply)

    async def _own_turn(self, chat: str, *, reply: bool) -> Later | None:
        while (wait := self._pace.wait(chat, self._clock(), reply=reply)) > 0:
            if not reply and wait > FAR_SECONDS:
                return Later(cause="the pace of the chat", seconds=wait)
            with self._pace.reply_waits() if reply else nullcontext():
                await self._sleep(wait)
        return None

    async def _call(self, message: Message, target: Target, *, styled: bool) -> int:
        bot, chat = self._bot, int(target.chat)
        text = html(message.runs) if styled else plain(message.runs)
        mode = ParseMode.HTML if styled else None
        keyboard = _keyboard(message.keys)
        if message.edits and not message.runs:
            await bot.edit_message_reply_markup(chat, message.edits, reply_markup=keyboard)
            return message.edits
        if message.edits:
            await bot.edit_message_text(
                text, chat, message.edits, parse_mode=mode, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
            )
            return message.edits
        where: dict[str, Any] = {"reply_markup": keyboard, "parse_mode": mode}
        if target.thread:
            where["message_thread_id"] = int(target.thread)
        if target.reply_to:
            where["reply_parameters"] = ReplyParameters(target.reply_to, allow_sending_without_reply=True)
        shown: Shown
        if message.picture:
            shown = await bot.send_photo(chat, message.picture, caption=text or None, **where)
        elif message.document:
            shown = await bot.send_document(
                chat, message.document, filename=message.name, caption=text or None, **where
            )
        else:
            shown = await bot.send_message(chat, text, link_preview_options=_NO_PREVIEW, **where)
        return shown.message_id


def _keyboard(keys: Keys) -> InlineKeyboardMarkup | None:
    rows = [
        [
            InlineKeyboardButton(key.label, url=key.link)
            if key.link
            else InlineKeyboardButton(key.label, callback_data=key.data)
            for key in row
        ]
        for row in keys
    ]
    return InlineKeyboardMarkup(rows) if rows else None
