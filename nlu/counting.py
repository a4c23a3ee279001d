"""How many things a task is to leave behind: "rà soát bao nhiêu vụ", "xác minh mấy người"."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.case import Case
from nlu.covering import enough, speaks_of_others
from nlu.matching import Hit
from nlu.meaning import Decision, Intent, Understanding

_HOW_MANY = frozenset({"may", "bao"})


def answer_counted(case: Case, hits: Sequence[Hit]) -> Understanding | None:
    """The product of the task found where it numbers the things counted ("rà soát bao nhiêu vụ"); else None."""
    if not hits or hits[0].coverage < enough(case, hits) or speaks_of_others(case, hits[0]):
        return None
    tokens = case.request.reading.tokens
    for cue in case.request.reading.cues:
        first, last = tokens[cue.start].folded, tokens[cue.end - 1].folded
        if first in _HOW_MANY and case.world.numbers(hits[0].ref, last):
            asked = (Intent.ASK_PRODUCT,)
            return case.told(
                Decision.ANSWER, intent=asked[0], fields=asked, tasks=(hits[0].ref,), confidence=hits[0].coverage
            )
    return None
