"""The Roman numeral of a quarter, told by its strokes: recognition reads "Quý II" as "Quý I" and is sure of it.

Of all that it misreads this is the worst, for the other quarter is a date that looks right. The strokes can be counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy
from numpy.typing import NDArray

from knowledge.documents.pages.counting import UNREAD
from knowledge.documents.scans.ink import Gray, Ink, find_ink
from knowledge.documents.scans.tesseract import Recognised
from nlu.text import fold

_NUMERAL = re.compile(r"(?P<numeral>[IHNTl1|!íÍL]{1,4})(?P<tail>(?:[/⁄,;.:)\-–].*)?)")
_ONES = re.compile(rf"[I.]+|{re.escape(UNREAD)}")
_SECTION = re.compile(r"(?P<numeral>I{1,2}|H|IH|HI)(?P<tail>\.)")  # "II. Lĩnh vực văn hóa"
_LOOKS = str.maketrans({"H": "II", "N": "II"})  # letters that two strokes are taken for; any other is one
_GOES_ON = re.compile(r"[,;/\-–]$|^và$")
_HIGH, _LOW = 0.3, 0.7  # of the height: between them a stroke of a numeral has no serif
_BAND: Final = 0.06  # of the height, above and below these
_UPRIGHT: Final = 0.06  # of the height: a slash leans further
NOT_SURE: Final = 0.0
_MOST: Final = 3  # strokes; a V is read well


def settle_quarters(words: Sequence[Recognised], picture: Gray) -> list[Recognised]:
    """The words of one cell or text, the numerals behind "Quý" and of titles ("II.") as their strokes say.

    Where the two differ the word is not sure.
    """
    settled: list[Recognised] = []
    expected = False
    for word in words:
        found = (_NUMERAL if expected else _SECTION).fullmatch(word.text)
        read = word
        if found is not None:
            said, counted = len(found["numeral"].translate(_LOOKS)), _count_strokes(word, picture)
            if said <= counted <= _MOST and found["numeral"] != "I" * counted:
                # Recognition loses strokes and never finds one that is not there.
                read = replace(word, text="I" * counted + found["tail"], sure=NOT_SURE)
            elif counted != said:
                read = replace(word, sure=NOT_SURE)
        expected = fold(word.text).endswith("quy") or (expected and bool(_GOES_ON.search(word.text)))
        settled.append(read)
    return settled


def count_numerals(words: Sequence[Recognised], picture: Gray) -> list[Recognised]:
    """The number of a row, with II and III as their strokes say where recognition lost one or all of them."""
    if len(words) != 1 or not _ONES.fullmatch(words[0].text):
        return list(words)
    counted = _count_strokes(words[0], picture)
    said = words[0].text.count("I")
    return [
        replace(words[0], text="I" * counted, sure=NOT_SURE) if said < counted <= _MOST and counted > 1 else words[0]
    ]


def _count_strokes(word: Recognised, picture: Gray) -> int:
    """How many upright strokes a word begins with, up to its slash."""
    box = picture[max(word.top, 0) : word.top + word.height, max(word.left, 0) : word.left + word.width]
    if box.shape[0] < 8 or box.shape[1] < 2:
        return 0
    ink = find_ink(box)
    count = 0
    for high, low in zip(_strokes(ink, _HIGH), _strokes(ink, _LOW), strict=False):
        if abs(sum(high) - sum(low)) / 2 > _UPRIGHT * len(ink):
            break
        count += 1
    return count


def _strokes(ink: Ink, share: float) -> list[tuple[int, int]]:
    """The strokes that cross a band of the picture."""
    height = len(ink)
    top, bottom = int((share - _BAND) * height), max(int((share + _BAND) * height), int((share - _BAND) * height) + 1)
    return _runs(ink[top:bottom].all(axis=0) | (ink[top:bottom].sum(axis=0) * 2 > bottom - top))


def _runs(marks: NDArray[numpy.bool_]) -> list[tuple[int, int]]:
    """(start, end) of every run of marks."""
    edges = numpy.diff(numpy.concatenate(([0], marks.astype(numpy.int8), [0])))
    return list(zip(numpy.nonzero(edges == 1)[0].tolist(), numpy.nonzero(edges == -1)[0].tolist(), strict=True))
