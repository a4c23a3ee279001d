"""Deadlines as the plain values of the product's JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

from knowledge.plan import (
    AfterEvent,
    BeforeEvent,
    ByDate,
    ByReference,
    Deadline,
    OnDemand,
    Recurring,
    Standing,
    Unread,
    Within,
)


def deadline_json(deadline: Deadline) -> dict[str, Any]:
    """One deadline as its JSON object; an `Unread` has none and gives {}."""
    match deadline:
        case ByDate(due=due):
            return {"kind": "date", "due": due.isoformat()}
        case Within(start=start, end=end):
            return {"kind": "period", "start": start.isoformat(), "end": end.isoformat()}
        case Recurring():
            fields = {
                "day": deadline.day,
                "month_of_quarter": deadline.month_of_quarter,
                "month": deadline.month,
            }
            printed = {key: value for key, value in fields.items() if value is not None}
            return {"kind": "recurring", "every": deadline.every.value, **printed}
        case AfterEvent(offset=offset, unit=unit, event=event):
            return _relative(offset, unit.value, "after", event)
        case BeforeEvent(offset=offset, unit=unit, event=event):
            return _relative(offset, unit.value, "before", event)
        case Standing():
            return {"kind": "ongoing"}
        case OnDemand():
            return {"kind": "on_demand"}
        case ByReference(document=document):
            return {"kind": "by_reference", "document": document}
        case Unread():
            return {}
        case _:
            assert_never(deadline)


def _relative(offset: int, unit: str, direction: str, event: str) -> dict[str, Any]:
    return {"kind": "relative", "offset": offset, "unit": unit, "direction": direction, "event": event}


def deadlines_json(deadlines: Iterable[Deadline]) -> list[dict[str, Any]]:
    """The JSON objects of a cell's deadlines, in order; what was not read is left out."""
    return [deadline_json(item) for item in deadlines if not isinstance(item, Unread)]
