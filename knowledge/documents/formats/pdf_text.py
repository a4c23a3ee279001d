"""The text and the ruling lines of PDF pages, page by page (pdfplumber)."""

from __future__ import annotations

import io
import logging
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import pdfplumber
from pdfminer.layout import LTChar, LTContainer, LTCurve
from pdfplumber.utils.text import dedupe_chars, extract_words

from knowledge.documents.formats.pdf_stamps import without_stamps
from knowledge.documents.pages.lines import join_pieces
from knowledge.documents.pages.model import Page, Ruling, Word

_log = logging.getLogger(__name__)
_NEW_WORD: Final = 0.2  # of a letter's size: a wider gap parts words where no space is printed
_THIN: Final = 3.0  # points: a filled box no higher is a line
_SHORTEST: Final = 4.0  # points of a ruling line
_UPON: Final = 0.3  # of a letter's width: the next one begins further right
_INTO: Final = 0.2  # of a letter's width: so far it may reach over a line beside it
_WHITE: Final = 0.97


def load_text_pages(data: bytes) -> Iterator[Page]:
    """The pages of a PDF in order, turned upright; a page that cannot be read is empty. Holds one page at a time.

    None come where the file cannot be read at all.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        pages = pdf.pages
    except Exception as error:  # as for a page below
        _log.info("the text of a PDF cannot be read: %r", error)
        return
    with pdf:
        for number, page in enumerate(pages, start=1):
            try:
                yield _page(page, number)
            except (
                Exception
            ) as error:  # a broken stream raises whatever it likes; the other pages are read all the same
                _log.info("page %d of a PDF cannot be read: %r", number, error)
                yield Page(number=number, width=float(page.width), height=float(page.height), words=())
            finally:
                page.close()


def _page(page: Any, number: int) -> Page:
    items = list(_items(page.layout))
    chars = [_char(item, page) for item in items if isinstance(item, LTChar)]
    left, top = float(page.bbox[0]), float(page.bbox[1])
    width, height = float(page.width), float(page.height)
    lying = [char for char in chars if not char["upright"]]
    rulings = list(_rulings([page.process_object(item) for item in items if isinstance(item, LTCurve)]))
    if 2 * len(lying) > len(chars):
        up = sum(char["matrix"][1] > 0 for char in lying) * 2 > len(lying)
        chars = [_turned(char, width, height, up=up) for char in lying]
        rulings = [_turned(ruling, width, height, up=up) for ruling in rulings]
        width, height = height, width
    else:
        chars = [char for char in chars if char["upright"]]
    across, down = [], []
    for ruling in rulings:
        x0, x1, y0, y1 = (ruling[key] for key in ("x0", "x1", "top", "bottom"))
        if x1 - x0 >= y1 - y0 and x1 - x0 >= _SHORTEST:
            across.append(Ruling(at=(y0 + y1) / 2 - top, start=x0 - left, end=x1 - left))
        elif y1 - y0 >= _SHORTEST:
            down.append(Ruling(at=(x0 + x1) / 2 - left, start=y0 - top, end=y1 - top))
    found = extract_words(chars, x_tolerance_ratio=_NEW_WORD, return_chars=True)
    if any(_is_tangled(word["chars"]) for word in found) and len(kept := without_stamps(chars)) < len(chars):
        chars = kept
        found = extract_words(chars, x_tolerance_ratio=_NEW_WORD, return_chars=True)
    down.sort(key=lambda ruling: ruling.at)
    words = tuple(part for word in found for part in _parted(word["chars"], _word(word, left, top), down, left))
    if any(_is_tangled(word["chars"]) for word in found):  # what was written one after the other is told apart
        found = extract_words(dedupe_chars(chars), x_tolerance_ratio=_NEW_WORD, use_text_flow=True)
        words = join_pieces(_word(word, left, top) for word in found)
    return Page(
        number=number,
        width=width,
        height=height,
        words=words,
        across=tuple(across),
        down=tuple(down),
    )


def _items(container: Any) -> Iterator[Any]:
    """What stands on a page, that of its figures too."""
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _char(char: Any, page: Any) -> dict[str, Any]:
    """A letter as the library has it, as far as words are told by it: all it knows of each takes as long as reading."""
    left, above = page.mediabox[:2]
    top, bottom = ((page.height - y) + above for y in (char.y1, char.y0))
    return {
        "text": char.get_text(),
        "x0": char.x0 + left,
        "x1": char.x1 + left,
        "top": top,
        "bottom": bottom,
        "doctop": page.initial_doctop + top,
        "upright": char.upright,
        "size": char.size,
        "fontname": char.fontname,
        "matrix": char.matrix,
    }


def _is_tangled(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether letters stand upon each other: printed twice to look bold, or text that runs over other text."""
    return any(
        b["x0"] - a["x0"] < _UPON * (a["x1"] - a["x0"])
        for a, b in pairwise(chars)
        if not unicodedata.combining(b["text"][:1] or " ") and not unicodedata.combining(a["text"][:1] or " ")
    )


def _word(word: dict[str, Any], left: float, top: float) -> Word:
    return Word(
        text=unicodedata.normalize("NFC", word["text"]),
        x0=float(word["x0"]) - left,
        x1=float(word["x1"]) - left,
        top=float(word["top"]) - top,
        bottom=float(word["bottom"]) - top,
    )


def _parted(chars: Sequence[dict[str, Any]], word: Word, walls: Sequence[Ruling], left: float) -> Iterator[Word]:
    """The words on both sides of the lines that stand between letters: a sheet sets "12" and "Rà soát" wall to wall.

    Text that runs over a line is one word: there the line stands in the middle of a letter.
    """
    rest, x0 = list(chars), word.x0
    for wall in walls[bisect_right(walls, word.x0, key=_at) : bisect_left(walls, word.x1, key=_at)]:
        before = [char for char in rest if char["x1"] - left <= wall.at + _INTO * (char["x1"] - char["x0"])]
        behind = rest[len(before) :]
        beside = all(char["x0"] - left >= wall.at - _INTO * (char["x1"] - char["x0"]) for char in behind)
        if wall.start < word.middle < wall.end and before and behind and beside:
            yield replace(word, text=_text(before), x0=x0, x1=wall.at)
            rest, x0 = behind, wall.at
    yield word if len(rest) == len(chars) else replace(word, text=_text(rest), x0=x0)


def _at(ruling: Ruling) -> float:
    return ruling.at


def _text(chars: Sequence[dict[str, Any]]) -> str:
    return unicodedata.normalize("NFC", "".join(char["text"] for char in chars))


def _turned(thing: dict[str, Any], width: float, height: float, *, up: bool) -> dict[str, Any]:
    """What lies on its side, turned upright; `up` where the text runs from below to above."""
    if up:
        x0, x1, top, bottom = height - thing["bottom"], height - thing["top"], thing["x0"], thing["x1"]
    else:
        x0, x1, top, bottom = thing["top"], thing["bottom"], width - thing["x1"], width - thing["x0"]
    return {**thing, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "upright": True}


def _rulings(drawn: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Lines, the edges of boxes, and thin filled boxes that draw a line; what is drawn white is not seen."""
    for line in drawn:
        if line["object_type"] == "line" and not _is_white(line.get("stroking_color")):
            yield line
    for box in drawn:
        if box["object_type"] != "rect" and not (box["object_type"] == "curve" and _is_box(box)):
            continue
        filled = box.get("fill") and not _is_white(box.get("non_stroking_color"))
        stroked = box.get("stroke") and not _is_white(box.get("stroking_color"))
        if min(box["x1"] - box["x0"], box["bottom"] - box["top"]) <= _THIN:
            if filled or stroked:
                yield box
        elif stroked or filled:
            x0, x1, top, bottom = box["x0"], box["x1"], box["top"], box["bottom"]
            for edge in ((x0, x1, top, top), (x0, x1, bottom, bottom), (x0, x0, top, bottom), (x1, x1, top, bottom)):
                yield dict(zip(("x0", "x1", "top", "bottom"), edge, strict=True))


def _is_box(curve: dict[str, Any]) -> bool:
    """Whether a path has straight sides only: some writers draw the border of a cell so."""
    points: Sequence[tuple[float, float]] = curve.get("pts", ())
    return len(points) >= 4 and all(abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5 for a, b in pairwise(points))


def _is_white(colour: Any) -> bool:
    """Whether a colour, as the PDF says it (one figure, three, or four of ink), is white."""
    if colour is None:
        return False
    figures = tuple(colour) if isinstance(colour, Sequence) and not isinstance(colour, str) else (colour,)
    if not figures or not all(isinstance(figure, (int, float)) for figure in figures):
        return False
    if len(figures) == 4:
        return all(figure <= 1 - _WHITE for figure in figures)
    return all(figure >= _WHITE for figure in figures)
