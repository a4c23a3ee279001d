"""Ink → ruling lines: long straight runs of dots, each way; and the page without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy
from numpy.typing import NDArray

from knowledge.documents.pages.grids import Grid
from knowledge.documents.pages.model import Ruling
from knowledge.documents.scans.ink import Gray, Ink

_POINTS: Final = 72  # to the inch
_SHORTEST: Final = 0.22  # inch of a ruling line: no letter of a usual size is as high or as wide
_GAP: Final = 0.01  # inch that dust and a rough pen may break a line over
_THICKEST: Final = 0.06  # inch: a broader run of dots is a picture
_RIM: Final = 0.012  # inch around a ruling line that belongs to it
_OFF: Final = 3.0  # points that a crooked line may lie beside the edge that it draws


@dataclass(frozen=True, slots=True, kw_only=True)
class Strokes:
    """The ruling lines of a page in points."""

    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]


def find_strokes(ink: Ink, dpi: float) -> Strokes:
    """The ruling lines of an upright page."""
    return Strokes(across=_runs(ink, dpi), down=_runs(numpy.ascontiguousarray(ink.T), dpi))


def _runs(ink: Ink, dpi: float) -> tuple[Ruling, ...]:
    """Straight lines along the rows of `ink`."""
    gap, shortest, thickest = round(_GAP * dpi), round(_SHORTEST * dpi), max(round(_THICKEST * dpi), 2)
    thick = ink.copy()
    thick[1:] |= ink[:-1]  # a line that falls by a dot on its way is one line still
    starts, ends, rows = _filled_runs(thick, gap)
    long = ends - starts >= shortest
    starts, ends, rows = starts[long], ends[long], rows[long]
    bands: list[list[int]] = []  # first row, last row, start, end
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        for band in reversed(bands[-60:]):
            if band[1] in (row, row - 1) and start < band[3] and end > band[2]:
                band[1], band[2], band[3] = row, min(band[2], start), max(band[3], end)
                break
        else:
            bands.append([row, row, start, end])
    scale = _POINTS / dpi
    return tuple(
        Ruling(at=(first + last) / 2 * scale, start=start * scale, end=end * scale)
        for first, last, start, end in bands
        if last - first <= thickest
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
    scale, rim = dpi / _POINTS, max(round(_RIM * dpi), 1)
    for grid in grids:
        for ruling in _on(strokes.across, grid.ys):
            at = round(ruling.at * scale)
            clean[max(at - rim, 0) : at + rim + 1, round(ruling.start * scale) : round(ruling.end * scale)] = 255
        for ruling in _on(strokes.down, grid.xs):
            at = round(ruling.at * scale)
            clean[round(ruling.start * scale) : round(ruling.end * scale), max(at - rim, 0) : at + rim + 1] = 255
    return clean


def _on(strokes: tuple[Ruling, ...], edges: tuple[float, ...]) -> Iterator[Ruling]:
    """The strokes that draw one of the edges of a grid."""
    return (stroke for stroke in strokes if any(abs(stroke.at - edge) <= _OFF for edge in edges))
