"""Lists of tasks: of an agency, in a span of days, overdue, on a topic or in a section."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.answers import Answer, Kind, Note, TaskItem, note
from bot.handlers.context import Context
from bot.handlers.selection import Selection, select, select_due
from bot.library import Library
from knowledge.agency_identity import same_agency
from knowledge.plan import Recurring, Standing, Within
from nlu.meaning import AgencyRole, Decision, Facet, Intent, Reason, TimeWindow, Understanding
from scheduler.due import is_overdue, next_due, task_due_days

_EXTREMES = frozenset({Facet.SOONEST, Facet.LATEST})
_AHEAD = timedelta(days=731)  # what is due later than in two years is nobody's next day


def answer_list(understanding: Understanding, context: Context) -> Answer:
    """The tasks of an agency or on a topic; with a window, those of them that fall due in it."""
    if understanding.intent is Intent.MY_TASKS and not understanding.agency:
        return _unknown(understanding, context, Reason.NO_ASKER)
    if understanding.window is not None:
        return answer_window(understanding, context)
    chosen = select(understanding, context)
    narrowing = understanding.narrowing
    if not (chosen.own or chosen.shared or narrowing):
        return _empty(understanding, context)
    notes = _renamed(chosen, understanding) if chosen.own else (note("only_shared", agency=understanding.agency),)
    return Answer(
        kind=Kind.LIST,
        status=Decision.ANSWER,
        intent=understanding.intent,
        as_of=context.today,
        asked=understanding.fields,
        facets=narrowing,
        items=chosen.own or chosen.shared,
        aside=chosen.shared if chosen.own else (),
        scope=context.scope(understanding),
        notes=notes,
    )


def answer_window(understanding: Understanding, context: Context) -> Answer:
    """The tasks due in the window, one-off days first; standing and undated periodic ones are counted in a note."""
    window = understanding.window
    if not _EXTREMES.isdisjoint(understanding.facets):
        return _answer_extreme(understanding, context)
    if window is None:
        return answer_list(understanding, context)
    days = window.start, window.end
    chosen = select_due(understanding, context, lambda timetable: timetable.concerned(*days))
    due = _coming_first(due_in(chosen.own, window, context.library), window, context.today)
    aside = due_in(chosen.shared, window, context.library)
    notes = list(_renamed(chosen, understanding))
    passed = sum(item.days[-1] < context.today for item in due)
    if 0 < passed < len(due):
        notes.append(note("passed", count=passed))
    if aside and not due:
        notes.append(note("only_shared", agency=understanding.agency))
    if not due and not aside:
        coming = _first_after(select(understanding, context), window, context.library)
        if coming is not None:
            notes.append(
                note("next_due", day=coming.days[0].isoformat(), ref=coming.entry.ref, task=coming.entry.task.text)
            )
    living = [item for item in chosen.own if context.library.timetable(item.entry.plan.slug).lives(*days)]
    standing = sum(_is_standing(item) for item in living)
    if standing:
        notes.append(note("standing", count=standing))
    listed = {item.entry.ref for item in due}
    undated = sum(_is_undated(item) and item.entry.ref not in listed for item in living)
    if undated:
        notes.append(note("periodic", count=undated))
    return Answer(
        kind=Kind.LIST,
        status=Decision.ANSWER,
        intent=understanding.intent,
        as_of=context.today,
        items=due or aside,
        aside=aside if due else (),
        scope=context.scope(understanding),
        notes=tuple(notes),
    )


def _answer_extreme(understanding: Understanding, context: Context) -> Answer:
    """The tasks that fall due before, or after, all others that are still to come."""
    latest = Facet.LATEST in understanding.facets
    ahead = TimeWindow(start=context.today, end=context.today + _AHEAD, label="")
    coming = [
        replace(item, days=item.days[-1:] if latest else item.days[:1])
        for item in due_in(select(understanding, context).own, ahead, context.library)
        if not (latest and _is_periodic(item))
    ]
    ends = [item.days[0] for item in coming]
    day = (max if latest else min)(ends, default=None)
    return Answer(
        kind=Kind.LIST,
        status=Decision.ANSWER,
        intent=Intent.LIST_BY_TIME,
        as_of=context.today,
        facets=(Facet.LATEST if latest else Facet.SOONEST,),
        items=tuple(item for item in coming if item.days[0] == day),
        scope=replace(context.scope(understanding), window=None),
    )


def answer_overdue(understanding: Understanding, context: Context) -> Answer:
    """The one-off tasks whose last printed day has passed and that are not known to be done, the oldest first."""
    chosen = select_due(understanding, context, lambda days: days.passed(context.today))
    closed = context.closed() if context.closed is not None else frozenset[str]()
    items = _overdue(tuple(item for item in chosen.own if item.entry.ref not in closed), context)
    aside = _overdue(tuple(item for item in chosen.shared if item.entry.ref not in closed), context)
    notes = _renamed(chosen, understanding)
    if context.closed is None:
        notes = (*notes, note("not_recorded"))
    if aside and not items:
        notes = (note("only_shared", agency=understanding.agency), *notes)
    return Answer(
        kind=Kind.LIST,
        status=Decision.ANSWER,
        intent=understanding.intent,
        as_of=context.today,
        items=items or aside,
        aside=aside if items else (),
        scope=context.scope(understanding),
        notes=notes if items or aside else (),
    )


def _renamed(chosen: Selection, understanding: Understanding) -> tuple[Note, ...]:
    printed: list[str] = []
    for name in chosen.called:
        if not any(same_agency(name, other) for other in printed):
            printed.append(name)
    return (note("renamed", asked=understanding.agency, printed=", ".join(printed)),) if printed else ()


def due_in(items: tuple[TaskItem, ...], window: TimeWindow, library: Library) -> tuple[TaskItem, ...]:
    """The items with a printed day in the window: one-off ones by day, then periodic ones by day.

    Of those due on one day what has most of its time in the window stands first: "quý IV" before "trong năm".
    A period without a printed day ("hằng tháng") has only a counted end: it is not told as a due day.
    """
    found = []
    for item in items:
        if _is_undated(item):
            continue
        recurs = library.timetable(item.entry.plan.slug).span
        days = task_due_days(item.entry.task, window.start, window.end, recurs=recurs)
        if days:
            found.append(TaskItem(entry=item.entry, role=item.role, days=days))
    return tuple(sorted(found, key=lambda item: (_is_periodic(item), item.days[0], _begins_before(item, window))))


def _begins_before(item: TaskItem, window: TimeWindow) -> bool:
    """Whether all of a task's periods began before the window."""
    periods = [deadline for deadline in item.entry.task.deadlines if isinstance(deadline, Within)]
    return bool(periods) and all(period.start < window.start for period in periods)


def _coming_first(items: tuple[TaskItem, ...], window: TimeWindow, today: date) -> tuple[TaskItem, ...]:
    """Where today lies within the days asked for, what is still to come stands first, with the days to come."""
    if not window.start < today <= window.end:
        return items
    coming = [replace(item, days=left) for item in items if (left := tuple(day for day in item.days if day >= today))]
    return (
        *sorted(coming, key=lambda item: (_is_periodic(item), item.days[0])),
        *(i for i in items if i.days[-1] < today),
    )


def _overdue(items: tuple[TaskItem, ...], context: Context) -> tuple[TaskItem, ...]:
    found = [
        TaskItem(entry=item.entry, role=item.role, days=(day,))
        for item in items
        if (day := is_overdue(item.entry.task, context.today)) is not None
    ]
    return tuple(sorted(found, key=lambda item: item.days[0]))


def _first_after(chosen: Selection, window: TimeWindow, library: Library) -> TaskItem | None:
    coming = [
        TaskItem(entry=item.entry, days=(day,))
        for item in (*chosen.own, *chosen.shared)
        if not _is_undated(item)
        and (day := next_due(item.entry.task, after=window.end, recurs=library.timetable(item.entry.plan.slug).span))
    ]
    return min(coming, key=lambda item: item.days[0], default=None)


def _is_standing(item: TaskItem) -> bool:
    return any(isinstance(deadline, Standing) for deadline in item.entry.task.deadlines)


def _is_periodic(item: TaskItem) -> bool:
    return any(isinstance(deadline, Recurring) for deadline in item.entry.task.deadlines)


def _is_undated(item: TaskItem) -> bool:
    deadlines = item.entry.task.deadlines
    periodic = [deadline for deadline in deadlines if isinstance(deadline, Recurring)]
    return len(periodic) == len(deadlines) > 0 and all(deadline.day is None for deadline in periodic)


def _empty(understanding: Understanding, context: Context) -> Answer:
    """Nothing within the limits: for an agency, what it does in the other role is told, not passed off as asked."""
    notes: tuple[Note, ...] = ()
    items: tuple[TaskItem, ...] = ()
    if understanding.agency and understanding.role is not AgencyRole.ANY:
        other = AgencyRole.SUPPORT if understanding.role is AgencyRole.LEAD else AgencyRole.LEAD
        widened = Understanding(
            utterance=understanding.utterance,
            decision=understanding.decision,
            intent=understanding.intent,
            agency=understanding.agency,
            role=other,
            plans=understanding.plans,
        )
        items = select(widened, context).own
        if items:
            notes = (note("other_role", count=len(items), role=other.value),)
    return Answer(
        kind=Kind.UNKNOWN,
        status=Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        items=items[:3],
        scope=context.scope(understanding),
        reason=Reason.NO_SUCH_AGENCY if understanding.agency else Reason.NOT_COVERED,
        missing=understanding.missing or ((understanding.topic,) if understanding.topic else ()),
        notes=notes,
    )


def _unknown(understanding: Understanding, context: Context, reason: Reason) -> Answer:
    return Answer(
        kind=Kind.UNKNOWN,
        status=Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        scope=context.scope(understanding),
        reason=reason,
    )
