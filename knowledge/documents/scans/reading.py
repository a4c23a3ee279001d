"""A picture of a page → the page as values: its ruling lines, and the words recognised in each cell and around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy
from PIL import Image

from knowledge.documents.pages.counting import UNREAD
from knowledge.documents.pages.grids import Box, Grid, find_grids
from knowledge.documents.pages.model import Page, Ruling, Word
from knowledge.documents.scans.ink import (
    Gray,
    find_ink,
    find_turn,
    in_even_light,
    read_gray,
    turn_upright,
    without_dust,
)
from knowledge.documents.scans.quarters import NOT_SURE, count_numerals, settle_quarters
from knowledge.documents.scans.strokes import find_strokes, without_lines
from knowledge.documents.scans.tesseract import Layout, Recognised, find_quarter_turns, recognise

_POINTS: Final = 72  # to the inch
_SMALLEST: Final = (150.0, 16.0)  # points, across and down: a smaller grid is a stamp, or strokes of large letters
_RIM: Final = 12  # white dots around a cell: letters at the very edge are read badly
_DARK: Final = 128
_FEWEST_DOTS: Final = 25  # of ink in a cell that holds anything
_FEWEST_IN_LINE: Final = 2  # of these in a row of dots that is part of a letter
_NUMERALS: Final = "0123456789IVX.abcdđe)"
_NUMBER_WIDTH, _LINE = 0.45, 0.24  # inch: the number of a row is no wider, its line no higher
_CORE: Final = (8, 92)  # of 100: between these shares of its dots a number stands, dust beside it apart
_BESIDE: Final = 0.06  # inch around that core, so that the number is whole
_SURE: Final = 60  # of 100: a word that is less sure is doubtful
_FEWEST_WORDS: Final = 10
_INKED: Final = 0.004  # share of a page's dots that a few lines of text have
_LEGIBLE: Final = 40  # of 100: a cell without a single such word says nothing
_LEAST_SURE_NUMBER: Final = 25  # the same of the number of a row: the rows around it are asked too
_RUBBISH: Final = 15  # of 100: below this it is no word
_NOISE: Final = 30  # of 100: marks without letters below this are dust
_WORDED = re.compile(r"[^\W_]")
_MARKS = re.compile(r"[-–+•./%…:;,()\"]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A cut-out and where it stands on the page, in dots; `counts` where it is the number of a row."""

    left: int
    top: int
    picture: Gray
    counts: bool = False


def read_picture(picture: Image.Image, *, number: int, dpi: int) -> Page:
    """Reads a page.

    Raises:
        DocumentError: its words could not be recognised.
    """
    gray = in_even_light(read_gray(picture))
    gray = without_dust(turn_upright(gray, find_turn(find_ink(gray))), dpi)
    page = _read(gray, number, dpi)
    if _is_poor(page, gray) and (quarters := find_quarter_turns(gray, dpi=dpi)):
        page = _read(numpy.ascontiguousarray(numpy.rot90(gray, quarters)), number, dpi)
    return page


def _is_poor(page: Page, gray: Gray) -> bool:
    """Whether a page with ink gave hardly a sure word: it may lie on its side, or on its head."""
    sure = sum(not word.doubtful for word in page.words)
    return 2 * sure < len(page.words) or (sure < _FEWEST_WORDS and bool((gray < _DARK).mean() > _INKED))


def _read(gray: Gray, number: int, dpi: int) -> Page:
    strokes = find_strokes(find_ink(gray), dpi)
    grids = tuple(grid for grid in find_grids(*strokes.rulings) if _is_table(grid))
    clean = without_lines(gray, grids, strokes, dpi)
    cells = [place for grid in grids for place in _cells(grid, clean, dpi)]
    words = [
        *_recognised(_around(clean, grids, dpi), Layout.COLUMNS, dpi),
        *_recognised([cell for cell in cells if not cell.counts], Layout.BLOCK, dpi),
        *_numbers([cell for cell in cells if cell.counts], dpi),
    ]
    height, width = gray.shape
    return Page(
        number=number,
        width=width * _POINTS / dpi,
        height=height * _POINTS / dpi,
        words=tuple(words),
        across=tuple(line for grid in grids for line in _edges(grid, across=True)),
        down=tuple(line for grid in grids for line in _edges(grid, across=False)),
        recognised=True,
    )


def _recognised(places: Sequence[_Place], layout: Layout, dpi: int) -> Iterator[Word]:
    found = recognise([place.picture for place in places], dpi=dpi, layout=layout)
    for place, words in zip(places, found, strict=True):
        yield from _words(place, settle_quarters(words, place.picture), dpi)


def _numbers(places: Sequence[_Place], dpi: int) -> Iterator[Word]:
    """The numbers of rows; where there is ink that cannot be read, the rows around it may tell."""
    found = _read_numbers(places, dpi)
    for place, recognised in zip(places, found, strict=True):
        words = list(_words(place, count_numerals(recognised, place.picture), dpi, least=_LEAST_SURE_NUMBER))
        if words:
            yield from words
            continue
        height, width = place.picture.shape
        unread = Recognised(text=UNREAD, left=_RIM, top=_RIM, width=width - 2 * _RIM, height=height - 2 * _RIM, sure=0)
        (counted,) = count_numerals([unread], place.picture)
        yield _word(place, counted, dpi)


def _read_numbers(places: Sequence[_Place], dpi: int) -> list[list[Recognised]]:
    """What stands in each cut-out; one that is not read surely is read again twice as large."""
    found = recognise([place.picture for place in places], dpi=dpi, layout=Layout.LINE, letters=_NUMERALS)
    again = [at for at, words in enumerate(found) if _least_sure(words) < _SURE]
    large = [_doubled(places[at].picture) for at in again]
    larger = recognise(large, dpi=2 * dpi, layout=Layout.LINE, letters=_NUMERALS)
    for at, words in zip(again, larger, strict=True):
        found[at] = max(found[at], [_halved(word) for word in words], key=_least_sure)
    return found


def _least_sure(words: Sequence[Recognised]) -> float:
    return min((word.sure for word in words), default=-1.0)


def _doubled(picture: Gray) -> Gray:
    height, width = picture.shape
    return numpy.asarray(Image.fromarray(picture).resize((2 * width, 2 * height), Image.Resampling.LANCZOS))


def _halved(word: Recognised) -> Recognised:
    return replace(word, left=word.left // 2, top=word.top // 2, width=word.width // 2, height=word.height // 2)


def _is_table(grid: Grid) -> bool:
    wide, high = grid.xs[-1] - grid.xs[0], grid.bottom - grid.top
    return wide >= _SMALLEST[0] and high >= _SMALLEST[1] and grid.columns > 1


def _edges(grid: Grid, *, across: bool) -> Iterator[Ruling]:
    """The sides of a grid's cells: what was found broken or crooked, drawn straight."""
    for box in grid.boxes:
        xs = (grid.xs[box.column], grid.xs[box.column_end])
        ys = (grid.ys[box.row], grid.ys[box.row_end])
        for at in ys if across else xs:
            yield Ruling(at=at, start=(xs if across else ys)[0], end=(xs if across else ys)[1])


def _cells(grid: Grid, clean: Gray, dpi: int) -> Iterator[_Place]:
    """The cells of a grid that hold ink, cut out."""
    scale = dpi / _POINTS
    for box in grid.boxes:
        left, right, top, bottom = _dots(grid, box, scale)
        cell = clean[top:bottom, left:right]
        if cell.size and (cell < _DARK).sum() >= _FEWEST_DOTS:
            number = _number(cell, dpi) if box.column == 0 and box.column_end == 1 and box.row > 0 else None
            if number is not None:
                yield _framed(number.picture, left + number.left, top + number.top, counts=True)
            else:
                yield _trimmed(cell, left, top)


def _trimmed(cell: Gray, left: int, top: int) -> _Place:
    """A cell without the white above and below its text: one line in a high cell is else taken for no text at all."""
    rows = numpy.nonzero((cell < _DARK).sum(axis=1) >= _FEWEST_IN_LINE)[0]
    if not rows.size:
        return _framed(cell, left, top)
    first, last = max(int(rows[0]) - _RIM, 0), int(rows[-1]) + _RIM
    return _framed(cell[first:last], left, top + first)


def _framed(picture: Gray, left: int, top: int, *, counts: bool = False) -> _Place:
    framed = numpy.pad(picture, _RIM, constant_values=255)
    return _Place(left=left - _RIM, top=top - _RIM, picture=framed, counts=counts)


def _number(cell: Gray, dpi: int) -> _Place | None:
    """Where nearly all ink of a cell stands, if that is one short line, as the number of a row is; the rest is dust."""
    rows, columns = numpy.nonzero(cell < _DARK)
    (top, bottom), (left, right) = (numpy.percentile(at, _CORE).astype(int).tolist() for at in (rows, columns))
    if right - left > _NUMBER_WIDTH * dpi or bottom - top > _LINE * dpi:
        return None
    rim = round(_BESIDE * dpi)
    top, left = max(top - rim, 0), max(left - rim, 0)
    return _Place(left=left, top=top, picture=cell[top : bottom + rim, left : right + rim])


def _dots(grid: Grid, box: Box, scale: float) -> tuple[int, int, int, int]:
    xs, ys = (grid.xs[box.column], grid.xs[box.column_end]), (grid.ys[box.row], grid.ys[box.row_end])
    return round(xs[0] * scale) + 1, round(xs[1] * scale) - 1, round(ys[0] * scale) + 1, round(ys[1] * scale) - 1


def _around(clean: Gray, grids: Sequence[Grid], dpi: int) -> list[_Place]:
    """The page without its grids, where anything is left."""
    rest = clean.copy()
    scale = dpi / _POINTS
    for grid in grids:
        top, bottom = max(round(grid.top * scale) - 3, 0), round(grid.bottom * scale) + 4
        rest[top:bottom, max(round(grid.xs[0] * scale) - 3, 0) : round(grid.xs[-1] * scale) + 4] = 255
    rows = numpy.nonzero((rest < _DARK).sum(axis=1) > 2)[0]
    if not rows.size:
        return []
    top, bottom = max(int(rows[0]) - _RIM, 0), int(rows[-1]) + _RIM
    return [_Place(left=0, top=top, picture=numpy.ascontiguousarray(rest[top:bottom]))]


def _words(place: _Place, recognised: Sequence[Recognised], dpi: int, least: float = _LEGIBLE) -> Iterator[Word]:
    """The words without what recognition makes of dust and stamps; where any was, the words beside it are doubtful."""
    if not any(word.sure >= least or _is_settled(word) for word in recognised):
        return
    kept = [word for word in recognised if word.sure >= _RUBBISH or word.text.isdigit() or _is_settled(word)]
    lost = len(kept) < len(recognised)
    for word in kept:
        if not _WORDED.search(word.text) and (word.sure < _NOISE or not _MARKS.fullmatch(word.text)):
            continue
        yield _word(place, replace(word, sure=0.0) if lost else word, dpi)


def _is_settled(word: Recognised) -> bool:
    """Whether a word was put right by its strokes."""
    return word.sure == NOT_SURE and bool(set("IV") & set(word.text))


def _word(place: _Place, word: Recognised, dpi: int) -> Word:
    scale = _POINTS / dpi
    left, top = place.left + word.left, place.top + word.top
    return Word(
        text=word.text,
        x0=left * scale,
        x1=(left + word.width) * scale,
        top=top * scale,
        bottom=(top + word.height) * scale,
        doubtful=word.sure < _SURE,
    )
