"""Whether the best text found is about what was asked, or only has some of its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlu.case import Case
from nlu.matching import Hit
from nlu.noise import Token
from nlu.thresholds import THRESHOLDS as LIMIT

_SHORT_QUESTION = 2  # full words
_SHORTEST_NUMBER = 3  # digits of a number that names something; fewer count
_NUMBERED = frozenset({"dinh", "quyet", "tu", "thi", "luat", "an", "so", "hoach", "van"})
"""Last syllables of the kinds of documents, before their number: "nghị định 107"."""
_OF_WHOM = frozenset({"cho", "cua", "tai", "o", "danh", "cap"})


def enough(case: Case, hits: Sequence[Hit]) -> float:
    """The coverage that answers: of two words nearly both must be there ("hội thao" is not "hội thảo").

    A task that leaves all others far behind may be covered a little less; one that names the asked document is meant.
    """
    if hits and names_number(case, hits[0]):
        return LIMIT.offer
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
    if top.coverage < LIMIT.word_lost and _lacks_word(case, lost):
        return True
    return any(
        here
        and (
            tokens[at].folded in _OF_WHOM
            or (before and top.coverage < LIMIT.two_lost and tokens[at].typed != tokens[at + 1].typed)
        )
        for at, (before, here) in enumerate(pairwise(lost))
    )


def names_number(case: Case, top: Hit) -> bool:
    """Whether the best text names the document that the question calls by its number: then it is meant."""
    numbers = _numbers(case)
    return bool(numbers) and all(top.shares[at] >= LIMIT.found for at in numbers)


def _lacks_word(case: Case, lost: Sequence[bool]) -> bool:
    """Whether a word of several syllables is not in the best text: half of it there is another word."""
    tokens, asked = case.request.reading.tokens, case.request.reading.asked
    return any(
        any(lost[start:end])
        and all(word.topic >= LIMIT.full_word for word in asked[start:end])
        and tokens[start].typed != tokens[start + 1].typed  # an abbreviation
        for start, end in case.request.reading.compounds
    )


def _lacks_number(case: Case, top: Hit) -> bool:
    """Whether the number by which a document or a standard is called ("ISO 14001") is not in the best text."""
    return any(top.shares[at] < LIMIT.found for at in _numbers(case))


def _numbers(case: Case) -> list[int]:
    """Where the numbers stand by which documents or standards are called."""
    reading = case.request.reading
    return [
        at
        for at, (before, here) in enumerate(pairwise(reading.tokens), start=1)
        if here.typed[0].isdigit()
        and reading.asked[at].weight
        and before.end < here.start
        and _calls(before, here.typed)
    ]


def _calls(before: Token, number: str) -> bool:
    """Whether a number behind a word is a name: "nghị định 107", "thông tư 01/2023", "ISO 14001"."""
    if "/" in number or not number.isdecimal():
        return before.folded in _NUMBERED and "/" in number
    of_kind = before.folded in _NUMBERED or (before.typed.isupper() and len(before.typed) > 1)
    return of_kind and len(number) >= _SHORTEST_NUMBER
