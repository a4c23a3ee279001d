"""Texts counted all at once give what counting them one by one gives."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from nlu.postings import Postings

_TEXTS = st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=80)
_VOTES = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=6)


def _postings(texts: list[set[int]]) -> Postings:
    postings = Postings()
    for number, words in enumerate(texts):
        postings.add(number, words)
    return postings


@given(texts=_TEXTS, votes=_VOTES, least=st.integers(1, 20), cut=st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_the_most_voted_are_those_counted_one_by_one(
    texts: list[set[int]], votes: list[tuple[int, int]], least: int, cut: tuple[int, int]
) -> None:
    held = set().union(*texts)
    start, end = (min(place, len(texts)) for place in sorted(cut))
    votes = [(word, times) for word, times in votes if word in held]
    counts = Counter[int]()
    for word, times in votes:
        for number in range(start, end):
            if word in texts[number]:
                counts[number] += times
    ranked = sorted(counts.values(), reverse=True)
    floor = ranked[min(least, len(ranked)) - 1] if ranked else 0
    expected = [number for number in sorted(counts) if counts[number] >= floor]
    assert _postings(texts).voted(votes, [(start, end)], least=least) == expected


@given(texts=_TEXTS)
def test_a_word_is_among_the_texts_that_hold_it(texts: list[set[int]]) -> None:
    postings = _postings(texts)
    for word in set().union(*texts):
        holding = [number for number, words in enumerate(texts) if word in words]
        assert sorted(postings.among(word, frozenset(range(len(texts))))) == holding
        assert [*postings.within(word, [(0, len(texts))])] == holding
        assert postings.count(word) == len(holding)
