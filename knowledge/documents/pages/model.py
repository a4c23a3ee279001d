"""A page as values: words and ruling lines where they stand. Points (1/72 inch) from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Letters without a space; `doubtful` where they were recognised in a picture and not surely."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    doubtful: bool = False

    @property
    def middle(self) -> float:
        """Half of its height."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half of its width."""
        return (self.x0 + self.x1) / 2

    @property
    def height(self) -> float:
        """From its upper to its lower edge."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A straight line along one axis: `at` is where it lies on the other one."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as it is read, turned upright; `number` counts from 1, `recognised` where its words are a machine's."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Ruling, ...] = ()
    down: tuple[Ruling, ...] = ()
    recognised: bool = False
