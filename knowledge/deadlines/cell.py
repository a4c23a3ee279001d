"""A printed cell made fit for reading: markup gone, and its folded twin of the same length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.deadlines.rules import load_points
from nlu.text import fold, nfc

LONGEST = 3000
_BREAKING = re.compile(r"</?(?:ul|ol|li|p|br|div|tr|td)\b[^<>]{0,200}>", re.IGNORECASE)
_INLINE = re.compile(r"</?[a-z][^<>]{0,200}>|\*{1,3}|__|&nbsp;", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"⁄": "/", "∕": "/", "“": '"', "”": '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`text` as printed, without markup; `folded` its base letters, character for character."""

    text: str
    folded: str

    def words(self, start: int, end: int) -> str:
        """The printed words of a stretch, white space squeezed, loose punctuation trimmed."""
        return " ".join(self.text[start:end].split()).strip(" .,;:-–+•*")


def read_cell(printed: str) -> Cell:
    """The cell of a printed text; white space and list signs stay, since they part clauses.

    >>> read_cell("<li>Trước ngày 15/3</li>").folded.strip()
    'truoc ngay 15/3'
    """
    text = nfc(_INLINE.sub(" ", _BREAKING.sub("\n", nfc(printed.replace("\r", "\n").replace("\t", " ")))))
    folded = _figures_for_months(text, fold(text)).translate(_DASHES)
    return Cell(text=text, folded=folded if len(folded) == len(text) else text.lower()[: len(text)])


@cache
def _month_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The word “tháng” with one name or a list of names, and a name."""
    names = sorted(load_points().months, key=len, reverse=True)
    name = "|".join(rf"(?-i:{n})(?!\s+20\d\d)" if n[0].isupper() else n for n in names)
    one = rf"(?<!\w)(?:{name})(?!\w)"
    none = r"(?!\s+(?:lần|ngày|kỳ|đợt|buổi))"
    often = r"(?<!mỗi\s)(?<!hằng\s)(?<!hàng\s)(?<!một\s)(?<!\d\s)"
    listed = rf"{often}\btháng\s+{one}(?:(?:\s*,\s*|\s+và\s+){one})*{none}"
    return re.compile(listed, re.IGNORECASE), re.compile(one, re.IGNORECASE)


def _figures_for_months(text: str, folded: str) -> str:
    """The folded twin with the names of months as figures, padded: without marks "tư" and "từ" are one word."""
    listed, name = _month_names()
    for months in listed.finditer(text):
        for found in name.finditer(text, months.start() + len("tháng"), months.end()):
            figure = str(load_points().months.get(found[0]) or load_points().months[found[0].lower()])
            folded = folded[: found.start()] + figure.ljust(len(found[0])) + folded[found.end() :]
    return folded
