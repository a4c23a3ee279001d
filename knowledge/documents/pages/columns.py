"""Lines of a page in the order a person reads them: a letterhead's left column before its right one.

Columns are told by an empty strip that neighbouring lines share. A strip in one line alone must be very wide: the
spaces of justified text are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.documents.pages.lines import Line

_WIDE: Final = 1.5  # heights of a line: a gap that neighbouring justified lines hardly share
_NARROW: Final = 0.6  # heights: enough beside a line that has a wide one
_VERY_WIDE: Final = 4.0  # heights: enough in one line alone
_LEAST: Final = 4.0  # points of a strip that several lines share
_NEXT_LINE: Final = 1.8  # heights down to a further line of the same column
_SIGNATURE: Final = 8.0  # heights down to the name under a signature
_ITEM_MARK = re.compile(r"[-–•+*]|\(?\w{1,4}[.)]|\w{1,2}")

Strip = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """Lines side by side: up to which index, and the strip between them."""

    end: int
    strip: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Lines that follow each other; `beside` where they are one of two columns side by side."""

    lines: tuple[Line, ...]
    beside: bool = False


def in_reading_order(lines: Sequence[Line]) -> tuple[Stretch, ...]:
    """The lines in stretches; of two columns side by side all of the left one, then all of the right one."""
    out: list[Stretch] = []
    plain: list[Line] = []
    at = 0
    while at < len(lines):
        region = _region(lines, at)
        if region is None:
            plain.append(lines[at])
            at += 1
            continue
        if plain:
            out.append(Stretch(lines=tuple(plain)))
            plain = []
        strip = region.strip
        side_by_side = lines[at : region.end]
        out.append(_column(side_by_side, float("-inf"), strip))
        out.append(_column(side_by_side, strip, float("inf")))
        at = region.end
    return (*out, Stretch(lines=tuple(plain))) if plain else tuple(out)


def _column(lines: Sequence[Line], left: float, right: float) -> Stretch:
    parts = (tuple(word for word in line.words if left <= word.centre < right) for line in lines)
    return Stretch(lines=tuple(Line(words=words) for words in parts if words), beside=True)


def _region(lines: Sequence[Line], start: int) -> _Region | None:
    """The side-by-side lines that begin with this one, or None."""
    strips = _gaps(lines[start], _NARROW)
    if not strips:
        return None
    widest = _widest(lines[start])
    parted, end = [lines[start]], start + 1
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if line.top - lines[at - 1].bottom > _SIGNATURE * line.height:
            break
        shared = _shared(strips, _gaps(line, _NARROW))
        if shared:
            parted.append(line)
            strips, end = shared, at + 1
            widest = max(widest, _widest(line))
        elif not _shared(strips, [(float("-inf"), line.x0), (line.x1, float("inf"))]):
            break
    left, right = max(strips, key=lambda strip: strip[1] - strip[0])
    strip = (left + right) / 2
    if widest < (_WIDE if len(parted) > 1 else _VERY_WIDE) or _are_items(parted, strip):
        return None
    return _Region(end=_with_rest(lines, start, end, strip), strip=strip)


def _with_rest(lines: Sequence[Line], start: int, end: int, strip: float) -> int:
    """The end of a region with the lines below that go on with one column: more recipients, the signer's name."""
    lowest_left = max((line.bottom for line in lines[start:end] if line.x0 < strip), default=0.0)
    for at in range(end, len(lines)):
        line = lines[at]
        if line.x1 < strip and line.top - lowest_left < _NEXT_LINE * line.height:
            lowest_left = line.bottom
        elif line.x0 <= strip or line.top - lines[at - 1].bottom > _SIGNATURE * line.height:
            return at
    return len(lines)


def _are_items(lines: Sequence[Line], strip: float) -> bool:
    """Whether what stands left of the strip are only the marks of a list."""
    lefts = (" ".join(word.text for word in line.words if word.centre < strip) for line in lines)
    return all(_ITEM_MARK.fullmatch(left) for left in lefts)


def _gaps(line: Line, least: float) -> list[Strip]:
    """The gaps between the words of a line that are at least so many heights wide."""
    wide = max(least * line.height, _LEAST)
    gaps: list[Strip] = []
    reach = line.words[0].x1
    for word in line.words[1:]:
        if word.x0 - reach >= wide:
            gaps.append((reach, word.x0))
        reach = max(reach, word.x1)
    return gaps


def _widest(line: Line) -> float:
    """The widest gap of a line, in its heights."""
    return max((right - left for left, right in _gaps(line, 0.0)), default=0.0) / max(line.height, 1.0)


def _shared(strips: Sequence[Strip], others: Sequence[Strip]) -> list[Strip]:
    """What two sets of strips have in common, where it still is wide enough to be one."""
    both = ((max(a, c), min(b, d)) for a, b in strips for c, d in others)
    return [(left, right) for left, right in both if right - left >= _LEAST]
