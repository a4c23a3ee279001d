"""One task's facts: who leads, who supports, by when, to what product and goal, on what basis, and all of it."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import Answer, Kind
from bot.handlers.cells import is_blank
from bot.handlers.context import Context
from bot.handlers.counts import answer_count
from nlu.meaning import Decision, Facet, Intent, Reason, Understanding

SHOWN = 3
"""Tasks told at once when several answer alike."""


def answer_facts(understanding: Understanding, context: Context) -> Answer:
    """The asked fields of the best tasks; unknown where none of these tasks says any of them."""
    asked = understanding.fields or (understanding.intent,)
    found = context.tasks(understanding.tasks)[:SHOWN]
    says = tuple(item for item in found if not is_blank(item.entry.task, asked))
    # The best task decides: a lesser one must not answer for it because its own cell happens to be filled.
    blank = not found or found[0] not in says
    return Answer(
        kind=Kind.FACTS if found else Kind.UNKNOWN,
        status=Decision.UNKNOWN if blank else Decision.ANSWER,
        intent=understanding.intent,
        as_of=context.today,
        asked=asked,
        facets=understanding.facets,
        items=found[:1] if blank else says,
        scope=context.scope(understanding),
        reason=Reason.BLANK_CELL if found and blank else Reason.NOT_COVERED if blank else Reason.NONE,
        missing=understanding.missing,
    )


def answer_target(understanding: Understanding, context: Context) -> Answer:
    """The figures found, with the other fields asked of the tasks that state them.

    Where no figure was read the task's goal cell is told as printed.
    """
    if Facet.TARGETS in understanding.facets:  # all of them
        return answer_count(understanding, context)
    targets = context.targets(understanding.targets)[:SHOWN]
    if not targets:
        fields = understanding.fields or (Intent.ASK_TARGET,)
        return answer_facts(replace(understanding, fields=fields), context)
    return Answer(
        kind=Kind.FIGURES,
        status=Decision.ANSWER,
        intent=understanding.intent,
        as_of=context.today,
        asked=understanding.fields or (Intent.ASK_TARGET,),
        items=targets,
        scope=context.scope(understanding),
    )
