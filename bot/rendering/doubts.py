"""Doubtful cells of a plan for the person who looks at them."""

from __future__ import annotations

from bot.rendering.imports import place_words
from bot.rendering.phrases import phrase
from bot.rendering.words import cell_name
from knowledge.doubts import Doubt

Row = tuple[str, str, str, str]
"""The task's key, the name of the cell, what is doubted and why, where it is printed."""


def doubt_row(doubt: Doubt) -> Row:
    """One doubt as a row of a table."""
    return (
        doubt.key or phrase("review.plan"),
        cell_name(doubt.field) if doubt.field else "",
        phrase(f"review.{doubt.why.value}", said=doubt.said).strip(),
        place_words(doubt.source.place, doubt.source.first_line) if doubt.source.first_line else "",
    )


def doubt_line(doubt: Doubt) -> str:
    """One doubt as a line."""
    return " · ".join(filter(None, doubt_row(doubt)))
