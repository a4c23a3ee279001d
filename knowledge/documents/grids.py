"""Tables whose format tells rows, columns and merged cells → rows of cells, every row with all its columns.

A cell that reaches down over several rows holds for each of them; one that reaches over several columns stands in the
first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.documents.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    r"""A cell as its format has it: its text ("\n" between paragraphs), and how many rows and columns it covers."""

    text: str = ""
    place: Place = field(default_factory=Place)
    down: int = 1
    across: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: in each row the slots that begin there, left to right; one that reaches down is not said again."""

    rows: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """One column of one row: the slot that covers it, whether that began in a row above, and whether left of here."""

    slot: Slot
    held: bool = False
    inside: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the slot begins here."""
        return not self.held and not self.inside

    @property
    def text(self) -> str:
        """What the column says in this row."""
        return "" if self.inside else self.slot.text


def lay_out(grid: Grid) -> list[list[Laid]]:
    """Every row with all its columns; columns and rows in which nothing begins are left out.

    >>> across, down = Slot(text="Đơn vị", across=2), Slot(text="STT", down=2)
    >>> rows = ((down, across), (Slot(text="Chủ trì"), Slot(text="Phối hợp")))
    >>> [[laid.text for laid in row] for row in lay_out(Grid(rows=rows))]
    [['STT', 'Đơn vị', ''], ['STT', 'Chủ trì', 'Phối hợp']]
    """
    rows: list[list[Laid]] = []
    reaching: dict[int, tuple[int, Laid]] = {}
    for slots in grid.rows:
        row: list[Laid] = []
        for slot in slots:
            _take_reaching(row, reaching)
            for offset in range(slot.across):
                laid = Laid(slot=slot, inside=offset > 0)
                if slot.down > 1:
                    below = Laid(slot=slot, held=True, inside=offset > 0)
                    reaching[len(row)] = (slot.down - 1, below)
                row.append(laid)
        _take_reaching(row, reaching)
        rows.append(row)
    return _without_gaps(rows)


def _take_reaching(row: list[Laid], reaching: dict[int, tuple[int, Laid]]) -> None:
    """Appends the cells that reach down from above into the next columns of a row."""
    while len(row) in reaching:
        left, laid = reaching.pop(len(row))
        if left > 1:
            reaching[len(row)] = (left - 1, laid)
        row.append(laid)


def _without_gaps(rows: Sequence[Sequence[Laid]]) -> list[list[Laid]]:
    """Word keeps a column for every place where some row once had a border: where none begins there is none."""
    width = max(map(len, rows), default=0)
    begun = [any(len(row) > at and not row[at].inside for row in rows) for at in range(width)]
    kept = ([laid for at, laid in enumerate(row) if begun[at]] for row in rows if any(laid.is_own for laid in row))
    return [row for row in kept if row]
