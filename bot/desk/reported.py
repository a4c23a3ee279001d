"""What a message reports: how far a task is, by which document it is shown, and which tasks it may mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.desk.shelf import Shelf
from bot.desk.visit import Visit
from bot.library import TaskEntry
from bot.rendering.words import day_words
from knowledge.agency_identity import covers, same_agency
from knowledge.document_number import DocumentNumber, find_document_numbers
from knowledge.office.rights import Action
from knowledge.plan import PlanTask
from knowledge.progress.reports import Report, TaskName, TaskState
from knowledge.progress.shared import is_shared
from nlu.meaning import Decision
from nlu.reporting import Saying, SayingKind, read_saying
from nlu.text import nfc
from scheduler.due import last_occurrence, next_occurrence

_DAY = re.compile(r"\s*,?\s*(?:ký\s+)?(ngày\s+\d{1,2}\s*(?:[/.-]\s*\d{1,2}|tháng\s+\d{1,2}))(?![\d/])", re.IGNORECASE)
_AS_PROOF = re.compile(r"[\s,;(]*\b(?:theo|tại|bằng|kèm|số)\b[^,;.]{0,30}$|\([^()]{0,30}$", re.IGNORECASE)
"""What leads to the number of a document that shows a task to be done; no part of the task's name."""

STATES = {
    SayingKind.NOT_STARTED: TaskState.NOT_STARTED,
    SayingKind.DOING: TaskState.DOING,
    SayingKind.WAITING: TaskState.WAITING,
    SayingKind.DONE: TaskState.DONE,
    SayingKind.DROPPED: TaskState.DROPPED,
}
"""The sayings that say how far a task is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message that reports something; `document` is its proof as told ("12/BC-STP, ngày 15/03/2024"), or ""."""

    saying: Saying
    document: str = ""


def read_told(text: str) -> Told | None:
    """What a message reports, or None.

    >>> read_told("xong mục 4.1 theo văn bản số 12/BC-STP ngày 15/3/2024").document
    '12/BC-STP, ngày 15/03/2024'
    """
    composed = nfc(text)
    numbers = find_document_numbers(composed)
    if not numbers:
        saying = read_saying(composed)
        return None if saying is None else Told(saying=saying)
    before, day, behind = cut_out(composed, numbers[-1])
    saying = read_saying(f"{before} {behind}")
    if saying is None:
        return None
    return Told(saying=saying, document=f"{numbers[-1].number}, {day}" if day else numbers[-1].number)


def cut_out(text: str, document: DocumentNumber) -> tuple[str, str, str]:
    """The NFC text before a document's number, the day told with the number, and the text behind both.

    What the document is called stays: "Kế hoạch 45/KH-UBND" may be the task.
    """
    figures = re.search(r"\d", text[document.start :])
    before = text[: document.start + (figures.start() if figures else 0)]
    behind = text[document.end :]
    day = "" if document.signed_on is None else f"ngày {day_words(document.signed_on)}"
    said = _DAY.match(behind)
    if said is not None:
        day, behind = day or said[1], behind[said.end() :]
    return _AS_PROOF.sub("", before), day, behind.lstrip(") ")


def find_entries(words: str, visit: Visit, shelf: Shelf) -> tuple[TaskEntry, ...]:
    """The tasks that the words may mean, best first; without words those that the talk was last about."""
    assistant, conversation = shelf.assistant, visit.conversation()
    if words:
        read = assistant.read(words, conversation=conversation)
        refs = read.tasks or read.choices or read.subject
        if read.decision in (Decision.UNKNOWN, Decision.SILENT):
            refs = ()
    else:
        refs = assistant.subject(conversation)
    return tuple(filter(None, (find_entry(ref, visit, shelf) for ref in dict.fromkeys(refs))))


def find_entry(ref: str, visit: Visit, shelf: Shelf) -> TaskEntry | None:
    """One task by its ref, where it may be spoken of here."""
    entry = shelf.assistant.library.find_task(ref)
    return entry if entry is not None and visit.sees(entry.plan.slug) else None


def part_meant(visit: Visit, task: PlanTask) -> str:
    """Whose part of a task the visitor reports on, "" = the whole: leaders and administrators speak for all."""
    if not is_shared(task.leads) or visit.may(Action.APPROVE_PROGRESS):
        return ""
    own = (name for lead in task.leads for name in visit.agencies if same_agency(lead, name) or covers(lead, name))
    return next(own, "")


def latest_on(reports: Mapping[TaskName, tuple[Report, ...]], task: TaskName, agency: str) -> Report | None:
    """The latest report on one part of a task ("" = on the whole), or None."""
    return next((report for report in reports.get(task, ()) if report.agency == agency), None)


def occurrence_meant(entry: TaskEntry, latest: Report | None, today: date) -> date | None:
    """The occurrence of a recurring task that a report of today speaks of; None for a task that is done once.

    It is the next one, unless the last one is nearer and nothing was reported on it.
    """
    coming = next_occurrence(entry.task, after=today)
    passed = last_occurrence(entry.task, before=today)
    if coming is None:
        return None
    unreported = latest is None or latest.due_on is None or passed is None or latest.due_on < passed
    if passed is not None and unreported and today - passed < coming - today:
        return passed
    return coming
