"""What a page prints around its text: its number, and the head or foot that the next page prints again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from knowledge.documents.pages.lines import Line
from nlu.text import fold

_NUMBER = re.compile(r"[-–—\s|]*(?:trang|page)?\s*\d{1,3}(?:\s*/\s*\d{1,3})?[-–—\s|.]*", re.IGNORECASE)
_HEAD: Final = 2  # so many lines may be a running head, and as many a foot
_EDGE: Final = 0.12  # of the height of a page: page numbers stand there
_SAME_HEIGHT: Final = 4.0  # points
_MARGIN: Final = 52.0  # points: offices leave 2 cm above their text, so a running head stands within
_OPENS = re.compile(r"\W*(?:phu luc|bieu|bang)\b")


def without_edges(
    lines: Sequence[Line], height: float, before: Sequence[Line], after: Sequence[Line]
) -> tuple[Line, ...]:
    """The lines of a page without its number and without what the page before or after prints at the same place."""
    kept = list(lines)
    for at in (0, -1):
        if kept and _is_number(kept[at], height):
            del kept[at]
    beside = [line for page in (before, after) for line in (*page[: _HEAD + 1], *page[-_HEAD - 1 :])]
    edge = [line for line in (*kept[:_HEAD], *kept[_HEAD:][-_HEAD:]) if not _MARGIN <= line.top <= height - _MARGIN]
    running = [
        line for line in edge if any(_same(line, other) for other in beside) and not _OPENS.match(fold(line.text))
    ]
    return tuple(line for line in kept if line not in running)


def _is_number(line: Line, height: float) -> bool:
    middle = (line.top + line.bottom) / 2
    return bool(_NUMBER.fullmatch(line.text)) and not _EDGE * height < middle < (1 - _EDGE) * height


def _same(line: Line, other: Line) -> bool:
    return abs(line.top - other.top) <= _SAME_HEIGHT and line.text == other.text and abs(line.x0 - other.x0) < 40
