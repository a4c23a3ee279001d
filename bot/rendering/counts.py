"""Sentences on counts: one plan in a sentence, several with a line each; then a short list of what was counted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers import Answer, OfficeItem, PlanItem, TargetItem, TaskItem
from bot.rendering.facts import figure_line
from bot.rendering.lists import SHOWN, section_title, task_line
from bot.rendering.phrases import phrase
from bot.rendering.told import Told, told
from bot.rendering.words import plan_marks, plan_words, span_words
from nlu.meaning import Facet, Intent

_INDICATOR = "CT."
_CODES = {
    Facet.TASKS: ("one", "none", "several"),
    Facet.TARGETS: ("targets", "targets_none", "targets_several"),
    Facet.LEADS: ("leads", "leads_none", "leads_several"),
    Facet.SUPPORTS: ("supports", "supports_none", "supports_several"),
}


def render_count(answer: Answer, *, skip: int = 0) -> Told:
    """How many, plan by plan, and which where they are few; from `skip` on the agencies that were not told yet."""
    if skip:
        return _further(answer, skip)
    counted = [item for item in answer.items if isinstance(item, PlanItem)]
    limits, total = _limits(answer), sum(item.count for item in counted)
    one, none, several = _CODES[answer.facets[0]]
    if not counted:
        return _render_rivals(answer)
    if len(counted) == 1:
        title = section_title(answer)
        subject = phrase("count.subject_section", section=title) if title else plan_words(counted[0].plan)
        code = f"count.{one if total else none}"
        lines = [phrase(code, subject=subject, count=total, limits=limits, rows=_rows(answer))]
    else:
        lines = [phrase(f"count.{several}", count=total, limits=limits, plans=len(counted))]
        most = [_most(counted)] if answer.intent is Intent.COMPARE else []
        counted = [item for item in counted if item.count] or counted  # a line for each plan that has none is noise
        lines += [phrase("count.line", plan=plan_words(item.plan), count=item.count) for item in counted]
        lines += most
    lines += _which(answer)
    if answer.aside:
        lines.append(phrase("count.aside", count=len(answer.aside), agency=answer.scope.agency))
    return told(lines, ((item.plan, "") for item in counted))


def _further(answer: Answer, skip: int) -> Told:
    """The next agencies of a count."""
    offices = [item for item in answer.items if isinstance(item, OfficeItem)]
    shown = offices[skip : skip + SHOWN]
    if not shown:
        return told([phrase("list.no_more")])
    lines = [phrase("count.continued", from_=skip + 1, to=skip + len(shown), count=len(offices))]
    lines += [_office_line(item, answer) for item in shown]
    left = len(offices) - skip - len(shown)
    return told([*lines, phrase("count.more_offices", count=left)] if left else lines)


def _which(answer: Answer) -> list[str]:
    """What was counted: tasks where all can be told, figures and agencies the first of them."""
    tasks = [item for item in answer.items if isinstance(item, TaskItem)]
    marks = plan_marks(item.entry.plan for item in tasks)
    lines = [task_line(item, answer, marks) for item in tasks] if len(tasks) <= SHOWN else []
    targets = [item for item in answer.items if isinstance(item, TargetItem)]
    marks = plan_marks(item.entry.plan for item in targets)
    figures = [figure_line(item, marks) for item in targets] if len(targets) <= SHOWN or not marks else []
    offices = [_office_line(item, answer) for item in answer.items if isinstance(item, OfficeItem)]
    told = figures or offices
    lines += told[:SHOWN]
    if len(told) > SHOWN:
        lines.append(phrase("count.more_offices" if offices else "count.more", count=len(told) - SHOWN))
    return lines


def _render_rivals(answer: Answer) -> Told:
    """In how many tasks each of several agencies is named, a line for each plan that names it."""
    offices = [item for item in answer.items if isinstance(item, OfficeItem)]
    marks = plan_marks(item.plan for item in offices)
    lines = [phrase(f"count.rivals_{answer.scope.role.value}")]
    for item in offices:
        plan = phrase("count.in_plan", plan=marks[item.plan.slug]) if marks else ""
        lines.append(phrase("count.rival", agency=item.agency, plan=plan, count=item.count))
    return told(lines, ((item.plan, "") for item in offices))


def _office_line(item: OfficeItem, answer: Answer) -> str:
    several = sum(isinstance(other, OfficeItem) and other.count > 1 for other in answer.items)
    return phrase("count.office" if several else "count.office_only", agency=item.agency, count=item.count)


def _rows(answer: Answer) -> str:
    """Behind the number of all figures, how many rows the table of indicators has, where there is one."""
    if answer.scope.topic:
        return ""
    keys = dict.fromkeys(item.entry.task_key for item in answer.items if isinstance(item, TargetItem))
    rows = [key for key in keys if key.startswith(_INDICATOR)]
    return phrase("count.rows", rows=len(rows), first=rows[0], last=rows[-1]) if len(rows) > 1 else ""


def _most(counted: Sequence[PlanItem]) -> str:
    """Which plan has most, where one alone has."""
    ordered = sorted(counted, key=lambda item: item.count, reverse=True)
    if len(ordered) < 2 or ordered[0].count == ordered[1].count:
        return ""
    return phrase("count.most", plan=plan_words(ordered[0].plan))


def _limits(answer: Answer) -> str:
    scope = answer.scope
    parts = [phrase(f"count.limit_{facet.value}") for facet in answer.facets[1:]]
    if scope.topic and not scope.section:
        parts.append(phrase("count.limit_topic", topic=scope.topic))
    if scope.among:
        parts.append(phrase("count.limit_last"))
    if scope.agency:
        parts.append(phrase(f"count.limit_{scope.role.value}", agency=scope.agency))
    if scope.window is not None:
        days = span_words(scope.window.start, scope.window.end)
        parts.append(phrase("count.limit_window", label=scope.window.label.strip(), days=days))
    return "".join(parts)
