"""Which of several plans is named by its title: "kế hoạch du lịch có mấy việc"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from nlu.matching import Asked, Expansion, Hit
from nlu.reading import MessageReading
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.world import World

_PLAN = ("ke", "hoach")
_LEAST_WEIGHT = 1.5  # of the words that name a plan: one syllable is no name


def titled(reading: MessageReading, world: World, slugs: Collection[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The plan whose title holds all that stands behind the word for plan, and the words that say so.

    Nothing where no title or more than one does: what is meant may be a plan that a task is to leave behind.
    """
    spoken_for = {at for cue in reading.cues for at in cue.used}
    for at, (word, after) in enumerate(pairwise(reading.tokens)):
        if (word.folded, after.folded) != _PLAN or at + 2 in spoken_for:
            continue
        places = _behind(reading, at + 2)
        if sum(reading.asked[place].weight for place in places) >= _LEAST_WEIGHT:
            found = plans_called(_only(reading.asked, places), reading.expansions, world, slugs, least=LIMIT.titled)
            if len(found) == 1:
                return (found[0].ref,), (at, at + 1, *places)
    return (), ()


def is_called(
    reading: MessageReading, places: Collection[int], world: World, slugs: Collection[str], *, besides: frozenset[str]
) -> bool:
    """Whether the words at these places only call the plan: by its title, or by one of the words `besides`."""
    spoken = [at for at in places if reading.asked[at].weight and reading.tokens[at].folded not in besides]
    if not spoken:
        return True
    return bool(plans_called(_only(reading.asked, spoken), reading.expansions, world, slugs, least=LIMIT.titled))


def plans_called(
    asked: Sequence[Asked], expansions: Sequence[Expansion], world: World, slugs: Collection[str], *, least: float
) -> tuple[Hit, ...]:
    """The plans whose title, issuer or signer covers the words, and that no other covers better."""
    hits = world.heads.search(asked, expansions, groups=frozenset(slugs))
    best = max((hit.coverage for hit in hits), default=0.0)
    return tuple(hit for hit in hits if hit.coverage >= max(least, best - LIMIT.margin))


def _behind(reading: MessageReading, start: int) -> tuple[int, ...]:
    """The words that follow side by side and say something of a topic."""
    end = start
    while end < len(reading.asked) and reading.asked[end].weight:
        end += 1
    return tuple(range(start, end))


def _only(asked: Sequence[Asked], places: Collection[int]) -> tuple[Asked, ...]:
    return tuple(word if at in places else replace(word, weight=0.0) for at, word in enumerate(asked))
