"""Words → printed lines: words beside each other at one height, left to right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

from knowledge.documents.pages.model import Word

_TOUCHING: Final = 0.1  # of a height: a space is wider


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words of one printed line, left to right; at least one."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with one space between."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """The upper edge of its highest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge of its lowest word."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        """The height of its usual word."""
        return median(word.height for word in self.words)


def read_lines(words: Iterable[Word]) -> tuple[Line, ...]:
    """The printed lines, top to bottom. Words of other fonts and raised figures stand in the line beside them."""
    open_lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.x0)):
        for line in reversed(open_lines[-3:]):
            if _beside(line[-1], word) or any(_beside(other, word) for other in line):
                line.append(word)
                break
        else:
            open_lines.append([word])
    lines = (Line(words=tuple(sorted(line, key=lambda word: word.x0))) for line in open_lines)
    return tuple(sorted(lines, key=lambda line: (median(word.middle for word in line.words), line.x0)))


def join_pieces(pieces: Iterable[Word]) -> tuple[Word, ...]:
    """Pieces of words (one for each font that a word is set in) that touch, as words."""
    joined: list[Word] = []
    for line in read_lines(pieces):
        start = len(joined)
        for piece in line.words:
            if len(joined) > start and piece.x0 - joined[-1].x1 < _TOUCHING * piece.height:
                before = joined.pop()
                joined.append(
                    Word(
                        text=before.text + piece.text,
                        x0=before.x0,
                        x1=max(before.x1, piece.x1),
                        top=min(before.top, piece.top),
                        bottom=max(before.bottom, piece.bottom),
                    )
                )
            else:
                joined.append(piece)
    return tuple(joined)


def _beside(one: Word, other: Word) -> bool:
    """Whether two words stand at one height, and not one upon the other."""
    if min(one.x1, other.x1) - max(one.x0, other.x0) > 0.5 * min(one.x1 - one.x0, other.x1 - other.x0):
        return False
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.height, other.height)
