"""Finding an agency by what a person types of its name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from knowledge.agency_identity import aliases, is_collective, same_agency
from knowledge.query import Agency
from nlu.text import folded_words

FOUND = 8
"""Agencies offered at once."""


def find_agencies(typed: str, agencies: Iterable[Agency]) -> tuple[Agency, ...]:
    """The agencies that the words may mean: one that is called exactly so, else those that have all the words.

    The shortest names come first; () where nothing was typed or nothing fits.
    """
    words = folded_words(typed)
    if not words:
        return ()
    known = tuple(agencies)
    exact = [agency for agency in known if any(same_agency(name, typed) for name in (agency.name, *agency.aliases))]
    if exact:
        return tuple(exact[:1])
    fits = [
        (min(len(name) for name in called), place, agency)
        for place, agency in enumerate(known)
        if (called := [name for name in _called(agency) if _has(name, words)])
    ]
    return tuple(agency for _, _, agency in sorted(fits, key=lambda fit: fit[:2])[:FOUND])


def has_officers(agency: Agency) -> bool:
    """Whether officers can belong to it: a collective has only members, and a clause is no office."""
    return not is_collective(agency.name) and len(agency.name) <= 80


def _has(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether each typed word is in the name, the last one perhaps not typed to its end."""
    return all(word in name for word in words[:-1]) and any(own.startswith(words[-1]) for own in name)


@cache
def _called(agency: Agency) -> tuple[tuple[str, ...], ...]:
    names = dict.fromkeys((agency.name, *agency.aliases, *aliases(agency.name)))
    return tuple(folded for name in names if (folded := folded_words(name)))
