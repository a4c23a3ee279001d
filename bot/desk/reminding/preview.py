"""What reminders of a plan would say within the next days: who gets what on which day, and who is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from bot.desk.reminding.outlook import Outlook
from bot.desk.wording import say
from bot.rendering.ledger import name_in
from bot.rendering.reminder_items import weekday_words
from bot.rendering.words import day_words, places_words
from knowledge.office.chats import Office
from knowledge.plan import Plan
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder
from scheduler.folding import Bundle, fold_by_day
from scheduler.reminders import plan_reminders
from scheduler.situation import Situation

SHOWN: Final = 8
MISSING_SHOWN: Final = 6
_WEEK: Final = timedelta(days=7)
_FAR: Final = timedelta(days=120)
_DAY: Final = timedelta(days=1)


class Preview:
    """Looks ahead as if the plan's reminders were on; nothing is sent or kept."""

    def __init__(self, office: Office, outlook: Outlook) -> None:
        self._office = office
        self._outlook = outlook

    def lines(self, plan: Plan, today: date) -> Iterator[str]:
        """The next seven days from tomorrow on.

        Raises:
            NoCalendarError: they are of a year without a calendar.
        """
        situation = self._outlook.situation([plan], to_whom=True)
        start, end = today + _DAY, today + _WEEK
        bundles = fold_by_day(plan_reminders(situation, start=start, end=end, preview=True))
        if bundles:
            tasks = {reminder.task for bundle in bundles for reminder in bundle.kept}
            span = {"start": f"{start:%d/%m}", "end": day_words(end)}
            yield say("preview.whole", messages=len(bundles), tasks=len(tasks), **span)
            yield from self._by_recipient(bundles)
        else:
            yield self._next(situation, start)
        missing = _missing(situation, plan, today)
        if missing:
            more = (
                say("preview.more_missing", count=len(missing) - MISSING_SHOWN) if len(missing) > MISSING_SHOWN else ""
            )
            yield say("preview.missing", agencies="; ".join(missing[:MISSING_SHOWN]), more=more)

    def _by_recipient(self, bundles: Sequence[Bundle]) -> Iterator[str]:
        to: dict[Recipient, list[Bundle]] = defaultdict(list)
        for bundle in bundles:
            to[bundle.recipient].append(bundle)
        name = name_in(self._office)
        for recipient in list(to)[:SHOWN]:
            days = "; ".join(_day_words(bundle) for bundle in to[recipient])
            yield say("preview.line", name=name(recipient), days=days)
        if len(to) > SHOWN:
            yield say("preview.more", count=len(to) - SHOWN)

    def _next(self, situation: Situation, start: date) -> str:
        years = situation.calendar.years
        end = start + _FAR if (start + _FAR).year in years else date(start.year, 12, 31)
        coming = plan_reminders(situation, start=start, end=end, preview=True)
        if not coming:
            return say("preview.nothing")
        day = coming[0].at.date()
        return say("preview.next", weekday=weekday_words(day), day=day_words(day))


def _day_words(bundle: Bundle) -> str:
    kept = [reminder for reminder in bundle.kept if reminder.part is not Part.KEEPER]
    what = _tasks(kept) if kept else say("preview.keeper", count=len({one.agency for one in bundle.kept}))
    return say("preview.day", day=f"{bundle.at:%d/%m}", what=what)


def _tasks(kept: Sequence[Reminder]) -> str:
    keys = list(dict.fromkeys(reminder.task[1] for reminder in kept))
    more = say("preview.more_tasks", count=len(keys) - 3) if len(keys) > 3 else ""
    return places_words(keys[:3]) + more


def _missing(situation: Situation, plan: Plan, today: date) -> list[str]:
    """The lead agencies of which nobody can be told in person, as printed, the one that leads most first."""
    led: dict[str, int] = defaultdict(int)
    for task in plan.tasks:
        for lead in task.leads:
            led[lead] += 1
    told = situation.directory.told
    alone = [
        lead
        for lead in led
        if not any(one.kind is RecipientKind.OFFICER for one in told(lead, Part.LEAD, slug=plan.slug, on=today))
    ]
    return sorted(alone, key=lambda lead: -led[lead])
