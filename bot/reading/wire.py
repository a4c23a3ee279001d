"""What was read from a file as plain data: plan files in JSON, for the pipe and for what waits to be confirmed."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import Any

from knowledge.amending import Amending, amending_json, make_amending
from knowledge.plan import Plan, Tracked
from knowledge.plan_file import read_plan_file, render_plan_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file holds: its plans in order, and the digest of its bytes.

    `reviewed` says that a person wrote it for us (a plan file, a workbook of ours): what stands there is meant so.
    `amending` says that it is no plan of its own but changes another one; its tables may still read as a plan.
    """

    plans: tuple[Plan, ...]
    digest: str
    reviewed: bool = False
    amending: Amending | None = None


def reading_json(reading: Reading) -> dict[str, Any]:
    """The reading as JSON can hold it."""
    return {
        "plans": [render_plan_file(plan) for plan in reading.plans],
        "tracked": [[astuple(tracked) for tracked in plan.tracked] for plan in reading.plans],
        "digest": reading.digest,
        "reviewed": reading.reviewed,
        "amending": None if reading.amending is None else amending_json(reading.amending),
    }


def make_reading(value: dict[str, Any], *, name: str) -> Reading:
    """The reading again; `name` is the file's, for errors.

    Raises:
        KeyError: it is no such value.
        DocumentError: a plan in it breaks a rule of plan files.
    """
    plans = tuple(
        replace(read_plan_file(text, name=name), tracked=tuple(_tracked(*told) for told in tracked))
        for text, tracked in zip(value["plans"], value["tracked"], strict=True)
    )
    amending = value["amending"]
    return Reading(
        plans=plans,
        digest=str(value["digest"]),
        reviewed=bool(value["reviewed"]),
        amending=None if amending is None else make_amending(amending, plans),
    )


def _tracked(key: str, state: str, percent: int | None) -> Tracked:
    return Tracked(key=key, state=state, percent=percent)
