"""Tasks that several agencies share: each reports its own part, and the whole follows from the parts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.agency_identity import is_collective, same_agency
from knowledge.progress.reports import Report, TaskState, percent_of, state_on

_OVER = frozenset({TaskState.DONE, TaskState.DROPPED})


def is_shared(leads: Sequence[str]) -> bool:
    """Whether no single agency can say that a task is done: it has several leads, or a collective for one."""
    return len(leads) > 1 or any(map(is_collective, leads))


def state_of(reports: Sequence[Report], leads: Sequence[str], day: date) -> tuple[TaskState, int]:
    """How far a task is on a day and its percentage, from the latest reports on its parts and on the whole.

    What was said of the whole holds until a part is reported anew. From parts alone a task is done when each of its
    leads has done its part; of a collective nobody knows whether all of its members have.
    """
    whole = next((report for report in reversed(reports) if not report.agency), None)
    parts = [report for report in reports if report.agency and (whole is None or report.id > whole.id)]
    if not parts:
        state = state_on(whole, day)
        return state, percent_of(whole, state)
    shares = [_part_of(lead, parts) for lead in leads]
    states = [state_on(share, day) for share in shares]
    percent = round(sum(map(percent_of, shares, states)) / len(shares)) if shares else 0
    if states and TaskState.DONE in states and all(state in _OVER for state in states):
        return TaskState.DONE, 100
    if states and all(state in {*_OVER, TaskState.WAITING} for state in states):
        return TaskState.WAITING, percent
    begun = any(state_on(part, day) is not TaskState.NOT_STARTED for part in parts)
    return (TaskState.DOING if begun else TaskState.NOT_STARTED), percent


def _part_of(lead: str, parts: Sequence[Report]) -> Report | None:
    """The report of a lead on its part; None of a collective, whose members report one by one."""
    if is_collective(lead):
        return None
    return next((part for part in reversed(parts) if same_agency(lead, part.agency)), None)
