"""A report on a task as a person sees it, and the history of a task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo

from bot.channels.base import Button, Outgoing
from bot.desk.payload import payload
from bot.desk.visit import Visit
from bot.desk.wording import say
from bot.library import TaskEntry
from bot.rendering.words import day_words, place_words, source_line, task_words
from knowledge.progress.reports import Report, TaskState

Rows = tuple[tuple[Button, ...], ...]


def record_card(
    heading: str,
    report: Report,
    entry: TaskEntry,
    *,
    more: tuple[str, ...] = (),
    buttons: Rows = (),
    edits: str = "",
    chat: str = "",
) -> Outgoing:
    """What was reported on a task, with its source."""
    place = place_words(entry.task.key)
    lines = [say("progress.task", place=place[0].upper() + place[1:], task=task_line(entry)), *_lines(report), *more]
    return Outgoing(
        heading=heading,
        text="\n".join(lines),
        source=source_line([(entry.plan, entry.task.key)]),
        buttons=buttons,
        edits=edits,
        chat=chat,
    )


def task_line(entry: TaskEntry) -> str:
    """The name of a task, short."""
    return task_words(entry.task.text)


def changed_button(visit: Visit, report: Report, state: TaskState, does: str) -> Button:
    """A button that says another state of the same task."""
    return visit.button(say(f"state.{state.value}"), payload(does, report.id, state.value))


def history_lines(reports: Iterable[Report], names: Mapping[int, str], zone: tzinfo | None) -> Iterator[str]:
    """One line for each report, oldest first: when, who, what."""
    for report in reports:
        at = "" if report.at is None else f"{report.at.astimezone(zone):%d/%m/%Y %H:%M}"
        line = say(
            "progress.history_line",
            at=at,
            name=names.get(report.officer or 0, say("progress.somebody")),
            agency=say("progress.history_agency", agency=report.agency) if report.agency else "",
            state=say(f"state.{report.state.value}"),
            percent=_percent(report),
            document=say("progress.history_document", document=report.document) if report.document else "",
            note=say("progress.history_note", note=report.note) if report.note else "",
        )
        yield line + (say("progress.history_undone") if report.undone_at is not None else "")


def _lines(report: Report) -> Iterator[str]:
    due = say("progress.due", day=day_words(report.due_on)) if report.due_on is not None else ""
    yield say("progress.state", state=say(f"state.{report.state.value}"), percent=_percent(report), due=due)
    if report.agency:
        yield say("progress.part", agency=report.agency)
    if report.document:
        yield say("progress.document", document=report.document)
    if report.note:
        yield say("progress.reason" if report.state is TaskState.DROPPED else "progress.note", note=report.note)


def _percent(report: Report) -> str:
    return say("progress.percent", percent=report.percent) if report.percent not in (None, 0, 100) else ""
