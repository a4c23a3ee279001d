"""An import report as plain JSON values and back, for the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import timedelta, timezone
from typing import Any, Final

from knowledge.plan import Amends, Revision, TaskAmendment
from knowledge.query import ImportRecord, ImportReport, TaskChange

_VIETNAM: Final = timezone(timedelta(hours=7))

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
    cells = {"cells": [asdict(cell) for cell in report.cells]} if report.cells else {}
    return {"slug": report.slug, **flags, **changes, **cells}


def make_report(values: Mapping[str, Any]) -> ImportReport:
    """The report again; what is not named is false or empty, so that older rows stay readable."""
    flags: dict[str, Any] = {name: bool(values.get(name, False)) for name in FLAGS}
    changes: dict[str, Any] = {
        name: tuple(TaskChange(key=item["key"], fields=tuple(item["fields"])) for item in values.get(name, ()))
        for name in CHANGES
    }
    return ImportReport(slug=values["slug"], **flags, **changes, cells=make_cells(values.get("cells", ())))


def make_cells(values: Iterable[Mapping[str, Any]]) -> tuple[TaskAmendment, ...]:
    """Changed cells again."""
    return tuple(TaskAmendment(**{**cell, "does": Amends(cell["does"])}) for cell in values)


def make_record(row: Any) -> ImportRecord:
    """One line of the history from its row."""
    return ImportRecord(
        slug=row.slug,
        imported_at=row.imported_at,
        source_name=row.source_name,
        digest=row.digest,
        report=make_report(row.report),
    )


def make_revisions(records: Iterable[ImportRecord]) -> tuple[Revision, ...]:
    """What a plan's history, oldest first, tells of it beside what amended it; of a plan stored anew from then on."""
    lived: list[ImportRecord] = []
    for record in records:
        lived = [] if record.report.created else [*lived, record]
    return tuple(
        Revision(
            source=record.source_name,
            made_on=record.imported_at.astimezone(_VIETNAM).date(),
            changes=record.report.cells,
        )
        for record in lived
        if record.report.cells and not record.report.amendments_changed
    )
