"""Cells in quotation marks that reach over lines, as spreadsheets copy and save them → one line a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlu.later import later

_OPENS = later(r'(?:^|[\t;,])"(?=[^\t;,"])')  # no mark of repetition, which stands alone in its cell
_PARTED = later(r"\t.*\t|[;,]\S.*[;,]\S")  # no prose, which has a space behind its commas
_QUOTED_CELL = later(r'(?P<before>^|\t)"(?P<text>(?:[^"\t]|"")*)"(?=\t|$)')
_MOST_LINES: Final = 40  # of one row


def join_quoted(lines: Sequence[str]) -> tuple[str, ...]:
    r"""As many lines, a row that its quoted cells break over several put together on its first; "<br>" parts them.

    >>> join_quoted(['1\tHọp\t"Sở Y tế', 'Sở Nội vụ"\tQuý I'])
    ('1\tHọp\tSở Y tế<br>Sở Nội vụ\tQuý I', '')
    """
    joined = list(lines)
    at = 0
    while at < len(lines):
        end = _row_end(lines, at) if '"' in lines[at] else at
        row = "<br>".join(lines[at : end + 1])
        joined[at : end + 1] = [_without_quotes(row) if "\t" in row else row, *([""] * (end - at))]
        at = end + 1
    return tuple(joined)


def _row_end(lines: Sequence[str], at: int) -> int:
    """The last line of the row that begins at this one: where the quotes that a cell opened are closed."""
    if not (_OPENS.search(lines[at]) and _PARTED.search(lines[at])):
        return at
    count = 0
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        count += lines[end].count('"')
        if count % 2 == 0:
            return end
    return at


def _without_quotes(row: str) -> str:
    return _QUOTED_CELL.sub(lambda cell: cell["before"] + cell["text"].replace('""', '"'), row)
