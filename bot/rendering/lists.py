"""Sentences on lists: how many first, then a line a task, then what is left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answers import Answer, PlanItem, Scope, TaskItem
from bot.rendering.notes import note_words
from bot.rendering.phrases import phrase
from bot.rendering.told import Told, told
from bot.rendering.words import (
    day_words,
    one_line,
    place_words,
    places_words,
    plan_marks,
    plan_words,
    span_words,
    task_words,
)
from knowledge.plan import ByDate, Plan
from nlu.meaning import AgencyRole, Decision, Facet, Intent

SHOWN = 10
LINE_LENGTH = 70
CELL_LENGTH = 50
"""A line of a list is read on a phone: two lines there."""
SHOWN_ASIDE = 8
SOURCES = 5
"""Plans named as a source at most; a list over more names them line by line."""


def render_list(answer: Answer, asked: Sequence[Plan], *, skip: int = 0) -> Told:
    """The list from item `skip` on, ten lines at a time; where it is empty the `asked` plans are its source."""
    items = [item for item in answer.items if isinstance(item, TaskItem)]
    shown = items[skip : skip + SHOWN]
    plans = {item.entry.plan.slug: item.entry.plan for item in (*items, *answer.aside)}
    sources = plans.values() or asked
    cited = len(sources) <= SOURCES
    marks = plan_marks(item.entry.plan for item in items)
    if marks and not cited:
        marks = {slug: plan_words(plan) for slug, plan in plans.items()}
    if skip and not shown:
        return told([phrase("list.no_more")])
    if skip:
        lines = [phrase("list.continued", from_=skip + 1, to=skip + len(shown), count=len(items))]
    else:
        lines = [_head(answer, items)]
    lines += [task_line(item, answer, marks) for item in shown]
    if len(items) > skip + len(shown):
        lines.append(phrase("list.more", count=len(items) - skip - len(shown)))
    if not skip:
        if answer.aside:
            lines.append(_aside(answer))
        lines += [
            note_words(note, answer, marks or plan_marks(asked))
            for note in answer.notes
            if not (note.code == "only_shared" and _heads_as_shared(answer))
        ]
    return told(lines, ((plan, "") for plan in sources) if cited else ())


def _head(answer: Answer, items: list[TaskItem]) -> str:
    scope, count = answer.scope, len(items)
    title = section_title(answer)
    within = phrase("list.within_section", section=title) if title else ""
    if scope.among:
        within = phrase("list.within_last")
    whose = phrase(f"list.whose_{scope.role.value}", agency=scope.agency) if scope.agency else ""
    if answer.facets:
        return _narrowed(answer, count, whose, within or _about(scope))
    if answer.intent is Intent.LIST_OVERDUE:
        code = "list.overdue" if items else "list.overdue_none"
        return phrase(code, today=day_words(answer.as_of), count=count, whose=whose, within=within)
    if scope.window is not None:
        return phrase(
            "list.window" if items else "list.window_none",
            label=scope.window.label.strip(),
            days=span_words(scope.window.start, scope.window.end),
            count=count,
            whose=whose,
            within=within,
        )
    if _heads_as_shared(answer):
        return phrase("list.shared", agency=scope.agency, count=count, within=within or _about(scope))
    if scope.agency:
        mine = answer.intent is Intent.MY_TASKS and scope.role is AgencyRole.ANY
        code = "list.mine_any" if mine else f"list.agency_{scope.role.value}"
        return phrase(code, agency=scope.agency, count=count, within=within or _about(scope))
    if title:
        return phrase("list.section", section=title, count=count)
    if scope.topic:
        return phrase("list.topic", topic=scope.topic, count=count, within=within)
    return phrase("list.plain", count=count, within=within)


def _narrowed(answer: Answer, count: int, whose: str, within: str) -> str:
    """The first line of a list that a blank cell, a rhythm or the first or last day limits."""
    facet = answer.facets[0]
    fields = ", ".join(phrase(f"field.{field.value}") for field in answer.asked) if facet is Facet.BLANK else ""
    code = f"list.{facet.value}" if count else f"list.{facet.value}_none"
    return phrase(code, count=count, field=fields, whose=whose, within=within, today=day_words(answer.as_of))


def _heads_as_shared(answer: Answer) -> bool:
    """Whether the first line already says that the tasks are asked of a collective only."""
    in_time = answer.scope.window is not None or answer.intent is Intent.LIST_OVERDUE
    return not in_time and any(note.code == "only_shared" for note in answer.notes)


def _about(scope: Scope) -> str:
    return phrase("count.limit_topic", topic=scope.topic) if scope.topic else ""


def task_line(item: TaskItem, answer: Answer, marks: Mapping[str, str]) -> str:
    """One task of a list on a line of its own."""
    task = item.entry.task
    place = place_words(task.key).removeprefix("mục ")
    if marks:
        place = f"{marks[item.entry.plan.slug]}, {place_words(task.key)}:"
    if item.days:
        tail = phrase("list.due_day", days=", ".join(day_words(day) for day in item.days[:3]))
    else:
        time = one_line(task.time, limit=CELL_LENGTH)
        tail = phrase("list.due_cell", time=time) if time else ""
        days = [deadline.due for deadline in task.deadlines if isinstance(deadline, ByDate)]
        if days and time != one_line(task.time):  # a long cell may print its day where the line is cut
            tail = phrase("list.due_day", days=", ".join(map(day_words, days[:3])))
    if answer.scope.agency and answer.scope.role is AgencyRole.ANY and item.role is not AgencyRole.ANY:
        tail += phrase(f"list.role_{item.role.value}")
    return phrase("list.line", place=place, task=task_words(task.text, LINE_LENGTH), tail=tail)


def _aside(answer: Answer) -> str:
    places = places_words([item.entry.task.key for item in answer.aside[:SHOWN_ASIDE]])
    rest = len(answer.aside) - SHOWN_ASIDE
    if rest > 0:
        places += phrase("list.aside_more", count=rest)
    return phrase("list.aside", count=len(answer.aside), agency=answer.scope.agency, places=places)


def section_title(answer: Answer) -> str:
    """The title of the asked section as the plan of the first item prints it, "" where none was asked."""
    wanted = answer.scope.section
    if not wanted or answer.status is not Decision.ANSWER:
        return ""
    plans = [
        item.plan if isinstance(item, PlanItem) else item.entry.plan
        for item in answer.items
        if isinstance(item, PlanItem | TaskItem)
    ]
    for plan in plans:
        for section in plan.sections:
            if wanted in (section.key, f"{plan.slug}/{section.key}"):
                return task_words(section.title)
    return wanted
