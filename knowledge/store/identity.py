"""Which printed names are one agency, and whom a collective takes in, as the store keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from knowledge.agency_identity import agency_key, covers, is_collective
from knowledge.plan import Plan

LONGEST = 300
"""What fits the database's column and index."""


def agency_identity(name: str) -> str:
    """The key under which the spellings of one agency meet: never empty, at most LONGEST characters.

    >>> agency_identity("Sở  Tư pháp") == agency_identity("SỞ TƯ PHÁP")
    True
    """
    key = agency_key(name) or name
    if len(key) <= LONGEST:
        return key
    return f"{key[: LONGEST - 65]} {sha256(key.encode()).hexdigest()}"


def named_agencies(plan: Plan) -> tuple[str, ...]:
    """Every agency name that the plan prints for a task or a duty, each spelling once, in document order."""
    of_tasks = [name for task in plan.tasks for name in (*task.leads, *task.supports)]
    return tuple(dict.fromkeys([*of_tasks, *(duty.unit for duty in plan.duties)]))


def member_pairs(new: Iterable[int], names: Mapping[int, str]) -> list[tuple[int, int]]:
    """(collective, member) among agencies of which the `new` ones have not been looked at yet.

    Args:
        new: ids of agencies just met.
        names: every agency's name by its id, the new ones among them.
    """
    fresh = set(new)
    collectives = [number for number, name in names.items() if is_collective(name)]
    return [
        (collective, number)
        for collective in collectives
        for number in (names if collective in fresh else fresh)
        if number != collective and covers(names[collective], names[number])
    ]
