"""The heading rows of a task table → the roles of its columns; headers of two rows, torn headers, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.agencies import looks_like_agencies
from knowledge.columns import find_step, is_heading_row, lay_over, read_heading, read_headings, read_sure_heading
from knowledge.deadlines.reader import looks_like_time
from knowledge.documents.model import Row, Table
from knowledge.ingest.marked import mark_roles
from knowledge.ingest.numbering import clean_number
from knowledge.ingest.schedules import name_schedule
from nlu.text import fold

_LONGEST = 90  # letters of a heading
_LOOKED_AT = 60  # rows whose cells tell what a column holds
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d+)?\s*%?")
_TOTAL = re.compile(r"(?:tong(?: cong| so| kinh phi)?|cong)\s*:?")
_SUM = re.compile(r"[\d.,\s]+%?|#[A-Z/0!?]+|[-–]")
_PERSON = re.compile(r"(?:nguoi|lanh dao|dong chi|can bo|chuyen vien)\b")
_COUNTED = re.compile(r"\(?\s*(?:\d{1,2}|[A-ZĐ])\s*\)?(?:\s*=.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Column roles left to right ("" where a heading is not known), their names, and how many rows told them.

    A column without a name goes on with the one to its left: one heading stands over both.
    """

    roles: tuple[str, ...]
    names: tuple[str, ...]
    rows: int

    @property
    def is_indicators(self) -> bool:
        """Whether the table lists indicators (chỉ tiêu) with their targets, not tasks."""
        return "indicator" in self.roles and "task" not in self.roles

    @property
    def has_goals_behind(self) -> bool:
        """Whether the goals stand behind the tasks: then each is its task's, before them one may hold for several."""
        return {"task", "goal"} <= {*self.roles} and self.roles.index("task") < self.roles.index("goal")


def find_header(table: Table, index: int) -> Header | None:
    """The header that starts at this row of a table, or None."""
    rows = table.rows
    deep = 1
    while index + deep < len(rows) and rows[index].cells and rows[index + deep].cells[0].held:
        deep += 1
    found = (
        _over_rows(rows[index : index + deep])
        if deep > 1
        else _by_texts([row.texts for row in rows[index : index + 2]])
    )
    if found is None:
        return None
    return _told_by_cells(_with_wide(found, rows[index + found.rows - 1]), rows[index + found.rows :])


def _over_rows(rows: Sequence[Row]) -> Header | None:
    """The header of rows that are one: its first heading reaches down over all of them."""
    if any(len(text) > _LONGEST for row in rows for text in row.texts):
        return None
    merged = _spread(rows[0])
    marked: dict[int, str] = {}
    for row in rows[1:]:
        lower = name_schedule(merged, _spread(row))
        marked |= mark_roles(merged, lower)
        merged = [
            below if at in marked else _laid_over(above, below)
            for at, (above, below) in enumerate(zip(merged, lower, strict=False))
        ]
    if not is_heading_row([text for at, text in enumerate(merged) if at not in marked]):
        return None
    roles = [marked.get(at) or read_heading(text) for at, text in enumerate(merged)]
    return Header(roles=settle_roles(roles), names=tuple(merged), rows=len(rows))


def _spread(row: Row) -> list[str]:
    """The texts of a row, those of wide cells over all their columns."""
    texts: list[str] = []
    for cell in row.cells:
        texts.append(texts[-1] if cell.inside and texts else cell.text)
    return texts


def _laid_over(above: str, below: str) -> str:
    """The heading of a column under one that reaches over it: its own where that is surely one, else both or that."""
    if above == below or read_sure_heading(below) or read_heading(below) == "schedule":
        return below
    return next((text for text in (f"{above} {below}", above, below) if read_heading(text)), above or below)


def _with_wide(header: Header, lowest: Row) -> Header:
    """Columns that have no heading but a part of the one to their left go on with its role, and have no name."""
    roles, names = list(header.roles), list(header.names)
    for at, cell in enumerate(lowest.cells[: len(roles)]):
        if at and cell.inside and header.names[at] in ("", header.names[at - 1]):
            roles[at], names[at] = roles[at - 1], ""
    return replace(header, roles=tuple(roles), names=tuple(names))


def _told_by_cells(header: Header, below: Sequence[Row]) -> Header:
    """The header where other columns tell what one is.

    One headed "Tiến độ" is a time, or how far a task is; one headed by a step ("Trình UBND tỉnh") is the time of that
    step; the person in charge beside the office that leads is a note, and so is who passes the product beside that.
    """
    roles = list(header.roles)
    for at, (role, name) in enumerate(zip(header.roles, header.names, strict=True)):
        progress = role == "time" and "tien do" in fold(name)
        if not progress and (role or not find_step(name)):
            continue
        cells = _texts(below, at)
        if not cells:
            continue
        if progress and all(_PERCENT.fullmatch(text) for text in cells):
            roles[at] = "percent"
        elif not progress and all(map(looks_like_time, cells)):
            roles[at] = "time"
    people = {at for at, role in enumerate(roles) if role == "lead" and _PERSON.match(fold(header.names[at]))}
    if people and roles.count("lead") > len(people):
        roles = ["note" if at in people else role for at, role in enumerate(roles)]
    if roles.count("product") > 1:  # "Cấp trình" beside "Hình thức văn bản"
        bodies = {at for at, role in enumerate(roles) if role == "product" and _names_bodies(below, at)}
        if len(bodies) < roles.count("product"):
            roles = ["note" if at in bodies else role for at, role in enumerate(roles)]
    return replace(header, roles=tuple(roles))


def _texts(below: Sequence[Row], at: int) -> list[str]:
    return [row.cells[at].text for row in below[:_LOOKED_AT] if at < len(row.cells) and row.cells[at].text]


def _names_bodies(below: Sequence[Row], at: int) -> bool:
    cells = _texts(below, at)
    return bool(cells) and all(map(looks_like_agencies, cells))


def _by_texts(rows: Sequence[Sequence[str]]) -> Header | None:
    """The header that the first of these rows is, with the one below it or alone."""
    row, below = rows[0], rows[1] if len(rows) > 1 else ()
    if any(len(text) > _LONGEST for text in row):
        return None
    if len(below) == len(row):
        below = name_schedule(row, below)
        row = _over_steps(row, below)
    if below and _is_lower_half(row, below):
        merged = lay_over(row, below)
        if is_heading_row(merged):
            return Header(roles=settle_roles([read_heading(text) for text in merged]), names=tuple(merged), rows=2)
    if not is_heading_row(row):
        return None
    roles = [role for text in row for role in read_headings(text)]
    names = [text for text in row for _ in read_headings(text)]
    return Header(roles=settle_roles(roles), names=tuple(names), rows=1)


def _over_steps(row: Sequence[str], below: Sequence[str]) -> list[str]:
    """The upper row with a heading repeated over the steps below it: "Thời gian" over "Trình Sở", "Trình UBND tỉnh"."""
    over: list[str] = []
    for above, under in zip(row, below, strict=True):
        over.append(over[-1] if over and not above.strip() and find_step(under) else above)
    return over


def is_count_row(texts: Sequence[str]) -> bool:
    """Whether a row under the header only counts the columns: "(1) (2) (3)"."""
    filled = [text for text in texts if text.strip()]
    if len(filled) < 3 or not all(_COUNTED.fullmatch(text) for text in filled):
        return False
    return [re.sub(r"\D", "", text) for text in filled][-2:] != ["", ""] and len(set(filled)) == len(filled)


def is_total_row(texts: Sequence[str]) -> bool:
    """Whether a row only sums up the figures above it: "Tổng cộng", "Cộng" and figures."""
    filled = [text.strip() for text in texts if text.strip()]
    return bool(filled) and bool(_TOTAL.fullmatch(fold(filled[0]))) and all(_SUM.fullmatch(text) for text in filled[1:])


def _is_lower_half(row: Sequence[str], below: Sequence[str]) -> bool:
    filled = [text for text in below if text.strip()]
    spread = len(row) == len(below) and not below[0].strip()  # cells merged above come as one filled and many empty
    wide = len(filled) > len([text for text in row if text.strip()]) and not spread
    if not filled or wide or any(len(t) > 60 for t in filled):
        return False
    if filled == [below[0]] and read_heading(f"{row[0]} {below[0]}") != read_heading(row[0]):
        return False  # "THÁNG 01" under "TT" titles the rows below it, no column
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
