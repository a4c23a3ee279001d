"""Letters that are printed over the text of a page, as a digital signature or a received-stamp is: taken out.

What two letters in one place say is told by how they are set: a stamp has a face or a size of its own, and little text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

_Char = Mapping[str, Any]
_FEWEST: Final = 3  # letters of a run that lie on others
_MOST: Final = 0.3  # of a page's letters: what says more is no stamp
_OVER: Final = 0.3  # of the width and height of the smaller of two letters
_CELL: Final = 12.0  # points: letters further apart do not touch


def without_stamps(chars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The letters of a page in the order in which they were drawn, without the runs that lie over other text."""
    runs = [list(run) for _, run in groupby(chars, key=_style)]
    said = Counter(map(_style, chars))
    owner = {id(char): number for number, run in enumerate(runs) for char in run}
    upon: dict[int, set[int]] = {}
    for one, other in _overlaps(chars):
        lesser = min(one, other, key=lambda char: said[_style(char)])
        upon.setdefault(owner[id(lesser)], set()).add(id(lesser))
    rare = {style for style, count in said.items() if count <= _MOST * len(chars)}
    stamps = {at for at, over in upon.items() if len(over) >= _FEWEST and _style(runs[at][0]) in rare}
    return [char for number, run in enumerate(runs) if number not in stamps for char in run]


def _style(char: _Char) -> tuple[str, float]:
    return char["fontname"], round(char["size"], 1)


def _overlaps(chars: Sequence[_Char]) -> Iterator[tuple[_Char, _Char]]:
    """The pairs of letters, set in different ways, that lie on each other."""
    near: dict[tuple[int, int], list[_Char]] = {}
    for char in chars:
        if not char["text"].strip():
            continue
        column, row = int(char["x0"] // _CELL), int(char["top"] // _CELL)
        around = (near.get((column + dx, row + dy), ()) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        yield from ((other, char) for others in around for other in others if _lies_on(other, char))
        near.setdefault((column, row), []).append(char)


def _lies_on(one: _Char, other: _Char) -> bool:
    if _style(one) == _style(other):
        return False
    across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    narrow = min(one["x1"] - one["x0"], other["x1"] - other["x0"])
    low = min(one["bottom"] - one["top"], other["bottom"] - other["top"])
    return bool(across > _OVER * narrow and down > _OVER * low)
