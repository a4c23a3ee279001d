"""A picture of a page → its black ink alone, upright: stamps and signatures in colour gone, a slight turn undone."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, Final

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Gray = NDArray[numpy.uint8]
Ink = NDArray[numpy.bool_]

_COLOURFUL: Final = 60  # difference of a pixel's strongest and weakest colour: red and blue ink have more
_BRIGHT: Final = 90  # of its strongest colour: black ink under a stamp has less and stays
_MOST_COLOURED: Final = 0.5  # share of the ink; a page with more is printed in colour
_STEEPEST: Final = 3.0  # degrees
_COARSE, _FINE = 0.25, 0.05
_SEEN: Final = 60_000  # dots of ink that tell the turn
_STRAIGHT: Final = 0.2  # degrees: less is not worth the blur
# How far around a dot is looked, and the side of a square with as much ink as a speck there may have, in inches.
_SPECKS: Final = ((0.025, 0.0135), (0.12, 0.028))
_WHITE: Final = 255
_PATCH: Final = 48  # dots: a square so large holds some paper
_PAPER: Final = 85  # of 100: the dots of a patch that are paper are the brightest
_ENDS: Final = (5, 95)  # of 100 patches: the darkest and the brightest that count
_UNEVEN: Final = 30  # levels of gray between these: a scanner's lamp keeps within less


def read_gray(picture: Image.Image) -> Gray:
    """The picture in gray, without what is printed in colour."""
    if picture.mode in ("1", "L", "I", "I;16", "LA"):
        return numpy.asarray(picture.convert("L"))
    red, green, blue = (numpy.asarray(band) for band in picture.convert("RGB").split())
    strongest = numpy.maximum(numpy.maximum(red, green), blue)
    weakest = numpy.minimum(numpy.minimum(red, green), blue)
    coloured = (strongest - weakest > _COLOURFUL) & (strongest > _BRIGHT)
    dark = weakest < 128
    if coloured.any() and (coloured & dark).sum() > _MOST_COLOURED * dark.sum():
        return numpy.asarray(picture.convert("L"))
    gray: Gray = numpy.where(coloured, numpy.uint8(_WHITE), strongest)
    return gray


def in_even_light(gray: Gray) -> Gray:
    """The page as under even light: a photograph is darker at one side, where no one level parts ink from paper."""
    height, width = gray.shape
    rows, columns = height // _PATCH, width // _PATCH
    if min(rows, columns) < 2:
        return gray
    patches = gray[: rows * _PATCH, : columns * _PATCH].reshape(rows, _PATCH, columns, _PATCH)
    paper = numpy.percentile(patches.transpose(0, 2, 1, 3).reshape(rows, columns, -1)[:, :, ::7], _PAPER, axis=2)
    dim, bright = numpy.percentile(paper, _ENDS)
    if bright - dim < _UNEVEN:
        return gray
    light = Image.fromarray(numpy.maximum(paper, bright / 4).astype(numpy.uint8))
    smooth = light.filter(ImageFilter.MedianFilter(3)).resize((width, height), Image.Resampling.BICUBIC)
    lit: Gray = numpy.minimum(gray * (float(_WHITE) / numpy.maximum(numpy.asarray(smooth), 1)), _WHITE).astype(
        numpy.uint8
    )
    return lit


def find_ink(gray: Gray) -> Ink:
    """Where ink stands: what is darker than the level that parts paper and ink best (Otsu's)."""
    counts = numpy.array(
        Image.fromarray(gray).histogram(), dtype=float
    )  # numpy's would make each dot eight bytes first
    below = numpy.cumsum(counts)
    sums = numpy.cumsum(counts * numpy.arange(256))
    above = below[-1] - below
    with numpy.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    level = int(numpy.nanargmax(apart)) if numpy.isfinite(apart).any() else 127
    ink: Ink = gray <= min(max(level, 60), 200)
    return ink


def find_turn(ink: Ink) -> float:
    """By how many degrees the lines of a page fall to the right; 0.0 where none can be told.

    Seen along its lines a page is black and white in turn; the turn that makes the difference greatest is the page's.
    """
    rows, columns = numpy.nonzero(ink)
    if rows.size < 500:
        return 0.0
    step = max(rows.size // _SEEN, 1)
    rows, columns = rows[::step].astype(float), columns[::step].astype(float)

    def contrast(degrees: float) -> float:
        heights = rows - columns * math.tan(math.radians(degrees))
        counts = numpy.bincount((heights - heights.min()).astype(int) // 2)
        return float((counts.astype(float) ** 2).sum())

    steps = numpy.arange(-_STEEPEST, _STEEPEST + _COARSE / 2, _COARSE)
    best = max(steps, key=contrast)
    return float(max(numpy.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE), key=contrast))


def turn_upright(gray: Gray, degrees: float) -> Gray:
    """The page turned back by so many degrees; as it is where they are hardly any."""
    if abs(degrees) < _STRAIGHT:
        return gray
    picture: Any = Image.fromarray(gray)
    return numpy.asarray(picture.rotate(degrees, resample=Image.Resampling.BILINEAR, fillcolor=_WHITE))


def without_dust(gray: Gray, dpi: int) -> Gray:
    """The page without specks: dots with next to no ink around them. A full stop is larger, and beside a word."""
    ink = find_ink(gray)
    sums = _running_sums(ink)
    lonely = numpy.zeros_like(ink)
    for reach, side in _SPECKS:
        lonely |= ink & (_ink_around(sums, max(round(reach * dpi), 2)) <= (side * dpi) ** 2)
    lonely[:, 1:] |= lonely[:, :-1].copy()
    lonely[1:] |= lonely[:-1].copy()
    clean = gray.copy()
    clean[lonely] = _WHITE
    return clean


def _running_sums(ink: Ink) -> NDArray[numpy.int32]:
    """How many dots of ink stand above and to the left of each place."""
    sums = numpy.zeros((ink.shape[0] + 1, ink.shape[1] + 1), dtype=numpy.int32)
    numpy.cumsum(ink, axis=1, dtype=numpy.int32, out=sums[1:, 1:])
    for above, row in pairwise(sums):  # row by row as they lie in memory: down the columns takes five times as long
        row += above
    return sums


def _ink_around(sums: NDArray[numpy.int32], reach: int) -> NDArray[numpy.int32]:
    """How many dots of ink stand within `reach` of each place, given their running sums."""
    wide = numpy.pad(sums, reach, mode="edge")  # slices of it are views: nothing is gathered dot by dot
    span = 2 * reach + 1
    around: NDArray[numpy.int32] = wide[span:, span:] - wide[span:, :-span]
    around -= wide[:-span, span:]
    around += wide[:-span, :-span]
    return around
