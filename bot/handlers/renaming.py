"""Offices under their names before and after the reform of 2025: a plan is answered in the names that it prints."""

from __future__ import annotations

from functools import cache

from knowledge.agency_identity import same_agency
from nlu import gazetteer

OFFICES = ("department", "ministry", "party")


@cache
def other_names(agency: str) -> tuple[str, ...]:
    """What an office was called before the reform, or has been called since; () where it kept its name.

    An office made of several has all their names; which of them a plan prints is for the plan to say.
    """
    names: dict[str, None] = {}
    for renaming in gazetteer.renamings():
        if renaming.kind not in OFFICES:
            continue
        # Of several the first is the successor: the others took a part, and are not called so ("Công an tỉnh").
        old, new = ([phrase.written for phrase in side] for side in (renaming.old, renaming.new[:1]))
        for these, others in ((old, new), (new, old)):
            if any(same_agency(name, agency) for name in these):
                names.update(dict.fromkeys(name for name in others if not same_agency(name, agency)))
    return tuple(names)
