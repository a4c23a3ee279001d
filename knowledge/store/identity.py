"""Which printed names are one agency."""

from __future__ import annotations

from hashlib import sha256

from knowledge.plan import Plan
from nlu.text import folded_words

LONGEST = 300
"""What fits the database's column and index."""


def agency_identity(name: str) -> str:
    """The key under which the spellings of one agency meet: its folded words.

    >>> agency_identity("Sở  Tư pháp") == agency_identity("SỞ TƯ PHÁP")
    True
    """
    key = " ".join(folded_words(name)) or name
    if len(key) <= LONGEST:
        return key
    return f"{key[: LONGEST - 65]} {sha256(key.encode()).hexdigest()}"


def named_agencies(plan: Plan) -> tuple[str, ...]:
    """Every agency name that the plan prints for a task or a duty, each spelling once, in document order."""
    of_tasks = [name for task in plan.tasks for name in (*task.leads, *task.supports)]
    return tuple(dict.fromkeys([*of_tasks, *(duty.unit for duty in plan.duties)]))
