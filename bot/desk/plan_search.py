"""Finding the plan that a person names: by its short name, its number, who issued it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from bot.desk.wording import texts
from knowledge.plan import Plan
from nlu.text import fold, folded_words

_NUMBER: Final = re.compile(r"\d{2,}")
_SAYS_PLAN: Final = re.compile(r"\W*(?:(?:cho|em|toi|minh|xem|cua) )*(?:ke hoach|quyet dinh|kh|qd|plan)\b")
_YEAR: Final = re.compile(r"20\d\d")


def find_named_plans(words: str, plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """The plans that bear all the words in slug, number or issuer; () where only small words were said."""
    known, small = tuple(plans), _small_words()
    wanted = [word for word in folded_words(words) if word not in small and not _YEAR.fullmatch(word)]
    if not wanted:
        return ()
    return tuple(plan for plan in known if all(word in _called(plan) for word in wanted))


def says_plan(words: str) -> bool:
    """Whether the words open with what a plan is called ("kế hoạch của Sở Tư pháp"), not with an agency's name."""
    return _SAYS_PLAN.match(fold(words)) is not None


def find_plan_meant(words: str, plans: Iterable[Plan]) -> tuple[Plan, ...] | None:
    """The plans that words are about where they name a plan, or just say "kế hoạch"; None where they name a task."""
    known = tuple(plans)
    opens = _SAYS_PLAN.match(fold(words))
    if opens is None:
        return tuple(plan for plan in known if plan.slug == words.casefold()) or None
    named = find_named_plans(words, known)
    return named if named or opens.end() == len(words) or names_a_number(words) else None


def names_a_number(words: str) -> bool:
    """Whether a plan is told by a number ("kế hoạch 8067"): one that no plan has is not looked for among the tasks."""
    return says_plan(words) and any(not _YEAR.fullmatch(number) for number in _NUMBER.findall(words))


def _called(plan: Plan) -> frozenset[str]:
    number = _NUMBER.search(plan.head.number)
    return frozenset(
        (*folded_words(f"{plan.slug} {plan.head.issuer} {plan.head.number}"), *((number[0],) if number else ()))
    )


@cache
def _small_words() -> frozenset[str]:
    return frozenset(folded_words(texts()["totals.small_words"]))
