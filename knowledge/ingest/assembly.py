"""A document → a whole `Plan`: tables to tasks, prose to head, targets and duties, and what to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from knowledge.agencies import read_agencies
from knowledge.documents.model import Document
from knowledge.errors import DocumentError
from knowledge.ingest.assigned import read_assigned
from knowledge.ingest.both import spread_agencies, spread_labelled
from knowledge.ingest.dividing import divide
from knowledge.ingest.drafts import Draft, DraftPart, make_drafts
from knowledge.ingest.duties import read_duties
from knowledge.ingest.heading import HeadReading, read_head
from knowledge.ingest.inherited import inherit
from knowledge.ingest.keys import key_sections, key_tasks
from knowledge.ingest.misread import mend_time
from knowledge.ingest.parts import read_parts
from knowledge.ingest.placing import placed
from knowledge.ingest.targets import read_targets
from knowledge.ingest.tracking import read_tracked
from knowledge.ingest.years import PlanYears, find_section_year, one_year, read_time, years_of_dates
from knowledge.plan import Plan, PlanHead, PlanTask, ReadingWarning, Section, SourceSpan, Tracked, Unread
from nlu.text import fold

_LONGEST_SLUG = 60
_SLUG_BREAK = re.compile(r"[^a-z0-9]+")
_SIGNS = re.compile(r"[\W_]+")


def read_plans(document: Document, *, slug: str | None = None, year: int | None = None) -> tuple[Plan, ...]:
    """Reads every plan of a document in order, mostly one; the second is called "…-2".

    Args:
        document: the received file.
        slug: the short name of the first plan; from the file's name where it is not given.
        year: the plans' year where the document does not print it.

    Raises:
        DocumentError: no task table was found, or the year of a plan cannot be told.
    """
    name = slug or slug_of(document.name)
    return tuple(
        read_plan(piece, slug=name if number == 1 else f"{name}-{number}", year=year)
        for number, piece in enumerate(divide(document), start=1)
    )


def read_plan(document: Document, *, slug: str | None = None, year: int | None = None) -> Plan:
    """Reads the whole plan of a document.

    Args:
        document: the received file.
        slug: the plan's short name; from the file's name where it is not given.
        year: the plan's year where the document does not print it.

    Raises:
        DocumentError: no task table was found, or the year cannot be told.
    """
    read = read_parts(document) or read_assigned(document)
    parts = [part for part in map(make_drafts, read) if part.drafts]
    if not parts:
        raise DocumentError(
            f"Không tìm thấy bảng nhiệm vụ trong tệp {document.name} "
            "(cần có dòng tiêu đề cột như Nội dung, Cơ quan chủ trì, Thời gian)."
        )
    for part in parts:
        inherit(part.drafts)
    reading = read_head(document, year=year)
    years = reading.years or years_of_dates(draft.cells.get("time", "") for part in parts for draft in part.drafts)
    if years is None:
        raise DocumentError(
            f"Không xác định được năm của kế hoạch trong tệp {document.name}; "
            "hãy cho biết năm bằng --year, ví dụ --year 2024."
        )
    head = _head(reading, years, document)
    sections = key_sections(parts)
    tasks: list[PlanTask] = []
    tracked: list[Tracked] = []
    warnings = [*reading.warnings, *(warning for part in parts for warning in part.warnings)]
    keys = iter(key_tasks(parts))
    for part in parts:
        for draft in part.drafts:
            section = sections[id(draft.section)].key if draft.section else ("CT" if part.is_indicators else "")
            task = _task(draft, next(keys), section, _years_of(draft, years), indicators=part.is_indicators)
            tasks.append(task)
            tracked += filter(None, [read_tracked(task.key, draft.cells)])
            warnings += _doubts(task, draft, indicators=part.is_indicators)
    warnings[:0] = [ReadingWarning(line=note.line, message=note.message) for note in document.notes]
    plan = Plan(
        slug=slug or slug_of(document.name),
        head=head,
        sections=tuple(_sections(parts, sections)),
        tasks=tuple(tasks),
        targets=read_targets(document, tuple(tasks)),
        duties=read_duties(document, known={name for task in tasks for name in (*task.leads, *task.supports)}),
        warnings=tuple(sorted(warnings, key=lambda warning: warning.line)),
        tracked=tuple(tracked),
    )
    return placed(plan, document)


def _years_of(draft: Draft, years: PlanYears) -> PlanYears:
    """The year of the section that a task stands in where its title is a year ("II. Năm 2025"), else the plan's."""
    section = draft.section
    while section is not None:
        if (year := find_section_year(section.title)) is not None:
            return one_year(year)
        section = section.parent
    return years


def _head(reading: HeadReading, years: PlanYears, document: Document) -> PlanHead:
    return PlanHead(
        title=reading.title or PurePath(document.name).stem,
        number=reading.number,
        issuer=reading.issuer,
        signed_on=reading.signed_on,
        signer=reading.signer,
        signer_title=reading.signer_title,
        year=years.year,
        parent_documents=reading.parent_documents,
    )


def slug_of(name: str) -> str:
    """A short name from a file name.

    >>> slug_of("Kế hoạch CCHC Đồng Nai 2024.txt")
    'ke-hoach-cchc-dong-nai-2024'
    """
    slug = _SLUG_BREAK.sub("-", fold(PurePath(name).stem)).strip("-") or "ke-hoach"
    return slug if len(slug) <= _LONGEST_SLUG else slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]


def _sections(parts: Sequence[DraftPart], keyed: dict[int, Section]) -> Iterator[Section]:
    for part in parts:
        if part.is_indicators and not part.sections:
            yield Section(key="CT", title=part.title or "Chỉ tiêu")
        for section in part.sections:
            yield keyed[id(section)]


def _task(draft: Draft, key: str, section: str, years: PlanYears, *, indicators: bool) -> PlanTask:
    cells = spread_agencies(spread_labelled(draft.cells))
    repairs = list(draft.repairs)
    agencies = {}
    for role in ("lead", "support"):
        reading = read_agencies(cells.get(role, ""))
        agencies[role] = tuple(name for name in reading.names if _is_legible(name))
        repairs += [repair for repair in reading.repairs if repair not in repairs]
    span = SourceSpan(first_line=draft.first_line, last_line=draft.last_line)
    time, misread = mend_time(cells.get("time", ""))
    repairs += misread
    text = _flat(cells.get("indicator" if indicators else "task", ""))
    product = _flat(cells.get("product", ""))
    if indicators:
        goal, time, hint = _target(cells), _flat(time) or years.printed or f"năm {years.year}", ""
    else:
        goal, hint = _flat(cells.get("goal", "")), f"{text} {product}"
    return PlanTask(
        key=key,
        text=text,
        section_key=section,
        goal=goal,
        product=product,
        leads=agencies["lead"],
        supports=agencies["support"],
        time=_flat(time),
        deadlines=read_time(time, years=years, hint=hint, source=span),
        legal_basis=_flat(cells.get("basis", "")),
        note=_flat(cells.get("note", "")),
        repairs=tuple(repairs),
        source=span,
    )


def _target(cells: dict[str, str]) -> str:
    """The goal of an indicator row: "Tối thiểu 80" in "%" → "Tối thiểu 80 %"; each of several years has its unit."""
    figure, unit = _flat(cells.get("target", cells.get("goal", ""))), _flat(cells.get("unit", ""))
    if not figure or not unit or unit in figure:
        return figure
    return "; ".join(f"{part} {unit}" for part in (figure.split("; ") if figure.startswith("năm ") else [figure]))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _is_legible(text: str) -> bool:
    """Whether a text is letters and figures for the most part, not what a scanner makes of stains."""
    return 2 * len(_SIGNS.sub("", text)) >= len("".join(text.split()))


def _doubts(task: PlanTask, draft: Draft, *, indicators: bool) -> Iterator[ReadingWarning]:
    """What a person should look at in a task that was read."""
    line = task.source.first_line
    unread = [item.text for item in task.deadlines if isinstance(item, Unread)]
    if (unread and draft.cells.get("time")) or (not task.deadlines and not _is_legible(task.time)):
        said = unread[0] if unread else task.time
        yield ReadingWarning(line=line, message=f"Mục {task.key}: thời gian “{said}” chưa đọc được.")
    if not task.leads:
        printed = draft.cells.get("lead", "")
        said = f"chưa đọc được cơ quan chủ trì trong “{_flat(printed)}”" if printed else "không thấy cơ quan chủ trì"
        if printed or not (indicators or draft.cells.get("agencies")):
            yield ReadingWarning(line=line, message=f"Mục {task.key}: {said}.")
    if (support := _flat(draft.cells.get("support", ""))) and not task.supports and not _is_legible(support):
        yield ReadingWarning(line=line, message=f"Mục {task.key}: chưa đọc được cơ quan phối hợp trong “{support}”.")
    if not task.text:
        yield ReadingWarning(line=line, message=f"Mục {task.key}: không có nội dung nhiệm vụ.")
    elif not _is_legible(task.text):
        yield ReadingWarning(line=line, message=f"Mục {task.key}: nội dung “{task.text}” chưa đọc được.")
    if not _is_legible(task.product):
        yield ReadingWarning(line=line, message=f"Mục {task.key}: sản phẩm “{task.product}” chưa đọc được.")
    if draft.cut and not task.time:
        yield ReadingWarning(line=line, message=f"Mục {task.key}: dòng bị cắt trước ô cuối, có thể thiếu ô.")
