"""How well one text answers a question: the exact score of a search, and the most that it can be."""

from __future__ import annotations

from collections.abc import Mapping

from nlu.matching import Hit, Layout
from nlu.question import Question
from nlu.syllables import is_syllable
from nlu.word_forms import WordForms

# Shares of a field's weight that a match keeps; all of it with its neighbour in the question beside it in the text too.
_BESIDE_OTHER_MARKS = 0.7  # so, but typed with the marks of another word ("báo hiểm", "Công" read for "Cổng")
_SAME_MARKS = 0.85  # alone, typed with the marks that stand in the text
_SURE = 0.75  # alone, without marks, but the folded form is one word only
_FOLDED = 0.5  # alone, and the folded form is several words ("so": số, sở, sổ)
_HALF = 0.5  # the syllables of a word of which a text has only some: it may say the word shorter
_STREWN = 0.4  # each syllable of a word ("giao thông") that a text has, but apart ("giáo dục … phổ thông")
_OTHER_MARKS = 0.25  # alone, typed with other marks than the text's
_SPECIFIC_SHARE = 0.12  # how much a short, fully matched text gains over a long one
_BEGINS_SHARE = 0.07  # what one gains that begins as the question does: "xử lý phản ánh", not "công khai kết quả xử lý"


class Scorer:
    """Holds questions against laid out texts."""

    def __init__(self, forms: WordForms) -> None:
        self._forms = forms

    def score(self, ref: str, layout: Layout, question: Question, *, mass: float) -> Hit:
        """Where and how well the asked words are found in a text; `mass` is what its first field tells by its words."""
        places = layout.places
        shares = [0.0] * len(question.weights)
        stands, rules = [-1] * len(shares), [""] * len(shares)
        for at, readings in question.readings:
            for word_id, _ in readings:
                if word_id in places:
                    shares[at], stands[at] = self._own_share(at, question, layout)
                    break
        for expansion, ids in question.expansions:
            if ids[0] not in places or min(shares[expansion.start : expansion.end]) >= expansion.weight:
                continue
            place, kept = layout.find_phrase(ids)
            share = layout.shares[place] * kept * expansion.weight if kept else 0.0
            gaining = [at for at in range(expansion.start, expansion.end) if share > shares[at]]
            if gaining and not self._reads_otherwise(layout, place, expansion.marks):
                for at in gaining:
                    shares[at], stands[at], rules[at] = share, place, expansion.rule
        for start, end in question.compounds:
            if not any(shares[start:end]) or any(rules[start:end]):
                continue
            whole = all(shares[start:end])
            together = stands[start:end] == [*range(stands[start], stands[start] + end - start)]
            if not together and not (whole and layout.holds(question.ids[start:end])):
                kept = _STREWN if whole else _HALF
                shares[start:end] = [kept * share for share in shares[start:end]]
        coverage = question.coverage(shares)
        specific = min(1.0, question.touched(layout) / mass) if coverage and mass else 0.0
        begins = stands[question.begins : question.begins + 2] == [0, 1]
        score = coverage * (1.0 + _SPECIFIC_SHARE * specific + _BEGINS_SHARE * begins)
        return Hit(
            ref=ref, score=score, coverage=coverage, shares=shares, stands=stands, rules=rules, bounds=layout.bounds
        )

    def _own_share(self, at: int, question: Question, layout: Layout) -> tuple[float, int]:
        """(share, place) of the best stand of an asked word."""
        best, best_place = 0.0, -1
        places, marks = layout.places, question.marks[at]
        for word_id, kept in question.ids[at]:
            for place in places.get(word_id, ()):
                share = layout.shares[place] * kept
                if share <= best:
                    continue
                if not question.stands_beside(at, place, places):
                    share *= self._alone(word_id, layout.forms[place], marks)
                elif marks and self._forms.marked[layout.forms[place]] not in ("", marks):
                    share *= _BESIDE_OTHER_MARKS
                if share > best:
                    best, best_place = share, place
        return best, best_place

    def _alone(self, word_id: int, form: int, marked: str) -> float:
        printed = self._forms.marked[form]
        if not marked:
            return _FOLDED if self._forms.is_ambiguous(word_id) else _SURE
        return _SAME_MARKS if not printed or printed == marked else _OTHER_MARKS

    def _reads_otherwise(self, layout: Layout, place: int, marks: tuple[str, ...]) -> bool:
        """Whether a text's marks make other words of a folded phrase: "về tình" is not "vệ tinh".

        Words from abroad are written every way ("kiôt", "kiốt").
        """
        clashes = 0
        for mark, form in zip(marks, layout.forms[place : place + len(marks)], strict=False):
            written = self._forms.marked[form]
            if written and mark and written != mark and is_syllable(self._forms.words[self._forms.word_of[form]]):
                clashes += 1
        return 2 * clashes > len(marks)


def hope(most: Mapping[int | None, float], question: Question) -> float:
    """The score of a text at best: as if each of its words stood where it tells most, beside its neighbours."""
    shares = [0.0] * len(question.weights)
    for at, readings in question.readings:
        for word_id, kept in readings:
            if word_id in most and most[word_id] * kept > shares[at]:
                shares[at] = most[word_id] * kept
    for expansion, ids in question.expansions:
        if ids[0] in most and all(map(most.__contains__, ids)):
            share = most[ids[0]] * expansion.weight
            for at in range(expansion.start, expansion.end):
                if share > shares[at]:
                    shares[at] = share
    return (1.0 + _SPECIFIC_SHARE + _BEGINS_SHARE) * question.coverage(shares)
