"""What was meant by what was typed, by table, and the laws that no table can say."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.likeliest import Repair
from nlu.noise import Token
from nlu.reading import read_message
from nlu.text import nfc, words
from nlu.tone import tone_last
from tests.factories.worlds import HEALTH, VILLAGE, two_plans

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "noise.toml").read_text(encoding="utf-8"))


def rows() -> list[object]:
    found: list[object] = []
    for part, cases in TABLE.items():
        for typed, want in cases.items():
            failing = isinstance(want, dict)
            marks = [pytest.mark.xfail(reason=want["known_failure"], strict=True)] if failing else []
            found.append(pytest.param(typed, want["read"] if failing else want, id=f"{part}: {typed}", marks=marks))
    return found


def read(text: str) -> tuple[Token, ...]:
    return two_plans().noise.read(words(text))


@pytest.mark.parametrize(("typed", "want"), rows())
def test_reads_what_was_typed(typed: str, want: str) -> None:
    assert " ".join(token.folded for token in read(typed)) == want


def test_the_table_is_long_enough_to_be_believed() -> None:
    assert sum(map(len, TABLE.values())) >= 120


@pytest.mark.parametrize("plan", [HEALTH, VILLAGE], ids=lambda plan: plan.slug)
def test_what_a_plan_prints_is_never_mended(plan) -> None:
    for task in plan.tasks:
        for text in (task.text, task.goal, task.product, *task.leads):
            assert [t.folded for t in read(text) if t.repair is Repair.SLIP] == [], text


@pytest.mark.parametrize("plan", [HEALTH, VILLAGE], ids=lambda plan: plan.slug)
def test_nor_when_typed_without_marks(plan) -> None:
    for task in plan.tasks:
        bare = "".join(c for c in unicodedata.normalize("NFD", task.text) if not unicodedata.combining(c))
        bare = bare.replace("đ", "d").replace("Đ", "D")
        assert [t.folded for t in read(bare)] == [t.folded for t in read(task.text)]


@given(st.text(max_size=60))
def test_tokens_stand_where_their_words_stand(text: str) -> None:
    tokens = read(text)
    assert all(any(t.start <= w.start < t.end for t in tokens) for w in words(text))
    assert all(any(t.start < w.end <= t.end for t in tokens) for w in words(text))
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert all(nfc(text)[token.start : token.end] == token.typed for token in tokens)
    assert all(token.folded for token in tokens)


def test_marks_are_trusted_only_where_they_were_typed_and_known() -> None:
    tokens = read("sữa hoc đuờng")
    assert [token.marked for token in tokens] == ["sữa", "", ""]


@pytest.mark.parametrize(
    ("typed", "at", "written"),
    [
        ("ai phối họp tiêm chủng", 2, "hợp"),
        ("ai chũ trì tiêm chủng", 1, "chủ"),
        ("tiêm chũng cho trẻ em", 1, "chủng"),
        ("ai phối hộp tiêm chủng", 2, "hợp"),
        ("ai họp với trạm y tế", 1, "họp"),
        ("hạn nộp là ngày nào", 0, "hạn"),
    ],
)
def test_wrong_marks_on_the_right_letters_are_read_by_their_neighbours(typed: str, at: int, written: str) -> None:
    assert tone_last(read(typed)[at].marked) == tone_last(written)


def test_a_time_that_begins_inside_a_mended_word_is_none() -> None:
    read_as = read_message("cho6t1 danh sach1 tie6m chu3ng", two_plans(), today=date(2024, 4, 10))
    assert read_as.times == ()


def test_a_word_that_needs_its_marks_and_has_none_is_bare() -> None:
    assert [token.typed for token in read("tiêm chủng o truong hoc thì ai lo") if token.bare] == ["truong", "hoc"]
    assert not any(token.bare for token in read("tiêm chủng ở trường học thì ai lo"))


def test_digits_for_marks_are_no_numbers() -> None:
    assert read_message("hang2 tie6m chung3 ai lo", two_plans(), today=date(2024, 4, 10)).keys == ()
    assert [key.number for key in read_message("muc2 ai lo", two_plans(), today=date(2024, 4, 10)).keys] == ["2"]
