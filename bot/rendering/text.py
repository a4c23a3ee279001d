"""An Answer as plain text, and the short labels of its choices."""

from __future__ import annotations

from typing import assert_never

from bot.answers import Answer, ChoiceItem, DutyItem, Item, Kind, OfficeItem, PlanItem, TargetItem, TaskItem
from bot.library import Library
from bot.rendering.counts import render_count
from bot.rendering.facts import (
    render_comparison,
    render_duties,
    render_facts,
    render_figures,
)
from bot.rendering.lists import render_list
from bot.rendering.notes import note_words
from bot.rendering.phrases import has_phrase, phrase
from bot.rendering.plans import render_amendments, render_plan_info
from bot.rendering.told import Told, told
from bot.rendering.words import figure_words, place_words, plan_words, task_words
from knowledge.plan import Plan
from nlu.meaning import AgencyRole, Facet, Intent, Reason

LABEL_LENGTH = 70


def render_text(answer: Answer, library: Library, *, skip: int = 0) -> str:
    """The reply as plain text, its lines parted by newlines; "" for silence. `skip` continues a list."""
    return render_answer(answer, library, skip=skip).text


def render_answer(answer: Answer, library: Library, *, skip: int = 0) -> Told:
    """The reply as lines with their source apart."""
    match answer.kind:
        case Kind.FACTS:
            return render_facts(answer)
        case Kind.LIST:
            return render_list(answer, _plans(answer, library), skip=skip)
        case Kind.COUNT:
            return render_count(answer, skip=skip)
        case Kind.FIGURES:
            return render_figures(answer)
        case Kind.COMPARISON:
            return render_comparison(answer, _plans(answer, library))
        case Kind.PLAN_INFO:
            return render_plan_info(answer)
        case Kind.AMENDMENTS:
            return render_amendments(answer)
        case Kind.DUTIES:
            return render_duties(answer)
        case Kind.TALK:
            closing = answer.intent is Intent.GREET and Facet.CLOSING in answer.facets
            return told(phrase("talk.closing" if closing else f"talk.{answer.intent.value}").splitlines())
        case Kind.CLARIFY:
            return told(_clarify(answer, library))
        case Kind.UNKNOWN:
            return _unknown(answer, library)
        case Kind.SILENCE:
            return Told()
        case _:
            assert_never(answer.kind)


def choice_labels(answer: Answer, library: Library) -> tuple[str, ...]:
    """A short label for each choice of a clarification, in order; () for any other answer."""
    if answer.kind is not Kind.CLARIFY:
        return ()
    several = len({item.entry.plan.slug for item in answer.items if isinstance(item, TaskItem | TargetItem)}) > 1
    return tuple(_label(item, library, several) for item in answer.items)


def _plans(answer: Answer, library: Library) -> list[Plan]:
    return [plan for slug in answer.scope.plans if (plan := library.find_plan(slug)) is not None]


def _label(item: Item, library: Library, several_plans: bool) -> str:
    match item:
        case TaskItem(entry=entry):
            plan = f"{plan_words(entry.plan)}, " if several_plans else ""
            return f"{plan}{place_words(entry.task.key)}: {task_words(entry.task.text, LABEL_LENGTH)}"
        case TargetItem(entry=target):
            plan = f"{plan_words(target.plan)}: " if several_plans else ""
            return f"{plan}{task_words(target.target.indicator, LABEL_LENGTH)} ({figure_words(target.target)})"
        case DutyItem(entry=duty):
            return f"{duty.duty.unit}: {task_words(duty.duty.text, LABEL_LENGTH)}"
        case PlanItem(plan=plan):
            return plan_words(plan)
        case OfficeItem(agency=agency):
            return agency
        case ChoiceItem(ref=ref):
            known = library.find_plan(ref)
            return plan_words(known) if known is not None else ref
        case _:
            assert_never(item)


def _clarify(answer: Answer, library: Library) -> list[str]:
    labels = choice_labels(answer, library)
    if not labels:
        return [phrase("clarify.open")]
    numbered = [phrase("clarify.line", number=n, label=label) for n, label in enumerate(labels, start=1)]
    return [phrase("clarify.first"), *numbered, phrase("clarify.last")]


def _unknown(answer: Answer, library: Library) -> Told:
    offered = [item for item in answer.items if isinstance(item, TaskItem)]
    lines = [_why_not(answer, library)]
    if offered:
        several = len({item.entry.plan.slug for item in offered}) > 1
        lines += [note_words(note, answer) for note in answer.notes] or [phrase("unknown.offer")]
        for item in offered:
            plan = f"{plan_words(item.entry.plan)}, " if several else ""
            place = plan + place_words(item.entry.task.key)
            lines.append(phrase("unknown.offer_line", place=place, task=task_words(item.entry.task.text)))
        return told(lines, () if several else [(offered[0].entry.plan, "")])
    return told(lines)


def _why_not(answer: Answer, library: Library) -> str:
    plans = _plans(answer, library)
    name = plan_words(plans[0]) if len(plans) == 1 else phrase("unknown.all_plans")
    words = ", ".join(phrase("unknown.missing_quoted", words=word) for word in answer.missing)
    agency = answer.scope.agency
    if answer.reason is Reason.NO_SUCH_AGENCY and answer.notes and answer.scope.role is not AgencyRole.ANY:
        return phrase(f"unknown.no_such_{answer.scope.role.value}", plan=name, agency=agency)
    code = f"unknown.{answer.reason.value or 'plain'}"
    if answer.reason is Reason.OTHER_PLAN and len(plans) != 1:
        code = "unknown.other_plans"
    return phrase(
        code if has_phrase(code) else "unknown.plain",
        plan=name,
        missing=words or agency or phrase("unknown.missing_default"),
        missing_in=phrase("unknown.missing_in", words=words) if words else "",
        agency=agency,
    )
