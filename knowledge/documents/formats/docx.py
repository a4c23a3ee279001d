"""Word files (.docx): paragraphs and tables as they are printed, tracked changes accepted.

The XML is walked directly: the library's own cells cost 30 ms each in a table of 600 rows, and tell neither automatic
numbers nor tracked changes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from knowledge.documents.composing import Line, Piece, compose
from knowledge.documents.grids import Grid, Slot
from knowledge.documents.model import Document
from knowledge.documents.places import Place
from knowledge.errors import DocumentError

_P: Final = qn("w:p")
_TBL: Final = qn("w:tbl")
_TR: Final = qn("w:tr")
_TC: Final = qn("w:tc")
_VAL: Final = qn("w:val")
_TEXT: Final = qn("w:t")
_WRAPPERS: Final = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")))
_INLINE: Final = _WRAPPERS | frozenset(map(qn, ("w:r", "w:hyperlink", "w:fldSimple")))
_BREAKS: Final = frozenset((qn("w:br"), qn("w:cr")))
_LETTERS: Final = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}


def read_docx(data: bytes, name: str) -> Document:
    """Reads a Word file.

    Raises:
        DocumentError: broken, or no Word file.
    """
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (PackageNotFoundError, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, OSError):
        raise DocumentError(f"Tệp {name} bị hỏng, không mở được bằng Word; hãy lấy lại bản gốc.") from None
    return compose(data, name, _pieces(body))


def _pieces(body: Any) -> Iterator[Piece]:
    paragraphs = 0
    for block in _blocks(body):
        if block.tag == _P:
            paragraphs += 1
            place = Place(paragraph=paragraphs)
            yield from (Line(text=line, place=place) for line in _text(block).split("\n"))
        else:
            yield _grid(block)


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or a cell, whatever they are wrapped in."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _text(paragraph: Any) -> str:
    return "".join(_runs(paragraph))


def _runs(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _LETTERS:
            yield _LETTERS[child.tag]
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag in _INLINE:
            yield from _runs(child)


def _grid(table: Any) -> Grid:
    """The slots of a table; a cell that goes on from the row above (vMerge) makes that one reach down."""
    rows: list[list[dict[str, Any]]] = []
    open_above: dict[int, dict[str, Any]] = {}
    for at, tr in enumerate(_within(table, _TR), start=1):
        row: list[dict[str, Any]] = []
        column = _number(tr, "w:trPr", "w:gridBefore") or 0
        if column:
            row.append({"place": Place(row=at), "across": column})
        for tc in _within(tr, _TC):
            across = max(_number(tc, "w:tcPr", "w:gridSpan") or 1, 1)
            merge = tc.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            above = open_above.get(column)
            if merge is not None and merge.get(_VAL, "continue") != "restart" and above and above["across"] == across:
                above["down"] += 1
            else:
                text = "\n".join(_cell_lines(tc))
                slot = {"text": text, "place": Place(row=at), "across": across, "down": 1}
                row.append(slot)
                open_above[column] = slot
            column += across
        rows.append(row)
    return Grid(rows=tuple(tuple(Slot(**slot) for slot in row) for row in rows))


def _cell_lines(cell: Any) -> Iterator[str]:
    for block in _blocks(cell):
        if block.tag == _P:
            yield _text(block)
        else:
            for tr in _within(block, _TR):
                yield from (line for tc in _within(tr, _TC) for line in _cell_lines(tc))


def _within(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)


def _number(parent: Any, *path: str) -> int | None:
    found = parent.find("/".join(map(qn, path)))
    value = found.get(_VAL) if found is not None else None
    return int(value) if value and value.isdigit() else None
