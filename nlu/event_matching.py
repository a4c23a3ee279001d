"""Which of the events that plans print ("ngày quyết định công bố") a message speaks of, by its words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlu.lexical import abbreviations
from nlu.reporting import report_rules
from nlu.text import folded_words

_PAIRS = 0.5  # how much neighbouring words count beside single ones: "công bố" is not "công khai, bố trí"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMatch:
    """How well an event fits. `at` is its place among those handed in.

    `covered` is the share of the message's words that the event has, `told` the share of its words that the message
    has; both 0..1, rare words weighing more.
    """

    at: int
    covered: float
    told: float


def match_events(text: str, events: Sequence[str]) -> tuple[EventMatch, ...]:
    """The events that share a word with the message, the likeliest first.

    Days, document numbers and what else is no name of an event are the caller's to take out beforehand.

    >>> [match.at for match in match_events("vừa ký QĐ công bố", ["ngày nhận phản ánh", "ngày quyết định công bố"])]
    [1]
    """
    printed = [content_words(event) for event in events]
    seen = Counter(word for words in printed for word in set(words))
    asked = content_words(text)

    def weigh(words: Sequence[str], within: Sequence[str]) -> float:
        """The share of `words`, singly and in pairs, that stands `within`."""
        singles = _share(words, set(within), seen, len(events))
        pairs = list(pairwise(words))
        if not pairs:
            return singles
        held = set(pairwise(within))
        return (1 - _PAIRS) * singles + _PAIRS * sum(pair in held for pair in pairs) / len(pairs)

    found = [
        EventMatch(at=at, covered=weigh(asked, words), told=weigh(words, asked))
        for at, words in enumerate(printed)
        if set(words) & set(asked)
    ]
    return tuple(sorted(found, key=lambda match: (-round(match.covered, 2), -match.told, match.at)))


def content_words(text: str) -> tuple[str, ...]:
    """The folded words that can tell one event from another, abbreviations written out."""
    words: list[str] = []
    for word in folded_words(text):
        known = abbreviations().get(word, ())
        words += known[0].long[0].folded if len(known) == 1 else (word,)
    fillers = report_rules().event_fillers
    return tuple(word for word in words if word not in fillers and not word[0].isdigit())


def _share(words: Sequence[str], within: set[str], seen: Counter[str], events: int) -> float:
    weights = {word: math.log(1 + events / seen[word]) if seen[word] else math.log(1 + events) for word in set(words)}
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in within) / total if total else 0.0
