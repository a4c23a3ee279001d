"""A plan as the contract's JSON object: what `import --json` prints."""

from __future__ import annotations

from typing import Any

from knowledge.deadlines.wire import deadlines_json
from knowledge.plan import Duty, Plan, PlanTask, Target


def plan_json(plan: Plan) -> dict[str, Any]:
    """The Plan object; a deadline that was not read is left out of "deadlines" and stands in "warnings"."""
    head = plan.head
    titles = {section.key: section.title for section in plan.sections}
    return {
        "slug": plan.slug,
        "title": head.title,
        "number": head.number,
        "issuer": head.issuer,
        "signed_on": head.signed_on.isoformat() if head.signed_on else None,
        "signer": head.signer,
        "signer_title": head.signer_title,
        "year": head.year,
        "parent_documents": list(head.parent_documents),
        "tasks": [_task_json(task, titles.get(task.section_key, "")) for task in plan.tasks],
        "targets": [_target_json(target) for target in plan.targets],
        "duties": [_duty_json(duty) for duty in plan.duties],
        "warnings": [{"line": warning.line, "message": warning.message} for warning in plan.warnings],
    }


def _task_json(task: PlanTask, section: str) -> dict[str, Any]:
    return {
        "key": task.key,
        "section": section,
        "task": task.text,
        "goal": task.goal,
        "product": task.product,
        "leads": list(task.leads),
        "supports": list(task.supports),
        "time": task.time,
        "deadlines": deadlines_json(task.deadlines),
        "legal_basis": task.legal_basis,
        "repaired": bool(task.repairs),
        "source": {"first_line": task.source.first_line, "last_line": task.source.last_line},
    }


def _target_json(target: Target) -> dict[str, Any]:
    value = int(target.value) if float(target.value).is_integer() else target.value
    return {
        "indicator": target.indicator,
        "comparator": target.comparator.value,
        "value": value,
        "unit": target.unit,
        "scope": target.scope,
        "where": target.where,
    }


def _duty_json(duty: Duty) -> dict[str, Any]:
    return {"unit": duty.unit, "duty": duty.text, "role": duty.role.value, "where": duty.where}
