"""A deadline as flat named fields and back: the one form shared by plan files, the database and JSON.

The names are those of the public contract: `kind` first, then what the kind prints (`due`, `start`, `every`, …).
Dates stay `date`. Two additions to the contract keep a deadline whole: `exclusive` ("trước ngày") where it is true,
and the kind `unread` for words that no rule reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, assert_never

from knowledge.plan import (
    NOWHERE,
    AfterEvent,
    BeforeEvent,
    ByDate,
    ByReference,
    Deadline,
    Every,
    OnDemand,
    Recurring,
    SourceSpan,
    Standing,
    Unit,
    Unread,
    Within,
)

FieldValue = str | int | bool | date
Choice = TypeVar("Choice", bound=StrEnum)

REQUIRED: Mapping[str, Mapping[str, type]] = {
    "date": {"due": date},
    "period": {"start": date, "end": date},
    "recurring": {"every": str},
    "relative": {"offset": int, "unit": str, "direction": str, "event": str},
    "ongoing": {},
    "on_demand": {},
    "by_reference": {},
    "unread": {"text": str},
}
"""The kinds, and of each the fields that must stand."""

OPTIONAL: Mapping[str, Mapping[str, type]] = {
    "date": {"exclusive": bool},
    "period": {},
    "recurring": {"day": int, "month_of_quarter": int, "month": int, "exclusive": bool},
    "relative": {},
    "ongoing": {},
    "on_demand": {},
    "by_reference": {"document": str},
    "unread": {"reason": str},
}
"""Of each kind the fields that may stand."""


def deadline_fields(deadline: Deadline) -> dict[str, FieldValue]:
    """The fields of a deadline, `kind` first, without those that say nothing (None, False, an empty reason).

    >>> deadline_fields(ByDate(due=date(2024, 1, 31), exclusive=True))
    {'kind': 'date', 'due': datetime.date(2024, 1, 31), 'exclusive': True}
    >>> deadline_fields(Standing())
    {'kind': 'ongoing'}
    """
    match deadline:
        case ByDate():
            return {"kind": "date", "due": deadline.due, **_exclusive(deadline.exclusive)}
        case Within():
            return {"kind": "period", "start": deadline.start, "end": deadline.end}
        case Recurring():
            figures = {
                "day": deadline.day,
                "month_of_quarter": deadline.month_of_quarter,
                "month": deadline.month,
            }
            printed = {name: figure for name, figure in figures.items() if figure is not None}
            every = deadline.every.value
            return {"kind": "recurring", "every": every, **printed, **_exclusive(deadline.exclusive)}
        case AfterEvent():
            return _relative(deadline, "after")
        case BeforeEvent():
            return _relative(deadline, "before")
        case Standing():
            return {"kind": "ongoing"}
        case OnDemand():
            return {"kind": "on_demand"}
        case ByReference():
            return {"kind": "by_reference", "document": deadline.document}
        case Unread():
            reason = {"reason": deadline.reason} if deadline.reason else {}
            return {"kind": "unread", "text": deadline.text, **reason}
        case _:
            assert_never(deadline)


def _exclusive(exclusive: bool) -> dict[str, FieldValue]:
    return {"exclusive": True} if exclusive else {}


def _relative(deadline: AfterEvent | BeforeEvent, direction: str) -> dict[str, FieldValue]:
    return {
        "kind": "relative",
        "offset": deadline.offset,
        "unit": deadline.unit.value,
        "direction": direction,
        "event": deadline.event,
    }


def make_deadline(fields: Mapping[str, object], *, source: SourceSpan = NOWHERE, rule: str = "") -> Deadline:
    """The deadline that the fields describe; the inverse of `deadline_fields`.

    Raises:
        ValueError: an unknown kind or field, one missing, or a value of the wrong type or outside its list; the
            message is a Vietnamese clause without a full stop.
    """
    kind = fields.get("kind")
    if not isinstance(kind, str) or kind not in REQUIRED:
        raise ValueError(f"“kind” phải là một trong {', '.join(REQUIRED)}")
    given = _checked(kind, fields)
    if kind == "date":
        return ByDate(source=source, rule=rule, **given)
    if kind == "period":
        return Within(source=source, rule=rule, **given)
    if kind == "recurring":
        given["every"] = _choice("every", given["every"], Every)
        return Recurring(source=source, rule=rule, **given)
    if kind == "relative":
        direction = given.pop("direction")
        if direction not in ("after", "before"):
            raise ValueError("“direction” phải là after hoặc before")
        given["unit"] = _choice("unit", given["unit"], Unit)
        return (AfterEvent if direction == "after" else BeforeEvent)(source=source, rule=rule, **given)
    if kind == "ongoing":
        return Standing(source=source, rule=rule)
    if kind == "on_demand":
        return OnDemand(source=source, rule=rule)
    if kind == "by_reference":
        return ByReference(source=source, rule=rule, document=given.get("document", ""))
    return Unread(source=source, rule=rule, **given)


# The values have been checked against REQUIRED and OPTIONAL, which mypy cannot follow: hence Any, here only.
def _checked(kind: str, fields: Mapping[str, object]) -> dict[str, Any]:
    allowed = {**REQUIRED[kind], **OPTIONAL[kind]}
    for name, value in fields.items():
        if name == "kind":
            continue
        if name not in allowed:
            raise ValueError(f"loại “{kind}” không có trường “{name}”")
        # An exact type: True is an int and a datetime is a date for isinstance, but not for a plan.
        if type(value) is not allowed[name]:
            raise ValueError(f"“{name}” phải là {TYPE_NAMES[allowed[name]]}")
    for name in REQUIRED[kind]:
        if name not in fields:
            raise ValueError(f"loại “{kind}” thiếu trường “{name}”")
    return {name: value for name, value in fields.items() if name != "kind"}


def _choice(name: str, value: str, choices: type[Choice]) -> Choice:
    try:
        return choices(value)
    except ValueError:
        raise ValueError(f"“{name}” phải là một trong {', '.join(choices)}") from None


TYPE_NAMES: Mapping[type, str] = {
    str: "chữ đặt trong dấu nháy",
    int: "số nguyên",
    bool: "true hoặc false",
    date: "ngày dạng 2024-01-31 (không đặt trong dấu nháy)",
    float: "số",
}
"""How a person is told which type a field has."""


def deadline_trouble(deadline: Deadline) -> str:
    """What cannot be so in a deadline that a person wrote, as a Vietnamese clause; empty where all is well.

    >>> deadline_trouble(Recurring(every=Every.MONTH, day=45))
    '“day” phải từ 1 đến 31'
    """
    match deadline:
        case Within():
            return "“end” đứng trước “start”" if deadline.end < deadline.start else ""
        case Recurring():
            limits = {"day": 31, "month_of_quarter": 3, "month": 12}
            for name, last in limits.items():
                figure = getattr(deadline, name)
                if figure is not None and not 1 <= figure <= last:
                    return f"“{name}” phải từ 1 đến {last}"
            return ""
        case AfterEvent() | BeforeEvent():
            return "“offset” không được âm" if deadline.offset < 0 else ""
        case _:
            return ""
