"""Talk in a group that was not said to us: answered only when it is a question about the plans beyond doubt."""

from __future__ import annotations

import re

from nlu.case import FACTS, Case, search
from nlu.likeliest import Repair
from nlu.meaning import Intent
from nlu.request import Request
from nlu.text import fold
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.world import TARGET, TASK

_ASKING = frozenset({"who", "lead", "support", "product", "basis", "target", "when"})
_SPOILT = frozenset(
    {
        "done", "event", "remind", "outcome", "injection", "elsewhere", "errand", "greet", "thanks", "why", "mine",
        "opinion", "unkept", "again",
    }
)  # fmt: skip
"""What colleagues say to each other; one such word and overheard talk is theirs."""
_QUESTION_WORDS = frozenset({"ai", "nao", "gi", "may", "nhieu", "gio", "dau", "%"})
_SOFTENERS = frozenset({"nhe", "nha", "di", "nghen", "nhen", "thoi", "roi"})
_COLLEAGUES = re.compile(
    r"\b(?:roi|toi nay|chieu nay|sang nay|trua nay|hom qua|gui (?:em|anh|chi|minh|toi)|cho em xin|cho minh xin|ai co)\b"
)
"""What is done, sent or planned for tonight is between colleagues."""
_CONDITION = re.compile(r"\b(?:khi nao|bao gio|luc nao|chung nao|ai|nao)\b[^?]*\bthi\b[^?]*$")


def _asks_by_slip(request: Request) -> bool:
    """Whether a word that asks was mended to one that does: "ở kho nào" is no "khi nào"."""
    asking = (at for cue in request.reading.cues if cue.feature in _ASKING for at in cue.used)
    return any(request.reading.tokens[at].repair is Repair.SLIP for at in asking)


def surely_asked(case: Case) -> bool:
    """Whether talk that was not said to us is a question about the plans beyond doubt."""
    request = case.request
    tokens = request.reading.tokens
    if not _QUESTION_WORDS.intersection(token.folded for token in tokens) or _SPOILT & request.features:
        return False
    if _COLLEAGUES.search(fold(request.reading.text)):
        return False
    softened = _SOFTENERS.intersection(token.folded for token in tokens[-2:])
    if (softened and "?" not in request.reading.text) or _CONDITION.search(fold(request.reading.text)):
        return False
    if sum(token.repair is Repair.SLIP for token in tokens) > 1 or _asks_by_slip(request):
        return False
    if request.keys:
        return bool({"who", "lead", "support", "when", "product"} & request.features)
    if case.intent is Intent.PLAN_INFO:
        return "this_plan" in request.features
    if case.intent is Intent.LIST_BY_AGENCY:
        return bool(request.agencies) and not request.strange and "list" in request.features
    if case.intent not in FACTS or not _ASKING & request.features:
        return False
    if sum(asked.weight >= LIMIT.full_word for asked in request.reading.asked) < 2:
        return False
    hits = search(case, {TASK, TARGET})
    return bool(hits) and hits[0].coverage >= LIMIT.overheard
