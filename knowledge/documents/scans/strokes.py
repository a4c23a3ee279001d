"""Ink → ruling lines: long straight runs of dots, each way; and the page without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy
from numpy.typing import NDArray

from knowledge.documents.pages.grids import Grid
from knowledge.documents.pages.model import Ruling
from knowledge.documents.scans.ink import Gray, Ink

_POINTS: Final = 72  # to the inch
_SHORTEST: Final = 0.22  # inch of a ruling line: no letter of a usual size is as high or as wide
_LOWEST_ROW: Final = 0.14  # inch
_LONG_ROW: Final = 1.0  # inch of a line across that is no row of letters' feet
_TOUCHES: Final = 0.4  # points
_GAP: Final = 0.01  # inch that dust and a rough pen may break a line over
_THICKEST: Final = 0.06  # inch: a broader run of dots is a picture
_STEEPEST: Final = 0.02  # of its length, by which a line may lean: a sheet photographed not quite from above
_WAVES: Final = 0.03  # inch, by which a line that does not lean may leave its row
_RIM: Final = 0.012  # inch around a ruling line that belongs to it
_OFF: Final = 3.0  # points that a crooked line may lie beside the edge that it draws


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One ruling line: where it lies as a whole in points, and the runs of dots that draw it (row, start, end).

    On a photograph lines lean a little: the runs follow the line, the place is that of its middle.
    """

    ruling: Ruling
    runs: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strokes:
    """The ruling lines of a page; `across` are drawn by rows of dots, `down` by columns."""

    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]

    @property
    def rulings(self) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
        """The lines across and down, in points."""
        across, down = (tuple(stroke.ruling for stroke in strokes) for strokes in (self.across, self.down))
        return across, down


def find_strokes(ink: Ink, dpi: float) -> Strokes:
    """The ruling lines of an upright page."""
    across = _runs(ink, dpi, _SHORTEST)
    down = _runs(numpy.ascontiguousarray(ink.T), dpi, _LOWEST_ROW)
    rows = [stroke.ruling.at for stroke in across if _length(stroke) >= _LONG_ROW]
    walls = [stroke.ruling.at for stroke in down if _length(stroke) >= _SHORTEST]
    return Strokes(
        across=across,
        down=tuple(line for line in down if _length(line) >= _SHORTEST or _parts_row(line.ruling, rows, walls)),
    )


def _length(stroke: Stroke) -> float:
    """In inches."""
    return (stroke.ruling.end - stroke.ruling.start) / _POINTS


def _parts_row(line: Ruling, rows: Sequence[float], walls: Sequence[float]) -> bool:
    """Whether a line no higher than a row of one line of text is a wall, not the stem of a letter.

    It reaches from one line across to another, below or above a wall that is seen in higher rows.
    """
    begins = any(abs(line.start - at) <= _OFF and line.start <= at + _TOUCHES for at in rows)
    ends = any(abs(line.end - at) <= _OFF and line.end >= at - _TOUCHES for at in rows)
    return begins and ends and any(abs(line.at - at) <= _OFF for at in walls)


@dataclass(slots=True)
class _Band:
    """A line on its way through the rows of a picture."""

    first: int
    last: int
    start: int
    end: int
    runs: list[tuple[int, int, int]]

    def thickness(self) -> float:
        """How many dots a line is thick, however much it leans."""
        return sum(end - start for _, start, end in self.runs) / (self.end - self.start)

    def leans(self) -> float:
        """By how many dots it leaves its row on the way."""
        return self.last - self.first + 1 - self.thickness()


def _runs(ink: Ink, dpi: float, shortest_inch: float) -> tuple[Stroke, ...]:
    """Straight lines along the rows of `ink`."""
    gap, shortest, thickest = round(_GAP * dpi), round(shortest_inch * dpi), max(round(_THICKEST * dpi), 2)
    thick = ink.copy()
    thick[1:] |= ink[:-1]  # a line that falls by a dot on its way is one line still
    starts, ends, rows = _filled_runs(thick, gap)
    long = ends - starts >= shortest
    starts, ends, rows = starts[long], ends[long], rows[long]
    bands: list[_Band] = []
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        for band in reversed(bands[-60:]):
            if band.last in (row, row - 1) and start < band.end and end > band.start:
                band.last, band.start, band.end = row, min(band.start, start), max(band.end, end)
                band.runs.append((row, start, end))
                break
        else:
            bands.append(_Band(row, row, start, end, [(row, start, end)]))
    scale = _POINTS / dpi
    return tuple(
        Stroke(
            ruling=Ruling(at=(band.first + band.last) / 2 * scale, start=band.start * scale, end=band.end * scale),
            runs=tuple(band.runs),
        )
        for band in bands
        if band.thickness() <= thickest and band.leans() <= _STEEPEST * (band.end - band.start) + _WAVES * dpi
    )


def _filled_runs(ink: Ink, gap: int) -> tuple[NDArray[numpy.intp], NDArray[numpy.intp], NDArray[numpy.intp]]:
    """(start, end, row) of every run of dots in each row; runs that are only `gap` dots apart are one."""
    height, width = ink.shape
    flat = numpy.zeros((height, width + gap + 2), dtype=numpy.int8)
    flat[:, 1 : width + 1] = ink
    edges = numpy.diff(flat.ravel())
    starts, ends = numpy.nonzero(edges == 1)[0] + 1, numpy.nonzero(edges == -1)[0] + 1
    if starts.size:
        apart = numpy.concatenate(([True], starts[1:] - ends[:-1] > gap))
        starts, ends = starts[apart], ends[numpy.concatenate((apart[1:], [True]))]
    stride = width + gap + 2
    rows = starts // stride
    return starts - rows * stride - 1, ends - rows * stride - 1, rows


def without_lines(gray: Gray, grids: tuple[Grid, ...], strokes: Strokes, dpi: float) -> Gray:
    """The page with the lines of its grids painted over, so that they are not taken for letters.

    Only what lies on an edge of the grid is a line of it: feet of letters on one base line run together to strokes
    too, and without them "gian" is read as "øian".
    """
    clean = gray.copy()
    rim = max(round(_RIM * dpi), 1)
    for grid in grids:
        for picture, strokes_on in ((clean, _on(strokes.across, grid.ys)), (clean.T, _on(strokes.down, grid.xs))):
            for stroke in strokes_on:
                for row, start, end in stroke.runs:
                    picture[max(row - rim, 0) : row + rim + 1, start:end] = 255
    return clean


def _on(strokes: tuple[Stroke, ...], edges: tuple[float, ...]) -> Iterator[Stroke]:
    """The strokes that draw one of the edges of a grid."""
    return (stroke for stroke in strokes if any(abs(stroke.ruling.at - edge) <= _OFF for edge in edges))
