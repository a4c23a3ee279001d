r"""HTML remains and Markdown marks taken off a cell or a paragraph; what parted a list or a paragraph becomes "\\n"."""

from __future__ import annotations

import html
import re

_BREAK_TAG = re.compile(r"<\s*(?:br|/?p|/?li|/?ul|/?ol|/?div|/?tr|/?td|/?th)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_HEADING_MARK = re.compile(r"^\s{0,3}#{1,6}\s+")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~|`")
_SPACES = re.compile(r"[^\S\n]+")
_ENTITY = re.compile(r"&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")


def strip_markup(text: str) -> str:
    r"""The text without tags, emphasis marks and entities; runs of spaces are one, empty lines are gone.

    >>> strip_markup("<p>Rà soát</p> <p>**Công khai**</p>")
    'Rà soát\nCông khai'
    """
    if "<" in text:
        text = _TAG.sub("", _BREAK_TAG.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    text = _EMPHASIS.sub("", _HEADING_MARK.sub("", text)) if _has_marks(text) else text
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _has_marks(text: str) -> bool:
    return any(mark in text for mark in "#*_~`")


def is_bold(text: str) -> bool:
    """Whether the whole text was set off as bold, by tags or by asterisks."""
    text = text.strip()
    return (text.startswith("**") and text.endswith("**")) or (
        text.lower().startswith("<b>") and text.lower().endswith("</b>")
    )
