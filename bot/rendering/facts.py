"""Sentences on tasks' facts, figures, duties and plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.answers import Answer, DutyItem, TargetItem, TaskItem
from bot.handlers.cells import CELLS, FIELDS, cell, is_blank
from bot.rendering.amendments import amended_lines, earlier_lines
from bot.rendering.deadlines import deadline_words
from bot.rendering.notes import note_words
from bot.rendering.phrases import phrase
from bot.rendering.told import Told, told
from bot.rendering.words import (
    figure_words,
    one_line,
    place_words,
    plan_marks,
    plan_words,
    task_words,
)
from knowledge.plan import Duty, DutyRole, Plan, PlanTask
from nlu.meaning import Facet, Intent
from nlu.text import fold

DETAIL_LENGTH = 280


def value_words(task: PlanTask, field: Intent, today: date) -> str:
    """One field's printed value on one line, "" where the plan leaves it blank."""
    if field is Intent.ASK_DEADLINE:
        return deadline_words(task, today)
    return one_line("; ".join(one_line(value) for value in cell(task, field)))


def render_facts(answer: Answer) -> Told:
    """One task: a sentence a field. Several: a line a task."""
    items = [item for item in answer.items if isinstance(item, TaskItem)]
    asked = answer.asked or (answer.intent,)
    if len(items) == 1:
        lines = _one_task(items[0].entry.task, asked, answer.as_of)
    else:
        lines = [phrase("facts.several", count=len(items))]
        marks = plan_marks(item.entry.plan for item in items)
        lines += [_task_line(item, asked, answer.as_of, marks) for item in items]
    lines += [note_words(note, answer) for note in answer.notes]
    if any(item.entry.task.repairs for item in items):
        lines.append(phrase("note.repaired"))
    earlier = Facet.EARLIER in answer.facets
    history = list(_history_lines(items, asked, earlier=earlier))
    lines = [*history, *lines] if earlier else [*lines, *history]
    return told(lines, ((item.entry.plan, item.entry.task.key) for item in items))


def _history_lines(items: Iterable[TaskItem], asked: Iterable[Intent], *, earlier: bool) -> Iterator[str]:
    """What the asked cells said before: where that is asked for, and where a later document changed them."""
    cells = tuple(CELLS[field] for field in asked if field in CELLS) or tuple(CELLS.values())
    for item in items:
        plan, key = item.entry.plan, item.entry.task.key
        yield from earlier_lines(plan, key, cells) if earlier else amended_lines(plan, key, cells)


def _one_task(task: PlanTask, asked: tuple[Intent, ...], today: date) -> list[str]:
    whole = [field for field in asked if field not in FIELDS]
    if whole:
        filled = [field for field in FIELDS if cell(task, field)]
        # What was asked by name stays in even where it is blank: the answer must say so.
        fields = tuple(dict.fromkeys((*filled, *(field for field in asked if field in FIELDS))))
        lines = [phrase(f"first.{whole[0].value}", task=task_words(task.text, DETAIL_LENGTH))]
        if Intent.ASK_BASIS not in asked:
            fields = tuple(field for field in fields if field is not Intent.ASK_BASIS or task.legal_basis)
        return [*lines, *(_then(task, field, today) for field in fields)]
    return [_first(task, asked[0], today), *(_then(task, field, today) for field in asked[1:])]


def _first(task: PlanTask, field: Intent, today: date) -> str:
    value, subject = value_words(task, field, today), task_words(task.text)
    if not value:
        return phrase("blank.first", field=phrase(f"field.{field.value}"), task=subject)
    return phrase(f"first.{field.value}", value=value, task=subject)


def _then(task: PlanTask, field: Intent, today: date) -> str:
    value = value_words(task, field, today)
    if value:
        return phrase(f"then.{field.value}", value=value)
    name = phrase(f"field.{field.value}")
    return phrase("blank.then", field=name[0].upper() + name[1:])


def _task_line(item: TaskItem, asked: tuple[Intent, ...], today: date, marks: Mapping[str, str]) -> str:
    task = item.entry.task
    fields = tuple(field for field in asked if field in FIELDS) or (Intent.ASK_LEAD, Intent.ASK_DEADLINE)
    values = []
    for field in fields:
        value = value_words(task, field, today)
        name = phrase(f"field.{field.value}")
        values.append(phrase(f"short.{field.value}", value=value) if value else phrase("blank.short", field=name))
    place = place_words(task.key)
    if marks:
        place = f"{marks[item.entry.plan.slug]}, {place}"
    return phrase("facts.line", place=place, task=task_words(task.text), values="; ".join(values))


def render_figures(answer: Answer) -> Told:
    """One figure in a sentence, several one a line; then the other fields asked of the first one's task."""
    items = [item for item in answer.items if isinstance(item, TargetItem)]
    if len(items) == 1:
        target = items[0].entry.target
        lines = [phrase("figures.one", indicator=target.indicator, value=figure_words(target), scope=_scope(items[0]))]
    else:
        lines = [phrase("figures.several", count=len(items))]
        marks = plan_marks(item.entry.plan for item in items)
        lines += [figure_line(item, marks) for item in items]
    stating = next((item.entry for item in items if item.entry.task_key), None)
    if stating is not None:
        task = next(task for task in stating.plan.tasks if task.key == stating.task_key)
        others = [field for field in answer.asked if field in FIELDS and field is not Intent.ASK_TARGET]
        lines += [_then(task, field, answer.as_of) for field in others]
    return told(lines, ((item.entry.plan, item.entry.target.where) for item in items))


def figure_line(item: TargetItem, marks: Mapping[str, str]) -> str:
    """One figure on its own line; `marks` tell the plans apart, by slug, where several are spoken of."""
    target = item.entry.target
    place = place_words(target.where) if target.where else "" if marks else plan_words(item.entry.plan)
    place = ", ".join(filter(None, (marks.get(item.entry.plan.slug), place)))
    return phrase(
        "figures.line",
        indicator=task_words(target.indicator, 140),
        value=figure_words(target),
        scope=_scope(item),
        place=place,
    )


def _scope(item: TargetItem) -> str:
    scope = item.entry.target.scope.strip()
    return phrase("figures.scope", scope=scope) if scope else ""


def render_comparison(answer: Answer, compared: Iterable[Plan]) -> Told:
    """One line a figure or task, plan after plan, then which figure is the higher where that can be told.

    `compared` are the compared plans: those without a line of their own are told to have none.
    """
    lines = [phrase("comparison.first", count=len(answer.scope.plans))]
    places = []
    for item in answer.items:
        match item:
            case TargetItem(entry=entry):
                value = f"{task_words(entry.target.indicator)}: {figure_words(entry.target)}{_scope(item)}"
                lines.append(_comparison_line(plan_words(entry.plan), entry.target.where, value))
                places.append((entry.plan, entry.target.where))
            case TaskItem(entry=task):
                asked = tuple(field for field in answer.asked if field in FIELDS)
                lines.append(
                    _comparison_line(plan_words(task.plan), task.task.key, _compared(task.task, asked, answer.as_of))
                )
                places.append((task.plan, task.task.key))
            case _:
                continue
    speaking = {plan.slug for plan, _ in places}
    lines += [phrase("comparison.absent", plan=plan_words(plan)) for plan in compared if plan.slug not in speaking]
    return told([*lines, _verdict(answer)], places)


def _comparison_line(plan: str, key: str, value: str) -> str:
    place = place_words(key) if key else ""
    return phrase("comparison.line", plan=plan, place=place, value=value)


def _compared(task: PlanTask, asked: tuple[Intent, ...], today: date) -> str:
    fields = asked or tuple(field for field in (Intent.ASK_LEAD, Intent.ASK_DEADLINE) if not is_blank(task, (field,)))
    values = [
        phrase(f"short.{field.value}", value=value)
        if (value := value_words(task, field, today))
        else phrase("blank.short", field=phrase(f"field.{field.value}"))
        for field in fields
    ]
    return f"“{task_words(task.text)}” — {'; '.join(values)}"


def _verdict(answer: Answer) -> str:
    """Only two figures of one kind from two plans can be put above each other."""
    targets = [item.entry for item in answer.items if isinstance(item, TargetItem)]
    if len(targets) != 2 or len(answer.items) != 2:
        return ""
    low, high = sorted(targets, key=lambda entry: entry.target.value)
    same_kind = (low.target.unit, low.target.comparator) == (high.target.unit, high.target.comparator)
    if not same_kind or low.plan.slug == high.plan.slug:
        return ""
    if low.target.value == high.target.value:
        return phrase("comparison.equal")
    return phrase(
        "comparison.higher",
        plan=plan_words(high.plan),
        high=figure_words(high.target),
        low=figure_words(low.target),
    )


def _duty_line(duty: Duty) -> str:
    """The unit with its duty; the part it has is told where the printed words do not begin with it."""
    text = one_line(duty.text, limit=300)
    code = {DutyRole.LEAD: "lead", DutyRole.SUPPORT: "support"}.get(duty.role, "one")
    says_it = fold(text).startswith(("chu tri", "phoi hop"))
    return phrase("duties.one" if says_it else f"duties.{code}", unit=duty.unit, text=text)


def render_duties(answer: Answer) -> Told:
    """Each duty with its unit; the place is in the source line."""
    items = [item.entry for item in answer.items if isinstance(item, DutyItem)]
    duties = [_duty_line(entry.duty) for entry in items]
    if len(duties) == 1:
        lines = [f"{duties[0]}."]
    else:
        places = [place_words(entry.duty.where) if entry.duty.where else "" for entry in items]
        lines = [phrase("duties.several")]
        lines += [
            phrase("duties.bullet", line=line, place=place).replace(" ()", "")
            for line, place in zip(duties, places, strict=True)
        ]
    return told(lines, ((entry.plan, entry.duty.where) for entry in items))
