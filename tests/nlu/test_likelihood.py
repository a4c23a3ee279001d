"""How likely words are where they stand."""

from __future__ import annotations

from nlu.likelihood import Likelihood
from nlu.text import fold
from nlu.tone import tone_last
from nlu.vocabulary import Vocabulary


def likelihood() -> Likelihood:
    vocabulary = Vocabulary()
    vocabulary.add([("ke", "hoach", "thang", "6"), ("ke", "hoach", "nam"), ("ke", "ra"), ("nam", "nay")], times=4)
    vocabulary.add_forms([tone_last("kế"), tone_last("kế"), tone_last("kế"), tone_last("kể")])
    return Likelihood(vocabulary)


def test_what_was_seen_beside_a_word_is_likelier_there_than_anywhere() -> None:
    likely = likelihood()
    assert likely.after("ke", "hoach") > likely.after("", "hoach") > likely.after("nam", "hoach")


def test_a_stranger_is_possible_and_tells_nothing() -> None:
    likely = likelihood()
    assert 0 > likely.after("", "nay") > likely.after("", "voi")
    assert likely.after("voi", "nay") == likely.after("", "nay")


def test_one_number_stands_where_another_stood() -> None:
    likely = likelihood()
    assert likely.after("thang", "12") == likely.after("thang", "6") > likely.after("ke", "12")


def test_the_form_that_is_written_oftener_is_likelier() -> None:
    likely = likelihood()
    assert 0 >= likely.form("ke", 3) > likely.form("ke", 1) > likely.form("ke", 0)


def test_how_words_are_written_tells_more_than_the_words_folded() -> None:
    vocabulary = Vocabulary()
    said = [("bán", "hàng"), ("ban", "hành"), ("bản", "đồ"), ("bàn", "giao"), ("xếp", "hạng")]
    written = [tuple(map(tone_last, phrase)) for phrase in said]
    vocabulary.add([tuple(map(fold, phrase)) for phrase in said], times=20)
    vocabulary.add_forms([form for phrase in written for form in phrase] * 20)
    vocabulary.add_written(lambda: written, times=20)
    likely = Likelihood(vocabulary)
    sold, goods, rank = [(fold(word), tone_last(word)) for word in ("bán", "hàng", "hạng")]
    assert likely.beside(sold, goods) > likely.after("ban", "hang") > likely.beside(sold, rank)
    assert likely.beside(("ban", ""), goods) == likely.after("ban", "hang")
