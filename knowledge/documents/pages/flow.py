r"""Printed lines → running text: which line ends were only the edge of the column, told by the room that was left.

A line ends by itself where the next word would still have stood in it. So a wrapped cell is one text, and a list in a
cell keeps its items, whatever the words are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.documents.pages.lines import Line
from nlu.text import fold

_LIST_MARK = re.compile(
    r"[-–—+•*●▪]\s|[-–—+•][^\W\d]|[a-zđ]\)|\(?\d{1,2}[.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s|[IVX]{1,5}[.)]\s"
)
_ENDED = (".", ";", ":", "!", "?")
_DASHES = ("-", "–", "—")
_TORN_WORD = re.compile(r"[^\W_][-/]$")
_VOWELS: Final = frozenset("aeiouy")
_CENTRED: Final = 3.0  # points by which the two sides of a centred line may differ
_SPACE: Final = 0.25  # of a height
_HAIR: Final = 0.5  # points by which letters of one font differ
_APART: Final = 1.0  # of a height: lines of one paragraph stand nearer to each other
_INDENT: Final = 0.9  # of a height
_MARGIN: Final = 0.5  # of a height: so much more room must be left before a line end is taken for wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where the text of a column may stand: its left and its right edge. `UNBOUNDED` where no line end is an edge's."""

    left: float
    right: float


UNBOUNDED: Final = Column(left=float("-inf"), right=float("inf"))


def join_flow(lines: Sequence[Line], column: Column) -> str:
    r"""One text of the lines of a cell; "\n" stays where a new item or paragraph begins."""
    return "\n".join(join_wrapped(run, column) for run in flow_runs(lines, column))


def flow_runs(lines: Sequence[Line], column: Column) -> list[list[Line]]:
    """The lines in runs that are one paragraph each."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and goes_on(runs[-1], line, column):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def join_wrapped(lines: Sequence[Line], column: Column) -> str:
    """The lines of one paragraph as one text; a word torn at its dash or at the edge of its column is whole again."""
    text = ""
    above: Line | None = None
    for line in lines:
        text = text + line.text if above and _is_torn(above, line, column) else join_texts(text, line.text)
        above = line
    return text


def join_texts(before: str, after: str) -> str:
    """Two pieces of one text.

    >>> join_texts("Giai đoạn 2025-", "2030"), join_texts("các sở,", "ngành")
    ('Giai đoạn 2025-2030', 'các sở, ngành')
    """
    if _TORN_WORD.search(before) and after[:1].isalnum():
        return before + after
    return f"{before} {after}" if before else after


def is_item(text: str) -> bool:
    """Whether a text begins with the mark of a list: "- …", "a) …", "2. …"."""
    return bool(_LIST_MARK.match(text))


def _is_torn(line: Line, below: Line, column: Column) -> bool:
    """Whether a narrow column cut a word that has no place to be parted: "05/03/202" + "4", "13/2016" + "/TTLT"."""
    last, first = line.text[-1:], below.text[:1]
    alike = (last.isdigit() and first.isdigit()) or (last.isupper() and first.isupper())
    goes = alike or (last.isalnum() and (first == "/" or _is_no_word(below.words[0].text)))
    return goes and len(line.words) == 1 and column.right - line.x1 < _letter_width(line, below)


def _is_no_word(text: str) -> bool:
    """Whether small letters have no vowel, as no word is: the "n" of "lần"."""
    return text.islower() and text.isalpha() and not _VOWELS & {*fold(text)}


def _letter_width(line: Line, below: Line) -> float:
    """The room that the first letter of a line would have needed in the line above: of two, a wide one."""
    return max((word.x1 - word.x0) / len(word.text) for word in (line.words[-1], below.words[0])) + _HAIR


def goes_on(run: Sequence[Line], line: Line, column: Column) -> bool:
    """Whether a line only goes on with the paragraph of the lines above."""
    above = run[-1]
    before, after = above.text, line.text
    if is_item(after):
        return _is_range(above, line, column)
    if line.top - above.bottom > _APART * line.height or _is_heading(before) != _is_heading(after):
        return False
    if before.count("(") > before.count(")") or before.endswith(",") or _is_open_day(before, after):
        return True
    if _is_indented(line, column) and not _is_indented(above, column):
        return False
    if _was_full(above, line, column):
        return True
    return after.lstrip("“\"'(")[:1].islower() and not before.endswith(_ENDED)


def _is_open_day(before: str, after: str) -> bool:
    """Whether a day goes on below, as in a narrow letterhead: "…, ngày 10 tháng 7 năm" + "2025"."""
    return after[:1].isdigit() and before.endswith((" ngày", " tháng", " năm"))


def _is_range(line: Line, below: Line, column: Column) -> bool:
    """Whether a line begins with the dash of a range that had no room above: "Tháng 4" + "- tháng 6/2024"."""
    dash, *words = below.words
    return (
        dash.text in _DASHES
        and bool(words)
        and not words[0].text[0].isupper()
        and not line.text.endswith(_ENDED)
        and column.right - line.x1 < dash.x1 - dash.x0
    )


def _was_full(line: Line, below: Line, column: Column) -> bool:
    return room_after(line, column) < room_needed(below)


def room_after(line: Line, column: Column) -> float:
    """How much room a line leaves; one in the middle, such as "KẾ HOẠCH", has it on both sides."""
    left, right = line.x0 - column.left, column.right - line.x1
    return left + right if abs(left - right) <= _CENTRED else right


def room_needed(line: Line) -> float:
    """How much room the first word of a line would have needed in the line above."""
    word = line.words[0]
    return word.x1 - word.x0 + (_SPACE + _MARGIN) * line.height


def _is_indented(line: Line, column: Column) -> bool:
    """Whether a line begins inside its column and is not centred in it."""
    left, right = line.x0 - column.left, column.right - line.x1
    return left > _INDENT * line.height and abs(left - right) > _CENTRED


def _is_heading(text: str) -> bool:
    """Whether a line is set in capitals: "CHỦ TỊCH ỦY BAN", not "TTHC" alone."""
    return text.isupper() and len(text.split()) > 1
