"""An import report as plain JSON values and back, for the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.query import ImportReport, TaskChange

FLAGS = (
    "created",
    "unchanged",
    "head_changed",
    "sections_changed",
    "reordered",
    "targets_changed",
    "duties_changed",
    "amendments_changed",
)
CHANGES = ("added", "gone", "edited", "moved")


def report_values(report: ImportReport) -> dict[str, Any]:
    """What the report says, without what is false or empty."""
    flags = {name: True for name in FLAGS if getattr(report, name)}
    changes = {
        name: [{"key": change.key, "fields": list(change.fields)} for change in getattr(report, name)]
        for name in CHANGES
        if getattr(report, name)
    }
    return {"slug": report.slug, **flags, **changes}


def make_report(values: Mapping[str, Any]) -> ImportReport:
    """The report again; what is not named is false or empty, so that older rows stay readable."""
    flags: dict[str, Any] = {name: bool(values.get(name, False)) for name in FLAGS}
    changes: dict[str, Any] = {
        name: tuple(TaskChange(key=item["key"], fields=tuple(item["fields"])) for item in values.get(name, ()))
        for name in CHANGES
    }
    return ImportReport(slug=values["slug"], **flags, **changes)
