"""What the titles over a task say for it where its own cells are empty: who leads, in which month or quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.ingest.drafts import Draft, DraftSection
from knowledge.ingest.handed import AGENCY_ROLES, find_holder, find_lead, find_time


def inherit(drafts: Sequence[Draft]) -> None:
    """Gives the tasks of one table what the titles of their sections say and their own cells do not.

    A title that says who leads holds wherever a task names nobody. One that is a bare name does so only where no task
    of the table names its lead and most tasks stand under a name: then the sections are the missing column.
    """
    named = sum(any(find_holder(section.title) for section in _above(draft.section)) for draft in drafts)
    by_name = 2 * named > len(drafts) and not any(AGENCY_ROLES & draft.cells.keys() for draft in drafts)
    for draft in drafts:
        for section in _above(draft.section):
            if not AGENCY_ROLES & draft.cells.keys():
                draft.cells |= find_holder(section.title) if by_name else find_lead(section.title)
            if "time" not in draft.cells and (time := find_time(section.title)):
                draft.cells["time"] = time


def _above(section: DraftSection | None) -> Iterator[DraftSection]:
    while section is not None:
        yield section
        section = section.parent
