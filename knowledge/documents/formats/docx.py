"""Word files (.docx): paragraphs and tables as they are printed, with the numbers that Word itself counts.

The XML is walked directly: the library's own cells cost 30 ms each in a table of 600 rows, and tell neither automatic
numbers nor tracked changes. Headers, footers and footnotes stand in parts of their own and are not looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import PartFactory
from docx.package import Package
from docx.parts.document import DocumentPart

from knowledge.documents.composing import Line, Piece, Remark, compose
from knowledge.documents.formats.docx_fonts import put_in_unicode
from knowledge.documents.formats.docx_lists import ListLabels
from knowledge.documents.formats.docx_names import qn
from knowledge.documents.formats.docx_text import Printed, box_lines, mark_is_deleted
from knowledge.documents.formats.wording import say
from knowledge.documents.grids import Grid, Slot
from knowledge.documents.model import Document
from knowledge.documents.places import Place
from knowledge.errors import DocumentError

_P: Final = qn("w:p")
_TBL: Final = qn("w:tbl")
_TR: Final = qn("w:tr")
_TC: Final = qn("w:tc")
_VAL: Final = qn("w:val")
_WRAPPERS: Final = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:txbxContent"))
)
_SAME_BORDER: Final = 150  # twentieths of a point (a quarter of a centimetre): borders nearer than that are one
_MOST_ACROSS: Final = 63  # columns that Word lets a table have
_OF_HEAD = re.compile(r"số\s*:|kế hoạch|.*ngày.*tháng.*năm", re.IGNORECASE)
_STRICT: Final = b"purl.oclc.org/ooxml"  # a variant that few programs write and the library does not know
# A file with macros and a template have the same text as any other, under names of their own.
_MAIN_PARTS: Final = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_SHOWN: Final = 80  # letters of a text box that a note shows


def read_docx(data: bytes, name: str) -> Document:
    """Reads a Word file.

    Raises:
        DocumentError: broken, or no Word file.
    """
    try:
        part = _open(data)
        remarks = [Remark(message=say("old_font", encoding=encoding)) for encoding in put_in_unicode(part)]
        reader = _Reader(part)
    except (PackageNotFoundError, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, OSError):
        raise DocumentError(say("strict" if _is_strict(data) else "broken.docx", name=name)) from None
    if next(part.element.body.iter(qn("w:altChunk")), None) is not None:
        remarks.append(Remark(message=say("inserted_file")))
    return compose(data, name, (*remarks, *reader.pieces(part.element.body)))


def _open(data: bytes) -> DocumentPart:
    for kind in _MAIN_PARTS:
        PartFactory.part_type_for[kind] = DocumentPart
    part = Package.open(io.BytesIO(data)).main_document_part
    if not isinstance(part, DocumentPart):
        raise ValueError("no text")
    return part


def _is_strict(data: bytes) -> bool:
    with suppress(zipfile.BadZipFile, KeyError, OSError), zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _STRICT in archive.read("_rels/.rels")
    return False


class _Reader:
    """Reads the blocks of one document in their order, as its lists count."""

    def __init__(self, part: Any) -> None:
        self._labels = ListLabels.of(part)
        self._printed = Printed()
        self._paragraphs = 0
        self._going_on = ""

    def pieces(self, body: Any) -> Iterator[Piece]:
        """What a body or a cell holds, remarks on it first."""
        for block in _blocks(body):
            if block.tag == _P:
                self._paragraphs += 1
                place = Place(paragraph=self._paragraphs)
                text = self._paragraph(block)
                boxes = self._boxes()
                yield from self._remarks()
                for box in boxes:
                    yield from self.pieces(box)
                yield from (Line(text=line, place=place) for line in text.split("\n"))
            elif _is_frame(block):
                yield from (piece for cell in _cells_of(block) for piece in self.pieces(cell))
            else:
                grid = self._grid(block)
                yield from self._remarks()
                yield grid

    def _boxes(self) -> list[Any]:
        """The text boxes of the last paragraph that are read where they stand; what a short one says is only told."""
        read = [box for box in self._printed.boxes if _is_read(box)]
        self._printed.boxes = [box for box in self._printed.boxes if box not in read]
        return read

    def _remarks(self) -> Iterator[Remark]:
        boxes = (words for box in self._printed.boxes if (words := " ".join(box_lines(box))))
        for kind, seen in (("text_box", boxes), ("struck", self._printed.struck)):
            yield from (Remark(message=say(kind, text=_short(words))) for words in seen)
        self._printed.boxes.clear()
        self._printed.struck.clear()

    def _paragraph(self, paragraph: Any) -> str:
        text = self._going_on + self._printed.text(paragraph)
        if mark_is_deleted(paragraph):
            self._going_on = text
            return ""
        self._going_on = ""
        label = self._labels.label(paragraph) if text.strip() else ""
        return f"{label} {text}" if label else text

    def _grid(self, table: Any) -> Grid:
        """The slots of a table; a cell that goes on from the row above (vMerge) makes that one reach down."""
        columns = _columns(table)
        rows: list[list[dict[str, Any]]] = []
        above: dict[int, dict[str, Any]] = {}
        for number, tr in enumerate(_within(table, _TR), start=1):
            row: list[dict[str, Any]] = []
            place = Place(row=number)
            at = min(_number(tr, "w:trPr", "w:gridBefore") or 0, _MOST_ACROSS)
            if before := _column(columns, at) - _column(columns, 0):
                row.append({"place": place, "across": before})
            for tc in _within(tr, _TC):
                first = _column(columns, at)
                at += min(max(_number(tc, "w:tcPr", "w:gridSpan") or 1, 1), _MOST_ACROSS)
                across = max(_column(columns, at) - first, 1)
                merge = tc.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                upper = above.get(first)
                if merge is not None and merge.get(_VAL) != "restart" and upper and upper["across"] == across:
                    upper["down"] += 1
                    continue
                slot = {"text": self._cell(tc), "place": place, "across": across, "down": 1}
                row.append(slot)
                above[first] = slot
            if tr.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                rows.append(row)
        return Grid(rows=tuple(tuple(Slot(**slot) for slot in row) for row in rows))

    def _cell(self, cell: Any) -> str:
        """The lines of a cell; a number that Word counts in an otherwise empty cell is its text."""
        lines: list[str] = []
        counted = ""
        for block in _blocks(cell):
            if block.tag == _P:
                text = self._paragraph(block)
                if text.strip():
                    lines.append(text)
                else:
                    counted = counted or self._labels.label(block)
            else:
                lines += [" ".join(filter(None, row)) for row in self._nested(block)]
        return "\n".join(lines) or counted.strip("-+")

    def _nested(self, table: Any) -> Iterator[list[str]]:
        for tr in _within(table, _TR):
            yield [self._cell(tc) for tc in _within(tr, _TC)]


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or a cell, whatever they are wrapped in."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)


def _cells_of(table: Any) -> Iterator[Any]:
    for tr in _within(table, _TR):
        yield from _within(tr, _TC)


def _is_frame(table: Any) -> bool:
    """Whether a table of one column only frames others, as pages copied from the web come."""
    rows = [list(_within(tr, _TC)) for tr in _within(table, _TR)]
    return max(map(len, rows), default=0) == 1 and any(cell.find(f".//{_TBL}") is not None for (cell,) in rows)


def _is_read(box: Any) -> bool:
    """Whether a text box holds a part of the document (a table, the head, a signature), not a stamp ("DỰ THẢO")."""
    lines = box_lines(box)
    return box.find(f".//{_TBL}") is not None or len(lines) > 1 or any(map(_OF_HEAD.match, lines))


def _columns(table: Any) -> list[int]:
    """The column that begins at each border of the grid: borders drawn a hair apart are one.

    Empty where the file does not tell the widths.
    """
    grid = table.find(qn("w:tblGrid"))
    widths = [column.get(qn("w:w"), "") for column in grid] if grid is not None else []
    if not widths or not all(width.isdigit() and int(width) for width in widths):
        return []
    columns = [0]
    for width in widths:
        columns.append(columns[-1] + (int(width) >= _SAME_BORDER))
    return columns


def _column(columns: list[int], border: int) -> int:
    if border < len(columns):
        return columns[border]
    return columns[-1] + border - len(columns) + 1 if columns else border


def _number(parent: Any, *path: str) -> int | None:
    found = parent.find("/".join(map(qn, path)))
    value = found.get(_VAL) if found is not None else None
    return int(value) if value and value.isdigit() else None


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"
