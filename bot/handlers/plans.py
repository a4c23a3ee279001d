"""What a plan says of itself: number, day, issuer, signer, the documents it stands on, how much it asks."""

from __future__ import annotations

from bot.answers import Answer, Kind, PlanItem
from bot.handlers.context import Context
from nlu.meaning import Decision, Facet, Reason, Understanding


def answer_plan_info(understanding: Understanding, context: Context) -> Answer:
    """The heads of the asked plans; several are told shortly, one in full. Or what amended them."""
    found = (context.library.find_plan(slug) for slug in context.slugs(understanding))
    items = tuple(PlanItem(plan=plan, count=len(plan.tasks)) for plan in found if plan is not None)
    if Facet.AMENDMENTS in understanding.facets and items:
        return _amendments(understanding, context, items)
    return Answer(
        kind=Kind.PLAN_INFO if items else Kind.UNKNOWN,
        status=Decision.ANSWER if items else Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        facets=understanding.facets,
        items=items,
        scope=context.scope(understanding),
        reason=Reason.NONE if items else Reason.NO_PLAN,
    )


def _amendments(understanding: Understanding, context: Context, items: tuple[PlanItem, ...]) -> Answer:
    """What changed the plans; that no document amended them is not known, only that none was handed in."""
    known = any(item.plan.amendments or item.plan.revisions for item in items)
    return Answer(
        kind=Kind.AMENDMENTS,
        status=Decision.ANSWER if known else Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        items=items,
        scope=context.scope(understanding),
        reason=Reason.NONE if known else Reason.BLANK_CELL,
    )
