"""Tasks told in prose with labels: "a) Nhiệm vụ: … b) Cơ quan thực hiện: … c) Thời gian: …" under a numbered heading.

They come out as a table with one row a heading, so that everything downstream is the same; what stands under one
heading is handed out besides, for plans that tell some tasks so and others in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.columns import find_labels
from knowledge.documents.layouts.found import ends_table
from knowledge.documents.model import Cell, Paragraph, Row, Table

_HEADING = re.compile(
    r"(?:(?i:nhiệm vụ|nội dung|công việc|hoạt động)\s+(?:số\s+)?(?=\d))?"  # "Nhiệm vụ 1: …"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}|[IVXL]{1,5}|[A-HĐ](?=[.)/:]))\s*[.)/:]?\s+(?P<title>[^\W\d_].*)",
    re.DOTALL,
)
_LETTERED = re.compile(r"(?P<number>[a-zđ])\s*[.)]\s+(?P<title>[^\W\d_].*)", re.DOTALL)  # "a) Rà soát văn bản."
_LEADING = re.compile(r"^(?:[-+•]\s*|[a-zđ]\)\s*)+")
_ROLES = ("task", "goal", "lead", "support", "agencies", "time", "product", "basis", "note")
_TITLES = {
    "goal": "Mục tiêu", "task": "Nhiệm vụ", "lead": "Cơ quan chủ trì", "support": "Cơ quan phối hợp",
    "time": "Thời gian thực hiện", "product": "Sản phẩm", "basis": "Căn cứ", "note": "Ghi chú",
}  # fmt: skip
_FEWEST_TASKS = 2


@dataclass(slots=True)
class Entry:
    """What stands under one numbered heading, so far."""

    number: str
    title: Cell
    parts: dict[str, list[Cell]] = field(default_factory=dict)
    open: str = ""
    plain: list[Cell] = field(default_factory=list)

    def add(self, role: str, cell: Cell) -> None:
        """Takes another paragraph of a part."""
        if cell.text:
            self.parts.setdefault(role, []).append(cell)

    @property
    def is_lettered(self) -> bool:
        """Whether it is counted a), b) under a numbered heading."""
        return self.number.isalpha() and self.number.islower()

    def opens_letters(self) -> bool:
        """Whether a lettered paragraph below is a task of its own: what is open is no text that it may be a part of."""
        return (self.is_lettered and (self.is_task or not self.open)) or not (self.parts or self.is_lettered)

    @property
    def is_task(self) -> bool:
        """Whether it says who leads, and something besides."""
        return (
            bool(self.parts.keys() & {"lead", "agencies"})
            and len(self.parts.keys() & {"task", "time", "support", "product"}) > 0
        )

    def cells(self, role: str) -> list[Cell]:
        """The paragraphs of a part; a task without a label is what stands under a short title, or the title."""
        return self.parts.get(role) or (self.plain or [self.title] if role == "task" else [])

    def said(self, role: str) -> str:
        """The words of a part, "" where it has none."""
        cells = self.cells(role)
        text = "\n".join(cell.text for cell in cells)
        if role == "task":
            return text
        text = _LEADING.sub("", text) if len(cells) == 1 else text
        text = text.rstrip(" .;")
        if text.endswith(")") and text.count(")") > text.count("("):  # "… (Chủ trì: …; thời gian: Quý I)"
            text = text[:-1].rstrip(" .;")
        return text


def find_labelled_table(paragraphs: Sequence[Paragraph]) -> Table | None:
    """One table of all the tasks told with labels, or None where fewer than two are."""
    entries = list(read_entries(paragraphs))
    if sum(entry.is_task for entry in entries) < _FEWEST_TASKS:
        return None
    first = next(entry for entry in entries if entry.is_task).title.first_line
    columns = [role for role in _TITLES if any(role in entry.parts for entry in entries) or role == "task"]
    header = Row(
        cells=tuple(
            Cell(text=text, first_line=first, last_line=first) for text in ("STT", *(_TITLES[c] for c in columns))
        )
    )
    rows = [header]
    headings = _roman_sections(entries) | _numbered_sections(entries)
    for index, entry in enumerate(entries):
        if index in headings or (entry.is_task and entry.cells("task") != [entry.title]):
            rows.append(_section_row(entry, len(header.cells)))
        if entry.is_task:
            rows.append(_row(entry, columns))
    return Table(rows=tuple(rows), is_told=True)


def _roman_sections(entries: Sequence[Entry]) -> set[int]:
    """The Roman or lettered headings that have tasks under them; none where a single one holds all the tasks."""
    holders: set[int] = set()
    heading: int | None = None
    for index, entry in enumerate(entries):
        if entry.is_task and heading is not None:
            holders.add(heading)
        elif re.fullmatch(r"[IVXL]+|[A-HĐ]", entry.number) and not entry.parts:
            heading = index
    return holders if len(holders) > 1 else set()


def _numbered_sections(entries: Sequence[Entry]) -> set[int]:
    """The headings counted 1, 2 that have tasks counted 1.1, 1.2 under them."""
    holders: set[int] = set()
    for index, entry in enumerate(entries):
        if entry.is_task and ("." in entry.number or entry.is_lettered):
            upper = entry.number.rpartition(".")[0]
            before = range(index - 1, -1, -1)
            above = (n for n in before if (entries[n].number == upper if upper else not entries[n].is_lettered))
            if (at := next(above, None)) is not None and not entries[at].parts:
                holders.add(at)
    return holders


def read_entries(paragraphs: Sequence[Paragraph]) -> Iterator[Entry]:
    """Every numbered heading with what stands under it, in order; what stands above the first is left out."""
    entry: Entry | None = None
    for paragraph in paragraphs:
        if ends_table(paragraph.text):
            if entry:
                yield entry
            entry = None
            continue
        heading = _HEADING.fullmatch(paragraph.text)
        if heading is None and entry and entry.opens_letters():
            heading = _LETTERED.fullmatch(paragraph.text)
        labels = list(_labels(paragraph.text))
        if heading and (heading.start("number") > 0 or not (labels and labels[0][0] <= 4)):
            if entry:
                yield entry
            title = heading["title"]
            labels = list(_labels(title))
            plain = title[: labels[0][0]] if labels else title
            entry = Entry(number=heading["number"], title=_cell(plain.rstrip(" :;,.-("), paragraph))
            _add_labels(entry, title, labels, paragraph)
        elif entry and labels:
            before = _LEADING.sub("", paragraph.text[: labels[0][0]].lstrip()).strip(" -+;,.")
            if before and entry.open:
                entry.add(entry.open, _cell(before, paragraph))
            _add_labels(entry, paragraph.text, labels, paragraph)
        elif entry and entry.open:
            entry.add(entry.open, _cell(paragraph.text, paragraph))
        elif entry:
            entry.plain.append(_cell(paragraph.text, paragraph))
    if entry:
        yield entry


def _labels(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, role) of every label in a paragraph that opens a part of a task."""
    return (label for label in find_labels(text) if label[2] in _ROLES)


def _add_labels(entry: Entry, text: str, labels: Sequence[tuple[int, int, str]], at: Paragraph) -> None:
    for index, (_, end, role) in enumerate(labels):
        stop = labels[index + 1][0] if index + 1 < len(labels) else len(text)
        value = text[end:stop].strip()
        if stop < len(text):
            value = re.sub(r"(?:\s*[-+•]|\s+[a-zđ]\))\s*$", "", value).rstrip(" ;,")
        # "Cơ quan thực hiện:" alone only opens the two labels below it
        entry.open = "lead" if role == "agencies" else role
        entry.add(entry.open, _cell(value, at))


def _cell(text: str, at: Paragraph) -> Cell:
    return Cell(text=text.strip(), first_line=at.first_line, last_line=at.last_line)


def _section_row(entry: Entry, width: int) -> Row:
    at = Cell(text="", first_line=entry.title.first_line, last_line=entry.title.last_line)
    number = Cell(text=f"{entry.number}.", first_line=at.first_line, last_line=at.last_line)
    return Row(cells=(number, entry.title, *(at for _ in range(width - 2))))


def _row(entry: Entry, columns: Sequence[str]) -> Row:
    number = Cell(text=entry.number, first_line=entry.title.first_line, last_line=entry.title.last_line)
    cells = [number]
    for column in columns:
        parts = entry.cells(column)
        first = parts[0].first_line if parts else cells[-1].last_line
        last = parts[-1].last_line if parts else first
        cells.append(Cell(text=entry.said(column), first_line=first, last_line=last))
    return Row(cells=tuple(cells))
