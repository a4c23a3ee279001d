"""Which tasks stand within what a list or a count is limited to: agency, role, section, topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from bot.answers import TaskItem
from bot.handlers.cells import is_blank
from bot.handlers.context import Context
from bot.handlers.renaming import other_names
from bot.library import TaskEntry
from knowledge.agency_identity import covers, same_agency
from knowledge.plan import Deadline, OnDemand, PlanTask, Recurring, Standing
from nlu.keys import lies_in
from nlu.meaning import AgencyRole, Facet, Understanding
from scheduler.timetable import Timetable

_TRADES = re.compile(r"\s*[-–—]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Tasks in document order; `own` name the asked agency (or none was asked), `shared` a collective covering it.

    `called` are the names under which the plans know the asked office, where they print another than the asked one.
    """

    own: tuple[TaskItem, ...]
    shared: tuple[TaskItem, ...] = ()
    called: tuple[str, ...] = ()


def select(understanding: Understanding, context: Context) -> Selection:
    """The tasks of the asked plans that meet every limit but the time window, which needs due days."""
    chosen = _select(understanding, context)
    if understanding.narrowing:
        kept = [
            tuple(item for item in items if _meets(item.entry.task, understanding))
            for items in (chosen.own, chosen.shared)
        ]
        chosen = replace(chosen, own=kept[0], shared=kept[1])
    return chosen


def _meets(task: PlanTask, understanding: Understanding) -> bool:
    """Whether a task has the asked cell blank, ends at a time, or is done as often as asked."""
    if Facet.BLANK in understanding.narrowing:
        return is_blank(task, understanding.fields)
    if Facet.TIMED in understanding.facets:
        return any(not isinstance(deadline, Standing) for deadline in task.deadlines)
    rhythms = {facet for deadline in task.deadlines if (facet := _rhythm(deadline)) is not None}
    return not rhythms.isdisjoint(understanding.facets)


def _rhythm(deadline: Deadline) -> Facet | None:
    match deadline:
        case Standing():
            return Facet.STANDING
        case OnDemand():
            return Facet.ON_DEMAND
        case Recurring(every=every):
            return Facet(every.value)
        case _:
            return None


def _select(understanding: Understanding, context: Context) -> Selection:
    slugs = context.slugs(understanding)
    if understanding.agency and not (understanding.section or understanding.tasks):
        offices = _offices_in(slugs, understanding, context)
        naming = (
            context.library.entries_naming(slug, office.named | office.covering) for slug, office in offices.items()
        )
        return _of_offices(chain.from_iterable(naming), offices, understanding.role)
    if understanding.tasks:
        found = (context.library.find_task(ref) for ref in dict.fromkeys(understanding.tasks))
        pool = _in_section([entry for entry in found if entry and entry.plan.slug in slugs], understanding.section)
    else:
        pool = _in_section(context.library.entries(slugs), understanding.section)
    if not understanding.agency:
        return Selection(own=tuple(TaskItem(entry=entry) for entry in pool))
    offices = _offices_in({entry.plan.slug for entry in pool}, understanding, context)
    return _of_offices(pool, offices, understanding.role)


def _offices_in(slugs: Iterable[str], understanding: Understanding, context: Context) -> Mapping[str, _Office]:
    """The office asked for as each of the plans names it."""
    agency, namesakes = understanding.agency, understanding.namesakes
    return {slug: _office_in(context.library.agencies(slug), agency, namesakes) for slug in slugs}


def select_due(understanding: Understanding, context: Context, find: Callable[[Timetable], Iterable[int]]) -> Selection:
    """As `select`; where days are all that limits the question, only the tasks that the timetables find."""
    limited = understanding.agency or understanding.section or understanding.tasks
    if limited or understanding.narrowing:
        return select(understanding, context)
    entries = context.library.entries_due(context.slugs(understanding), find)
    return Selection(own=tuple(TaskItem(entry=entry) for entry in entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    """The names in one plan that mean the asked office, and the collectives that cover it.

    `called` are those of `named` that are not the asked name but an older or newer one of the same office.
    """

    named: frozenset[str]
    covering: frozenset[str]
    called: frozenset[str] = frozenset()


def _of_offices(pool: Iterable[TaskEntry], offices: Mapping[str, _Office], asked: AgencyRole) -> Selection:
    """Those of the tasks in which the office, as each plan knows it, stands in the asked role."""
    own, shared = [], []
    for entry in pool:
        office = offices[entry.plan.slug]
        role = _role(entry.task, office.named, asked)
        if role is not None:
            own.append(TaskItem(entry=entry, role=role))
            continue
        role = _role(entry.task, office.covering, asked)
        if role is not None:
            shared.append(TaskItem(entry=entry, role=role))
    own.sort(key=lambda item: item.role is not AgencyRole.LEAD)
    called = tuple(sorted({name for office in offices.values() for name in office.called}))
    return Selection(own=tuple(own), shared=tuple(shared), called=called if own else ())


def _office_in(names: frozenset[str], agency: str, namesakes: tuple[str, ...]) -> _Office:
    """Names are compared once each, not once a task: the comparison is costly and the names are few."""
    covering = frozenset(name for name in names if covers(name, agency))
    named = frozenset(name for name in names if _same_office(name, agency)) or names.intersection(namesakes)
    if named:
        return _Office(named=named, covering=covering - named)
    # Only where the plan does not print the name itself: the "Sở Nội vụ" of an old plan is not that of today.
    others = other_names(agency)
    called = frozenset(name for name in names if any(same_agency(name, other) for other in others))
    return _Office(named=called, covering=covering - called, called=called)


def _in_section(entries: Iterable[TaskEntry], section: str) -> list[TaskEntry]:
    """`section` is a section key, alone or behind its plan ("quang-nam/VI"); empty = all."""
    if not section:
        return list(entries)
    return [
        entry
        for entry in entries
        if lies_in(entry.task.section_key, section) or lies_in(f"{entry.plan.slug}/{entry.task.section_key}", section)
    ]


def _same_office(name: str, agency: str) -> bool:
    """Whether two names are one office; "Công chức Văn hóa – xã hội" is also called by its first trade alone."""
    if same_agency(name, agency):
        return True
    first, other = (_first_trade(text) for text in (name, agency))
    return (first != name) != (other != agency) and same_agency(first, other)


def _first_trade(name: str) -> str:
    return _TRADES.split(name, maxsplit=1)[0]


def _role(task: PlanTask, names: frozenset[str], asked: AgencyRole) -> AgencyRole | None:
    if asked is not AgencyRole.SUPPORT and not names.isdisjoint(task.leads):
        return AgencyRole.LEAD
    if asked is not AgencyRole.LEAD and not names.isdisjoint(task.supports):
        return AgencyRole.SUPPORT
    return None
