"""`nhacviec remind`: what the scheduler would send in a span of days, one message a line, in time order."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Final

from bot.channels import console
from bot.compose.stores import open_office, open_plan_store
from bot.errors import UsageError
from bot.library import Library
from bot.rendering.phrases import phrase
from bot.rendering.reminders import render_reminders
from bot.settings import Settings
from knowledge.reminding.reminder import RecipientKind, ReminderKind
from scheduler import clock
from scheduler.folding import Bundle, fold_by_day
from scheduler.reminders import plan_reminders, uncounted_years
from scheduler.situation import read_situation

USUAL_SPAN: Final = timedelta(days=6)
LONGEST_SPAN: Final = timedelta(days=1100)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints the messages; nothing is sent, and plans count as if their reminders were on."""
    if not arguments.dry_run:
        raise UsageError(phrase("remind.dry_run_only"))
    start = arguments.start or clock.today(settings.zone)
    end = arguments.end or start + USUAL_SPAN
    if end < start:
        raise UsageError(phrase("remind.backwards"))
    if end - start > LONGEST_SPAN:
        raise UsageError(phrase("remind.too_long"))
    store = open_plan_store(settings)
    plans = tuple(plan for plan in store.plans() if arguments.plan in (None, plan.slug))
    if arguments.plan is not None and not plans:
        raise UsageError(phrase("remind.no_plan", slug=arguments.plan, known=", ".join(store.slugs())))
    situation = read_situation(plans, open_office(store), zone=settings.zone, rehearsal=True)
    library = Library(plans)
    bundles = fold_by_day(plan_reminders(situation, start=start, end=end, preview=True))
    for bundle in bundles:
        today = bundle.at.date()
        told = render_reminders(bundle.kept, library=library, today=today, calendar=situation.calendar)
        if arguments.json:
            console.say_json(_line(bundle, told.text))
        else:
            console.say(f"{bundle.at:%d/%m/%Y %H:%M}\n{told.text}\n")
    if not arguments.json and not bundles:
        console.say(phrase("remind.nothing"))
    for year in uncounted_years(situation, end=end):
        console.complain(phrase("remind.no_calendar", year=year))
    return 0


def _line(bundle: Bundle, text: str) -> dict[str, object]:
    return {
        "at": bundle.at.isoformat(),
        "agency": bundle.kept[0].agency,
        "kind": _kind(bundle),
        "tasks": [
            {"plan": reminder.task[0], "key": reminder.task[1], "due": reminder.due_on.isoformat()}
            for reminder in bundle.kept
        ],
        "text": text,
    }


def _kind(bundle: Bundle) -> str:
    """Why it is sent; what is sent for several reasons, or to a group, is a digest."""
    one = bundle.kind
    if one is None or one is ReminderKind.PUT_OFF or bundle.recipient.kind is RecipientKind.GROUP:
        return "digest"
    return one.value
