"""Which letter runs can be one Vietnamese syllable."""

from __future__ import annotations

import pytest

from nlu.syllables import is_syllable, is_written
from nlu.text import folded_words
from tests.factories.worlds import HEALTH, VILLAGE

SYLLABLES = """
    nghieng nghe gia gi quy quyen quoc thuong khuya khuyu ruou huou xoay ngoam oai uong yeu ia ua tri chu so hoa
    phoi hop han xa huyen tinh truong dieu hoach uy khoe loe ngoeo hoac thuyen y o a que qua quang quan quat quet
    khuech huych buyt rang ghe ghi ke ky kim
"""
OTHERS = """
    soos hoas chur trif log sohoa trinhf ngha kha1 bcd tthc ubnd camera python str w zz nghh ka kou gho
"""


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", OTHERS.split())
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    "word", ["quyết", "giữ", "nghiệp", "hoà", "hòa", "thuỷ", "khuỷu", "được", "quốc", "gì", "trươc", "yên"]
)
def test_a_word_as_it_is_written(word: str) -> None:
    assert is_written(word)


@pytest.mark.parametrize("word", ["quyế", "biế", "việ", "phụụ", "trựực", "phhòng", "nỏh", "cầc", "tnê", ""])
def test_no_word_is_written_so(word: str) -> None:
    assert not is_written(word)


def test_every_word_of_the_invented_plans_is_one() -> None:
    texts = [text for plan in (HEALTH, VILLAGE) for task in plan.tasks for text in (task.text, task.goal, task.product)]
    strange = {word for text in texts for word in folded_words(text) if word.isalpha() and not is_syllable(word)}
    assert strange == {"camera", "hdnd", "km", "ubnd"}
