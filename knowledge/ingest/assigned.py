"""Tasks told in sentences: "Giao Sở X chủ trì, phối hợp với Sở Y …, xong trước ngày …"; labels may stand among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from knowledge.deadlines.reader import read_deadlines
from knowledge.documents.layouts.labelled import read_entries
from knowledge.documents.model import Document
from knowledge.ingest.duties import find_subject, find_unit, hands_out
from knowledge.ingest.outline import OutlineItem, outline
from knowledge.ingest.parts import Part
from knowledge.ingest.rows import SectionRow, TaskRow
from knowledge.plan import NOWHERE, Unread
from nlu.parsed import load_parsed

_FILE = Path(__file__).parents[1] / "data/assigned.toml"

_FEWEST: Final = 2
_ANY_YEAR: Final = 2000  # only whether a time can be read is asked here
_LONGEST_TIME: Final = 120
_NO_NAMES = re.compile("(?!)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """One task as a sentence tells it: agencies and time as printed, "" where it tells none."""

    leads: str
    supports: str
    task: str
    time: str
    product: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    gives: re.Pattern[str]
    leads: re.Pattern[str]
    supports: re.Pattern[str]
    times: re.Pattern[str]
    closings: re.Pattern[str]


def read_assigned(document: Document) -> list[Part]:
    """One part of the tasks that sentences tell, and of those told with labels among them; none below two sentences.

    What "Tổ chức thực hiện" asks of units are duties, and tasks only where the plan has no others.
    """
    found = [(item, told) for item in outline(document) if item.heading != "-" and (told := read_sentence(item.text))]
    proper = [(item, told) for item, told in found if not hands_out(item.heading)]
    tasks = proper if len(proper) >= _FEWEST else [(item, told) for item, told in found if told.time]
    if len(tasks) < _FEWEST:
        return []
    tasks = sorted([*tasks, *_beside(document, tasks), *_with_labels(document)], key=lambda task: task[0].first_line)
    return [Part(label=0, is_indicators=False, numbered=True, rows=list(_rows(document, tasks)))]


def _beside(
    document: Document, tasks: Sequence[tuple[OutlineItem, Assigned]]
) -> Iterator[tuple[OutlineItem, Assigned]]:
    """What items counted among tasks ask of a unit without saying that it leads, or by when."""
    known = {item.first_line for item, _ in tasks}
    counted = Counter(_counted(item) for item, _ in tasks if item.kind == "number")
    for item in outline(document):
        beside = item.kind == "number" and counted[_counted(item)] >= _FEWEST and item.first_line not in known
        if beside and (told := read_sentence(item.text, given=True)):
            yield item, told


def _counted(item: OutlineItem) -> tuple[str, str]:
    """What an item is counted under."""
    return item.heading, item.where.rpartition(".")[0]


def _with_labels(document: Document) -> Iterator[tuple[OutlineItem, Assigned]]:
    """The tasks of numbered titles with "Cơ quan chủ trì: …", "Thời gian: …" below them."""
    titles = {item.first_line: item for item in outline(document) if item.kind in ("number", "letter")}
    for entry in read_entries(document.paragraphs):
        title = titles.get(entry.title.first_line)
        if title is not None and entry.is_task:
            leads, supports, time, product = map(entry.said, ("lead", "support", "time", "product"))
            task = entry.said("task").rstrip(" .:;")
            yield title, Assigned(leads=leads, supports=supports, task=task, time=time, product=product)


def read_sentence(text: str, *, given: bool = False) -> Assigned | None:
    """The task that a paragraph gives to units, None where it gives none.

    It does where it names units first and says that they lead, or by when, or that it is given to them ("Giao …");
    `given` where that is known.
    """
    leads, rest = find_unit(text, _NO_NAMES)
    if not leads or not rest:
        return None
    rest, time = _split_time(rest.strip())
    words = _words()
    is_led = (led := words.leads.match(rest)) is not None
    rest = rest[led.end() :].lstrip(" ,;:và") if led else rest
    supports = ""
    if helped := words.supports.match(rest):
        supports, told = find_subject(rest[helped.end() :].strip())
        rest = told or rest
    task = rest.strip(" ,;.:-/")
    if not task or not (is_led or time or given or words.gives.match(text)):
        return None
    return Assigned(leads=_begun(leads), supports=_begun(supports), task=_begun(task), time=time)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _split_time(text: str) -> tuple[str, str]:
    """The sentence without the time at its end, and that; "" where none is read there."""
    plain = text.rstrip(" .;/")
    for opening in _words().times.finditer(plain):
        time = plain[opening.start() :]
        if len(time) <= _LONGEST_TIME:
            deadlines = read_deadlines(time, year=_ANY_YEAR, hint="", source=NOWHERE)
            if deadlines and not any(isinstance(deadline, Unread) for deadline in deadlines):
                return _words().closings.sub("", plain[: opening.start()]), time
    return text, ""


def _rows(document: Document, tasks: Sequence[tuple[OutlineItem, Assigned]]) -> Iterator[SectionRow | TaskRow]:
    romans = {_roman(item) for item, _ in tasks}
    titles = {item.where: item for item in outline(document) if item.kind == "number"}
    above = ""
    section = ""
    for item, told in tasks:
        place = document.where(item.first_line)
        if len(romans) > 1 and _roman(item) != section:
            section = _roman(item)
            yield SectionRow(
                number=section, title=item.heading, first_line=item.first_line, last_line=item.last_line, place=place
            )
        upper, _, number = item.where.rpartition(".")
        if item.kind == "letter" and upper != above and upper in titles:
            title = titles[upper]
            yield SectionRow(
                number=upper.rpartition(".")[2],
                title=title.text.rstrip(" .:;"),
                first_line=title.first_line,
                last_line=title.last_line,
                place=document.where(title.first_line),
                maybe=True,
            )
        above = upper if item.kind == "letter" else ""
        cells = {
            "task": told.task,
            "lead": told.leads,
            "support": told.supports,
            "time": told.time,
            "product": told.product,
        }
        yield TaskRow(
            number=number,
            cells={role: text for role, text in cells.items() if text},
            first_line=item.first_line,
            last_line=item.last_line,
            place=place,
        )


def _roman(item: OutlineItem) -> str:
    return item.where.partition(".")[0]


@cache
def _words() -> _Words:
    words = load_parsed(_FILE)
    closings = _any(words["closings"])
    return _Words(
        gives=re.compile(words["gives"], re.IGNORECASE),
        leads=re.compile(words["leads"], re.IGNORECASE),
        supports=re.compile(words["supports"], re.IGNORECASE),
        times=re.compile(rf"(?<!\w){_any(words['times'])}", re.IGNORECASE),
        closings=re.compile(rf"(?:[\s,;.:(]*(?<!\w){closings}[\s:]*)*[\s,;.:(]*$", re.IGNORECASE),
    )


def _any(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + ")"
