"""How many: tasks, figures, or the agencies that lead or support; plan by plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answers import Answer, Item, Kind, OfficeItem, PlanItem, TargetItem, TaskItem
from bot.handlers.context import Context
from bot.handlers.lists import due_in
from bot.handlers.selection import Selection, select, select_due
from bot.library import TargetEntry
from knowledge.plan import Plan
from nlu.meaning import Decision, Facet, Reason, Understanding
from nlu.text import fold

COUNTED = (Facet.TARGETS, Facet.LEADS, Facet.SUPPORTS)


def answer_count(understanding: Understanding, context: Context) -> Answer:
    """How many of what is asked stand within the limits; without a facet, tasks.

    The counts of the plans come first, then what was counted: tasks only where something limits them, the agencies
    of one plan those with most tasks first.
    """
    plans = [plan for slug in context.slugs(understanding) if (plan := context.library.find_plan(slug)) is not None]
    facet = next((facet for facet in understanding.facets if facet in COUNTED), Facet.TASKS)
    narrowing = understanding.narrowing
    aside: tuple[TaskItem, ...] = ()
    items: tuple[Item, ...]
    match facet:
        case Facet.TARGETS:
            targets = _targets(understanding, context, plans)
            counts = Counter(item.entry.plan.slug for item in targets)
            items = targets
        case Facet.LEADS | Facet.SUPPORTS:
            offices = _offices(select(understanding, context).own, facet)
            counts = Counter(item.plan.slug for item in offices)
            items = offices if len(plans) == 1 else ()
        case _:
            chosen = _chosen(understanding, context)
            aside = chosen.shared
            counts = Counter(item.entry.plan.slug for item in chosen.own)
            limited = understanding.agency or understanding.section or understanding.tasks or understanding.window
            items = chosen.own if limited or narrowing else ()
    return Answer(
        kind=Kind.COUNT if plans else Kind.UNKNOWN,
        status=Decision.ANSWER if plans else Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        facets=(facet, *narrowing),
        items=(*(PlanItem(plan=plan, count=counts[plan.slug]) for plan in plans), *items),
        aside=aside,
        scope=context.scope(understanding),
        reason=Reason.NONE if plans else Reason.NO_PLAN,
    )


def answer_rivals(understanding: Understanding, context: Context) -> Answer:
    """In how many tasks of each plan each of the compared agencies is named, most first."""
    found = [
        (name, item)
        for name in understanding.rivals
        for item in select(replace(understanding, agency=name), context).own
    ]
    counts = Counter((item.entry.plan.slug, name) for name, item in found)
    plans = {item.entry.plan.slug: item.entry.plan for _, item in found}
    if not counts:
        return answer_count(replace(understanding, agency=understanding.rivals[0]), context)
    return Answer(
        kind=Kind.COUNT,
        status=Decision.ANSWER,
        intent=understanding.intent,
        as_of=context.today,
        facets=(Facet.TASKS,),
        items=tuple(
            OfficeItem(plan=plans[slug], agency=name, count=count) for (slug, name), count in counts.most_common()
        ),
        scope=context.scope(understanding),
    )


def _chosen(understanding: Understanding, context: Context) -> Selection:
    window = understanding.window
    if window is None:
        return select(understanding, context)
    chosen = select_due(understanding, context, lambda days: days.concerned(window.start, window.end))
    own, shared = (due_in(items, window, context.library) for items in (chosen.own, chosen.shared))
    return Selection(own=own, shared=shared)


def _targets(understanding: Understanding, context: Context, plans: Iterable[Plan]) -> tuple[TargetItem, ...]:
    """The figures found by their words; all figures of the plans where no words were asked."""
    if understanding.targets:
        return context.targets(understanding.targets)
    return tuple(
        TargetItem(entry=entry)
        for plan in plans
        for at in range(len(plan.targets))
        if (entry := _target(plan, at, context)) is not None
    )


def _target(plan: Plan, at: int, context: Context) -> TargetEntry | None:
    return context.library.find_target(f"{plan.slug}/target/{at}")


def _offices(tasks: Sequence[TaskItem], facet: Facet) -> tuple[OfficeItem, ...]:
    """Each agency of each plan once, as it is first printed there, those with most tasks first."""
    counts: Counter[tuple[str, str]] = Counter()
    printed: dict[tuple[str, str], str] = {}
    for item in tasks:
        slug = item.entry.plan.slug
        names = item.entry.task.leads if facet is Facet.LEADS else item.entry.task.supports
        once = dict.fromkeys((slug, printed.setdefault((slug, fold(name)), name)) for name in names)
        counts.update(once.keys())  # in the order printed, as those with as many tasks stay
    plans = {item.entry.plan.slug: item.entry.plan for item in tasks}
    return tuple(OfficeItem(plan=plans[slug], agency=name, count=count) for (slug, name), count in counts.most_common())
