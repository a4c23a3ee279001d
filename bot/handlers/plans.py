"""What a plan says of itself: number, day, issuer, signer, the documents it stands on, how much it asks."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers import Answer, DutyItem, Item, Kind, PlanItem
from bot.handlers.context import Context
from nlu.meaning import Decision, Facet, Reason, Understanding


def answer_plan_info(understanding: Understanding, context: Context) -> Answer:
    """The heads of the asked plans; several are told shortly, one in full. Or what amended them.

    Where it was asked which plan speaks of something, the places that do follow the plans.
    """
    found = (context.library.find_plan(slug) for slug in context.slugs(understanding))
    items = tuple(PlanItem(plan=plan, count=len(plan.tasks)) for plan in found if plan is not None)
    if Facet.AMENDMENTS in understanding.facets and items:
        return _amendments(understanding, context, items)
    items, facets = _by_day(items, understanding.facets)
    return Answer(
        kind=Kind.PLAN_INFO if items else Kind.UNKNOWN,
        status=Decision.ANSWER if items else Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        facets=facets,
        items=(*items, *_places(understanding, context)),
        scope=context.scope(understanding),
        reason=Reason.NONE if items else Reason.NO_PLAN,
    )


def _by_day(items: tuple[PlanItem, ...], facets: tuple[Facet, ...]) -> tuple[tuple[PlanItem, ...], tuple[Facet, ...]]:
    """Of several plans the one signed first or last where that is asked for, with its day."""
    days = [item.plan.head.signed_on for item in items if item.plan.head.signed_on is not None]
    if not days or not {Facet.SOONEST, Facet.LATEST} & {*facets}:
        return items, facets
    day = min(days) if Facet.SOONEST in facets else max(days)
    return tuple(item for item in items if item.plan.head.signed_on == day), (Facet.SIGNED_ON,)


def _places(understanding: Understanding, context: Context) -> Iterator[Item]:
    """The places of the plans that speak of what was asked."""
    yield from context.tasks(understanding.tasks)
    yield from context.targets(understanding.targets)
    for ref in understanding.duties:
        if (entry := context.library.find_duty(ref)) is not None:
            yield DutyItem(entry=entry)


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
