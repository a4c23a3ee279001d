"""One spelling for words that differ only in where the tone mark stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.tone import tone_last

PLAIN = st.text(st.sampled_from("aăâeêioôơuưyđbcdghklmnpqrstvx"), max_size=4)
TONED = st.sampled_from("áàảãạấầẩẫậóòỏõọốồổỗộứừửữựýỳỷỹỵÁẢ")
WORDS = st.builds("{}{}{}".format, PLAIN, TONED | st.just(""), PLAIN)  # a syllable has one tone at most


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("HOÁ", "hóa"),
        ("uỷ", "ủy"),
        ("toà", "tòa"),
        ("loè", "lòe"),
        ("quý", "qúy"),
        ("Đoàn", "đòan"),
    ],
)
def test_both_places_of_the_tone_are_one_word(one: str, other: str) -> None:
    assert tone_last(one) == tone_last(other)


@pytest.mark.parametrize(("one", "other"), [("hòa", "hóa"), ("sở", "số"), ("hoa", "hòa"), ("mưa", "mua"), ("đo", "do")])
def test_words_of_other_marks_stay_apart(one: str, other: str) -> None:
    assert tone_last(one) != tone_last(other)


@given(WORDS)
def test_composed_and_decomposed_are_one(word: str) -> None:
    assert tone_last(unicodedata.normalize("NFD", word)) == tone_last(word)


@given(WORDS)
def test_twice_is_once(word: str) -> None:
    assert tone_last(tone_last(word)) == tone_last(word)


@given(WORDS)
def test_only_the_place_of_the_tone_changes(word: str) -> None:
    """The same letters and the same marks, each as often as before."""
    assert sorted(unicodedata.normalize("NFD", tone_last(word))) == sorted(unicodedata.normalize("NFD", word.lower()))
