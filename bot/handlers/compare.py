"""The same question put to several plans, side by side."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import Answer, Item, Kind, TargetItem, TaskItem
from bot.handlers.context import Context
from bot.handlers.counts import answer_count, answer_rivals
from bot.handlers.facts import answer_facts, answer_target
from nlu.meaning import Decision, Facet, Intent, Reason, Understanding

SHOWN_OF_ONE_PLAN = 2


def answer_compare(understanding: Understanding, context: Context) -> Answer:
    """The best figures or tasks of each plan in the order the plans were named; unknown when nothing was found.

    Which plan asks for more is told by counting its tasks.
    """
    if understanding.rivals:
        return answer_rivals(understanding, context)
    if Facet.TASKS in understanding.facets:
        return answer_count(replace(understanding, facets=(Facet.TASKS,)), context)
    asked = tuple(field for field in understanding.fields if field is not Intent.COMPARE)
    figures = not asked or Intent.ASK_TARGET in asked
    tasks = context.tasks(understanding.tasks)
    found: tuple[Item, ...] = (
        *(context.targets(understanding.targets) if figures else ()),
        *(_figure_of(item, context) if figures else item for item in tasks),
    )
    if len(understanding.plans) == 1 or len(context.slugs(understanding)) == 1:
        return _one_plan(replace(understanding, fields=asked), context)
    scope = context.scope(understanding)
    slugs = scope.plans
    if not understanding.plans:  # none was named: those that have something to say
        slugs = tuple(slug for slug in slugs if _of_plan(found, slug))
    items = [item for slug in slugs for item in _of_plan(found, slug)[:SHOWN_OF_ONE_PLAN]]
    return Answer(
        kind=Kind.COMPARISON if items else Kind.UNKNOWN,
        status=Decision.ANSWER if items else Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        asked=asked,
        items=tuple(items),
        scope=replace(scope, plans=slugs),
        reason=Reason.NONE if items else Reason.NOT_COVERED,
        missing=understanding.missing,
    )


def _one_plan(understanding: Understanding, context: Context) -> Answer:
    """A comparison within one plan is the facts of what was found."""
    if understanding.targets:
        return answer_target(understanding, context)
    fields = understanding.fields or (Intent.ASK_DETAIL,)
    return answer_facts(replace(understanding, fields=fields), context)


def _figure_of(item: TaskItem, context: Context) -> Item:
    """The figure that a task states, so that it can be put beside another plan's; the task where it is not one."""
    target = context.library.only_target(item.entry)
    return item if target is None else TargetItem(entry=target)


def _of_plan(items: tuple[Item, ...], slug: str) -> list[Item]:
    return [item for item in items if isinstance(item, TaskItem | TargetItem) and item.entry.plan.slug == slug]
