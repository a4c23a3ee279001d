"""What plans print for what people say, from the synonyms of the language and from what keepers taught."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu import lexical
from nlu.matching import Spell
from nlu.text import folded_words
from nlu.tone import tone_last

_WORDS = re.compile(r"[^\W_]+")


def longest_from(phrases: Iterable[tuple[str, ...]]) -> Mapping[str, int]:
    """The length of the longest phrase that begins with each word: how far a look ahead pays."""
    reach: dict[str, int] = {}
    for phrase in phrases:
        if len(phrase) > reach.get(phrase[0], 0):
            reach[phrase[0]] = len(phrase)
    return reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Folded words that plans print, how surely they are meant (0..1), by which rule, and their marks where told."""

    words: tuple[str, ...]
    weight: float
    rule: str
    marks: tuple[str, ...] = ()


_Reading = tuple[tuple[str, ...], tuple[Printed, ...]]  # the said phrase as written, and what is printed for it


class Expansions:
    """What plans print, by the `said` words; abbreviations in it are spelled out as in the texts."""

    def __init__(self, taught: Iterable[tuple[str, str]], *, spell: Spell) -> None:
        self._spell = spell
        self._by_phrase = lexical.synonyms_by_phrase()
        self._taught: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for said, printed in taught:
            self._taught.setdefault(folded_words(said), []).append(folded_words(printed))
        self.said = {**self._by_phrase, **self._taught}.keys()
        self.reach = longest_from(self.said)
        self._read: dict[tuple[str, ...], tuple[_Reading, ...]] = {}

    def of(self, phrase: tuple[str, ...], marks: Sequence[str]) -> Iterator[Printed]:
        """What is printed for said words; nothing when no group has them.

        `marks` are the said words as typed where their marks can be trusted, else "": "tiến" does not say "tiền".
        """
        if phrase not in self.said:
            return
        readings = self._read.get(phrase)
        if readings is None:  # made when first said: few of some thousand phrases ever are
            readings = self._read[phrase] = tuple(self._readings(phrase))
        for said, printed in readings:
            if any(_may_be(written, marks) for written in said):
                yield from printed

    def _readings(self, phrase: tuple[str, ...]) -> Iterator[_Reading]:
        for words in self._taught.get(phrase, ()):
            yield ("",), (Printed(words=self._spelled(words), weight=1.0, rule="taught"),)
        for group in self._by_phrase.get(phrase, ()):
            said = tuple(said.written for said in group.said if said.folded == phrase)
            others = tuple(other for other in group.printed if other.folded != phrase)
            yield said, tuple(self._printed(other, group) for other in others)

    def _printed(self, other: lexical.Phrase, group: lexical.SynonymGroup) -> Printed:
        words = self._spelled(other.folded)
        marks = tuple(map(tone_last, _WORDS.findall(other.written))) if len(words) == len(other.folded) else ()
        return Printed(words=words, weight=group.weight, rule=group.id, marks=marks)

    def _spelled(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(part for word in words for part in (self._spell(word) or (word,)))


def _may_be(written: str, marks: Sequence[str]) -> bool:
    """Whether words typed with these marks can be the written phrase; one clash in three words is a slip."""
    if not any(marks):
        return True
    forms = [tone_last(word) for word in written.replace(",", " ").split()]
    clashes = sum(bool(mark) and tone_last(mark) != form for mark, form in zip(marks, forms, strict=False))
    return clashes <= len(marks) // 3
