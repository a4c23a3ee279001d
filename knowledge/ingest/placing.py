"""What was read by lines of a file that has none (Word, Excel, PDF) gets the places where people find it."""

from __future__ import annotations

from dataclasses import replace

from knowledge.documents.model import Document
from knowledge.plan import Plan, SourceSpan


def placed(plan: Plan, document: Document) -> Plan:
    """The plan with the place of every task, target, duty and warning; as it is where lines are the file's own."""
    if not document.places:
        return plan

    def find(span: SourceSpan) -> SourceSpan:
        return replace(span, place=document.where(span.first_line)) if span.first_line else span

    return replace(
        plan,
        tasks=tuple(replace(task, source=find(task.source)) for task in plan.tasks),
        targets=tuple(replace(target, source=find(target.source)) for target in plan.targets),
        duties=tuple(replace(duty, source=find(duty.source)) for duty in plan.duties),
        warnings=tuple(replace(warning, place=document.where(warning.line)) for warning in plan.warnings),
    )
