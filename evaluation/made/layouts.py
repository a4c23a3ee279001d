"""A plan's rows → a table as offices set it: merged cells, and how agencies, numbers and sections stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

Row = Mapping[str, Any]

HEADINGS: Final = {
    "number": "STT", "task": "Nội dung nhiệm vụ", "goal": "Mục tiêu", "leads": "Cơ quan chủ trì",
    "supports": "Cơ quan phối hợp", "time": "Thời gian hoàn thành", "product": "Sản phẩm",
    "agencies": "Đơn vị thực hiện", "legal_basis": "Căn cứ", "note": "Ghi chú",
}  # fmt: skip
_UNDER_ONE: Final = {"leads": "Chủ trì", "supports": "Phối hợp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One cell as it is set; `automatic` = the program counts, the number is not typed."""

    text: str = ""
    down: int = 1
    across: int = 1
    bold: bool = False
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is set.

    `agencies`: "two" columns, "under_one" heading of two rows, or "labelled" in one cell. `sections`: the number beside
    a title that runs "across", or both in "one" cell. `lists`: agencies one a line, with dashes. `held`: roles whose
    equal neighbours are one merged cell; `ditto`: the word that repeats a lead. `pages`: rows after which the table is
    cut in two, the second part without headings.
    """

    columns: tuple[str, ...] = ("number", "task", "product", "leads", "supports", "time")
    agencies: str = "two"
    sections: str = "across"
    automatic: bool = False
    lists: bool = False
    counted: bool = False
    held: tuple[str, ...] = ()
    ditto: str = ""
    pages: int = 0
    above: str = ""
    letterhead: str = "table"


LAYOUTS: Final[Mapping[str, Layout]] = {
    "plain": Layout(),
    "two-row": Layout(agencies="under_one", counted=True),
    "automatic": Layout(automatic=True, lists=True, sections="one"),
    "labelled": Layout(agencies="labelled", columns=("number", "task", "time", "product", "agencies"), held=("leads",)),
    "merged": Layout(
        columns=("number", "goal", "task", "leads", "supports", "time", "product"), held=("goal", "time", "leads")
    ),
    "ditto": Layout(ditto="nt", columns=("number", "task", "leads", "supports", "product", "time", "note")),
    "pages": Layout(pages=7, letterhead="tabs", lists=True),
    "annex": Layout(above="Phụ lục", agencies="under_one", sections="one", held=("time",), letterhead="lines"),
}


def boxes(rows: Sequence[Row], titles: Mapping[str, str], layout: Layout) -> list[list[Box]]:
    """The whole table, its headings first; `titles` are those of the sections by their number."""
    width = len(layout.columns)
    table = list(_headings(layout))
    if layout.counted:
        table.append([Box(text=f"({place})") for place in range(1, width + 1)])
    for section, group in groupby(rows, key=lambda row: str(row["key"]).rpartition(".")[0]):
        if title := titles.get(section, ""):
            table.append(_section(section, title, layout))
        table += _body(list(group), layout)
    return table


def _headings(layout: Layout) -> Iterator[list[Box]]:
    if layout.agencies != "under_one":
        yield [Box(text=HEADINGS[role], bold=True) for role in layout.columns]
        return
    upper = []
    for role in layout.columns:
        if role == "leads":
            upper.append(Box(text=HEADINGS["agencies"], across=2, bold=True))
        elif role != "supports":
            upper.append(Box(text=HEADINGS[role], down=2, bold=True))
    yield upper
    yield [Box(text=_UNDER_ONE[role], bold=True) for role in layout.columns if role in _UNDER_ONE]


def _section(number: str, title: str, layout: Layout) -> list[Box]:
    if layout.sections == "one":
        return [Box(text=f"{number}. {title.upper()}", across=len(layout.columns), bold=True)]
    return [Box(text=number, bold=True), Box(text=title, across=len(layout.columns) - 1, bold=True)]


def _body(rows: Sequence[Row], layout: Layout) -> list[list[Box]]:
    texts = [[_text(row, role, layout) for role in layout.columns] for row in rows]
    table: list[list[Box]] = [[] for _ in rows]
    for column, role in enumerate(layout.columns):
        at = 0
        while at < len(rows):
            text, down = texts[at][column], 1
            while role in layout.held and text and at + down < len(rows) and texts[at + down][column] == text:
                down += 1
            box = Box(text=text, down=down, automatic=layout.automatic and role == "number")
            if layout.ditto and role == "leads" and at and texts[at - 1][column] == text and text:
                box = replace(box, text=layout.ditto)
            table[at].append(box)
            at += down
    return table


def _text(row: Row, role: str, layout: Layout) -> str:
    match role:
        case "number":
            return str(row["key"]).rpartition(".")[2]
        case "leads" | "supports":
            return _names(row[role], layout)
        case "agencies":
            leads, supports = ("; ".join(row[side]) for side in ("leads", "supports"))
            said = [f"- Chủ trì: {leads}"] if leads else []
            return "\n".join([*said, *([f"- Phối hợp: {supports}"] if supports else [])])
        case _:
            return str(row.get(role, ""))


def _names(names: Sequence[str], layout: Layout) -> str:
    return "\n".join(f"- {name};" for name in names) if layout.lists and len(names) > 1 else "; ".join(names)
