"""From an Understanding to an Answer: one file per family of intents, chosen here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, assert_never

from bot.answers import Answer
from bot.handlers.compare import answer_compare
from bot.handlers.context import Context
from bot.handlers.counts import answer_count
from bot.handlers.duties import answer_duty
from bot.handlers.facts import answer_facts, answer_target
from bot.handlers.lists import answer_list, answer_overdue, answer_window
from bot.handlers.offers import answer_clarify, answer_silence, answer_unknown
from bot.handlers.plans import answer_plan_info
from bot.handlers.talk import answer_talk
from nlu.meaning import Decision, Intent, Understanding

Handler = Callable[[Understanding, Context], Answer]

HANDLERS: Final[Mapping[Intent, Handler]] = MappingProxyType(
    {
        Intent.ASK_LEAD: answer_facts,
        Intent.ASK_SUPPORT: answer_facts,
        Intent.ASK_DEADLINE: answer_facts,
        Intent.ASK_PRODUCT: answer_facts,
        Intent.ASK_TARGET: answer_target,
        Intent.ASK_BASIS: answer_facts,
        Intent.ASK_DETAIL: answer_facts,
        Intent.ASK_DUTY: answer_duty,
        Intent.LIST_BY_AGENCY: answer_list,
        Intent.LIST_BY_TIME: answer_window,
        Intent.LIST_OVERDUE: answer_overdue,
        Intent.LIST_BY_TOPIC: answer_list,
        Intent.MY_TASKS: answer_list,
        Intent.COUNT: answer_count,
        Intent.PLAN_INFO: answer_plan_info,
        Intent.COMPARE: answer_compare,
        Intent.REPORT_DONE: answer_talk,
        Intent.REPORT_EVENT: answer_talk,
        Intent.REMIND_ME: answer_talk,
        Intent.GREET: answer_talk,
        Intent.HELP: answer_talk,
        Intent.OUT_OF_SCOPE: answer_talk,
    }
)


def answer(understanding: Understanding, context: Context) -> Answer:
    """Answers one understood message."""
    match understanding.decision:
        case Decision.ANSWER:
            return HANDLERS[understanding.intent](understanding, context)
        case Decision.CLARIFY:
            return answer_clarify(understanding, context)
        case Decision.UNKNOWN:
            return answer_unknown(understanding, context)
        case Decision.SILENT:
            return answer_silence(understanding, context)
        case _:
            assert_never(understanding.decision)
