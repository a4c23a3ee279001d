"""What passes between a chat channel and the desk: messages in, rich answers out. No channel is named here.

A channel (one file per library) turns what its platform sends into an `Incoming`, and shows each `Outgoing` as well as
the platform can. All that is decided is decided by the `Desk`. Ids of chats and people are the platform's own, as text;
they are unique within a channel only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from scheduler.outcomes import Outcome

PAYLOAD_BYTES = 40
"""The longest payload of a button; what is left of a platform's own limit carries the signature."""


class ChatKind(StrEnum):
    """Where something was said."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who speaks where: the channel's name, the chat, the person. `thread` is a topic within a group, or ""."""

    channel: str
    chat: str
    kind: ChatKind
    person: str
    person_name: str = ""
    chat_title: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message. `fetch` blocks and gives its bytes; it may raise `ChannelError`."""

    name: str
    size: int
    fetch: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message in words. `text` has neither the mention of the assistant nor "@name" behind a command.

    `addressed` says that it was said to the assistant: in private, by mention, by reply to it, or as a command.
    `forwarded` = these are somebody's words that the person handed on.
    """

    key: str
    at: datetime
    place: Place
    text: str
    addressed: bool
    forwarded: bool = False
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button pressed: its payload, which the channel has found to be our own for this chat, and its message."""

    key: str
    at: datetime
    place: Place
    payload: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Something that is not words: "voice", "sticker", "photo", "video", "location", "other"."""

    key: str
    at: datetime
    place: Place
    what: str
    addressed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A chat goes on under another id (a group that was made a supergroup): everything follows it."""

    key: str
    at: datetime
    channel: str
    old_chat: str
    new_chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """Whether the assistant may write to a chat: False when it was blocked or taken out, True when let in again."""

    key: str
    at: datetime
    place: Place
    active: bool


Incoming = Said | Pressed | Unreadable | Moved | Reachable
"""`key` names the event once for ever within its channel: the same event handed in twice changes nothing twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice to press. `payload` is ASCII, at most `PAYLOAD_BYTES`; with `link` it opens an address instead.

    `person` is who alone may press it, "" = whoever is in the chat.
    """

    label: str
    payload: str = ""
    link: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to send."""

    name: str
    content: bytes = field(repr=False)
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One answer as a person should see it; a channel leaves out what it cannot show.

    `text` is plain: its lines parted by line breaks, `heading` (set apart) above and `source` (set small) below it.
    `edits` is the message of ours that it takes the place of, "" = a new one; without any text it changes only the
    buttons there. `edits_last` = it takes the place of
    the message that the same event brought forth just before (progress of long work). `toast` is the short word a
    press is answered with. `picture` is a PNG. `chat` says it to another chat of the same channel.
    """

    text: str = ""
    heading: str = ""
    source: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: bytes = field(default=b"", repr=False)
    file: File | None = None
    edits: str = ""
    edits_last: bool = False
    toast: str = ""
    chat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of a self-check, as one Vietnamese sentence; `ok` is False where somebody has to do something."""

    ok: bool
    text: str


class Channel(Protocol):
    """A channel as the rest of the house sees it."""

    def check(self, groups: Iterable[str] = ()) -> tuple[Finding, ...]:
        """Looks at itself, and at its rights in these chats. Blocking; from any thread but the channel's own."""
        ...

    def say(self, chat: str, outgoing: Outgoing, /) -> Outcome:
        """Says something that nobody asked for; what became of it. Blocking; from any thread but the channel's own.

        It leaves room for replies, and gives back `Later` rather than wait long. That a chat moved or takes nothing
        any more is told to the desk before.
        """
        ...


class Desk(Protocol):
    """The session layer as a channel sees it."""

    def handle(self, event: Incoming) -> Iterator[Outgoing]:
        """The answers to one event, in order, each to be shown as it comes; none = silence.

        Blocking; called from one worker thread per event. Never raises: an error of ours is one polite sentence.
        What it changes is changed once however often the same event comes.
        """
        ...
