"""Talk that asks nothing of a plan, and what this version cannot do yet."""

from __future__ import annotations

from typing import Final

from bot.answers import Answer, Kind
from bot.handlers.context import Context
from nlu.meaning import Decision, Intent, Reason, Understanding

NOT_YET: Final = frozenset({Intent.REPORT_DONE, Intent.REPORT_EVENT, Intent.REMIND_ME})
"""Requests that would change something: until they can be kept, nothing is claimed to be done."""


def answer_talk(understanding: Understanding, context: Context) -> Answer:
    """A greeting, the help, or an honest no."""
    refused = understanding.intent in NOT_YET or understanding.intent is Intent.OUT_OF_SCOPE
    return Answer(
        kind=Kind.TALK,
        status=Decision.UNKNOWN if refused else Decision.ANSWER,
        intent=understanding.intent,
        as_of=context.today,
        facets=understanding.facets,
        scope=context.scope(understanding),
        reason=Reason.OUT_OF_SCOPE if understanding.intent is Intent.OUT_OF_SCOPE else Reason.NONE,
    )
