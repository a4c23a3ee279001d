"""A document as values: lines with their numbers, paragraphs and tables with their place. No file, no meaning."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.documents.places import Place, render_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    r"""One cell of a table, as printed but for markup; "\n" stands where the cell printed a list or a new paragraph.

    Lines count from 1 in the received file, both ends included. Of merged cells, `held` says that this one is printed
    in a row above and reaches down into this row, `inside` that it belongs to the cell left of it and has no text.
    """

    text: str
    first_line: int
    last_line: int
    held: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One printed row."""

    cells: tuple[Cell, ...]

    @property
    def first_line(self) -> int:
        """The first line of the row in the received file."""
        return self.cells[0].first_line if self.cells else 0

    @property
    def last_line(self) -> int:
        """The last line of the row in the received file."""
        return self.cells[-1].last_line if self.cells else 0

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells' texts."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that stand together; rows may differ in length, header rows are rows like any other.

    `is_grid` says that the format itself tells rows and columns, so that no cell can have slipped out of its own;
    `is_told` that it was made of labelled prose, so that what is not said of a task is not merged with a cell above.
    """

    rows: tuple[Row, ...]
    is_grid: bool = False
    is_told: bool = False

    @property
    def first_line(self) -> int:
        """The first line of the table in the received file."""
        return self.rows[0].first_line if self.rows else 0

    @property
    def last_line(self) -> int:
        """The last line of the table in the received file."""
        return self.rows[-1].last_line if self.rows else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text outside tables; lines that were only wrapped are joined by one space, markup is gone."""

    text: str
    first_line: int
    last_line: int


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the reader of a format saw and could not say in lines (a hidden sheet, a text box), with the line it is at.

    `message` is one Vietnamese sentence.
    """

    line: int = 1
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A received file as lines (line n is `lines[n - 1]`, NFC) and blocks in document order.

    A text file has its own lines. Any other is written out, one line for each line of a paragraph or cell, and
    `places[n - 1]` tells where line n is printed. `digest` is the SHA-256 of the received bytes.
    """

    name: str
    digest: str
    lines: tuple[str, ...]
    places: tuple[Place, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()

    def place_of(self, line: int) -> Place:
        """Where a line is printed; in a text file its number is all there is to tell."""
        return self.places[line - 1] if 0 < line <= len(self.places) else Place(line=line)

    def where(self, line: int) -> str:
        """The line, or the table row that it is in, as people find it: "dòng 34", "bảng 1, hàng 5"."""
        return render_place(self.place_of(line).whole_row)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables among the blocks."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs among the blocks."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
