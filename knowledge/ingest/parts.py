"""A document's tables → parts (one task table over all its pages, or one appendix), each a run of read rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.documents.model import Document, Paragraph, Row, Table
from knowledge.ingest.aligning import Aligned, align, join_torn
from knowledge.ingest.headers import Header, find_header, is_count_row
from knowledge.ingest.natures import fitness, is_mark
from knowledge.ingest.numbering import clean_number, is_dash, read_roman, roman_value, split_title
from nlu.text import fold

_APPENDIX = re.compile(r"\W*(?:phu luc|bieu|bang)\b(?: so)?\s*(?P<label>\d{1,2}|[ivx]{1,5})?\b")
_LONGEST_APPENDIX = 200
_SURE = 2.0
_UPPER_SHARE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """The title row of a section, `place` in words; `maybe` where the rows below tell it from a task of one cell."""

    number: str
    title: str
    first_line: int
    last_line: int
    place: str
    maybe: bool = False
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


@dataclass(slots=True, kw_only=True)
class Part:
    """Rows that count together. `label` is the appendix's number (0 = none printed), `title` what is printed above."""

    label: int
    is_indicators: bool
    numbered: bool
    title: str = ""
    rows: list[SectionRow | TaskRow] = field(default_factory=list)


def read_parts(document: Document) -> list[Part]:
    """The parts of a document in order; empty where no table has known headings."""
    parts: list[Part] = []
    appendix: int | None = None
    title = ""
    header: Header | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found = find_appendix(block.text)
            if found is not None:
                appendix, title = found, ""
            elif appendix is not None and not title:
                title = block.text
            continue
        known = _known_texts(block)
        texts = [row.texts for row in block.rows]
        page, skip = True, 0
        for index, row in enumerate(block.rows):
            if skip:
                skip -= 1
                continue
            new = find_header(texts, index)
            if new:
                if not parts or appendix is not None or new.is_indicators != parts[-1].is_indicators:
                    numbered = "number" in new.roles
                    parts.append(
                        Part(label=appendix or 0, is_indicators=new.is_indicators, numbered=numbered, title=title)
                    )
                    appendix, title = None, ""
                header, skip, page = new, new.rows - 1, True
                continue
            if header is None or not any(row.texts) or (page and is_count_row(row.texts)):
                continue
            read = _read_row(row, header, known, place=document.where(row.first_line), page=page)
            if isinstance(read, TaskRow) and _is_torn(row, document.lines):
                read = replace(
                    read, repairs=(*read.repairs, "Ô bị rách thành nhiều dòng có dòng trống xen giữa, đã ghép lại.")
                )
            parts[-1].rows.append(read)
            page = False
    return [part for part in parts if part.rows]


def _is_torn(row: Row, lines: Sequence[str]) -> bool:
    """Whether an empty line stands inside a cell of a one-cell-a-line table."""
    return any(
        lines[cell.first_line - 1].startswith("\t") and "" in lines[cell.first_line : cell.last_line - 1]
        for cell in row.cells
        if cell.last_line > cell.first_line + 1
    )


def find_appendix(text: str) -> int | None:
    """The number of an appendix that a paragraph opens (0 where it prints none), or None."""
    found = _APPENDIX.match(fold(text)) if len(text) < _LONGEST_APPENDIX else None
    if not found:
        return None
    label = found["label"] or ""
    if label.isdigit():
        return int(label)
    return roman_value(read_roman(label.upper())) if read_roman(label.upper()) else 0


def _known_texts(table: Table) -> frozenset[str]:
    return frozenset(fold(text) for row in table.rows for text in row.texts if 5 < len(text) < 120)


def _read_row(row: Row, header: Header, known: frozenset[str], *, place: str, page: bool) -> SectionRow | TaskRow:
    section = _section(row, header, place)
    if section:
        return section
    texts, roles = list(row.texts), header.roles
    aligned = align(texts, roles, known=known, lines=_is_lines(row, header))
    if "number" in roles and texts and not clean_number(texts[0]):
        split = _split_number(texts[0])
        if split and roles[0] == "number":
            texts = [*split, *texts[1:]]
            aligned = align(texts, roles, known=known, lines=_is_lines(row, header))
    return _task_row(row, texts, header, aligned, known, place=place, page=page)


def _is_lines(row: Row, header: Header) -> bool:
    """Whether the row's cells are lines that nothing parts: one cell a line, and more or fewer than the columns."""
    firsts = [cell.first_line for cell in row.cells]
    return len(firsts) > 2 and len(set(firsts)) == len(firsts) and len(firsts) != len(header.roles)


def _split_number(text: str) -> tuple[str, str] | None:
    """Splits "3. Rà soát …" as two cells, where a lost tab put the number before the task."""
    number, title = split_title(text)
    return (number, title) if number and len(title) > 12 else None


def _task_row(
    row: Row,
    texts: Sequence[str],
    header: Header,
    aligned: Aligned,
    known: frozenset[str],
    *,
    place: str,
    page: bool,
) -> TaskRow:
    cells: dict[str, str] = {}
    repairs: list[str] = []
    number = ""
    ticked: list[str] = []
    for role, name, sources in zip(header.roles, header.names, aligned.sources, strict=True):
        parts = [texts[i] for i in sources if texts[i]]
        text = join_torn(parts, known) if len(parts) > 1 and not _wrapped(parts) else " ".join(parts)
        if not text:
            continue
        if len(parts) > 1 and aligned.joined and not _is_lines(row, header):
            repairs.append(f"Ô bị rách làm {len(parts)}, đã ghép lại thành “{text}”.")
        if role == "schedule":
            ticked.append(name if is_mark(text) else f"{name}: {text}")
        elif role == "number":
            number = "-" if is_dash(text) else clean_number(text)
            if not number:
                cells["task"] = text
        else:
            cells[role] = f"{cells[role]}; {text}" if role in cells else text
    if ticked and "time" not in cells:
        cells["time"] = "; ".join(ticked)
    if aligned.moved and not _is_lines(row, header):
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
        cut=len(texts) < len(header.roles),
        repairs=tuple(repairs),
    )


def _wrapped(parts: Sequence[str]) -> bool:
    return len(parts) != 2 or any(part[:1].islower() for part in parts[1:])


def _section(row: Row, header: Header, place: str) -> SectionRow | None:
    filled = [(i, text) for i, text in enumerate(row.texts) if text]
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
        spread = len(filled) > 1 or len(row.cells) == 1 or at == 0
        if number and not clean_number(text) and (at <= 1 or spread) and title[:1].isupper():
            return section(number, title)
        if not clean_number(text) and spread and not _goes_on(text) and "number" in header.roles:
            return section("", text)
        if _is_upper(text) and at <= 1:
            return section("", text)
        return None
    number = clean_number(distinct[0])
    if not number or header.roles[0] != "number" or filled[0][0] != 0:
        return None
    main = next((i for i, role in enumerate(header.roles) if role in ("task", "indicator")), 1)
    sure = len(filled) > 2 or (not number[0].isdigit() and not number[0].islower())
    if len(distinct) == 2 and (sure or filled[1][0] in (1, main)) and len(distinct[1]) > 1:
        return section(number, distinct[1], maybe=not sure)
    if read_roman(distinct[0]) and _is_lines(row, header) and not any(_is_field(text) for text in distinct[1:]):
        return section(number, " ".join(distinct[1:]))
    agencies = any(
        text and header.roles[i] in ("lead", "support", "agencies") for i, text in filled if i < len(header.roles)
    )
    if read_roman(distinct[0]) and not agencies and len(distinct) == 3 and filled[1][0] in (1, main):
        return section(number, distinct[1], stray=distinct[2])
    return None


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
