"""What amended a plan, in words."""

from __future__ import annotations

from typing import Final, assert_never

from bot.rendering.phrases import phrase
from bot.rendering.words import cell_name, day_words, shortened
from knowledge.plan import Amendment, Amends, TaskAmendment

SHOWN_CHANGES: Final = 20
CELL_LENGTH: Final = 100


def amendment_words(amendment: Amendment) -> str:
    """The amending document as people name it, with its day."""
    if amendment.signed_on is None:
        return amendment.document
    return phrase("amendment.dated", document=amendment.document, day=day_words(amendment.signed_on))


def change_words(change: TaskAmendment) -> str:
    """One change in one line."""
    before, after = shortened(change.before, CELL_LENGTH), shortened(change.after, CELL_LENGTH)
    match change.does:
        case Amends.ADD:
            return phrase("amendment.add", key=change.key, said=after)
        case Amends.DROP:
            return phrase("amendment.drop", key=change.key, said=before)
        case Amends.CHANGE:
            empty = phrase("import.empty")
            cell = cell_name(change.field)
            return phrase("amendment.change", key=change.key, cell=cell, before=before or empty, after=after or empty)
        case _:
            assert_never(change.does)


def amendment_lines(amendment: Amendment) -> list[str]:
    """The document and each of its changes, the first of many."""
    lines = [phrase("amendment.by", document=amendment_words(amendment), count=len(amendment.changes))]
    lines += [change_words(change) for change in amendment.changes[:SHOWN_CHANGES]]
    rest = len(amendment.changes) - SHOWN_CHANGES
    return [*lines, phrase("amendment.more", count=rest)] if rest > 0 else lines
