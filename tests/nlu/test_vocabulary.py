"""The words seen, and which of them are one slip away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.tone import tone_last
from nlu.vocabulary import TONE_LOST, Vocabulary, sound

LETTERS = st.text(st.sampled_from("aeghinortuy"), min_size=2, max_size=6)


@pytest.fixture
def seen() -> Vocabulary:
    vocabulary = Vocabulary({"m": "n", "b": "n", "h": "g"})
    vocabulary.add([("tiem", "chung", "mo", "rong"), ("tiem", "phong"), ("cay", "xanh"), ("tri", "thuc")])
    vocabulary.add_forms([tone_last("chủng"), tone_last("hòa")])
    return vocabulary


def test_counts_words_and_pairs(seen: Vocabulary) -> None:
    assert (seen.count("tiem"), seen.count("phong"), seen.count("xa")) == (2, 1, 0)
    assert (seen.pair("tiem", "chung"), seen.pair("chung", "tiem")) == (1, 0)
    assert (seen.knows("xanh"), seen.knows("do")) == (True, False)


def test_marks_are_one_whatever_the_place_of_the_tone(seen: Vocabulary) -> None:
    assert seen.writes("hoà")
    assert seen.writes("CHỦNG")
    assert not seen.writes("chung")


def test_the_form_meant_has_the_marks_typed_but_for_the_slip() -> None:
    vocabulary = Vocabulary()
    vocabulary.add_forms([tone_last(word) for word in ("hạn", "hạn", "hàn", "bị", "biết", "phụ")])
    assert vocabulary.form_meant("hạ", "han") == (tone_last("hạn"), 2, 0.0)
    assert vocabulary.form_meant("biế", "biet") == (tone_last("biết"), 1, 0.0)
    assert vocabulary.form_meant("biế", "bi") == ("", 0, 0.0)
    assert vocabulary.form_meant("hna", "han") == (tone_last("hạn"), 2, TONE_LOST)
    assert vocabulary.form_meant("hãn", "han") == ("", 0, 0.0)
    assert vocabulary.form_meant("phụụ", "phu") == (tone_last("phụ"), 1, 0.0)
    assert vocabulary.written("Hạn") == 2


def test_the_word_before_is_the_one_seen_most(seen: Vocabulary) -> None:
    seen.add([("tong", "phong"), ("tong", "phong")])
    assert seen.word_before("phong", "t") == "tong"
    assert seen.word_before("phong", "ti") == "tiem"
    assert seen.word_before("phong", "x") == ""
    seen.add([("trai",)])
    seen.add_pairs([("trai", "phong")] * 3)
    assert seen.word_before("phong", "t") == "trai"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chng", "chung"),
        ("chuung", "chung"),
        ("chugn", "chung"),
        ("chunh", "chung"),
        ("chumg", "chung"),
        ("trung", "chung"),
        ("sanh", "xanh"),
        ("chi", "tri"),
        ("rog", "rong"),
    ],
)
def test_one_slip_is_near(seen: Vocabulary, typed: str, meant: str) -> None:
    assert meant in dict(seen.near(typed))


@pytest.mark.parametrize(("typed", "meant"), [("chg", "chung"), ("chunggg", "chung"), ("gnuhc", "chung"), ("a", "cay")])
def test_two_slips_are_not(seen: Vocabulary, typed: str, meant: str) -> None:
    assert meant not in dict(seen.near(typed))


def test_likelier_slips_are_cheaper(seen: Vocabulary) -> None:
    cost = {typed: dict(seen.near(typed))["chung"] for typed in ("chumg", "chubg", "churg", "shung", "chuung", "chng")}
    assert cost["chumg"] == cost["chubg"] < cost["churg"], "a neighbouring key"
    assert cost["churg"] < cost["shung"], "the first letter is mostly right"
    assert cost["chuung"] < cost["chng"], "a doubled letter"


def test_a_word_is_not_near_itself(seen: Vocabulary) -> None:
    assert "chung" not in dict(seen.near("chung"))


def test_grows_after_it_was_asked(seen: Vocabulary) -> None:
    assert seen.near("thonn") == ()
    seen.add([("thon",)])
    assert [word for word, _ in seen.near("thonn")] == ["thon"]


@given(st.lists(LETTERS, min_size=1, max_size=20), LETTERS)
def test_costs_are_positive_and_rise(known: list[str], typed: str) -> None:
    vocabulary = Vocabulary()
    vocabulary.add([known])
    costs = [cost for _, cost in vocabulary.near(typed)]
    assert costs == sorted(costs)
    assert all(0 < cost <= 1.2 for cost in costs)
    assert {word for word, _ in vocabulary.near(typed)} <= set(known) - {typed}


@given(LETTERS, LETTERS)
def test_one_letter_less_is_always_found_again(word: str, other: str) -> None:
    vocabulary = Vocabulary()
    vocabulary.add([(word, other)])
    for at in range(len(word)):
        shorter = word[:at] + word[at + 1 :]
        assert word in dict(vocabulary.near(shorter))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tri", "chi"),
        ("ky", "ki"),
        ("xu ly", "su li"),
        ("nghi", "ngi"),
        ("ghe", "ge"),
        ("giay", "day"),
        ("kinh", "cinh"),
    ],
)
def test_sounds_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("so", "do"), ("lam", "nam"), ("ban", "bang"), ("tri", "tre"), ("pho", "po")]
)
def test_sounds_unlike(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_wrong_marks_on_the_right_letters_cost_by_how_they_came_about() -> None:
    vocabulary = Vocabulary()
    vocabulary.add_forms([tone_last(word) for word in ("hợp", "họp", "sản", "quyền")])
    told = {
        (typed, folded): cost
        for typed, folded in (("họp", "hop"), ("hợp", "hop"), ("sãn", "san"), ("san", "san"), ("quyên", "quyen"))
        for _, cost, _ in vocabulary.remarked(typed, folded)
    }
    assert told["sãn", "san"] < told["san", "san"] == told["quyên", "quyen"] == TONE_LOST
    assert told["họp", "hop"] == told["hợp", "hop"]
    assert vocabulary.remarked("đáo", "san") == ()
