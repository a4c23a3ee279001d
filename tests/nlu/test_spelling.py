"""What a syllable spelled by ear may be meant for."""

from __future__ import annotations

import pytest

from nlu.lexical import typo_rules
from nlu.spelling import Spelling

SPELLING = Spelling(typo_rules().confusions)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("che", "tre"),
        ("fong", "phong"),
        ("nai", "nay"),
        ("zay", "vay"),
        ("zi", "gi"),
        ("ja", "gia"),
        ("wa", "qua"),
        ("wuy", "quy"),
        ("nhiu", "nhieu"),
        ("xong", "song"),
        ("cog", "cong"),
        ("fai", "phay"),
    ],
)
def test_a_part_is_taken_for_another(typed: str, meant: str) -> None:
    assert meant in dict(SPELLING.meant(typed))


@pytest.mark.parametrize(("typed", "other"), [("cha", "kha"), ("tho", "ho"), ("sao", "xau")])
def test_parts_are_taken_whole(typed: str, other: str) -> None:
    assert other not in {word for word, cost in SPELLING.meant(typed) if cost < 0.5}


@pytest.mark.parametrize("typed", ["", "ubnd", "4.1", "bcdef"])
def test_what_is_no_syllable_is_nothing_else(typed: str) -> None:
    assert list(SPELLING.meant(typed)) == []


def test_two_parts_cost_more_than_one() -> None:
    costs = dict(SPELLING.meant("fai"))
    assert costs["phai"] < costs["phay"]
