"""The heading rows of a task table → the roles of its columns; headers of two rows, torn headers, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.columns import is_heading_row, lay_over, read_heading, read_headings
from knowledge.ingest.numbering import clean_number

_COUNTED = re.compile(r"\(?\s*(?:\d{1,2}|[A-ZĐ])\s*\)?(?:\s*=.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Column roles left to right ("" where a heading is not known), their names, and how many rows told them."""

    roles: tuple[str, ...]
    names: tuple[str, ...]
    rows: int

    @property
    def is_indicators(self) -> bool:
        """Whether the table lists indicators (chỉ tiêu) with their targets, not tasks."""
        return "indicator" in self.roles and "task" not in self.roles


def find_header(rows: Sequence[Sequence[str]], index: int) -> Header | None:
    """The header that starts at this row, or None."""
    row = rows[index]
    below = rows[index + 1] if index + 1 < len(rows) else ()
    if any(len(text) > 90 for text in row):
        return None
    if below and _is_lower_half(row, below):
        merged = lay_over(row, below)
        if is_heading_row(merged):
            return Header(roles=settle_roles([read_heading(text) for text in merged]), names=tuple(merged), rows=2)
    if not is_heading_row(row):
        return None
    roles = [role for text in row for role in read_headings(text)]
    names = [text for text in row for _ in read_headings(text)]
    return Header(roles=settle_roles(roles), names=tuple(names), rows=1)


def is_count_row(texts: Sequence[str]) -> bool:
    """Whether a row under the header only counts the columns: "(1) (2) (3)"."""
    filled = [text for text in texts if text.strip()]
    if len(filled) < 3 or not all(_COUNTED.fullmatch(text) for text in filled):
        return False
    return [re.sub(r"\D", "", text) for text in filled][-2:] != ["", ""] and len(set(filled)) == len(filled)


def _is_lower_half(row: Sequence[str], below: Sequence[str]) -> bool:
    filled = [text for text in below if text.strip()]
    spread = len(row) == len(below) and not below[0].strip()  # cells merged above come as one filled and many empty
    wide = len(filled) > len([text for text in row if text.strip()]) and not spread
    if not filled or wide or any(len(t) > 60 for t in filled):
        return False
    if clean_number(below[0]):
        return False
    if read_heading(below[0]) == "number" and is_heading_row(below):  # merged cells copied down, or the header twice
        return below[0].strip() == row[0].strip() and any(a != b for a, b in zip(row, below, strict=False))
    above = [*row, *([""] * (len(below) - len(row)))]
    halves = zip(above, below, strict=False)
    named = all(not b.strip() or read_heading(b) or read_heading(f"{a} {b}") for a, b in halves)
    return named and sum(1 for text in row if read_heading(text)) >= 2


def settle_roles(found: Sequence[str]) -> tuple[str, ...]:
    """Roles that hold together as one table: one task column, leads told from supports."""
    roles = list(found)
    if "" in roles and roles[0] == "number" and not {"task", "indicator", "goal"} & set(roles):
        roles[roles.index("")] = "task"  # "TT | Tên hội nghị | Đơn vị tổ chức | Thời gian"
    if roles.count("task") > 1 and "goal" not in roles:
        roles[roles.index("task")] = "goal"
    if "task" not in roles and "indicator" not in roles and "goal" in roles:
        roles[roles.index("goal")] = "task"
    if "indicator" in roles and ("task" in roles or not {"target", "unit"} & set(roles)):
        at = roles.index("indicator")
        roles[at] = "goal" if "task" in roles else "task"
    if "agencies" in roles and "lead" not in roles and "support" in roles:
        roles[roles.index("agencies")] = "lead"
    if "lead" in roles and "agencies" in roles:
        roles[roles.index("agencies")] = "" if "support" in roles else "support"
    if "indicator" not in roles:
        roles = [
            {"target": "goal" if "goal" not in roles else "note", "unit": "note"}.get(role, role) for role in roles
        ]
    return tuple(roles)
