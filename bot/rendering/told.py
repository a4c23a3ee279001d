"""What is said of an answer, before a channel shows it: its lines, and apart from them where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.rendering.words import source_line
from knowledge.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Lines without markup and the source that they rest on, "" = none is needed."""

    lines: tuple[str, ...] = ()
    source: str = ""

    @property
    def text(self) -> str:
        """All of it as plain text, its source in the last line."""
        return "\n".join(filter(None, (*self.lines, self.source)))


def told(lines: Iterable[str], places: Iterable[tuple[Plan, str]] = ()) -> Told:
    """The lines that say something, resting on these places (a plan, and a key in it or "" for the whole of it)."""
    return Told(lines=tuple(filter(None, lines)), source=source_line(places))
