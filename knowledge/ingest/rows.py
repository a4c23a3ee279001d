"""Printed rows → the titles of sections and rows of tasks, each text under the role of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.columns import MARKED, find_step
from knowledge.documents.model import Document, Row, Table
from knowledge.ingest.aligning import Aligned, align, join_torn
from knowledge.ingest.both import names_both, part_in_order
from knowledge.ingest.headers import Header
from knowledge.ingest.marked import read_mark
from knowledge.ingest.natures import fitness, is_mark
from knowledge.ingest.numbering import clean_number, is_dash, read_roman, split_title
from knowledge.ingest.schedules import spell_schedule
from nlu.text import fold

_SURE = 2.0
_YEAR = re.compile(r"\b20\d\d\b")
_UPPER_SHARE = 0.7
_ADDED = frozenset(("product", "support", "basis", "note"))  # what alone may differ in the rows of one task
_GROUPING = frozenset(("lead", "agencies", "time"))
_HELD = frozenset(("task", "lead", "agencies", "time"))  # what must be merged over them


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """The title of a section, `place` in words; `maybe` where the rows below tell it from a task of one cell.

    `outside` = it stands above its table, not in it.
    """

    number: str
    title: str
    first_line: int
    last_line: int
    place: str
    maybe: bool = False
    outside: bool = False
    stray: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One printed row by column role; `number` is clean, "" where it has none, `page` = first on its page.

    `place` says in words where it is printed.
    """

    number: str
    cells: dict[str, str]
    first_line: int
    last_line: int
    place: str
    page: bool = False
    moved: bool = False
    cut: bool = False
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads the rows of one table under one header; `known` are folded texts of the table."""

    document: Document
    header: Header
    known: frozenset[str]
    is_grid: bool

    @property
    def grouping(self) -> frozenset[str]:
        """The columns of a grid that stand before its tasks: what they say holds until they say something else."""
        roles = self.header.roles
        before = roles[: roles.index("task")] if self.is_grid and "task" in roles else ()
        return _GROUPING & {*before}

    @classmethod
    def of(cls, document: Document, table: Table, header: Header) -> RowReader:
        """The reader of a table's rows under a header, its own or that of the table before."""
        texts = frozenset(fold(text) for row in table.rows for text in row.texts if 5 < len(text) < 120)
        return cls(document=document, header=header, known=texts, is_grid=table.is_grid)

    def read(self, row: Row, *, page: bool = False) -> SectionRow | TaskRow:
        """One row with any text; `page` where it is the first on its page."""
        place = self.document.where(row.first_line)
        lines = not self.is_grid and self._is_lines(row)
        if section := self._section(row, place, lines=lines):
            return section
        texts, roles = list(row.texts), self.header.roles
        aligned = align(texts, roles, known=self.known, lines=lines, is_grid=self.is_grid)
        if "number" in roles and texts and not clean_number(texts[0]):
            split = _split_number(texts[0])
            if split and roles[0] == "number":
                texts = [*split, *texts[1:]]
                aligned = align(texts, roles, known=self.known, lines=lines)
        read = self._task(row, texts, aligned, place=place, page=page, lines=lines)
        if _is_torn(row, self.document.lines):
            torn = "Ô bị rách thành nhiều dòng có dòng trống xen giữa, đã ghép lại."
            return replace(read, repairs=(*read.repairs, torn))
        return read

    def only_adds(self, row: Row) -> bool:
        """Whether merged cells say that a row is the task above: what is new in it is a product or the like."""
        cells = list(zip(self.header.roles, row.cells, strict=False))
        held = {role for role, cell in cells if cell.held and cell.text}
        new = {role for role, cell in cells if not cell.held and cell.text}
        return "task" in held and bool(new) and new <= _ADDED and not (_HELD & {*self.header.roles}) - held

    def with_added(self, above: TaskRow, row: Row) -> TaskRow:
        """The task of the row above with what a row of the same task adds."""
        cells = dict(above.cells)
        for role, cell in zip(self.header.roles, row.cells, strict=False):
            if cell.text and not cell.held:
                cells[role] = f"{cells[role]}\n{cell.text}" if role in cells else cell.text
        return replace(above, cells=cells, last_line=row.last_line)

    def _is_lines(self, row: Row) -> bool:
        """Whether the row's cells are lines that nothing parts: one cell a line, and more or fewer than the columns."""
        firsts = [cell.first_line for cell in row.cells]
        return len(firsts) > 2 and len(set(firsts)) == len(firsts) and len(firsts) != len(self.header.roles)

    def _task(
        self, row: Row, texts: Sequence[str], aligned: Aligned, *, place: str, page: bool, lines: bool
    ) -> TaskRow:
        cells: dict[str, str] = {}
        repairs: list[str] = []
        number = ""
        ticked: list[str] = []
        for role, name, sources in zip(self.header.roles, self.header.names, aligned.sources, strict=True):
            parts = [texts[i] for i in sources if texts[i]]
            text = join_torn(parts, self.known) if len(parts) > 1 and not _wrapped(parts) else " ".join(parts)
            if not text:
                continue
            if len(parts) > 1 and aligned.joined and not lines:
                repairs.append(f"Ô bị rách làm {len(parts)}, đã ghép lại thành “{text}”.")
            if role == "schedule":
                when = spell_schedule(name)
                ticked.append(when if is_mark(text) else f"{when}: {text}")
            elif role in MARKED:
                does = read_mark(text, role)
                cells[does] = f"{cells[does]}; {name}" if does in cells else name
            elif role == "number":
                number = "-" if is_dash(text) else clean_number(text)
                if not number:
                    cells["task"] = text
            elif role in ("lead", "agencies") and names_both(name) and (told := part_in_order(text)):
                cells["lead"], cells["support"] = told
            else:
                if role == "time" and self.header.roles.count(role) > 1 and (step := find_step(name)):
                    text = f"{step}: {text}"
                if role == "target" and self.header.roles.count(role) > 1 and (year := _YEAR.search(name)):
                    text = f"năm {year[0]}: {text}"
                parted = "; " if name else "\n"
                cells[role] = f"{cells[role]}{parted}{text}" if role in cells else text
        if ticked and "time" not in cells:
            cells["time"] = "; ".join(ticked)
        if start := cells.pop("start", ""):
            cells = _with_start(cells, start, both=self._covers_both_ends(row))
        if aligned.moved and not lines:
            repairs.insert(0, "Hàng bị lệch cột (mất hoặc thừa một ô trống); đã đưa các ô về đúng cột theo nội dung.")
        if aligned.dropped:
            repairs.append("Hàng có ô chép lặp, đã bỏ phần lặp.")
        return TaskRow(
            number=number,
            cells=cells,
            first_line=row.first_line,
            last_line=max(cell.last_line for cell in row.cells),
            place=place,
            page=page,
            moved=aligned.moved,
            cut=len(texts) < len(self.header.roles),
            repairs=tuple(repairs),
        )

    def _covers_both_ends(self, row: Row) -> bool:
        """Whether one cell stands under the headings of a task's start and of its end."""
        ends = zip(self.header.roles, row.cells, strict=False)
        return any(role == "time" and cell.inside for role, cell in ends)

    def _section(self, row: Row, place: str, *, lines: bool) -> SectionRow | None:
        header = self.header
        main = next((i for i, role in enumerate(header.roles) if role in ("task", "indicator")), 1)
        if row.cells[0].held or (main < len(row.cells) and row.cells[main].held):
            return None
        filled = [(i, cell.text) for i, cell in enumerate(row.cells) if cell.text and not cell.held]
        distinct = list(dict.fromkeys(text for _, text in filled))
        last_line = max(cell.last_line for cell in row.cells)

        def section(number: str, title: str, *, maybe: bool = False, stray: str = "") -> SectionRow:
            return SectionRow(
                number=number,
                title=_flat(title),
                first_line=row.first_line,
                last_line=last_line,
                place=place,
                maybe=maybe,
                stray=stray,
            )

        if len(distinct) == 1:
            at, text = filled[0]
            number, title = split_title(text)
            rest = row.cells[at + 1 :]
            merged = len(rest) > 1 and all(cell.inside for cell in rest)
            spread = len(filled) > 1 or len(row.cells) == 1 or at == 0 or merged
            if number and not clean_number(text) and (at <= 1 or spread) and title[:1].isupper():
                return section(number, title)
            if not clean_number(text) and spread and not _goes_on(text) and "number" in header.roles:
                return section("", text)
            if _is_upper(text) and at <= 1:
                return section("", text)
            return None
        number = clean_number(distinct[0]) if distinct else ""
        if not number or header.roles[0] != "number" or filled[0][0] != 0:
            return None
        sure = len(filled) > 2 or (number.isalpha() and number.isupper())
        if len(distinct) == 2 and (sure or filled[1][0] in (1, main)) and len(distinct[1]) > 1:
            return section(number, distinct[1], maybe=not sure)
        if read_roman(distinct[0]) and lines and not any(_is_field(text) for text in distinct[1:]):
            return section(number, " ".join(distinct[1:]))
        agencies = any(
            text and header.roles[i] in ("lead", "support", "agencies") for i, text in filled if i < len(header.roles)
        )
        if read_roman(distinct[0]) and not agencies and len(distinct) == 3 and filled[1][0] in (1, main):
            return section(number, distinct[1], stray=distinct[2])
        return None


def _with_start(cells: dict[str, str], start: str, *, both: bool) -> dict[str, str]:
    """The cells with what stands under the start: a time where it is said of both ends or no day ("Hằng quý")."""
    if "time" not in cells and (both or not any(letter.isdigit() for letter in start)):
        return {**cells, "time": start}
    return {**cells, "note": f"{cells['note']}; {start}" if "note" in cells else start}


def _is_torn(row: Row, lines: Sequence[str]) -> bool:
    """Whether an empty line stands inside a cell of a one-cell-a-line table."""
    return any(
        lines[cell.first_line - 1].startswith("\t") and "" in lines[cell.first_line : cell.last_line - 1]
        for cell in row.cells
        if cell.last_line > cell.first_line + 1
    )


def _split_number(text: str) -> tuple[str, str] | None:
    """Splits "3. Rà soát …" as two cells, where a lost tab put the number before the task."""
    number, title = split_title(text)
    return (number, title) if number and len(title) > 12 else None


def _wrapped(parts: Sequence[str]) -> bool:
    return len(parts) != 2 or any(part[:1].islower() for part in parts[1:])


def _is_field(text: str) -> bool:
    """Whether a line is surely an agency or a time, so that its row is a task."""
    return fitness(text, "lead") >= _SURE or fitness(text, "time") >= _SURE


def _flat(text: str) -> str:
    return " ".join(text.split())


def _goes_on(text: str) -> bool:
    return text[:1].islower() or text.startswith(("-", "+", "("))


def _is_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 8 and sum(c.isupper() for c in letters) >= _UPPER_SHARE * len(letters)
