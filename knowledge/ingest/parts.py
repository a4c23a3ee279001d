"""A document's tables → parts (one task table over all its pages, or one appendix), each a run of read rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.documents.model import Document, Paragraph, Row, Table
from knowledge.ingest.handed import AGENCY_ROLES, find_holder, find_lead
from knowledge.ingest.headers import Header, find_header, is_count_row, is_total_row
from knowledge.ingest.numbering import read_roman, roman_value, split_title
from knowledge.ingest.rows import RowReader, SectionRow, TaskRow
from nlu.text import fold

_APPENDIX = re.compile(r"\W*(?:phu luc|bieu|bang)\b(?: so)?\s*(?P<label>\d{1,2}|[ivx]{1,5})?\b")
_LONGEST_APPENDIX = 200
_LONGEST_TITLE = 200


@dataclass(slots=True, kw_only=True)
class Part:
    """Rows that count together. `label` is the appendix's number (0 = none printed), `title` what is printed above.

    `unmerged` = no goal is merged over several tasks: they are told in labelled prose, or a grid tells what is merged
    and has its goals behind its tasks.
    """

    label: int
    is_indicators: bool
    numbered: bool
    unmerged: bool = False
    title: str = ""
    rows: list[SectionRow | TaskRow] = field(default_factory=list)


def read_parts(document: Document) -> list[Part]:
    """The parts of a document in order; empty where no table has known headings."""
    reader = _PartReader(document)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            reader.hear(block)
        else:
            reader.read(block)
    for part in reader.parts:
        _settle_outside(part)
        _settle_figures(part)
    return [part for part in reader.parts if part.rows]


class _PartReader:
    """What the blocks read so far say: the parts, the headings that hold, the appendix that has been opened."""

    def __init__(self, document: Document) -> None:
        self.parts: list[Part] = []
        self._document = document
        self._header: Header | None = None
        self._appendix: int | None = None
        self._title = ""
        self._above: SectionRow | None = None
        self._owner: SectionRow | None = None
        self._label: Paragraph | None = None
        self._sheet, self._owned = "", False
        self._fresh = False

    def hear(self, paragraph: Paragraph) -> None:
        """A paragraph between tables: it may open an appendix, or title the section that the next table holds."""
        found = find_appendix(paragraph.text)
        if found is not None:
            self._appendix, self._title, self._above = found, "", None
        elif self._appendix is not None and not self._title:
            self._title = paragraph.text
        self._label = paragraph
        number, title = split_title(paragraph.text)
        if read_roman(number) and len(title) < _LONGEST_TITLE:
            self._above = SectionRow(
                number=number,
                title=title.rstrip(" .:;"),
                first_line=paragraph.first_line,
                last_line=paragraph.last_line,
                place=self._document.where(paragraph.first_line),
                outside=True,
            )

    def read(self, table: Table) -> None:
        """The rows of a table; without headings it goes on with the columns of the one before."""
        reader: RowReader | None = None
        page, skip = True, 0
        for index, row in enumerate(table.rows):
            if skip:
                skip -= 1
                continue
            if header := find_header(table, index):
                self._open(header, unmerged=table.is_told or (table.is_grid and header.has_goals_behind))
                self._owner = self._find_owner(header, row)
                reader, skip, page = None, header.rows - 1, True
                continue
            if self._header is None or not any(row.texts) or (page and is_count_row(row.texts)):
                continue
            if is_total_row(row.texts):
                continue
            reader = reader or RowReader.of(self._document, table, self._header)
            self.parts[-1].rows += [title for title in (self._above, self._owner) if title]
            self._above = self._owner = None
            self._add(reader, row, page=page)
            page = False

    def _open(self, header: Header, *, unmerged: bool) -> None:
        """Headings: those of a new part where an appendix begins or the kind of table changes."""
        if not self.parts or self._appendix is not None or header.is_indicators != self.parts[-1].is_indicators:
            part = Part(
                label=self._appendix or 0,
                is_indicators=header.is_indicators,
                numbered="number" in header.roles,
                unmerged=unmerged,
                title=self._title,
            )
            self.parts.append(part)
            self._appendix, self._title = None, ""
        self._header, self._fresh = header, True

    def _find_owner(self, header: Header, row: Row) -> SectionRow | None:
        """Whose tasks a table without a column for it holds: the line right above it says so, or its sheet's name.

        After such a table one of another sheet, or under a line of its own, is no more of the same owner.
        """
        sheet = self._document.place_of(row.first_line).sheet
        label, before, self._sheet = self._label, self._sheet, sheet
        self._label = None
        if AGENCY_ROLES & {*header.roles}:
            return None
        is_led = label is not None and bool(find_lead(label.text))
        owned, self._owned = self._owned, is_led or bool(find_holder(sheet))
        if not self._owned and not (owned and (label is not None or sheet != before)):
            self._owned = owned
            return None
        title = label.text if label is not None and (is_led or not sheet) else sheet
        first, last = (label.first_line, label.last_line) if label else (row.first_line, row.last_line)
        place = self._document.where(row.first_line)
        return SectionRow(number="", title=title, first_line=first, last_line=last, place=place)

    def _add(self, reader: RowReader, row: Row, *, page: bool) -> None:
        rows = self.parts[-1].rows
        above = rows[-1] if rows else None
        if isinstance(above, TaskRow) and reader.only_adds(row):
            rows[-1] = reader.with_added(above, row)
            return
        read = reader.read(row, page=page)
        fresh, self._fresh = self._fresh, False
        whole = isinstance(read, TaskRow) and bool(read.number or not (self.parts[-1].numbered or page))
        if whole and isinstance(above, TaskRow) and isinstance(read, TaskRow) and not fresh:
            held = {role: text for role, text in above.cells.items() if role in reader.grouping}
            read = replace(read, cells=held | read.cells)
        rows.append(read)


def _settle_outside(part: Part) -> None:
    """Titles above tables are sections of the part where several tables have one and none stands in a table."""
    sections = [row for row in part.rows if isinstance(row, SectionRow)]
    outside = {row.number for row in sections if row.outside}
    if len(outside) < 2 or any(read_roman(row.number) for row in sections if not row.outside):
        part.rows = [row for row in part.rows if not (isinstance(row, SectionRow) and row.outside)]


def _settle_figures(part: Part) -> None:
    """Numbers that a program wrote as figures, "1.0" and "2.0", count 1 and 2 where none counts 1.1 among them."""
    parted = [row.number for row in part.rows if "." in row.number]
    if parted and all(number.endswith(".0") for number in parted):
        part.rows = [replace(row, number=row.number.removesuffix(".0")) for row in part.rows]


def find_appendix(text: str) -> int | None:
    """The number of an appendix that a paragraph opens (0 where it prints none), or None."""
    found = _APPENDIX.match(fold(text)) if len(text) < _LONGEST_APPENDIX else None
    if not found:
        return None
    label = found["label"] or ""
    if label.isdigit():
        return int(label)
    return roman_value(read_roman(label.upper())) if read_roman(label.upper()) else 0
