"""One update from the inbox: read, given to the desk, its answers shown as they come. In worker threads."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import Any, Final, TypeVar, assert_never

from bot.channels.base import ChatKind, Desk, Incoming, Moved, Outgoing, Place, Pressed, Reachable, Said, Unreadable
from bot.channels.telegram.failures import Migrated
from bot.channels.telegram.incoming import CHANNEL, Heard, Me, read_update
from bot.channels.telegram.lanes import HopelessError
from bot.channels.telegram.outgoing import Message, plan_messages, render_toast
from bot.channels.telegram.sending import Outcome, Sender, Sent, Target
from bot.channels.telegram.signing import Signer
from bot.errors import ChannelError
from bot.rendering.phrases import phrase
from knowledge.inbox import Waiting
from scheduler import outcomes
from scheduler.outcomes import Later, NotSent, Refused, Uncertain

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

SLOW_SECONDS: Final = 0.7
"""After this long without an answer "is typing" is shown, and again while it lasts."""

TYPING_SECONDS: Final = 4.5
PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, *[30.0] * 60)
"""Seconds between the tries to send what surely did not arrive; half an hour in all, for networks come back."""


class Handler:
    """Handles updates in any number of threads; all calls to Telegram run in the loop.

    Args:
        desk: decides what is answered.
        sender: sends it.
        loop: where the sender lives; never the caller's own thread.
        me: the bot.
        signer: its buttons.
        fetch: file id → its bytes, in the loop; may raise `ChannelError`.
        now: the instant it is.
        sleep: waits that many seconds.
    """

    def __init__(
        self,
        *,
        desk: Desk,
        sender: Sender,
        loop: asyncio.AbstractEventLoop,
        me: Me,
        signer: Signer,
        fetch: Callable[[str], Coroutine[Any, Any, bytes]],
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._loop = loop
        self._me = me
        self._signer = signer
        self._fetch = fetch
        self._now = now
        self._sleep = sleep
        self._lock = Lock()
        self._calls: set[Future[Any]] = set()
        self._closed = False

    def handle(self, update: Waiting) -> None:
        """Does all that an update asks for.

        Raises:
            ChannelError: an answer could not be sent for a while: the update shall wait.
            HopelessError: the update itself cannot be read.
        """
        try:
            heard = read_update(
                update.body,
                me=self._me,
                signer=self._signer,
                at=self._now(),
                fetch=lambda file_id: self._run(self._fetch(file_id)),
            )
        except Exception as error:  # the library trusts the form of what comes, whatever is wrong with it
            raise HopelessError(phrase("telegram.unreadable", cause=f"{type(error).__name__}: {error}")) from error
        if heard is None:
            return
        if heard.event is None:
            code = "telegram.not_your_button" if heard.group else "telegram.old_button"
            self._run(self._sender.answer_press(heard.query, render_toast(phrase(code))))
            return
        self._answer(heard, heard.event)

    def say(self, chat: str, outgoing: Outgoing) -> outcomes.Outcome:
        """Says something that nobody asked for, each of its messages once; what became of it."""
        if self._closed:
            return NotSent(cause="closed")
        last = 0
        for message in plan_messages(outgoing, self._signer, chat=chat):
            shown = self._run(self._sender.send(message, Target(chat=chat), reply=False))
            match shown:
                case Sent(message=last):
                    continue
                case Migrated(chat=new):
                    self._tell_moved(chat, new)
                    outcome: outcomes.Outcome = outcomes.Moved(chat=new)
                case Refused(gone=gone):
                    if gone:
                        self._tell_gone(chat)
                    outcome = shown
                case NotSent() | Later() | Uncertain():
                    outcome = shown
                case _:
                    assert_never(shown)
            # Of several messages the first are there: nobody can say that nothing arrived.
            return Uncertain(cause="broken off") if last else outcome
        return outcomes.Sent(message=str(last))

    async def finish(self, patience: float) -> None:
        """Waits for what is being sent, so long at most."""
        with self._lock:
            calls = [asyncio.wrap_future(call) for call in self._calls]
        if calls:
            await asyncio.wait(calls, timeout=patience)

    def close(self) -> None:
        """Breaks off what is being sent; its updates stay in the inbox."""
        with self._lock:
            self._closed = True
            for call in self._calls:
                call.cancel()

    def _answer(self, heard: Heard, event: Incoming) -> None:
        here = Target(chat=heard.chat, thread=heard.thread, reply_to=heard.message if heard.group else 0)
        released, last = not heard.query, 0
        answers = iter(self._desk.handle(event))
        while True:
            with self._typing(here, event):
                outgoing = next(answers, None)
            if not released:
                toast = "" if outgoing is None else render_toast(outgoing.toast)
                self._run(self._sender.answer_press(heard.query, toast))
                released = True
            if outgoing is None:
                return
            if outgoing.chat not in ("", heard.chat):
                self._show(outgoing, Target(chat=outgoing.chat), last=0)
                continue
            shown = self._show(outgoing, here, last=last)
            if shown:
                here, last = replace(here, reply_to=0), shown

    def _show(self, outgoing: Outgoing, target: Target, *, last: int) -> int:
        """Shows one answer; gives its last message, 0 = none."""
        shown = 0
        for message in plan_messages(outgoing, self._signer, chat=target.chat, last=last):
            match self._run(self._deliver(message, target)):
                case Sent(message=shown):
                    target = replace(target, reply_to=0)
                case Refused(gone=gone, cause=cause):
                    _log.warning(phrase("telegram.refused", cause=cause))
                    if gone:
                        self._tell_gone(target.chat)
                    break
                case Migrated(chat=new):
                    self._tell_moved(target.chat, new)
                    return self._show(outgoing, Target(chat=new), last=0)
                case _:
                    break
        return shown

    async def _deliver(self, message: Message, target: Target) -> Outcome:
        """One message of an answer: again while it surely did not arrive, once more where nobody knows."""
        uncertain = False
        for pause in (*PAUSES, None):
            outcome = await self._sender.send(message, target)
            match outcome:
                case Sent() | Refused() | Migrated():
                    return outcome
                case Uncertain(cause=cause):
                    # An answer twice is a small harm, and none a larger one; but not again and again.
                    if uncertain:
                        _log.warning(phrase("telegram.uncertain", cause=cause))
                        return outcome
                    uncertain = True
                case NotSent(cause=cause) | Later(cause=cause):
                    if pause is None:
                        raise ChannelError(phrase("telegram.not_sent", cause=cause))
                    await self._sleep(pause)
                case _:
                    assert_never(outcome)
        return outcome

    def _tell_moved(self, old: str, new: str) -> None:
        """A group was found, while writing to it, to go on under another id."""
        moved = Moved(key=f"moved:{old}:{new}", at=self._now(), channel=CHANNEL, old_chat=old, new_chat=new)
        for outgoing in self._desk.handle(moved):
            self._show(outgoing, Target(chat=outgoing.chat or new), last=0)

    def _tell_gone(self, chat: str) -> None:
        """The chat takes nothing any more; no message goes there for this."""
        group = chat.startswith("-")
        place = Place(
            channel=CHANNEL,
            chat=chat,
            kind=ChatKind.GROUP if group else ChatKind.PRIVATE,
            person="" if group else chat,
        )
        at = self._now()
        gone = Reachable(key=f"gone:{chat}:{at.isoformat()}", at=at, place=place, active=False)
        for outgoing in self._desk.handle(gone):
            if outgoing.chat not in ("", chat):
                self._show(outgoing, Target(chat=outgoing.chat), last=0)

    @contextmanager
    def _typing(self, target: Target, event: Incoming) -> Iterator[None]:
        """Shows "is typing" where it takes long and somebody waits for it."""
        match event:
            case Said(addressed=True) | Unreadable(addressed=True) | Pressed():
                pass
            case _:
                yield
                return
        future = asyncio.run_coroutine_threadsafe(self._type(target), self._loop)
        try:
            yield
        finally:
            future.cancel()

    async def _type(self, target: Target) -> None:
        await self._sleep(SLOW_SECONDS)
        while await self._sender.show_typing(target) is None:
            await self._sleep(TYPING_SECONDS)

    def _run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        call = asyncio.run_coroutine_threadsafe(work, self._loop)
        with self._lock:
            self._calls.add(call)
            if self._closed:
                call.cancel()
        try:
            return call.result()
        finally:
            with self._lock:
                self._calls.discard(call)
