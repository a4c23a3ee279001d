"""An answer as the messages that show it: pure, nothing is sent here."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field, replace
from typing import Final

from bot.channels.base import Button, File, Outgoing
from bot.channels.telegram.markup import (
    CAPTION_UNITS,
    TEXT_UNITS,
    TOAST_UNITS,
    Run,
    Runs,
    cut,
    first_units,
    shown,
)
from bot.channels.telegram.signing import Signer

_log = logging.getLogger(__name__)

BUTTONS_A_ROW: Final = 8
ROWS: Final = 12
UNNAMED: Final = "tep"
_LINK: Final = re.compile(r"(?:https?|tg)://[^\s/]+\S*")
_NAME: Final = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A button as Telegram takes it: `data` comes back when it is pressed, or it opens a `link`."""

    label: str
    data: str = ""
    link: str = ""


Keys = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: text, or a picture or a file with the text as its caption.

    `edits` is the message that it takes the place of, 0 = a new one; without text it changes only the buttons there.
    """

    runs: Runs = ()
    keys: Keys = ()
    picture: bytes = field(default=b"", repr=False)
    document: bytes = field(default=b"", repr=False)
    name: str = ""
    edits: int = 0


def plan_messages(outgoing: Outgoing, signer: Signer, *, chat: str, last: int = 0) -> tuple[Message, ...]:
    """The messages of an answer in that chat, in order; () where it has only a toast.

    Args:
        outgoing: the answer.
        signer: signs its buttons.
        chat: where it will be shown; the buttons are good there only.
        last: the message that the same event brought forth just before, 0 = none.
    """
    keys = _keys(outgoing, signer, chat)
    runs = _runs(outgoing)
    edits = last if outgoing.edits_last else _message_id(outgoing.edits)
    messages: list[Message] = []
    if outgoing.picture:
        caption = _caption(runs)
        messages.append(Message(picture=outgoing.picture, runs=caption))
        runs = () if caption else runs
    document = _document(outgoing.file)
    if document is not None and not document.runs:
        document = replace(document, runs=_caption(runs))
        runs = () if document.runs else runs
    messages += [Message(runs=piece) for piece in cut(runs, TEXT_UNITS)]
    if document is not None:
        messages.append(document)
    if not messages:
        return (Message(keys=keys, edits=edits),) if edits else ()
    messages[-1] = replace(messages[-1], keys=keys)
    if not (messages[0].picture or messages[0].document):
        messages[0] = replace(messages[0], edits=edits)
    return tuple(messages)


def render_toast(text: str) -> str:
    """The short word that a press is answered with, at most what Telegram shows."""
    return first_units(shown(text).strip(), TOAST_UNITS)


def _runs(outgoing: Outgoing) -> Runs:
    heading, text, source = (shown(part).strip() for part in (outgoing.heading, outgoing.text, outgoing.source))
    runs = [Run(text=heading, tag="b"), Run(text=text), Run(text=source, tag="i")]
    full = [run for run in runs if run.text]
    return tuple(part for run in full for part in (Run(text="\n"), run))[1:]


def _caption(runs: Runs) -> Runs:
    """The text as a caption, () where it is too long for one."""
    pieces = cut(runs, CAPTION_UNITS)
    return pieces[0] if len(pieces) == 1 else ()


def _document(file: File | None) -> Message | None:
    if file is None or not file.content:
        return None
    name = _NAME.sub("_", shown(file.name)).strip() or UNNAMED
    caption = cut((Run(text=shown(file.caption)),), CAPTION_UNITS)[:1]
    return Message(document=file.content, name=name, runs=caption[0] if caption else ())


def _message_id(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _keys(outgoing: Outgoing, signer: Signer, chat: str) -> Keys:
    rows = [[key for button in row if (key := _key(button, signer, chat))] for row in outgoing.buttons]
    short = [row[at : at + BUTTONS_A_ROW] for row in rows for at in range(0, len(row), BUTTONS_A_ROW)]
    return tuple(tuple(row) for row in short[:ROWS])


def _key(button: Button, signer: Signer, chat: str) -> Key | None:
    """The button, or None where Telegram would refuse the whole message for it."""
    label = " ".join(shown(button.label).split()) or "…"
    if button.link:
        return Key(label=label, link=button.link) if _LINK.fullmatch(button.link) else None
    try:
        return Key(label=label, data=signer.sign(button.payload, chat=chat, person=button.person))
    except ValueError:
        _log.exception("a button was left out")
        return None
