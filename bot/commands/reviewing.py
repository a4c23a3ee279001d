"""`nhacviec review`: the doubtful cells of a stored plan, and what a clerk puts right in them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

from bot.channels import console
from bot.compose.stores import open_plan_store
from bot.errors import UsageError
from bot.rendering.doubts import doubt_line, doubt_row
from bot.rendering.phrases import phrase
from bot.rendering.words import cell_name
from bot.settings import Settings
from knowledge.deadlines.render import render_deadline
from knowledge.doubts import Doubt, find_doubts
from knowledge.fixes import FIXABLE, FIXABLE_OF_HEAD, SEEN, Fix
from knowledge.mending import find_task, find_words, mend
from knowledge.plan import Plan, PlanTask, Unread
from knowledge.query import PlanStore
from scheduler import clock

_SKIP, _STOP = "b", "t"
_HEAD = "ke-hoach"
"""In the place of a task's key on the command line: the plan's own head."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Lists the doubts; with `--set` puts cells right; at a terminal asks about one after the other."""
    store = open_plan_store(settings)
    plan = store.find_plan(arguments.plan)
    if plan is None:
        raise UsageError(phrase("review.no_such_plan", slug=arguments.plan, known=", ".join(store.slugs())))
    if arguments.set:
        plan, fixes = _put_right(plan, arguments.set, store.fixes(plan.slug))
        _keep(store, plan, fixes, settings)
        return 0
    doubts = _doubts(store, plan)
    if arguments.json:
        for doubt in doubts:
            console.say_json(_doubt_json(doubt))
    elif not doubts:
        console.say(phrase("review.nothing", slug=plan.slug))
    elif console.is_terminal() and console.shows_output():
        _ask(store, plan, doubts, settings)
    else:
        console.say(phrase("review.heading", slug=plan.slug, count=len(doubts)))
        for doubt in doubts:
            console.say(doubt_line(doubt))
    return 0


def _doubts(store: PlanStore, plan: Plan) -> tuple[Doubt, ...]:
    """The doubts of a stored plan. Its fixes are in it: one whose cell says something else is to be looked at again."""
    fixes = store.fixes(plan.slug)
    stale = (fix for fix in fixes if fix.field != SEEN and not _holds(plan, fix))
    return find_doubts(plan, fixes, stale=stale)


def _holds(plan: Plan, fix: Fix) -> bool:
    return find_words(plan, fix.key, fix.field) == fix.value


def _put_right(plan: Plan, wanted: Iterable[Sequence[str]], earlier: Iterable[Fix]) -> tuple[Plan, list[Fix]]:
    """The plan with cells set anew, and the fixes that say so.

    A fix is of the cell as it was printed: of one that was fixed before, not of what that fix made of it.
    """
    printed = {(fix.key, fix.field): fix.printed for fix in earlier if fix.field != SEEN and _holds(plan, fix)}
    fixes: list[Fix] = []
    for named, field, value in wanted:
        key = "" if named == _HEAD else named
        before = _get_words(plan, key, field)
        try:
            plan = mend(plan, key, field, value)
        except ValueError:
            raise UsageError(phrase("review.no_such_day", cell=cell_name(field), value=value)) from None
        after = _get_words(plan, key, field)
        fixes.append(Fix(key=key, field=field, printed=printed.setdefault((key, field), before), value=after))
        empty, cell = phrase("import.empty"), cell_name(field)
        told = key or phrase("review.plan")
        console.say(phrase("review.fixed", key=told, cell=cell, before=before or empty, after=after or empty))
        if field == "time" and (mended := find_task(plan, key)) is not None:
            _tell_time(mended)
    return plan, fixes


def _get_words(plan: Plan, key: str, field: str) -> str:
    """What stands in a cell that can be put right; raises `UsageError` where there is no such task or cell."""
    fixable = FIXABLE if key else FIXABLE_OF_HEAD
    if field not in fixable and (not key or find_task(plan, key)):
        raise UsageError(phrase("review.no_such_field", field=field, fields=", ".join(fixable)))
    words = find_words(plan, key, field)
    if words is None:
        raise UsageError(phrase("review.no_such_task", slug=plan.slug, key=key))
    return words


def _tell_time(task: PlanTask) -> None:
    if any(isinstance(deadline, Unread) for deadline in task.deadlines):
        console.say(phrase("review.still_unread"))
    elif task.deadlines:
        read = "; ".join(render_deadline(deadline) for deadline in task.deadlines)
        console.say(phrase("review.read_as", deadlines=read))


def _ask(store: PlanStore, plan: Plan, doubts: tuple[Doubt, ...], settings: Settings) -> None:
    """Shows the doubts and asks about each; what was answered is kept at once, so that a break loses nothing."""
    from bot.channels.terminal import show_table

    columns = (phrase("import.key"), phrase("import.cell"), phrase("review.doubt"), phrase("review.place"))
    show_table(phrase("review.heading", slug=plan.slug, count=len(doubts)), columns, map(doubt_row, doubts))
    seen = fixed = 0
    for doubt in doubts:
        console.say(doubt_line(doubt))
        console.say(phrase(_how(doubt)))
        answer = console.ask("> ")
        if answer is None or answer.casefold() == _STOP:
            break
        if answer.casefold() == _SKIP:
            continue
        wanted = _wanted(doubt, answer)
        if wanted is None:
            seen += 1
            store.fix(plan, [doubt.mark], at=clock.now(settings.zone))
            continue
        try:
            plan, fixes = _put_right(plan, [wanted], store.fixes(plan.slug))
        except UsageError as error:
            console.say(str(error))
            continue
        fixed += 1
        store.fix(plan, fixes, at=clock.now(settings.zone))
    if seen:
        console.say(phrase("review.seen", count=seen))
    console.say(phrase("review.kept", count=fixed, slug=plan.slug) if fixed else phrase("review.none_kept"))


def _how(doubt: Doubt) -> str:
    if not doubt.key:
        return "review.how_plan"
    return "review.how" if doubt.field in FIXABLE else "review.how_row"


def _wanted(doubt: Doubt, answer: str) -> tuple[str, str, str] | None:
    """What an answer asks for: a cell, set so; None = it is right as it is."""
    if not answer:
        return None
    if doubt.field in FIXABLE:
        return doubt.key, doubt.field, answer
    field, _, value = answer.partition("=")
    return doubt.key or _HEAD, field.strip(), value.strip()


def _keep(store: PlanStore, plan: Plan, fixes: list[Fix], settings: Settings) -> None:
    store.fix(plan, fixes, at=clock.now(settings.zone))
    console.say(phrase("review.kept", count=len(fixes), slug=plan.slug))


def _doubt_json(doubt: Doubt) -> dict[str, Any]:
    return {
        "key": doubt.key,
        "field": doubt.field,
        "why": doubt.why.value,
        "said": doubt.said,
        "line": doubt.source.first_line,
        "place": doubt.source.place,
    }
