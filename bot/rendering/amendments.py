"""What amended a plan, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, assert_never

from bot.rendering.phrases import phrase
from bot.rendering.words import cell_name, day_words, shortened
from knowledge.plan import Amendment, Amends, Plan, Revision, TaskAmendment

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
            key, cell = change.key or phrase("import.head"), cell_name(change.field)
            return phrase("amendment.change", key=key, cell=cell, before=before or empty, after=after or empty)
        case _:
            assert_never(change.does)


def amendment_lines(amendment: Amendment) -> list[str]:
    """The document and each of its changes, the first of many."""
    told = phrase("amendment.by", document=amendment_words(amendment), count=len(amendment.changes))
    return [told, *_change_lines(amendment.changes)]


def revision_lines(revision: Revision) -> list[str]:
    """When the stored plan was put right or read anew, and what that changed, the first of many."""
    changes = [change for change in revision.changes if change.does is not Amends.DROP or not change.field]
    code = "amendment.read_anew" if revision.source else "amendment.put_right"
    told = phrase(code, source=revision.source, day=day_words(revision.made_on), count=len(changes))
    return [told, *_change_lines(changes)]


def _change_lines(changes: Sequence[TaskAmendment]) -> list[str]:
    lines = [change_words(change) for change in changes[:SHOWN_CHANGES]]
    rest = len(changes) - SHOWN_CHANGES
    return [*lines, phrase("amendment.more", count=rest)] if rest > 0 else lines


def amended_lines(plan: Plan, key: str, fields: Iterable[str]) -> Iterator[str]:
    """Which later documents changed these cells of a task, and what they said before: an officer may have that."""
    asked = set(fields)
    for amendment in plan.amendments:
        document = amendment_words(amendment)
        if any(change.key == key and change.does is Amends.ADD for change in amendment.changes):
            yield phrase("amendment.added_by", document=document)
        for cell, before in _before(amendment.changes, key, asked):
            yield phrase("amendment.changed_by", document=document, cell=cell, before=before)


def earlier_lines(plan: Plan, key: str, fields: Iterable[str]) -> list[str]:
    """What these cells of a task said before, oldest first; where that is known of none, one line says so."""
    asked = set(fields)
    lines = [
        phrase("amendment.before_document", document=amendment_words(amendment), cell=name, before=before)
        for amendment in plan.amendments
        for name, before in _before(amendment.changes, key, asked)
    ]
    lines += [
        phrase("amendment.before_day", day=day_words(revision.made_on), cell=name, before=before)
        for revision in plan.revisions
        for name, before in _before(revision.changes, key, asked)
    ]
    return lines or [phrase("amendment.never", key=key, cells=", ".join(map(cell_name, fields)))]


def _before(changes: Iterable[TaskAmendment], key: str, fields: Collection[str]) -> Iterator[tuple[str, str]]:
    for change in changes:
        if change.key == key and change.does is Amends.CHANGE and change.field in fields:
            yield cell_name(change.field), _said(change)


def _said(change: TaskAmendment) -> str:
    return shortened(change.before, CELL_LENGTH) or phrase("import.empty")
