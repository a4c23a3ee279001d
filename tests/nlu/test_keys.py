"""Printed numbers asked for, by table, and what they mean in a plan."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.keys import find_keys, resolve_key, roman
from nlu.text import nfc
from tests.factories.worlds import HEALTH, VILLAGE

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "keys.toml").read_text(encoding="utf-8"))
CASES = [(text, want) for part in TABLE.values() for text, want in part.items()]


def found(text: str) -> list[str]:
    return [f"{key.appendix}|{key.section}|{key.number}" for key in find_keys(text)]


@pytest.mark.parametrize(("text", "want"), CASES)
def test_finds_printed_numbers(text: str, want: list[str]) -> None:
    assert found(text) == want


@pytest.mark.parametrize(("text", "want"), CASES)
def test_in_any_spelling(text: str, want: list[str]) -> None:
    assert found(unicodedata.normalize("NFD", text)) == want
    assert found(text.upper()) == want
    assert found(f"Dạ cho em hỏi {text} ạ") == want


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_spans_are_places_in_the_text(text: str) -> None:
    for key in find_keys(text):
        assert nfc(text)[key.start : key.end].strip() == key.typed


@given(st.text(st.sampled_from("mucphanPLCTIVX123490.#()/% ụầ²①"), max_size=40))
def test_reads_any_text(text: str) -> None:
    for key in find_keys(text):
        assert key.section or key.number or key.appendix
        assert resolve_key(key, ["4.1", "PL1.VI.3", "VII(2).4", "CT.1"]) is not None


ALL = ["4.1", "4.1#2", "PL1.VI.3", "PL1.VII.3", "PL2.6", "VII.3", "VII(2).3", "VIII.3", "CT.3", "3", "12"]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("mục 4.1", ("4.1", "4.1#2")),
        ("mục 4.1#2", ("4.1#2",)),
        ("mục VII.3", ("VII.3", "VII(2).3", "PL1.VII.3")),
        ("mục VII(2).3", ("VII(2).3",)),
        ("mục VI.3", ("PL1.VI.3",)),
        ("phụ lục I mục VI.3", ("PL1.VI.3",)),
        ("phụ lục 2 mục 6", ("PL2.6",)),
        ("mục 6", ("PL2.6",)),
        ("mục 12", ("12",)),
        ("CT.3", ("CT.3",)),
        ("mục 99", ()),
        ("phụ lục II mục 12", ()),
        ("mục XII.3", ()),
    ],
)
def test_resolves_to_the_plan_s_keys(asked: str, keys: tuple[str, ...]) -> None:
    assert resolve_key(find_keys(asked)[0], ALL) == keys


@pytest.mark.parametrize("plan", [HEALTH, VILLAGE], ids=lambda plan: plan.slug)
def test_every_key_of_a_plan_leads_to_its_task(plan) -> None:
    keys = [task.key for task in plan.tasks]
    for key in keys:
        (mention,) = find_keys(f"mục {key} là gì")
        assert resolve_key(mention, keys) == (key,)


@given(st.integers(1, 39))
def test_reads_roman_numerals(value: int) -> None:
    tens, ones = divmod(value, 10)
    numeral = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
    assert roman(numeral) == roman(numeral.lower()) == value
