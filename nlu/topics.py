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
from itertools import chain, pairwise
from typing import NamedTuple

from nlu.matching import NO_MATCH, Asked, Entry, Expansion, Hit, Layout, Spell, matched
from nlu.postings import Postings, Span
from nlu.question import Question
from nlu.syllables import is_syllable
from nlu.text import WorkedOut, forms
from nlu.tone import tone_last

# Shares of a field's weight that a match keeps.
_BESIDE = 1.0  # with its neighbour in the question beside it in the text too
_BESIDE_OTHER_MARKS = 0.7  # the same, typed with the marks of another word ("báo hiểm", "Công" read for "Cổng")
_SAME_MARKS = 0.85  # alone, typed with the marks that stand in the text
_SURE = 0.75  # alone, without marks, but the folded form is one word only
_FOLDED = 0.5  # alone, and the folded form is several words ("so": số, sở, sổ)
_STREWN = 0.4  # each syllable of a word ("giao thông") that a text has, but apart ("giáo dục … phổ thông")
_OTHER_MARKS = 0.25  # alone, typed with other marks than the text's
_SPECIFIC_SHARE = 0.12  # how much a short, fully matched text gains over a long one
_CANDIDATES = 160  # texts scored exactly, at most
_FEW_POSTINGS = 6_000  # word places of a question that are all weighed; beyond, likely texts are counted first
_MANY_POSTINGS = 25_000  # word places counted at most; the rarest words go first


class _Found(NamedTuple):
    """How a text covers a question; by asked word the share, the place in the text and the synonym rule."""

    score: float
    coverage: float
    layout: Layout
    shares: list[float]
    stands: list[int]
    rules: list[str]


class TopicIndex:
    """An index of entries; built once, read by many questions.

    `weights` are the fields' weights; `spell` gives the long folded form of an abbreviation, so that "TTHC" and
    "thủ tục hành chính" are one text on both sides.
    """

    def __init__(self, entries: Iterable[Entry], *, weights: Mapping[str, float], spell: Spell) -> None:
        self._ids: dict[str, int] = {}
        self._words: list[str] = []
        self._form_ids: dict[tuple[str, str], int] = {}
        self._word_of: list[int] = []  # by form
        self._marked: list[str] = []  # by form: as written with the tone mark last, "" where without marks
        self._refs: list[str] = []
        self._kinds: list[str] = []
        self._held: set[str] = set()
        self._texts: list[array[int]] = []
        self._bounds: list[tuple[tuple[int, str, float], ...]] = []
        self._mass: dict[int, float] = {}
        self._forms_by_word: dict[int, list[int]] = {}
        self._rarities = WorkedOut(self._rarity)
        self._postings = Postings()
        self._marks: dict[int, set[str]] = {}
        self._by_ref: dict[str, int] = {}
        self._spans: dict[str, tuple[int, int]] = {}
        self._weights = weights
        self._spell = spell
        self._last: tuple[Sequence[Asked], Sequence[Expansion], Question] | None = None
        read = WorkedOut(self._read)  # the same few words come again and again
        for entry in entries:
            self._add(entry, read)
        if len(self) > _FEW_POSTINGS:
            self._postings.remember_common()

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
        self._postings.add(number, {*self._words_of({*text})})

    def _read(self, piece: str) -> tuple[int, ...]:
        """The forms of what stands between two spaces: no word goes on over a space."""
        read: list[int] = []
        for folded, written in forms(piece):
            long = self._spell(folded)
            if long is None:
                read.append(self._form(folded, written))
                if "/" in folded:  # people say "nghị định 107" for 107/2021/NĐ-CP
                    read.append(self._form(folded.split("/")[0], ""))
            else:
                read.extend(self._form(part, "") for part in long)
        return tuple(read)

    def _words_of(self, forms: Iterable[int]) -> Iterator[int]:
        """The words of which these are forms."""
        return map(self._word_of.__getitem__, forms)

    def _form(self, folded: str, written: str) -> int:
        form = self._form_ids.get((folded, written))
        if form is not None:
            return form
        word_id = self._ids.get(folded)
        if word_id is None:
            word_id = self._ids[folded] = len(self._words)
            self._words.append(folded)
        marked = tone_last(written) if written else ""
        if marked:
            self._marks.setdefault(word_id, set()).add(marked)
        form = self._form_ids[folded, written] = len(self._word_of)
        self._word_of.append(word_id)
        self._marked.append(marked)
        self._forms_by_word.setdefault(word_id, []).append(form)
        return form

    def _said(self, text: array[int]) -> Iterator[str]:
        """The folded words of a text."""
        return map(self._words.__getitem__, self._words_of(text))

    def sequences(self) -> Iterator[list[str]]:
        """The folded words of each text, in the order the texts were added."""
        for text in self._texts:
            yield [*self._said(text)]

    def marked_forms(self) -> Mapping[str, int]:
        """How the words of the texts are written, tone mark last, and how often each stands in them."""
        stands: Counter[int] = Counter(chain.from_iterable(self._texts))
        counted: Counter[str] = Counter()
        for form, times in stands.items():
            if marked := self._marked[form]:
                counted[marked] += times
        return counted

    def prints_plain(self, folded: str) -> bool:
        """Whether any text holds the word written without marks."""
        return (folded, folded) in self._form_ids

    def knows(self, folded: str) -> bool:
        """Whether any text holds the word."""
        return folded in self._ids

    def holds(self, ref: str, folded: str) -> bool:
        """Whether a text holds a word, alone or in a number such as "31/12/2025"."""
        number = self._by_ref.get(ref)
        if number is None:
            return False
        return any(folded in word.split("/") for word in self._said(self._texts[number]))

    def holds_after_number(self, ref: str, folded: str) -> bool:
        """Whether a text holds a word with a number before it."""
        number = self._by_ref.get(ref)
        if number is None:
            return False
        said = self._said(self._texts[number])
        return any(word == folded and last.isdigit() for last, word in pairwise(said))

    def holds_any(self, ref: str, words: frozenset[str]) -> bool:
        """Whether a text holds one of these words with a number beside it, or a word of repetition."""
        number = self._by_ref.get(ref)
        if number is None:
            return False
        said = [*self._said(self._texts[number])]
        return any(
            word in words and (last in ("hang", "dinh", "moi") or (after[:1].isdigit()))
            for last, word, after in zip(["", *said], said, [*said[1:], ""], strict=False)
        )

    def rarity(self, folded: str) -> float:
        """How much a word tells, 0 (in every text) … 1 (in one or none)."""
        word_id = self._ids.get(folded)
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
    ) -> tuple[Hit, ...]:
        """The texts that cover most of the asked words, best first; empty when none covers any.

        `groups` and `kinds` narrow what is searched. `favour` tells by ref what a text gains or loses beside its score.
        Equal texts come in the order they were added.
        """
        if not asked or (kinds is not None and not kinds & self._held):
            return ()
        question = self._question(asked, expansions)
        if not question.weighed:
            return ()
        hopes = []
        for number in self._candidates(question, groups, kinds):
            layout, gain = self._lay_out(number, question.wanted), favour(self._refs[number])
            hopes.append((_hope(layout, question) + gain, gain, number, layout))
        best: list[tuple[float, float, int, _Found]] = []
        for hope, gain, number, layout in sorted(hopes, reverse=True):
            if len(best) == limit and hope < best[0][0]:
                break
            found = self._find(number, question, layout)
            if found.coverage:
                add = heapq.heappush if len(best) < limit else heapq.heappushpop
                add(best, (found.score + gain, found.score, -number, found))
        return tuple([self._hit(-number, found) for _, _, number, found in sorted(best, reverse=True)])

    def score_of(self, ref: str, asked: Sequence[Asked], expansions: Sequence[Expansion] = ()) -> Hit | None:
        """How well one text covers the asked words, or None for a ref that is not indexed."""
        number = self._by_ref.get(ref)
        if number is None:
            return None
        question = self._question(asked, expansions)
        return self._hit(number, self._find(number, question, self._lay_out(number, question.wanted)))

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
        floor = min(max(rough.values(), default=0.0), sum(question.weights)) / 2
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
        ids = [self._ids.get(word) for word in phrase]
        known = tuple(word_id for word_id in ids if word_id is not None)
        if not known or len(known) < len(ids):
            return False
        rarest, *others = sorted(known, key=self._postings.count)
        numbers = frozenset(self._postings.within(rarest, self._spans_of(groups))[:_FEW_POSTINGS])
        for word_id in others:
            numbers = frozenset(self._postings.among(word_id, numbers))
        wanted = self.forms_of(known)
        return any(self._lay_out(number, wanted).find_phrase(known)[1] == 1.0 for number in numbers)

    def _spans_of(self, groups: Collection[str] | None) -> list[Span]:
        """Where the texts of some groups stand; None = of all."""
        if groups is None or len(groups) == len(self._spans):
            return [(0, len(self._refs))]
        return [self._spans[group] for group in groups if group in self._spans]

    def _find(self, number: int, question: Question, layout: Layout) -> _Found:
        """Where and how well the asked words are found in a text."""
        text = self._texts[number]
        shares = [0.0] * len(question.weights)
        stands, rules = [-1] * len(shares), [""] * len(shares)
        for at in question.weighed:
            shares[at], stands[at] = self._own_share(at, question, layout, text)
        for expansion, ids in question.expansions:
            if ids[0] not in layout.places or min(shares[expansion.start : expansion.end]) >= expansion.weight:
                continue
            place, kept = layout.find_phrase(ids)
            share = layout.shares[place] * kept * expansion.weight if kept else 0.0
            gaining = [at for at in range(expansion.start, expansion.end) if share > shares[at]]
            if gaining and not self._reads_otherwise(text, place, expansion.marks):
                for at in gaining:
                    shares[at], stands[at], rules[at] = share, place, expansion.rule
        for start, end in question.compounds:
            if not all(shares[start:end]) or any(rules[start:end]):
                continue
            together = stands[start:end] == [*range(stands[start], stands[start] + end - start)]
            if not together and not layout.holds(question.ids[start:end]):
                shares[start:end] = [_STREWN * share for share in shares[start:end]]
        coverage = question.coverage(shares)
        specific = self._specific(number, layout) if coverage else 0.0
        score = coverage + _SPECIFIC_SHARE * specific * coverage
        return _Found(score, coverage, layout, shares, stands, rules)

    def _hit(self, number: int, found: _Found) -> Hit:
        field_at = found.layout.field_at
        return Hit(
            ref=self._refs[number],
            score=found.score,
            coverage=found.coverage,
            matches=tuple(
                [
                    matched(share, field_at(place), rule) if share else NO_MATCH
                    for share, place, rule in zip(found.shares, found.stands, found.rules, strict=True)
                ]
            ),
        )

    def _lay_out(self, number: int, wanted: Mapping[int, int]) -> Layout:
        """Where the wanted words (by form) stand in a text."""
        text = self._texts[number]
        return Layout.of([(at, wanted[form]) for at, form in enumerate(text) if form in wanted], self._bounds[number])

    def forms_of(self, word_ids: Iterable[int]) -> dict[int, int]:
        """Each written form of these words, with its word."""
        return {form: word_id for word_id in word_ids for form in self._forms_by_word.get(word_id, ())}

    def _own_share(self, at: int, question: Question, layout: Layout, text: array[int]) -> tuple[float, int]:
        """(share, place) of the best stand of an asked word; (0, -1) where the text lacks it."""
        best, best_place = 0.0, -1
        places, marks = layout.places, question.marks[at]
        for word_id, kept in question.ids[at]:
            for place in places.get(word_id, ()):
                share = layout.shares[place] * kept
                if share <= best:
                    continue
                if not question.stands_beside(at, place, places):
                    share *= self._alone(word_id, text[place], marks)
                elif marks and self._marked[text[place]] not in ("", marks):
                    share *= _BESIDE_OTHER_MARKS
                if share > best:
                    best, best_place = share, place
        return best, best_place

    def _reads_otherwise(self, text: array[int], place: int, marks: tuple[str, ...]) -> bool:
        """Whether a text's marks make other words of a folded phrase: "về tình" is not "vệ tinh".

        Words from abroad are written every way ("kiôt", "kiốt").
        """
        clashes = 0
        for mark, form in zip(marks, text[place : place + len(marks)], strict=False):
            written = self._marked[form]
            if written and mark and written != mark and is_syllable(self._words[self._word_of[form]]):
                clashes += 1
        return 2 * clashes > len(marks)

    def _alone(self, word_id: int, form: int, marked: str) -> float:
        printed = self._marked[form]
        if not marked:
            return _SURE if len(self._marks.get(word_id, ())) < 2 else _FOLDED
        return _SAME_MARKS if not printed or printed == marked else _OTHER_MARKS

    def _specific(self, number: int, layout: Layout) -> float:
        """The share of the text's first field that the question touches, by rarity."""
        text, bounds = self._texts[number], self._bounds[number]
        head = bounds[1][0] if len(bounds) > 1 else len(text)
        whole = self._mass.get(number)
        if whole is None:
            whole = self._mass[number] = sum(map(self._rarities.__getitem__, self._words_of(text[:head])))
        touched = 0.0
        for word_id, stands in layout.places.items():
            for place in stands:
                if place < head:
                    touched += self._rarities[word_id]
        return min(1.0, touched / whole) if whole else 0.0

    def rarity_of(self, word_id: int) -> float:
        """As `rarity`, for a word of the index."""
        return self._rarities[word_id]

    def _rarity(self, word_id: int) -> float:
        total = len(self._refs) + 1
        return math.log(total / (self._postings.count(word_id) + 0.5)) / math.log(total / 0.5)

    def id_of(self, folded: str) -> int | None:
        """The index's number of a word, or None."""
        return self._ids.get(folded)


def _hope(layout: Layout, question: Question) -> float:
    """The most that a text may score: as if each word stood at its best place, beside its neighbours."""
    best = layout.best
    shares = [0.0] * len(question.weights)
    for at in question.weighed:
        for word_id, kept in question.ids[at]:
            if word_id in best:
                shares[at] = max(shares[at], best[word_id] * kept)
    for expansion, ids in question.expansions:
        if all(map(best.__contains__, ids)):
            share = best[ids[0]] * expansion.weight
            for at in range(expansion.start, expansion.end):
                if share > shares[at]:
                    shares[at] = share
    return (1.0 + _SPECIFIC_SHARE) * question.coverage(shares)


def _votes(posted: Sequence[tuple[int, Sequence[int], float]]) -> Iterator[tuple[int, int]]:
    """(word, votes) of the rarest words, by their weights; the commonest ones part no texts and are left out."""
    heaviest = max(weight for _, _, weight in posted) or 1.0
    visited = 0
    for word_id, numbers, weight in posted:
        yield word_id, max(1, round(3 * weight / heaviest))
        visited += len(numbers)
        if visited > _MANY_POSTINGS:
            break
