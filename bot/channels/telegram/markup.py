"""Text as Telegram takes it: cut to its lengths, then escaped and tagged; so no cut can break a tag or an entity."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

TEXT_UNITS: Final = 4096
CAPTION_UNITS: Final = 1024
TOAST_UNITS: Final = 200

_ZERO_WIDTH_JOINER: Final = "\u200d"
# Controls that Telegram refuses or drops, and those that turn the direction of what follows: a name must not hide one.
_UNSHOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text in one style: plain, bold or italic."""

    text: str
    tag: Literal["", "b", "i"] = ""


Runs = tuple[Run, ...]


def shown(text: str) -> str:
    """The text with a space for each character that cannot be shown."""
    return _UNSHOWN.sub(" ", text.replace("\r\n", "\n"))


def utf16_units(text: str) -> int:
    """The length as Telegram counts it: UTF-16 code units.

    >>> utf16_units("ạ🎉")
    3
    """
    return len(text.encode("utf-16-le")) // 2


def first_units(text: str, most: int) -> str:
    """The longest beginning of at most that many units; a character is never halved."""
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")


def plain(runs: Runs) -> str:
    """The text alone."""
    return "".join(run.text for run in runs)


def html(runs: Runs) -> str:
    """Telegram HTML: only `&`, `<` and `>` are escaped, for it knows no entity for an apostrophe."""
    return "".join(_tagged(run) for run in runs)


def _tagged(run: Run) -> str:
    escaped = run.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{run.tag}>{escaped}</{run.tag}>" if run.tag and escaped else escaped


def cut(runs: Iterable[Run], most: int) -> tuple[Runs, ...]:
    """The runs in pieces of at most `most` units, parted at line ends or spaces where there are any; none is blank."""
    pieces: list[Runs] = []
    piece: list[Run] = []
    left = most
    for run in runs:
        text = run.text
        while utf16_units(text) > left:
            head = _head(text, left, keep_words=bool(piece))
            piece.append(Run(text=head, tag=run.tag))
            pieces.append(tuple(piece))
            piece, left, text = [], most, text[len(head) :]
        piece.append(Run(text=text, tag=run.tag))
        left -= utf16_units(text)
    return tuple(trimmed for runs in (*pieces, tuple(piece)) if (trimmed := _trimmed(runs)))


def _head(text: str, units: int, *, keep_words: bool) -> str:
    """What of the text still fits; `keep_words` = rather nothing than a part of a word, for a fresh piece follows."""
    longest = first_units(text, units)
    for mark in ("\n", " "):
        at = longest.rfind(mark) + 1
        if at > len(longest) // 2 or (at and keep_words):
            return longest[:at]
    if keep_words:
        return ""
    end = len(longest)
    while end > 1 and (unicodedata.combining(text[end]) or _ZERO_WIDTH_JOINER in (text[end], text[end - 1])):
        end -= 1
    return longest[: max(end, 1)]


def _trimmed(runs: Runs) -> Runs:
    """Without white space at both ends, which Telegram would drop; () where nothing is left."""
    full = [run for run in runs if run.text]
    while full and not full[0].text.strip():
        full.pop(0)
    while full and not full[-1].text.strip():
        full.pop()
    if not full:
        return ()
    full[0] = Run(text=full[0].text.lstrip(), tag=full[0].tag)
    full[-1] = Run(text=full[-1].text.rstrip(), tag=full[-1].tag)
    return tuple(full)
