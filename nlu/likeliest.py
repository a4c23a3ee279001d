"""Which readings of a message's words go best together: few slips, words that are said side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from math import inf
from operator import itemgetter
from typing import NamedTuple

from nlu.likelihood import Likelihood, Said
from nlu.tone import tone_last

_NOTHING: Said = ("", "")
_KEPT = 8192  # words of which is remembered how their readings are written


class Repair(StrEnum):
    """How a token came to its reading."""

    NONE = ""
    CHAT = "chat"
    SHORT = "abbreviation"
    TELEX = "telex"
    GLUED = "glued"
    SLIP = "slip"


class Option(NamedTuple):  # made by the hundred for a message
    """One reading of a word; `cost` is how unlikely the word was then typed so, in bits."""

    parts: tuple[str, ...]
    cost: float = 0.0
    repair: Repair = Repair.NONE
    marked: str = ""
    form: str = ""  # how it is written, tone mark last, where its writer's marks tell

    @property
    def first(self) -> Said:
        """The word that stands beside what is before it."""
        return self.parts[0], self.form

    @property
    def last(self) -> Said:
        """The word that stands beside what is behind it."""
        return self.parts[-1], self.form


_Path = tuple["_Path | None", Option]
"""A way through the readings: the way so far and the last one."""


@lru_cache(maxsize=_KEPT)  # most words are typed again and again
def as_written(options: tuple[Option, ...], typed: str) -> tuple[Option, ...]:
    """Readings with how they are written, where what they were read from was typed with marks."""
    return tuple(
        o._replace(form=tone_last(o.marked or typed))
        if len(o.parts) == 1 and (o.marked or o.repair is Repair.NONE)
        else o
        for o in options
    )


def unlikely(
    likely: Likelihood, options: Sequence[Option], before: Sequence[Said], after: Sequence[Said]
) -> list[float]:
    """How unlikely each reading of a word is, typed so and between the likeliest of its neighbours, in bits."""
    beside, ends = likely.beside, [(option.first, option.last) for option in options]
    behind = [[beside(word, first) for first, _ in ends] for word in before or (_NOTHING,)]
    ahead = [[beside(last, word) for _, last in ends] for word in after] or [[0.0] * len(ends)]
    return [o.cost - led - told for o, led, told in zip(options, _best(behind), _best(ahead), strict=True)]


def _best(rows: Sequence[Sequence[float]]) -> Iterable[float]:
    """The greatest of each column."""
    return map(max, *rows) if len(rows) > 1 else rows[0]


def likeliest(places: Sequence[tuple[Option, ...]], likely: Likelihood) -> Sequence[Option]:
    """The likeliest path through the readings of a message's words, one reading a word."""
    if all(len(options) == 1 for options in places):
        return [options[0] for options in places]
    beside = likely.beside
    paths: list[tuple[float, Said, _Path | None]] = [(0.0, _NOTHING, None)]
    for options in places:
        reached: list[tuple[float, Said, _Path | None]] = []
        for option in options:
            first = option.first
            score, path = -inf, None
            for upto, last, behind in paths:
                reach = upto + beside(last, first)
                if reach > score:
                    score, path = reach, behind
            reached.append((score - option.cost, option.last, (path, option)))
        paths = reached
    return _options_of(max(paths, key=itemgetter(0))[2])


def _options_of(path: _Path | None) -> list[Option]:
    """The readings along a path, in order."""
    options = []
    while path is not None:
        path, option = path
        options.append(option)
    return options[::-1]
