"""Word segmentation of marked Vietnamese: the only file that knows underthesea.

The library is loaded by the first call, not by the import: it costs half a second and 80 MB, which a command that
answers one question does not have. Three of its habits are kept away from callers: its first call fails when threads
make it together, its tokeniser is quadratic on a long run without spaces, and it glues unmarked syllables at random.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from threading import Lock, Thread
from typing import Final

from nlu.text import folded_words, nfc, words

_log = logging.getLogger(__name__)

LONGEST: Final = 1_000
"""Characters of one text that are segmented; a longer one is cut at the end of a sentence."""

_LONGEST_RUN: Final = 60  # characters without a space; longer ones are no language, and what the tokeniser is slow on
_MARKED_SHARE: Final = 0.3  # of the words; running Vietnamese has 0.7 and more, a name in unmarked text far less
_SENTENCE_END = re.compile(r"[.;!?:]\s|\n")
_RUN = re.compile(rf"\S{{{_LONGEST_RUN + 1},}}")

_loading = Lock()
_tokenize: Callable[[str], list[str]] | None = None


def _load() -> Callable[[str], list[str]]:
    global _tokenize  # one library for the process
    if _tokenize is not None:
        return _tokenize
    with _loading:
        if _tokenize is None:
            from underthesea import word_tokenize

            word_tokenize("thủ tục hành chính")  # its model is read by the first call, which two threads may not share
            _tokenize = word_tokenize
    return _tokenize


def warm_up(then: Callable[[], object] = lambda: None) -> Thread:
    """Loads the library in the background, then calls `then` there; returns the thread.

    For commands that live long. A failure is a line in the log, and later calls tell it again.
    """
    thread = Thread(target=_warm_up, args=(then,), name="segment-warm-up", daemon=True)
    thread.start()
    return thread


def _warm_up(then: Callable[[], object]) -> None:
    try:
        _load()
        then()
    except Exception:
        _log.exception("words cannot be segmented")


def is_warm() -> bool:
    """Whether the library is loaded, so that a call costs a millisecond and not half a second."""
    return _tokenize is not None


def carries_marks(text: str) -> bool:
    """Whether a text is written with Vietnamese marks, so that its words can be told.

    >>> carries_marks("ai chủ trì số hóa"), carries_marks("ai chu tri so hoa"), carries_marks("TTHC 107/2021")
    (True, False, False)
    """
    said = [word for word in words(text[:LONGEST]) if word.typed.isalpha()]
    marked = sum(word.typed.lower() != word.folded for word in said)
    return marked > 0 and marked >= _MARKED_SHARE * len(said)


def segments(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a marked text in order, each as its folded syllables; () for a text without marks.

    "Rà soát thủ tục" gives (("ra", "soat"), ("thu", "tuc")). At most `LONGEST` characters are read, up to the end of
    a sentence; runs of more than 60 characters without a space are left out.
    """
    read = _cut(_RUN.sub(" ", nfc(text[: 2 * LONGEST])))
    if not carries_marks(read):
        return ()
    found = (folded_words(word) for word in _load()(read))
    return tuple(word for word in found if word)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    ends = [match.start() + 1 for match in _SENTENCE_END.finditer(text, 0, LONGEST)]
    if ends:
        return text[: ends[-1]]
    return text[: max(text.rfind(" ", 0, LONGEST), 0)]
