"""What an import read and what it changed, for the person who ran it."""

from __future__ import annotations

from typing import Final

from bot.rendering.phrases import has_phrase, phrase
from bot.rendering.words import plan_words
from knowledge.plan import Plan, Unread
from knowledge.query import ImportReport, TaskChange

SHOWN: Final = 12
SHOWN_WARNINGS: Final = 20


def head_line(name: str, plan: Plan) -> str:
    """What was read from a file, in one line."""
    return phrase(
        "import.read",
        name=name,
        slug=plan.slug,
        plan=plan_words(plan),
        tasks=len(plan.tasks),
        targets=len(plan.targets),
        duties=len(plan.duties),
    )


def warning_lines(plan: Plan) -> list[str]:
    """The reader's warnings with their lines, then how many times are not read."""
    shown = plan.warnings[:SHOWN_WARNINGS]
    lines = [phrase("import.warning", place=place_words(w.place, w.line), message=w.message) for w in shown]
    rest = len(plan.warnings) - SHOWN_WARNINGS
    if rest > 0:
        lines.append(phrase("import.more_warnings", count=rest))
    unread = [task.key for task in plan.tasks if any(isinstance(d, Unread) for d in task.deadlines)]
    if unread:
        lines.append(phrase("import.unread", count=len(unread), keys=_some(unread)))
    return lines


def place_words(place: str, line: int) -> str:
    """Where something is printed: the place where the file has such, else the line."""
    return place or phrase("import.line", line=line)


def twin_line(plan: Plan, slug: str) -> str:
    """That the same plan is stored under another name, and how to bring that one up to date."""
    return phrase("import.twin", number=plan.head.number, slug=slug)


def report_lines(report: ImportReport) -> list[str]:
    """What changed against the stored plan."""
    if report.created:
        return [phrase("import.created")]
    if report.unchanged:
        return [phrase("import.unchanged")]
    lines = []
    for code, changes in (("added", report.added), ("gone", report.gone)):
        if changes:
            keys = _some([change.key for change in changes])
            lines.append(phrase(f"import.{code}", count=len(changes), keys=keys))
    if report.edited:
        edits = _some([_edit(change) for change in report.edited])
        lines.append(phrase("import.edited", count=len(report.edited), keys=edits))
    if report.moved:
        keys = _some([change.key for change in report.moved])
        lines.append(phrase("import.moved", count=len(report.moved), keys=keys))
    flags = (
        ("head", report.head_changed),
        ("targets", report.targets_changed),
        ("duties", report.duties_changed),
    )
    lines += [phrase(f"import.{code}_changed") for code, changed in flags if changed]
    return lines


def _edit(change: TaskChange) -> str:
    fields = [phrase(f"import_field.{name}") if has_phrase(f"import_field.{name}") else name for name in change.fields]
    return f"{change.key} ({', '.join(fields)})" if fields else change.key


def _some(words: list[str]) -> str:
    rest = len(words) - SHOWN
    more = phrase("import.more", count=rest) if rest > 0 else ""
    return ", ".join(words[:SHOWN]) + more
