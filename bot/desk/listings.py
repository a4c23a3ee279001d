"""A list as text that can be kept and shown again: which tasks, whose, when; not what the plans print of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bot.answers import Answer, Kind, Note, Scope, TaskItem
from bot.library import Library, TaskEntry
from nlu.meaning import AgencyRole, Decision, Facet, Intent, TimeWindow


def write_listing(listing: Answer) -> str:
    """All that its pages need."""
    scope, window = listing.scope, listing.scope.window
    return json.dumps(
        {
            "intent": listing.intent,
            "as_of": listing.as_of.isoformat(),
            "asked": listing.asked,
            "facets": listing.facets,
            "items": list(_written(listing.items)),
            "plans": scope.plans,
            "agency": scope.agency,
            "role": scope.role,
            "window": None if window is None else [window.start.isoformat(), window.end.isoformat(), window.label],
            "section": scope.section,
            "topic": scope.topic,
            "aside": list(_written(listing.aside)),
            "notes": [[note.code, note.values] for note in listing.notes],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_listing(told: str, library: Library) -> Answer | None:
    """The list that was written, of the tasks that there still are; None where none is left."""
    known: dict[str, Any] = json.loads(told)
    items = tuple(_read(known["items"], library))
    if not items:
        return None
    window = known["window"]
    return Answer(
        kind=Kind.LIST,
        status=Decision.ANSWER,
        intent=Intent(known["intent"]),
        as_of=date.fromisoformat(known["as_of"]),
        asked=tuple(map(Intent, known.get("asked", ()))),
        facets=tuple(map(Facet, known.get("facets", ()))),
        items=items,
        aside=tuple(_read(known["aside"], library)),
        notes=tuple(Note(code=code, values=tuple(map(tuple, values))) for code, values in known["notes"]),
        scope=Scope(
            plans=tuple(known["plans"]),
            agency=known["agency"],
            role=AgencyRole(known["role"]),
            window=None
            if window is None
            else TimeWindow(start=date.fromisoformat(window[0]), end=date.fromisoformat(window[1]), label=window[2]),
            section=known["section"],
            topic=known["topic"],
        ),
    )


def entries_of(listing: Answer) -> Iterator[TaskEntry]:
    """The tasks of a list."""
    return (item.entry for item in listing.items if isinstance(item, TaskItem))


def name_of(told: str) -> str:
    """A list's own short name, for a button."""
    return hashlib.blake2s(told.encode("utf-8", "replace"), digest_size=5).hexdigest()


def _written(items: Iterable[object]) -> Iterator[list[Any]]:
    for item in items:
        if isinstance(item, TaskItem):
            yield [item.entry.ref, item.role, *(day.isoformat() for day in item.days)]


def _read(rows: Iterable[list[str]], library: Library) -> Iterator[TaskItem]:
    for ref, role, *days in rows:
        entry = library.find_task(ref)
        if entry is not None:
            yield TaskItem(entry=entry, role=AgencyRole(role), days=tuple(map(date.fromisoformat, days)))
