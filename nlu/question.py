"""The asked words in an index's numbers: weighed once, then held against each likely text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from nlu.compounds import load_compounds
from nlu.matching import Asked, Expansion, Layout
from nlu.tone import tone_last

_STRANGER = 0.6  # what a lone word that no text holds weighs against a text
_TOPIC_WORD = 0.9


class Words(Protocol):
    """What a question needs to know of the words of an index."""

    def id_of(self, folded: str) -> int | None:
        """The index's number of a word, or None."""
        ...

    def rarity(self, folded: str) -> float:
        """How much a word tells, 0 (in every text) … 1 (in one or none)."""
        ...

    def rarity_of(self, word_id: int) -> float:
        """As `rarity`, for a word of the index."""
        ...

    def phrase(self, words: tuple[str, ...]) -> tuple[tuple[int, ...], float] | None:
        """The index's numbers of words and what the rarest of them tells, or None where one is in no text."""
        ...

    def forms_of(self, word_ids: Iterable[int]) -> dict[int, int]:
        """Each written form of these words, with its word."""
        ...


class Question:
    """A question against one index.

    By asked word: `ids` its readings with the share each keeps, `marks`, `weights`. `weighed` are those that count:
    (place, weight, what counts against a text that lacks it), `begins` the first of them, `readings` those of them that
    any text has. `compounds` are the spans of words of several syllables that the index knows singly; `seeds` the words
    by which likely texts are found, with their weight. `rough` keeps what was found by them among some groups, for
    tasks and for duties alike.
    """

    def __init__(self, index: Words, asked: Sequence[Asked], expansions: Sequence[Expansion]) -> None:
        self.ids: list[tuple[tuple[int, float], ...]] = []
        self.marks = [tone_last(word.marked) if word.marked else "" for word in asked]
        for word in asked:
            readings = [(word.folded, 1.0), *word.others]
            found = [(index.id_of(folded), kept) for folded, kept in readings]
            self.ids.append(tuple((word_id, kept) for word_id, kept in found if word_id is not None))
        words = [(), *(tuple(word_id for word_id, _ in known) for known in self.ids), ()]
        self._neighbours = [*zip(words, words[2:], strict=False)]
        self.expansions: list[tuple[Expansion, tuple[int, ...]]] = []
        expanded: dict[int, float] = {}
        for expansion in expansions:
            if known_words := index.phrase(expansion.words):
                known_ids, rarity = known_words
                self.expansions.append((expansion, known_ids))
                for at in range(expansion.start, expansion.end):
                    if rarity > expanded.get(at, -1.0):
                        expanded[at] = rarity
        self.weights = []
        for at, word in enumerate(asked):
            rarity = index.rarity(word.folded)
            if not self.ids[at] and at in expanded:
                rarity = expanded[at]
            if self._is_lone_stranger(at, asked, expanded):
                rarity *= _STRANGER
            self.weights.append(word.weight * max(rarity, 0.02))
        weights = enumerate(zip(self.weights, asked, strict=True))
        self.weighed = [(at, weight, weight * word.lost) for at, (weight, word) in weights if weight]
        self.begins = self.weighed[0][0] if self.weighed else 0
        said = (word_id for known in self.ids for word_id, _ in known)
        self.readings = [(at, self.ids[at]) for at, _, _ in self.weighed if self.ids[at]]
        wanted = {*said}.union(*(known for _, known in self.expansions))
        self._rarities = {word_id: index.rarity_of(word_id) for word_id in wanted}
        self._forms_of = index.forms_of
        self.rough: dict[frozenset[str] | None, dict[int, float]] = {}
        self.compounds = [
            span
            for span in load_compounds().words_of([word.folded for word in asked])
            if all(self.weights[at] for at in range(*span)) and any(self.ids[at] for at in range(*span))
        ]
        self.seeds: dict[int, float] = {}
        for at, known in enumerate(self.ids):
            for word_id, kept in known:
                self.seeds[word_id] = max(self.seeds.get(word_id, 0.0), self.weights[at] * kept)
        for expansion, known_ids in self.expansions:
            share = sum(self.weights[expansion.start : expansion.end]) * expansion.weight / len(known_ids)
            for word_id in known_ids:
                if share > self.seeds.get(word_id, -1.0):
                    self.seeds[word_id] = share

    @cached_property
    def wanted(self) -> Mapping[int, int]:
        """The written forms to look for in a text, with their word."""
        return self._forms_of(self._rarities)

    def coverage(self, shares: Sequence[float]) -> float:
        """The share of the question's weight that is found where each word is found by such a share."""
        covered = missed = 0.0
        for at, weight, loss in self.weighed:
            covered += weight * shares[at]
            missed += loss * (1.0 - shares[at])
        return covered / (covered + missed) if covered else 0.0

    def touched(self, layout: Layout) -> float:
        """What the words wanted in a text's first field tell together, by their rarity."""
        touched, head, places = 0.0, layout.head, layout.places
        for word_id in places.keys() & self._rarities.keys():
            for place in places[word_id]:
                if place < head:
                    touched += self._rarities[word_id]
        return touched

    def _is_lone_stranger(self, at: int, asked: Sequence[Asked], expanded: Mapping[int, float]) -> bool:
        """Whether one word that no text holds stands among words that texts do: likely everyday speech.

        Two strangers side by side are a thing of their own ("tàu ngầm").
        """
        if self.ids[at] or at in expanded:
            return False
        return not any(
            0 <= other < len(asked)
            and asked[other].weight >= _TOPIC_WORD
            and not self.ids[other]
            and other not in expanded
            for other in (at - 1, at + 1)
        )

    def stands_beside(self, at: int, place: int, places: Mapping[int, Sequence[int]]) -> bool:
        """Whether the next or the last asked word stands beside `place` in the text too (one word may lie between)."""
        before, after = self._neighbours[at]
        for word_id in after:
            stands = places.get(word_id)
            if stands and (place + 1 in stands or place + 2 in stands):
                return True
        for word_id in before:
            stands = places.get(word_id)
            if stands and (place - 1 in stands or place - 2 in stands):
                return True
        return False
