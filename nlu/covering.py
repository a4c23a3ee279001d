"""Whether the best text found is about what was asked, or only has some of its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlu.case import Case
from nlu.matching import Hit
from nlu.thresholds import THRESHOLDS as LIMIT

_SHORT_QUESTION = 2  # full words
_SHORTEST_NUMBER = 3  # digits of a number that names something; fewer count
_NUMBERED = frozenset({"dinh", "quyet", "tu", "thi", "luat", "an", "so"})
"""Last syllables of the kinds of documents, before their number: "nghị định 107"."""
_OF_WHOM = frozenset({"cho", "cua", "tai", "o", "danh", "cap"})


def enough(case: Case, hits: Sequence[Hit]) -> float:
    """The coverage that answers: of two words nearly both must be there ("hội thao" is not "hội thảo").

    A task that leaves all others far behind may be covered a little less.
    """
    full = sum(word.topic >= LIMIT.full_word for word in case.request.reading.asked)
    if 0 < full <= _SHORT_QUESTION:
        return LIMIT.short_answer
    best, second, *_ = (*(hit.score for hit in hits[:2]), 0.0, 0.0)
    return LIMIT.far_ahead if best - second >= LIMIT.lead else LIMIT.answer


def speaks_of_others(case: Case, top: Hit) -> bool:
    """Whether the question is about something that the best text does not name.

    Two words running that it lacks are a thing of their own ("khám sức khỏe [người] cao tuổi"); so is one after "cho".
    """
    if _lacks_number(case, top):
        return True
    if top.coverage >= LIMIT.sure:
        return False
    tokens = case.request.reading.tokens
    lost = [
        asked.topic >= LIMIT.full_word and match.share < LIMIT.found
        for asked, match in zip(case.request.reading.asked, top.matches, strict=False)
    ]
    return any(
        here
        and (
            tokens[at].folded in _OF_WHOM
            or (before and top.coverage < LIMIT.two_lost and tokens[at].typed != tokens[at + 1].typed)
        )
        for at, (before, here) in enumerate(pairwise(lost))
    )


def _lacks_number(case: Case, top: Hit) -> bool:
    """Whether the number by which a document or a standard is called ("ISO 14001") is not in the best text."""
    tokens = case.request.reading.tokens
    return any(
        word.weight
        and before.end < token.start
        and token.typed.isdecimal()
        and len(token.typed) >= _SHORTEST_NUMBER
        and match.share < LIMIT.found
        and (before.folded in _NUMBERED or (before.typed.isupper() and len(before.typed) > 1))
        for (before, token), word, match in zip(
            pairwise(tokens), case.request.reading.asked[1:], top.matches[1:], strict=False
        )
    )
