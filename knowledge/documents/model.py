"""A document as values: lines with their numbers, paragraphs and tables with their place. No file, no meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    r"""One cell of a table, as printed but for markup; "\n" stands where the cell printed a list or a new paragraph.

    Lines count from 1 in the received file, both ends included.
    """

    text: str
    first_line: int
    last_line: int


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
    """Rows that stand together; rows may differ in length, header rows are rows like any other."""

    rows: tuple[Row, ...]

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
class Document:
    """A received file as lines (line n is `lines[n - 1]`, NFC) and blocks in document order.

    `digest` is the SHA-256 of the received bytes; `note` is one Vietnamese sentence where the text was converted
    from an old encoding, else empty.
    """

    name: str
    digest: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...] = ()
    note: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables among the blocks."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs among the blocks."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))
