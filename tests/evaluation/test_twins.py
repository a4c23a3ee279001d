from __future__ import annotations

import random

import pytest

from evaluation.twins import TWISTS, twin, twist_bare, twist_polite, twist_teencode, twist_telex, twist_typo

CHANCE = random.Random(0)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("Ai chủ trì số hóa?", "Ai chu tri so hoa?"), ("Đề án 06", "De an 06"), ("", "")],
)
def test_bare_keeps_case_and_punctuation(text: str, bare: str) -> None:
    assert twist_bare(text, CHANCE) == bare


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("số hóa", "soos hoas"),
        ("ai chủ trì", "ai chur trif"),
        ("Được", "Dduowcj"),
        ("UBND cấp xã", "UBND caaps xax"),
        ("thường xuyên", "thuowngf xuyeen"),
    ],
)
def test_telex_is_what_the_keys_leave_behind(text: str, typed: str) -> None:
    assert twist_telex(text, CHANCE) == typed


def test_teencode_changes_whole_words_only() -> None:
    assert twist_teencode("không gian", random.Random(1)).endswith("gian")
    assert twist_teencode("khôngquân", random.Random(1)) == "khôngquân"


@pytest.mark.parametrize("seed", range(8))
def test_typos_stay_in_a_third_of_the_words(seed: int) -> None:
    text = "đơn vị nào chủ trì việc cập nhật TTHC năm 2024"
    after = twist_typo(text, random.Random(seed))
    changed = [a for a, b in zip(text.split(), after.split(), strict=True) if a != b]
    assert len(changed) <= 3
    assert "TTHC" in after.split()
    assert "2024" in after.split()


def test_polite_wrapping_keeps_the_question_inside() -> None:
    assert "ai chủ trì số hóa" in twist_polite("Ai chủ trì số hóa?", CHANCE)


@pytest.mark.parametrize("kind", TWISTS)
def test_a_twin_is_the_same_every_run_and_expects_the_same(kind: str) -> None:
    expect = {"status": "answered"}
    conversation = {"id": "x1", "turns": [{"q": "đơn vị nào phối hợp với mình?", "expect": expect}]}
    first, again = twin(conversation, kind), twin(conversation, kind)
    assert first == again
    assert first["turns"][0]["expect"] is expect
