"""The workbook of progress: the plan's own table, with how far each task is at its right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from bot.desk.wording import say
from bot.rendering.words import day_words
from knowledge.plan import Plan
from knowledge.plan_workbook import Column, ExtraColumns, render_workbook
from knowledge.progress.reports import Report
from scheduler.totals import TaskStanding

LEFT_OUT: Final = frozenset({"goal", "legal_basis", "note"})
"""Columns of the plan that a report on progress does without, so that it can be read on A4."""


def progress_workbook(plan: Plan, tasks: Iterable[TaskStanding], *, today: date) -> bytes:
    """The bytes of the workbook of a plan as it stands on a day."""
    columns = (
        Column(id="state", header=say("report.column_state"), width=16, centred=True),
        Column(id="percent", header=say("report.column_percent"), width=9, centred=True),
        Column(id="due", header=say("report.column_due"), width=12, centred=True),
        Column(id="evidence", header=say("report.column_evidence"), width=24),
    )
    cells = {standing.task.key: _cells(standing) for standing in tasks}
    title = say("report.title", day=day_words(today))
    return render_workbook(plan, extra=ExtraColumns(columns=columns, cells=cells, title=title, left_out=LEFT_OUT))


def _cells(standing: TaskStanding) -> dict[str, str | float]:
    state = say(f"state.{standing.state.value}")
    if standing.is_late:
        days = say("report.late_days", count=standing.late_days) if standing.late_days else ""
        state = say("report.late", state=state, days=days)
    evidence = "; ".join(filter(None, (words for report in standing.reports for words in _evidence(report))))
    return {
        "state": state,
        "percent": standing.percent,
        "due": day_words(standing.due_on) if standing.due_on is not None else "",
        "evidence": evidence,
    }


def _evidence(report: Report) -> Iterator[str]:
    """Whose part it is and how far, where it is a part; the document and the note."""
    if report.agency:
        yield say("report.part", agency=report.agency, state=say(f"state.{report.state.value}"))
    yield report.document
    yield report.note
