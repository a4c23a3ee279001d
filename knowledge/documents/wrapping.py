"""Lines → running text: which line ends were only the edge of a page, and which part paragraphs or list items."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LIST_MARK = re.compile(
    r"\s*(?:[-+•*–—]\s|[-–]\S|[a-zđ]\)|\(?\d{1,3}[.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s|[IVXL]{1,5}[.)]\s|#)"
)
_LOOKED_BACK = 400  # letters of the open paragraph that tell: looking at all of it would cost its length each line
_ENDS = (".", ";", ":", "!", "?", "./.")
_OPENS = re.compile(r"(?:[^,;.\d]{2,40},\s*ngày\s*\d{0,2}\s*tháng\b|Số\s*:|Nơi nhận\b|Căn cứ\s)")
_WIDEST_WRAP = 130  # a text whose usual line is longer was not wrapped by hand


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which a text was wrapped: 0 where its lines are whole paragraphs."""
    lengths = sorted(len(line.strip()) for line in lines if len(line.strip()) > 25)
    if len(lengths) < 8:
        return 0
    width = lengths[len(lengths) * 9 // 10]
    longer = sum(length > 1.25 * width for length in lengths)
    full = sum(0.9 * width <= length <= 1.1 * width for length in lengths)
    if width > _WIDEST_WRAP or longer * 40 > len(lengths) or full < max(3, len(lengths) // 5):
        return 0  # whole paragraphs differ in length; wrapped lines are nearly all as long as the page is wide
    return width


def goes_on(before: str, after: str, width: int) -> bool:
    """Whether `after` continues the sentence or heading that `before` left open at its line end."""
    first, second = before[-_LOOKED_BACK:].rstrip("\n"), after.strip()
    text = first.strip().rstrip("*_ ")
    if not text or not second or _LIST_MARK.match(second.lstrip("*_ ")):
        return False
    if text.count("(") > text.count(")"):
        return True
    letter = second.lstrip("*_(“\"' ")[:1]
    ended = text.endswith(_ENDS)
    if letter.islower():
        return not ended or bool(width)
    if first.endswith("  "):  # a line break that Markdown asks for
        return False
    if first.count("**") % 2:  # bold letters left open: one heading over two lines
        return True
    if not width or ended or _OPENS.match(second) or text.isupper() != second.isupper():
        return False
    return len(first.strip()) >= 0.6 * width or text.endswith(",") or _is_prose(text)


def _is_prose(text: str) -> bool:
    """Whether a short line reads like the start of a sentence, not like a name, a title or a signature."""
    return sum(1 for word in text.split() if word[:1].islower()) >= 2


def join_lines(lines: Sequence[str], width: int) -> str:
    r"""One text of several lines; "\n" stays only where a new item or paragraph begins."""
    joined: list[str] = []
    for line in lines:
        if not line.strip():
            continue
        if joined and goes_on(joined[-1], line, width):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line.strip() if not line.endswith("  ") else line.strip() + "  ")
    return "\n".join(line.strip() for line in joined)
