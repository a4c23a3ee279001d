"""What a format reader found → a `Document`: lines with their places, and blocks as those of a text file.

Tables of tasks go on as they stand. Letterheads and signatures, which offices set in tables without borders, are read
column by column as running text; any other table is running text, cell by cell.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from knowledge.columns import read_heading
from knowledge.documents.blocks import read_blocks
from knowledge.documents.cards import turn_cards
from knowledge.documents.grids import Grid, Laid, lay_out
from knowledge.documents.layouts.found import find_heading
from knowledge.documents.model import Cell, Document, Note, Row, Table
from knowledge.documents.places import Place
from knowledge.documents.side_by_side import in_reading_order, is_letterhead, is_signature
from nlu.text import fold

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile(r"[^\S\n]+")
_FEWEST_COLUMNS: Final = 3  # of a table that goes on without its headings
_MOST_BESIDE: Final = 2  # texts side by side in a row below a table
_NOTE: Final = re.compile(r"\W*(?:ghi chu|chu thich|chu giai|giai thich|luu y)\s*(?:\d*\s*[:.)*-]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph outside tables, or one line of it; an empty one parts what stands around it."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about the piece that comes next which cannot be said in lines: one Vietnamese sentence."""

    message: str


Piece = Line | Grid | Remark


def compose(data: bytes, name: str, pieces: Iterable[Piece]) -> Document:
    """The document of the pieces of a file, in their order."""
    page = _Page()
    for piece in pieces:
        match piece:
            case Line():
                page.put(_clean_line(piece.text), piece.place)
            case Remark():
                page.notes.append(Note(line=len(page.lines) + 1, message=piece.message))
            case Grid():
                page.set(piece)
    return Document(
        name=name,
        digest=hashlib.sha256(data).hexdigest(),
        lines=tuple(page.lines),
        places=tuple(page.places),
        blocks=read_blocks(page.lines, page.tables),
        notes=tuple(page.notes),
    )


@dataclass(slots=True)
class _Page:
    """The lines written so far, and the tables of tasks among them."""

    lines: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    counted: Counter[int] = field(default_factory=Counter)

    def write(self, text: str, place: Place) -> tuple[int, int]:
        """Writes a text; the first and last line that it took."""
        first = len(self.lines) + 1
        for line in clean(text).split("\n"):
            self.put(line, place)
        return first, len(self.lines)

    def put(self, line: str, place: Place) -> None:
        """Writes one line as it is."""
        self.lines.append(line)
        self.places.append(place)

    def set(self, grid: Grid) -> None:
        """Writes a table; the rows from its headings on are kept as a table of tasks, all others are running text."""
        laid = lay_out(grid)
        laid = turn_cards(laid) or laid
        texts = [[clean(cell.text) for cell in row] for row in laid]
        if is_letterhead(texts):
            self._write_text(laid)
            return
        first = find_heading(texts)
        if first is None and self._goes_on(texts, sheet=laid[0][0].slot.place.sheet):
            first = 0
        if first is None:
            self._count(laid)
            self._write_text(laid)
            return
        end = next((at for at in range(first + 1, len(texts)) if _stands_below(texts[at:])), len(texts))
        self._write_text(laid[:first])
        table = self._count(laid)
        rows = tuple(Row(cells=self._write_row(row, table)) for row in laid[first:end])
        self.tables.append(Table(rows=rows, is_grid=True))
        self._write_text(laid[end:])

    def _goes_on(self, texts: Sequence[Sequence[str]], *, sheet: str) -> bool:
        """Whether a table without headings holds further rows of the one before it; a sheet has its own."""
        if not self.tables or not texts or sheet:
            return False
        width = max(map(len, texts))
        same = width >= _FEWEST_COLUMNS and width == max(len(row.cells) for row in self.tables[-1].rows)
        return same and read_heading(texts[0][0]) != "number"

    def _count(self, laid: Sequence[Sequence[Laid]]) -> int:
        """The number of a table on its page; a sheet numbers its own rows and needs none."""
        place = laid[0][0].slot.place
        self.counted[place.page] += 1
        return 0 if place.sheet else self.counted[place.page]

    def _write_row(self, laid: Sequence[Laid], table: int) -> tuple[Cell, ...]:
        spans: dict[int, tuple[int, int]] = {}
        for column, cell in enumerate(laid, start=1):
            place = cell.slot.place
            if cell.is_own:
                spans[id(cell.slot)] = self.write(
                    cell.text, place if place.sheet else replace(place, table=table, column=column)
                )
        row = (min(first for first, _ in spans.values()), max(last for _, last in spans.values()))
        cells = []
        for cell in laid:
            first, last = spans.get(id(cell.slot), row)
            cells.append(
                Cell(text=clean(cell.text), first_line=first, last_line=last, held=cell.held, inside=cell.inside)
            )
        return tuple(cells)

    def _write_text(self, laid: Sequence[Sequence[Laid]]) -> None:
        """Writes cells as paragraphs, those of a letterhead or signature column by column."""
        for slot in in_reading_order(laid):
            self.write(slot.text, slot.place)
            self.write("", slot.place)


def _stands_below(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of these rows is none of the table: the recipients, the signature, or notes to the last row."""
    filled = [text for text in rows[0] if text]
    if not 0 < len(filled) <= _MOST_BESIDE:
        return False
    ends = _NOTE.match(fold(filled[0])) and all(sum(map(bool, row)) <= _MOST_BESIDE for row in rows)
    return bool(ends) or is_signature(filled)


@lru_cache(maxsize=4096)  # a cell is looked at, written and kept
def clean(text: str) -> str:
    r"""The text in NFC without what nobody sees; spaces are single, lines trimmed, empty lines gone."""
    lines = (_SPACES.sub(" ", line).strip() for line in _seen(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _clean_line(text: str) -> str:
    """As `clean`, but tabs stay: outside tables they part what stands side by side."""
    return _seen(text).replace("\u00a0", " ").rstrip()


def _seen(text: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))
