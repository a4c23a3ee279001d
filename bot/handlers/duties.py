"""Duties from the prose part of a plan (Tổ chức thực hiện): who is asked to do what."""

from __future__ import annotations

from bot.answers import Answer, DutyItem, Kind
from bot.handlers.context import Context
from bot.handlers.facts import SHOWN, answer_facts
from bot.library import DutyEntry
from knowledge.agency_identity import same_agency
from nlu.meaning import Decision, Intent, Reason, Understanding


def answer_duty(understanding: Understanding, context: Context) -> Answer:
    """The duties found; those of the asked unit when none was found by its words; then the tasks found, if any."""
    found = (context.library.find_duty(ref) for ref in understanding.duties)
    entries = [entry for entry in found if entry is not None]
    if not entries and understanding.agency:
        entries = [
            DutyEntry(plan=plan, duty=duty)
            for slug in context.slugs(understanding)
            if (plan := context.library.find_plan(slug)) is not None
            for duty in plan.duties
            if same_agency(duty.unit, understanding.agency)
        ]
    if not entries and understanding.tasks:
        return answer_facts(understanding, context)
    shown = 2 * SHOWN if understanding.agency else SHOWN
    return Answer(
        kind=Kind.DUTIES if entries else Kind.UNKNOWN,
        status=Decision.ANSWER if entries else Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        asked=(Intent.ASK_DUTY,),
        items=tuple(DutyItem(entry=entry) for entry in entries[:shown]),
        scope=context.scope(understanding),
        reason=Reason.NONE if entries else Reason.NOT_COVERED,
        missing=understanding.missing,
    )
