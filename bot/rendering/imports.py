"""What an import read and what it changed, for the person who ran it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.plan_files import Settled
from bot.rendering.amendments import amendment_words
from bot.rendering.phrases import has_phrase, phrase
from bot.rendering.words import day_words, plan_words, shortened
from knowledge.plan import Plan, Unread
from knowledge.query import ImportReport, TaskChange

SHOWN: Final = 12
SHOWN_WARNINGS: Final = 20

Table = tuple[str, Sequence[str], Iterable[Sequence[str]]]
"""A title, headings, rows."""


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


def summary_tables(name: str, plan: Plan, changes: Sequence[Sequence[str]]) -> Iterator[Table]:
    """What was read from a file, for a terminal: title, headings and rows of each table."""
    head = plan.head
    facts = {
        "title": head.title,
        "number": head.number,
        "issuer": head.issuer,
        "signed_on": day_words(head.signed_on) if head.signed_on else "",
        "plan_year": str(head.year),
        "tasks": phrase(
            "import.counts_in_parts" if plan.sections else "import.counts",
            tasks=len(plan.tasks),
            sections=len(plan.sections),
            targets=len(plan.targets),
            duties=len(plan.duties),
        ),
        "mended": _some_tasks(task.key for task in plan.tasks if task.repairs),
        "unread_of": _some_tasks(
            task.key for task in plan.tasks if any(isinstance(deadline, Unread) for deadline in task.deadlines)
        ),
    }
    empty = phrase("import.none")
    rows = [(phrase(f"import.{code}"), said or empty) for code, said in facts.items()]
    yield phrase("import.summary", name=name), ("", ""), rows
    counted = Counter(task.section_key for task in plan.tasks)
    if plan.sections:
        columns = (phrase("import.key"), phrase("import.section"), phrase("import.tasks"))
        parts = [(section.key, section.title, str(counted[section.key])) for section in plan.sections]
        yield phrase("import.sections_of"), columns, parts
    if changes:
        cells = [phrase(f"import.{code}") for code in ("key", "cell", "before", "after")]
        yield phrase("import.differs", slug=plan.slug), cells, changes


def stale_lines(settled: Settled) -> list[str]:
    """What was put right by hand and is printed otherwise now."""
    if not settled.stale:
        return []
    keys = _some([fix.key for fix in settled.stale])
    return [phrase("import.stale", count=len(settled.stale), keys=keys, slug=settled.plan.slug)]


def amending_lines(name: str, settled: Settled) -> list[str]:
    """That a file amends a stored plan, and the tasks that it names and the plan does not have."""
    if settled.homeless:
        return [phrase("import.amends_homeless", name=name, number=settled.homeless)]
    if settled.known:
        return [phrase("import.amends_known", document=settled.known, slug=settled.plan.slug)]
    if settled.amended is None:
        return []
    lines = [
        phrase(
            "import.amends",
            name=name,
            document=amendment_words(settled.amended.amendment),
            plan=plan_words(settled.plan),
            slug=settled.plan.slug,
        )
    ]
    if settled.amended.unplaced:
        lines.append(phrase("import.amends_unplaced", keys=", ".join(settled.amended.unplaced)))
    lines += [phrase("import.amends_unread", said=shortened(said, 200)) for said in settled.amended.unread]
    return lines


def place_lines(settled: Settled) -> list[str]:
    """Why a plan is not called as its file is."""
    if settled.joined:
        return [phrase("import.joined", slug=settled.plan.slug)]
    return [phrase("import.strange", taken=settled.strange, slug=settled.plan.slug)] if settled.strange else []


def lost_amendment_lines(old: Plan | None, new: Plan) -> list[str]:
    """That storing a reading would take back what later documents amended."""
    lost = [] if old is None else [one for one in old.amendments if one not in new.amendments]
    if not lost:
        return []
    return [phrase("import.amendments_lost", documents="; ".join(map(amendment_words, lost)))]


def _some_tasks(keys: Iterable[str]) -> str:
    found = list(keys)
    return phrase("import.some_tasks", count=len(found), keys=_some(found)) if found else ""


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
        ("amendments", report.amendments_changed),
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
