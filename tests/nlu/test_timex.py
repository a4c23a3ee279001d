"""The times of questions, by table; every rule of the data reads its own examples."""

import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from nlu.text import fold, nfc
from nlu.timex import TimeKind, TimeMention, find_times
from nlu.timex_rules import time_rules

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "timex.toml").read_text(encoding="utf-8"))
TODAY: date = TABLE.pop("today")
CASES = [(text, want) for part in TABLE.values() for text, want in part.items()]


def _shown(mention: TimeMention) -> str:
    if mention.window is None:
        return mention.kind.value
    span = f"{mention.window.start}..{mention.window.end}"
    return span if mention.kind is TimeKind.WINDOW else f"{span} {mention.kind.value}"


@pytest.mark.parametrize(("text", "want"), CASES)
def test_reads_the_times_of_a_question(text: str, want: list[str]) -> None:
    assert [_shown(m) for m in find_times(text, today=TODAY)] == want


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_spans_are_places_in_the_text(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    for mention in find_times(decomposed, today=TODAY):
        assert nfc(decomposed)[mention.start : mention.end] == mention.typed


@pytest.mark.parametrize(("text", "want"), [(t, w) for t, w in CASES if w])
def test_a_polite_wrapper_changes_nothing(text: str, want: list[str]) -> None:
    wrapped = f"Dạ cho em hỏi {text[:1].lower()}{text[1:]} ạ"
    assert [_shown(m) for m in find_times(wrapped, today=TODAY)] == want


@pytest.mark.parametrize("rule", [r for r in time_rules().rules if r.examples], ids=lambda r: r.id)
def test_a_rule_reads_its_examples(rule) -> None:
    for example in rule.examples:
        found = [m.rule for m in find_times(example, today=TODAY)]
        assert (found == []) if rule.make == "none" else rule.id in found or found != [], (example, found)


@pytest.mark.parametrize(
    ("today", "text", "start", "end"),
    [
        (date(2024, 12, 31), "tuần này", date(2024, 12, 30), date(2025, 1, 5)),
        (date(2024, 12, 15), "tháng sau", date(2025, 1, 1), date(2025, 1, 31)),
        (date(2024, 11, 15), "quý sau", date(2025, 1, 1), date(2025, 3, 31)),
        (date(2024, 1, 31), "1 tháng nữa", date(2024, 1, 31), date(2024, 2, 29)),
        (date(2024, 1, 10), "tháng trước", date(2023, 12, 1), date(2023, 12, 31)),
        (date(2026, 2, 28), "ngày mai có gì", date(2026, 3, 1), date(2026, 3, 1)),
    ],
)
def test_turns_of_the_year(today: date, text: str, start: date, end: date) -> None:
    (mention,) = find_times(text, today=today)
    assert mention.window is not None
    assert (mention.window.start, mention.window.end) == (start, end)


def test_folded_text_reads_like_the_accented_one_for_plain_windows() -> None:
    for text in ("tuần này có gì", "quý 2 có gì", "trước 30/6", "từ nay đến hết năm", "cuối tháng này", "tháng 11 này"):
        plain = find_times(fold(text), today=TODAY)
        assert [_shown(m) for m in plain] == [_shown(m) for m in find_times(text, today=TODAY)]


@pytest.mark.parametrize(
    "text", ["² ngày nữa", "còn ② ngày", "thứ ②", "quý ②", "tháng ②", "ngày ²", "tháng 0", "99/99/9999"]
)
def test_digits_that_are_no_numbers_and_days_that_are_none_name_no_time(text: str) -> None:
    assert [m for m in find_times(text, today=TODAY) if m.window is not None] == []


@pytest.mark.parametrize(
    ("today", "text"),
    [
        (date(2025, 5, 12), "sau 31/12/9999"),
        (date(9999, 12, 30), "tuần sau"),
        (date(9999, 12, 30), "366 tháng nữa"),
        (date(9999, 12, 30), "sắp đến hạn"),
        (date(1, 1, 2), "năm ngoái"),
        (date(1, 1, 2), "trước tháng 1"),
    ],
)
def test_days_beyond_the_calendar_are_no_days(today: date, text: str) -> None:
    assert find_times(text, today=today) == ()
