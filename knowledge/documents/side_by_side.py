"""Letterheads and signatures: two columns side by side that carry no table → one column after the other.

An office prints its own name left of the motto and the recipients left of the signature. Pasted or exported, the two
stand on one line with a tab or some spaces between (or in an HTML row), and read across they make no sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from knowledge.documents.grids import Laid, Slot
from knowledge.documents.layouts.found import Found
from nlu.text import fold

Numbered = tuple[int, str]

_GAP = r"(?:\t| {3})(?!\s*(?:tháng|năm)\b)"  # a day may be left blank: "ngày    tháng 01"
_TWO = re.compile(rf"^(?P<left>(?:(?!{_GAP}).)*?)\s*{_GAP}\s*(?P<right>(?:(?!{_GAP}).)*\S)\s*$")
# What stands on the right of a letterhead is known even where the space before it was lost.
_WORDED = (
    re.compile(r"^(?P<left>\S.*?)\s+(?P<right>(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*[-–]\s*Tự do).*)$"),
    re.compile(r"^(?P<left>\S.*?)\s+(?P<right>ĐẢNG CỘNG SẢN VIỆT NAM)\s*$"),
    re.compile(r"^(?P<left>Số\s?:?\s.*[A-ZĐ])\s+(?P<right>[^\d,;.]{2,40}, ngày\b[\s.…\d]*tháng\b.*)$"),
)
_MARK = re.compile(r"cong hoa xa hoi|doc lap - tu do|noi nhan\b|\b(?:tm|kt|tl|tuq)\s?\.")
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
_BELOW = re.compile(r"\W*(?:noi nhan\b|(?:tm|kt|tl|tuq)\s?\.|nguoi lap\b|[^,;.\d]{2,40}, ngay\b[\s.\u2026\d]*thang\b)")
_ITEM_MARK = re.compile(r"(?:[-–•+*]|\(?\w{1,4}[.)])?")
_FARTHEST = 6  # lines without a tab that may stand between two lines of one letterhead or signature
_WIDEST = 140  # letters of both columns; a longer line is a paragraph
_WIDEST_ALONE = 45  # letters of a line that has a right column only; a longer one is an indented paragraph


def letterhead_rows(found: Iterable[Found]) -> dict[int, tuple[int, list[str]]]:
    """Finds that are letterheads or signatures, no tables: first index → (last index, its lines, a tab in each)."""
    out: dict[int, tuple[int, list[str]]] = {}
    for find in found:
        if not find.rows or not is_letterhead([row.texts for row in find.rows]):
            continue
        lines: list[str] = []
        for row in find.rows:
            columns = [text.split("\n") for text in row.texts]
            lines += ["\t".join(pair) for pair in zip_longest(*columns, fillvalue="")]
        out[find.first] = (find.last, lines)
    return out


def is_letterhead(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the cells of a table are a letterhead or a signature: two columns and words that no table has."""
    widest = max((sum(1 for text in row if text) for row in texts), default=0)
    return widest == 2 and bool(_MARK.search(fold(" ".join(text for row in texts for text in row))))


def is_signature(texts: Sequence[str]) -> bool:
    """Whether a row of a table that has at most two texts is the recipients, the day and place, or who signs."""
    return any(_BELOW.match(fold(text)) for text in texts)


def in_reading_order(rows: Sequence[Sequence[Laid]]) -> Iterator[Slot]:
    """The filled cells of rows that are no table of tasks.

    Rows that stand two by two and read like a letterhead or a signature are read down the left column, then down the
    right one; all others cell by cell.
    """
    region: list[list[tuple[int, Slot]]] = []
    for row in rows:
        filled = [(at, laid.slot) for at, laid in enumerate(row) if laid.is_own and laid.slot.text.strip()]
        alone = len(filled) == 1 and filled[0][1].across >= len(row)
        if len(filled) > 2 or alone:
            yield from _by_columns(region)
            region = []
            yield from (slot for _, slot in filled)
        elif filled:
            region.append(filled)
    yield from _by_columns(region)


def _by_columns(region: Sequence[Sequence[tuple[int, Slot]]]) -> Iterator[Slot]:
    texts = [[slot.text for _, slot in row] for row in region]
    if not is_letterhead(texts):
        yield from (slot for row in region for _, slot in row)
        return
    right = min(row[1][0] for row in region if len(row) == 2)
    cells = [cell for row in region for cell in row]
    yield from (slot for at, slot in cells if at < right)
    yield from (slot for at, slot in cells if at >= right)


def read_columns(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines with every letterhead and signature set one column after the other; all else as it was."""
    out: list[Numbered] = []
    at = 0
    while at < len(lines):
        last = _region(lines, at)
        if last is None:
            out.append(lines[at])
            at += 1
        else:
            out += _columns(lines[at : last + 1])
            at = last + 1
    return out


def _parts(line: str) -> re.Match[str] | None:
    """The two columns of a line; None where it has not two or the left one is only a list mark."""
    tried = (pattern.match(line) for pattern in (_TWO, *_WORDED))
    found = next((each for each in tried if each is not None), None)
    return None if found is None or (found["left"] and _ITEM_MARK.fullmatch(found["left"].strip())) else found


def _region(lines: Sequence[Numbered], start: int) -> int | None:
    """The last line of the letterhead or signature that begins here, or None."""
    begins = _parts(lines[start][1]) if len(lines[start][1]) <= _WIDEST else None
    if begins is None or not begins["left"].strip():
        return None
    last, marked = start, False
    for at in range(start, len(lines)):
        line = lines[at][1]
        if at - last > _FARTHEST or len(line) > _WIDEST:
            break
        found = _parts(line)
        if found is not None and (found["left"].strip() or len(found["right"]) <= _WIDEST_ALONE):
            last = at
            marked = marked or bool(_MARK.search(fold(line))) or found["right"] == _PARTY
    return last if marked else None


def _columns(lines: Sequence[Numbered]) -> Iterator[Numbered]:
    right: list[Numbered] = []
    for number, line in lines:
        found = _parts(line)
        if found is None:
            yield number, line
            continue
        if found["left"].strip():
            yield number, found["left"].strip()
        right.append((number, found["right"].strip()))
    yield lines[-1][0], ""
    yield from right
    yield lines[-1][0], ""
