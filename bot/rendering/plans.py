"""What a plan says of itself: what is asked of it first, or its whole head; and what amended it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, assert_never

from bot.answers import Answer, ChoiceItem, DutyItem, Item, OfficeItem, PlanItem, TargetItem, TaskItem
from bot.rendering.amendments import amendment_lines, amendment_words, revision_lines
from bot.rendering.phrases import phrase
from bot.rendering.told import Told, told
from bot.rendering.words import day_words, figure_words, place_words, plan_words, task_words
from knowledge.plan import Plan
from nlu.meaning import Facet

PARENTS: Final = 3
PARENTS_ASKED: Final = 8
"""Documents told that a plan stands on: beside all else, and where just they are asked for."""
DOCUMENT_LENGTH: Final = 160
OF_HEAD: Final = (Facet.SIGNER, Facet.SIGNED_ON, Facet.NUMBER, Facet.ISSUER, Facet.PARENTS)


def render_plan_info(answer: Answer) -> Told:
    """What is asked of the plans, a line each; else one plan's head in full, several plans a line each."""
    plans = [item.plan for item in answer.items if isinstance(item, PlanItem)]
    asked = [facet for facet in answer.facets if facet in OF_HEAD]
    if any(not isinstance(item, PlanItem) for item in answer.items):
        return told(_speaking(plans, answer.items), ((plan, "") for plan in plans))
    if asked:
        return told((_about(plan, facet) for plan in plans for facet in asked), ((plan, "") for plan in plans))
    if len(plans) > 1:
        lines = (_one_of_several(plan) for plan in plans)
        return told([phrase("plan_info.several", count=len(plans)), *lines])
    return told(_whole(plans[0]), [(plans[0], "")])


def _about(plan: Plan, facet: Facet) -> str:
    head = plan.head
    values = {
        Facet.SIGNER: head.signer,
        Facet.SIGNED_ON: day_words(head.signed_on) if head.signed_on else "",
        Facet.NUMBER: head.number,
        Facet.ISSUER: head.issuer,
        Facet.PARENTS: "; ".join(head.parent_documents),
    }
    known = phrase("plan_info.day", day=day_words(head.signed_on)) if head.signed_on else ""
    return phrase(
        f"plan_info.about_{facet.value}" if values[facet] else f"plan_info.about_no_{facet.value}",
        plan=plan_words(plan),
        day=values[Facet.SIGNED_ON] if facet is Facet.SIGNED_ON else known,
        signer=head.signer,
        title=f", {head.signer_title}," if head.signer_title else "",
        number=head.number,
        issuer=head.issuer,
        documents=_parents(head.parent_documents, PARENTS_ASKED),
    )


def _speaking(plans: Sequence[Plan], items: Iterable[Item]) -> Iterator[str]:
    """Each plan with its title, then the places in it that speak of what was asked."""
    said = [_place(item) for item in items]
    for plan in plans:
        yield phrase("plan_info.speaks", plan=plan_words(plan), title=task_words(plan.head.title, DOCUMENT_LENGTH))
        for slug, key, text in said:
            if slug == plan.slug:
                place = phrase("plan_info.place", place=place_words(key)) if key else ""
                yield phrase("plan_info.speaks_line", place=place, text=task_words(text))


def _place(item: Item) -> tuple[str, str, str]:
    """The plan of a task, a figure or a duty, where it stands there, and its words."""
    match item:
        case TaskItem(entry=task):
            return task.plan.slug, task.task.key, task.task.text
        case TargetItem(entry=figure):
            return figure.plan.slug, figure.target.where, f"{figure.target.indicator}: {figure_words(figure.target)}"
        case DutyItem(entry=duty):
            return duty.plan.slug, duty.duty.where, f"{duty.duty.unit}: {duty.duty.text}"
        case PlanItem() | OfficeItem() | ChoiceItem():
            return "", "", ""
        case _:
            assert_never(item)


def _one_of_several(plan: Plan) -> str:
    title = task_words(plan.head.title)
    return phrase("plan_info.line", plan=plan_words(plan), title=title, tasks=len(plan.tasks))


def _whole(plan: Plan) -> list[str]:
    head = plan.head
    day = phrase("plan_info.day", day=day_words(head.signed_on)) if head.signed_on else phrase("plan_info.no_day")
    number = phrase("plan_info.number", number=head.number) if head.number else phrase("plan_info.no_number")
    title = f", {head.signer_title}" if head.signer_title else ""
    lines = [
        phrase("plan_info.first", plan=plan_words(plan), title=task_words(head.title, DOCUMENT_LENGTH)),
        phrase("plan_info.issued", issuer=head.issuer or "—", day=day, number=number),
        phrase("plan_info.signer", signer=head.signer, title=title) if head.signer else phrase("plan_info.no_signer"),
    ]
    if head.parent_documents:
        lines.append(phrase("plan_info.parents", documents=_parents(head.parent_documents, PARENTS)))
    lines.append(
        phrase(
            "plan_info.size",
            year=head.year,
            tasks=len(plan.tasks),
            targets=phrase("plan_info.targets", count=len(plan.targets)) if plan.targets else "",
            duties=phrase("plan_info.duties", count=len(plan.duties)) if plan.duties else "",
        )
    )
    if plan.amendments:
        documents = "; ".join(map(amendment_words, plan.amendments))
        lines.append(phrase("plan_info.amended", documents=documents))
    return lines


def _parents(documents: tuple[str, ...], limit: int) -> str:
    """Plans, programmes and projects first: they are what a plan carries out; the laws behind it are many."""
    ordered = sorted(documents, key=lambda name: not name.casefold().startswith(("kế hoạch", "chương trình", "đề án")))
    told = "; ".join(task_words(name, DOCUMENT_LENGTH) for name in ordered[:limit])
    rest = len(ordered) - limit
    return phrase("plan_info.more_parents", documents=told, count=rest) if rest > 0 else told


def render_amendments(answer: Answer) -> Told:
    """What changed one plan, change by change; of several those that were changed, or that none was."""
    plans = [item.plan for item in answer.items if isinstance(item, PlanItem)]
    amended = [plan for plan in plans if plan.amendments]
    changed = [plan for plan in plans if plan.amendments or plan.revisions]
    lines: list[str] = []
    if not amended:
        which = plan_words(plans[0]) if len(plans) == 1 else phrase("amendment.any_plan")
        lines.append(phrase("amendment.none", plan=which))
    for plan in changed:
        if plan.amendments:
            lines.append(phrase("amendment.first", plan=plan_words(plan), count=len(plan.amendments)))
        for amendment in plan.amendments:
            lines += amendment_lines(amendment)
        if plan.revisions:
            lines.append(phrase("amendment.revised", plan=plan_words(plan), count=len(plan.revisions)))
        for revision in plan.revisions:
            lines += revision_lines(revision)
    return told(lines, [(plan, "") for plan in changed or plans[:1]] if changed or len(plans) == 1 else [])
