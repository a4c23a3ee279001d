"""Values of a plan as rows and back: no SQL here, only which field stands in which column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from knowledge.deadline_fields import deadline_fields, make_deadline
from knowledge.plan import (
    NOWHERE,
    Amendment,
    Comparator,
    Deadline,
    Duty,
    DutyRole,
    Plan,
    PlanHead,
    PlanTask,
    ReadingWarning,
    Section,
    SourceSpan,
    Target,
)
from knowledge.store.reports import make_cells

Values = dict[str, Any]

# Column names that would need quoting or say too little beside others; every other field keeps its name.
COLUMN_OF = {
    "due": "due_on",
    "start": "start_on",
    "end": "end_on",
    "offset": "offset_count",
    "text": "unread_text",
}
FIELD_OF = {column: name for name, column in COLUMN_OF.items()}
DEADLINE_COLUMNS = (
    "kind",
    "due_on",
    "start_on",
    "end_on",
    "every",
    "day",
    "month_of_quarter",
    "month",
    "exclusive",
    "offset_count",
    "unit",
    "direction",
    "event",
    "document",
    "unread_text",
    "reason",
)
FIELDS = tuple(FIELD_OF.get(column, column) for column in DEADLINE_COLUMNS)
TASK_TEXTS = ("key", "section_key", "text", "goal", "product", "time", "legal_basis", "note")


def span_values(span: SourceSpan) -> Values:
    """The columns of a place in a document."""
    return {
        "first_line": span.first_line,
        "last_line": span.last_line,
        "source_text": span.text,
        "source_place": span.place,
    }


def make_span(first_line: int, last_line: int, text: str, place: str) -> SourceSpan:
    """The place again; the one shared NOWHERE where nothing is known."""
    if not (first_line or last_line or text):
        return NOWHERE
    return SourceSpan(first_line=first_line, last_line=last_line, text=text, place=place)


def head_values(plan: Plan) -> Values:
    """The row of the plan itself."""
    head = plan.head
    return {
        "slug": plan.slug,
        "title": head.title,
        "number": head.number,
        "issuer": head.issuer,
        "signed_on": head.signed_on,
        "signer": head.signer,
        "signer_title": head.signer_title,
        "year": head.year,
    }


def make_head(row: Any, citations: Iterable[str]) -> PlanHead:
    """The head from the plan's row and the citations of its parent documents."""
    return PlanHead(
        title=row.title,
        number=row.number,
        issuer=row.issuer,
        signed_on=row.signed_on,
        signer=row.signer,
        signer_title=row.signer_title,
        year=row.year,
        parent_documents=tuple(citations),
    )


def task_values(task: PlanTask) -> Values:
    """The row of a task, without plan, id and position."""
    texts = {name: getattr(task, name) for name in TASK_TEXTS}
    return {**texts, "repairs": list(task.repairs), **span_values(task.source)}


def make_task(row: Any, leads: Sequence[str], supports: Sequence[str], deadlines: Sequence[Deadline]) -> PlanTask:
    """The task from its row and what hangs on it."""
    return PlanTask(
        key=row.key,
        text=row.text,
        section_key=row.section_key,
        goal=row.goal,
        product=row.product,
        leads=tuple(leads),
        supports=tuple(supports),
        time=row.time,
        deadlines=tuple(deadlines),
        legal_basis=row.legal_basis,
        note=row.note,
        repairs=tuple(row.repairs),
        source=make_span(row.first_line, row.last_line, row.source_text, row.source_place),
    )


def agency_roles(task: PlanTask) -> list[Values]:
    """The rows that tie a task to its agencies, `agency_id` still to come."""
    return [
        {"role": role, "position": position, "printed": printed}
        for role, names in (("lead", task.leads), ("support", task.supports))
        for position, printed in enumerate(names)
    ]


def deadline_values(task: PlanTask) -> list[Values]:
    """The rows of a task's deadlines in order; columns of other kinds are None."""
    blank: Values = dict.fromkeys(DEADLINE_COLUMNS)
    rows = []
    for position, deadline in enumerate(task.deadlines):
        named = {COLUMN_OF.get(name, name): value for name, value in deadline_fields(deadline).items()}
        rows.append(
            {
                **blank,
                **named,
                "position": position,
                "rule": deadline.rule,
                **span_values(deadline.source),
            }
        )
    return rows


def make_deadline_of(columns: Sequence[Any], rule: str, source: SourceSpan) -> Deadline:
    """The deadline from the values of DEADLINE_COLUMNS, in that order."""
    fields = {name: value for name, value in zip(FIELDS, columns, strict=True) if value is not None}
    return make_deadline(fields, source=source, rule=rule)


def section_values(plan: Plan) -> list[Values]:
    """The rows of the sections, in order."""
    return [
        {"position": position, "key": section.key, "title": section.title}
        for position, section in enumerate(plan.sections)
    ]


def make_section(row: Any) -> Section:
    """One section from its row."""
    return Section(key=row.key, title=row.title)


def target_values(plan: Plan) -> list[Values]:
    """The rows of the targets, in order."""
    return [
        {
            "position": position,
            "indicator": target.indicator,
            "comparator": target.comparator.value,
            "value": float(target.value),
            "unit": target.unit,
            "scope": target.scope,
            "place": target.where,
            **span_values(target.source),
        }
        for position, target in enumerate(plan.targets)
    ]


def make_target(row: Any) -> Target:
    """One target from its row."""
    return Target(
        indicator=row.indicator,
        comparator=Comparator(row.comparator),
        value=row.value,
        unit=row.unit,
        scope=row.scope,
        where=row.place,
        source=make_span(row.first_line, row.last_line, row.source_text, row.source_place),
    )


def duty_values(plan: Plan) -> list[Values]:
    """The rows of the duties in order, `agency_id` still to come."""
    return [
        {
            "position": position,
            "unit": duty.unit,
            "text": duty.text,
            "role": duty.role.value,
            "place": duty.where,
            **span_values(duty.source),
        }
        for position, duty in enumerate(plan.duties)
    ]


def make_duty(row: Any) -> Duty:
    """One duty from its row."""
    return Duty(
        unit=row.unit,
        text=row.text,
        role=DutyRole(row.role),
        where=row.place,
        source=make_span(row.first_line, row.last_line, row.source_text, row.source_place),
    )


def amendment_values(plan: Plan) -> list[Values]:
    """The rows of what amended the plan, in order."""
    return [
        {
            "position": position,
            "document": amendment.document,
            "signed_on": amendment.signed_on,
            "changes": [asdict(change) for change in amendment.changes],
        }
        for position, amendment in enumerate(plan.amendments)
    ]


def make_amendment(row: Any) -> Amendment:
    """One amendment from its row."""
    return Amendment(document=row.document, signed_on=row.signed_on, changes=make_cells(row.changes))


def warning_values(plan: Plan) -> list[Values]:
    """The rows of the reader's warnings, in order."""
    return [
        {"position": position, "line": warning.line, "message": warning.message, "source_place": warning.place}
        for position, warning in enumerate(plan.warnings)
    ]


def make_warning(row: Any) -> ReadingWarning:
    """One warning from its row."""
    return ReadingWarning(line=row.line, message=row.message, place=row.source_place)
