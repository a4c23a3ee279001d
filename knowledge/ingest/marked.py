"""Columns headed by agencies, in which a mark tells who does a task: "x" under "Sở Y tế", "CT" and "PH" under rooms.

Where one heading stands over them ("Chủ trì", "Đơn vị thực hiện") it says what a bare mark means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from knowledge.agencies import looks_like_agencies
from knowledge.columns import MARKED, marks, read_heading
from nlu.text import fold

_FEWEST: Final = 2  # columns under one heading
_ROLES: Final = {
    "lead": "lead_marked",
    "support": "support_marked",
    "agencies": "agencies_marked",
    "": "agencies_marked",
}


def mark_roles(above: Sequence[str], below: Sequence[str]) -> Mapping[int, str]:
    """The roles of the columns in which agencies are ticked, by their place.

    Args:
        above: the upper row of headings, one that reaches over several columns repeated over each.
        below: the lower row.

    >>> dict(mark_roles(["Nội dung", "Chủ trì", "Chủ trì"], ["Nội dung", "Sở Y tế", "Sở Nội vụ"]))
    {1: 'lead_marked', 2: 'lead_marked'}
    """
    found: dict[int, str] = {}
    for heading, group in groupby(range(min(len(above), len(below))), key=above.__getitem__):
        columns = list(group)
        names = [below[at] for at in columns]
        if len(columns) < _FEWEST or not all(names) or heading in names or any(map(read_heading, names)):
            continue
        told = read_heading(heading)
        alike = [looks_like_agencies(name) for name in names]
        if told in ("lead", "support") or (told == "agencies" and any(alike)) or (not told and all(alike)):
            found |= dict.fromkeys(columns, _ROLES[told])
    return found


def read_mark(text: str, role: str) -> str:
    """What a mark in such a column makes of its agency: "lead" or "support".

    >>> read_mark("PH", "agencies_marked"), read_mark("x", "agencies_marked"), read_mark("x", "support_marked")
    ('support', 'lead', 'support')
    """
    said = fold(text).strip(" .()")
    return next((meant for meant, letters in marks().items() if said in letters), MARKED[role])
