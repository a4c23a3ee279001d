"""Search over texts handed in: which of them is a question about, and which of its words none of them covers.

Folded words are matched; neighbouring words, typed marks and the place in the text say how well. A question's words
are weighed by how rare they are in what is searched. Coverage (how much of the question's weight is found) is kept
beside the score, because knowing that nothing answers is half of the work.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice, pairwise

from nlu.matching import Asked, Bound, Entry, Expansion, Hit, Hits, Layout, Spell, WordOf, may_tell
from nlu.postings import Postings, Span
from nlu.question import Question
from nlu.scoring import Scorer, hope
from nlu.text import WorkedOut
from nlu.word_forms import WordForms

_WORDS_OF_DATE = 6  # "ngày 6 tháng 12 năm 2021"
_KEPT_WHOLE = 2_000  # so many texts are laid out once and kept; more, and only what is asked for is, each time
_OWN_WORDS = 0.95  # share of the asked words that a text holds, for which it is always looked at
_CANDIDATES = 160  # texts scored exactly, at most
_FEW_POSTINGS = 6_000  # word places of a question that are all weighed; beyond, likely texts are counted first
_MANY_POSTINGS = 25_000  # word places counted at most; the rarest words go first


class TopicIndex:
    """An index of entries; built once, read by many questions.

    `weights` are the fields' weights; `spell` gives the long folded form of an abbreviation, so that "TTHC" and
    "thủ tục hành chính" are one text on both sides.
    """

    def __init__(self, entries: Iterable[Entry], *, weights: Mapping[str, float], spell: Spell) -> None:
        self._forms = WordForms(spell)
        self._refs: list[str] = []
        self._kinds: list[str] = []
        self._held: set[str] = set()
        self._texts: list[array[int]] = []
        self._bounds: list[tuple[Bound, ...]] = []
        self._rarities = WorkedOut(self._rarity)
        self._postings = Postings()
        self._by_ref: dict[str, int] = {}
        self._spans: dict[str, Span] = {}
        self._weights = weights
        self._last: tuple[Sequence[Asked], Sequence[Expansion], Question] | None = None
        self._masses = WorkedOut(self._mass)
        word_of = self._forms.word_of.__getitem__
        self._wholes = WorkedOut(partial(self._lay_out, word_of=word_of))
        self._mosts = WorkedOut(self._tell_most)
        self._scorer = Scorer(self._forms)
        self.id_of = self._forms.id_of
        self.forms_of = self._forms.forms_of
        self.phrase = WorkedOut(self._phrase).__getitem__  # of the language data: people say the same few things
        read = WorkedOut(self._forms.read)  # the same few words come again and again
        for entry in entries:
            self._add(entry, read)
        if len(self) > _FEW_POSTINGS:
            self._postings.remember_common()

        self._keeps_whole = len(self) <= _KEPT_WHOLE

    def __len__(self) -> int:
        return len(self._refs)

    def _add(self, entry: Entry, read: Mapping[str, tuple[int, ...]]) -> None:
        number = len(self._refs)
        self._refs.append(entry.ref)
        self._kinds.append(entry.kind)
        self._held.add(entry.kind)
        self._by_ref[entry.ref] = number
        start, end = self._spans.get(entry.group, (number, number))
        if end != number:
            raise ValueError(f"the texts of {entry.group} must come one after another")
        self._spans[entry.group] = (start, number + 1)
        text: array[int] = array("I")
        bounds = []
        for name, content in entry.fields:
            if content:
                bounds.append((len(text), name, self._weights.get(name, 0.5)))
                text.extend(chain.from_iterable(map(read.__getitem__, content.split())))
        self._texts.append(text)
        self._bounds.append(tuple(bounds))
        self._postings.add(number, {*self._forms.words_of({*text})})

    def sequences(self) -> Iterator[list[str]]:
        """The folded words of each text, in the order the texts were added."""
        for text in self._texts:
            yield [*self._forms.said(text)]

    def written(self) -> Iterator[list[str]]:
        """The words of each text as they are written, tone mark last, in the order the texts were added."""
        for text in self._texts:
            yield [self._forms.marked[form] or self._forms.words[self._forms.word_of[form]] for form in text]

    def marked_forms(self) -> Mapping[str, int]:
        """How the words of the texts are written, tone mark last, and how often each stands in them."""
        stands: Counter[int] = Counter(chain.from_iterable(self._texts))
        counted: Counter[str] = Counter()
        for form, times in stands.items():
            if marked := self._forms.marked[form]:
                counted[marked] += times
        return counted

    def prints_plain(self, folded: str) -> bool:
        """Whether any text holds the word written without marks."""
        return self._forms.prints(folded, folded)

    def knows(self, folded: str) -> bool:
        """Whether any text holds the word."""
        return self.id_of(folded) is not None

    def holds(self, ref: str, folded: str) -> bool:
        """Whether a text holds a word, alone or in a number such as "31/12/2025"."""
        number = self._by_ref.get(ref)
        if number is None:
            return False
        return any(folded in word.split("/") for word in self._forms.said(self._texts[number]))

    def holds_after_number(self, ref: str, folded: str) -> bool:
        """Whether a text holds a word with a number before it."""
        number = self._by_ref.get(ref)
        if number is None:
            return False
        said = self._forms.said(self._texts[number])
        return any(word == folded and last.isdigit() for last, word in pairwise(said))

    def holds_any(self, ref: str, words: frozenset[str]) -> bool:
        """Whether a text holds one of these words with a number beside it, or a word of repetition.

        The day of a document that is named by its number ("8016/KH-UBND ngày 01/10/2020") does not count.
        """
        number = self._by_ref.get(ref)
        if number is None:
            return False
        said = [*self._forms.said(self._texts[number])]
        dated = 0
        for at, (last, word, after) in enumerate(zip(["", *said], said, [*said[1:], ""], strict=False)):
            if "/" in last and not last.replace("/", "").isdigit():
                dated = at + _WORDS_OF_DATE
            if at >= dated and word in words and (last in ("hang", "dinh", "moi") or after[:1].isdigit()):
                return True
        return False

    def rarity(self, folded: str) -> float:
        """How much a word tells, 0 (in every text) … 1 (in one or none)."""
        word_id = self.id_of(folded)
        return 1.0 if word_id is None else self._rarities[word_id]

    def search(
        self,
        asked: Sequence[Asked],
        expansions: Sequence[Expansion] = (),
        *,
        groups: frozenset[str] | None = None,
        kinds: frozenset[str] | None = None,
        limit: int = 12,
        favour: Callable[[str], float] = lambda _ref: 0.0,
    ) -> Sequence[Hit]:
        """The texts that cover most of the asked words, best first; empty when none covers any.

        `groups` and `kinds` narrow what is searched. `favour` tells by ref what a text gains or loses beside its score.
        Equal texts come in the order they were added.
        """
        if not asked or (kinds is not None and not kinds & self._held):
            return ()
        question = self._question(asked, expansions)
        if not question.weighed:
            return ()
        found = self._best_first(question, self._candidates(question, groups, kinds), favour)
        return Hits(islice(found, limit))

    def _best_first(self, question: Question, numbers: Sequence[int], favour: Callable[[str], float]) -> Iterator[Hit]:
        """Those of some texts that cover anything, best first; a text is scored only when it may be the next."""
        waiting: list[tuple[float, bool, float, int, Hit | None]] = []
        for number in numbers:
            most = self._mosts[number] if self._keeps_whole else self._may_tell(number, question.wanted.get)
            waiting.append((-hope(most, question) - favour(self._refs[number]), False, 0.0, number, None))
        heapq.heapify(waiting)
        while waiting:
            _, _, _, number, hit = heapq.heappop(waiting)
            if hit is not None:
                yield hit
                continue
            hit = self._score(number, question)
            if hit.coverage:
                heapq.heappush(waiting, (-hit.score - favour(hit.ref), True, -hit.score, number, hit))

    def score_of(self, ref: str, asked: Sequence[Asked], expansions: Sequence[Expansion] = ()) -> Hit | None:
        """How well one text covers the asked words, or None for a ref that is not indexed."""
        number = self._by_ref.get(ref)
        if number is None:
            return None
        return self._score(number, self._question(asked, expansions))

    def _score(self, number: int, question: Question) -> Hit:
        layout = self._wholes[number] if self._keeps_whole else self._lay_out(number, question.wanted.get)
        return self._scorer.score(self._refs[number], layout, question, mass=self._masses[number])

    def _question(self, asked: Sequence[Asked], expansions: Sequence[Expansion]) -> Question:
        """The question in the index's numbers; it is often put twice or, plan by plan, a hundred times."""
        last = self._last
        if last is None or last[0] is not asked or last[1] is not expansions:
            last = self._last = (asked, expansions, Question(self, asked, expansions))
        return last[2]

    def _candidates(self, question: Question, groups: frozenset[str] | None, kinds: frozenset[str] | None) -> list[int]:
        """The texts that hold most of what is asked."""
        rough = question.rough.get(groups)
        if rough is None:
            rough = question.rough[groups] = self._weighed(question, groups)
        if kinds is not None:
            rough = {number: weight for number, weight in rough.items() if self._kinds[number] in kinds}
        # A text that has the asked words themselves is never far behind one that has many of their synonyms.
        floor = min(max(rough.values(), default=0.0) / 2, _OWN_WORDS * sum(question.weights))
        allowed = [(-weight, number) for number, weight in rough.items() if weight >= floor]
        return [number for _, number in heapq.nsmallest(_CANDIDATES, allowed)]

    def _weighed(self, question: Question, groups: frozenset[str] | None) -> dict[int, float]:
        """The likely texts of some groups with the weight of the words that each holds."""
        postings, spans = self._postings, self._spans_of(groups)
        rarest_first = sorted(question.seeds.items(), key=lambda seed: postings.count(seed[0]))
        posted = [(word_id, postings.within(word_id, spans), weight) for word_id, weight in rarest_first]
        met: Iterable[tuple[Iterable[int], float]] = ((numbers, weight) for _, numbers, weight in posted)
        if sum(len(numbers) for _, numbers, _ in posted) > _FEW_POSTINGS:
            likely = frozenset(postings.voted(_votes(posted), spans, least=_CANDIDATES))
            met = ((postings.among(word_id, likely), weight) for word_id, _, weight in posted if weight)
        rough: defaultdict[int, float] = defaultdict(float)
        for numbers, weight in met:
            for number in numbers:
                rough[number] += weight
        return rough

    def prints(self, phrase: Sequence[str], groups: Collection[str]) -> bool:
        """Whether any text of these groups holds the folded words side by side."""
        ids = [self.id_of(word) for word in phrase]
        known = tuple(word_id for word_id in ids if word_id is not None)
        if not known or len(known) < len(ids):
            return False
        rarest, *others = sorted(known, key=self._postings.count)
        numbers = frozenset(self._postings.within(rarest, self._spans_of(groups))[:_FEW_POSTINGS])
        for word_id in others:
            numbers = frozenset(self._postings.among(word_id, numbers))
        word_of = self.forms_of(known).get
        return any(self._lay_out(number, word_of).find_phrase(known)[1] == 1.0 for number in numbers)

    def _spans_of(self, groups: Collection[str] | None) -> list[Span]:
        """Where the texts of some groups stand; None = of all."""
        if groups is None or len(groups) == len(self._spans):
            return [(0, len(self._refs))]
        return [self._spans[group] for group in groups if group in self._spans]

    def _lay_out(self, number: int, word_of: WordOf) -> Layout:
        return Layout.of(self._texts[number], self._bounds[number], word_of)

    def _tell_most(self, number: int) -> Mapping[int | None, float]:
        return self._wholes[number].tell_most()

    def _may_tell(self, number: int, word_of: WordOf) -> Mapping[int | None, float]:
        return may_tell(self._texts[number], self._bounds[number], word_of)

    def _mass(self, number: int) -> float:
        """What the words of a text's first field tell together, by their rarity."""
        text, bounds = self._texts[number], self._bounds[number]
        head = text[: bounds[1][0]] if len(bounds) > 1 else text
        return sum(map(self._rarities.__getitem__, self._forms.words_of(head)))

    def rarity_of(self, word_id: int) -> float:
        """As `rarity`, for a word of the index."""
        return self._rarities[word_id]

    def _phrase(self, words: tuple[str, ...]) -> tuple[tuple[int, ...], float] | None:
        """The numbers of words and what the rarest of them tells, or None where one is in no text."""
        ids = tuple(word_id for word in words if (word_id := self.id_of(word)) is not None)
        return (ids, max(map(self.rarity_of, ids))) if len(ids) == len(words) else None

    def _rarity(self, word_id: int) -> float:
        total = len(self._refs) + 1
        return math.log(total / (self._postings.count(word_id) + 0.5)) / math.log(total / 0.5)


def _votes(posted: Sequence[tuple[int, Sequence[int], float]]) -> Iterator[tuple[int, int]]:
    """(word, votes) of the rarest words, by their weights; the commonest ones part no texts and are left out."""
    heaviest = max(weight for _, _, weight in posted) or 1.0
    visited = 0
    for word_id, numbers, weight in posted:
        yield word_id, max(1, round(3 * weight / heaviest))
        visited += len(numbers)
        if visited > _MANY_POSTINGS:
            break
