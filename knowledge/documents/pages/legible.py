"""Whether what a page says can be read as Vietnamese; what old fonts say is put into today's letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final

from knowledge.documents.encoding import vietnamese_score
from knowledge.documents.legacy import from_tcvn3, from_vni, with_lost_letters
from knowledge.documents.pages.model import Page

_READABLE: Final = 0.6  # of `vietnamese_score`
_FEWEST_WORDS: Final = 12  # with marks: fewer tell nothing
_LOST = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_MOST_LOST: Final = 0.05  # share of the words
_FEWEST_LETTERS: Final = 200  # of a page whose hidden text is worth reading
_OLD: Final = (lambda text: with_lost_letters(from_tcvn3(text)), from_vni)


def legible(page: Page) -> Page | None:
    """The page in today's letters; None where its text is rubbish, as a font without a table of letters gives it."""
    words = [word.text for word in page.words]
    if sum(bool(_LOST.search(word)) for word in words) > _MOST_LOST * len(words):
        return None
    text = " ".join(words)
    if sum(not word.isascii() for word in words) < _FEWEST_WORDS or vietnamese_score(text) >= _READABLE:
        return page
    convert = max(_OLD, key=lambda old: vietnamese_score(old(text)))
    if vietnamese_score(convert(text)) < _READABLE:
        return None
    today = unicodedata.normalize("NFC", convert("\n".join(words))).split("\n")  # neighbours tell what is in capitals
    return replace(page, words=tuple(replace(word, text=text) for word, text in zip(page.words, today, strict=True)))


def is_legible(page: Page) -> bool:
    """Whether a page says enough, and surely in Vietnamese."""
    text = " ".join(word.text for word in page.words)
    return len(text) >= _FEWEST_LETTERS and vietnamese_score(text) >= _READABLE
