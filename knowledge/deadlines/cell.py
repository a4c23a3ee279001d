"""A printed cell made fit for reading: markup gone, and its folded twin of the same length."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    folded = fold(text).translate(_DASHES)
    return Cell(text=text, folded=folded if len(folded) == len(text) else text.lower()[: len(text)])
