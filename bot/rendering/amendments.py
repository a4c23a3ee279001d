"""What amended a plan, and what an amending document would change, in words."""

from __future__ import annotations

from typing import Final, assert_never

from bot.plan_files import Settled
from bot.rendering.changes import cell_name
from bot.rendering.phrases import phrase
from bot.rendering.words import day_words, plan_words, shortened
from knowledge.plan import Amendment, Amends, Plan, TaskAmendment

SHOWN_CHANGES: Final = 20
CELL_LENGTH: Final = 100


def amending_lines(name: str, settled: Settled) -> list[str]:
    """That a file amends a stored plan, and the tasks that it names and the plan does not have."""
    if settled.homeless:
        return [phrase("import.amends_homeless", name=name, number=settled.homeless)]
    if settled.amended is None:
        return []
    lines = [
        phrase(
            "import.amends",
            name=name,
            document=amendment_words(settled.amended.amendment),
            plan=plan_words(settled.plan),
            slug=settled.plan.slug,
        )
    ]
    if settled.amended.unplaced:
        lines.append(phrase("import.amends_unplaced", keys=", ".join(settled.amended.unplaced)))
    return lines


def lost_amendment_lines(old: Plan | None, new: Plan) -> list[str]:
    """That storing a reading would take back what later documents amended."""
    lost = [] if old is None else [one for one in old.amendments if one not in new.amendments]
    if not lost:
        return []
    return [phrase("import.amendments_lost", documents="; ".join(map(amendment_words, lost)))]


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
