"""Laws of the deadline grammar: nothing raises, and no date is made up."""

from __future__ import annotations

import calendar
import re
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.deadlines.reader import looks_like_time, read_deadlines
from knowledge.deadlines.render import render_deadline
from knowledge.deadlines.wire import deadlines_json
from knowledge.plan import AfterEvent, BeforeEvent, ByDate, Recurring, Within
from nlu.text import fold

_PRINTED = """
trước ngày chậm nhất hoàn thành trong quý tháng năm hằng hàng mỗi định kỳ I II III IV Il H 11 1 2 3 5 12 15 31 30/6
15/12 31/02/2024 15/3/2025 6/2025 2024 2025-2030 2O24 24 00 và hoặc đến từ kể ngày làm việc khi có yêu cầu theo
Kế hoạch số 12/KH-UBND ngày 5/1/2023 thường xuyên đột xuất 6 tháng đầu cuối của UBND tỉnh giai đoạn lần/năm ( ) , ; .
: - /
"""
_WORDS = [*_PRINTED.split(), "\n"]
_PHRASES = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)
_TEXTS = st.one_of(st.text(max_size=80), _PHRASES, st.lists(st.sampled_from(_WORDS), max_size=10).map("".join))
_YEARS = st.one_of(st.none(), st.integers(min_value=1, max_value=9999))
_FAST = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def printed_numbers(text: str) -> set[int]:
    plain = fold(text).translate(str.maketrans("oil", "011"))
    return {int(run) for source in (fold(text), plain) for run in re.findall(r"[0-9]+", source)}


@_FAST
@given(_TEXTS, _YEARS, _TEXTS)
def test_no_input_raises(text: str, year: int | None, hint: str) -> None:
    found = read_deadlines(text, year=year, hint=hint)
    deadlines_json(found)
    looks_like_time(text)
    assert all(render_deadline(item) for item in found)
    assert len(found) == len(set(found))


@_FAST
@given(_TEXTS, _YEARS)
def test_no_date_is_made_up(text: str, year: int | None) -> None:
    numbers = printed_numbers(text)
    years = {year, *numbers, *(2000 + n for n in numbers if n < 100)}
    for item in read_deadlines(text, year=year):
        if isinstance(item, Within):
            dates = (item.start, item.end)
        elif isinstance(item, ByDate):
            dates = (item.due,)
        else:
            continue
        for day in dates:
            assert day.year in years
            assert is_edge(day) or (day.day in numbers and day.month in numbers)


def is_edge(day: date) -> bool:
    """The first or last day of a month: the edge of a printed month, quarter, half or year."""
    return day.day in (1, calendar.monthrange(day.year, day.month)[1])


@_FAST
@given(_TEXTS)
def test_without_a_plan_year_only_printed_years_count(text: str) -> None:
    found = [item for item in read_deadlines(text, year=None) if isinstance(item, ByDate | Within)]
    assert not found or any(n >= 24 for n in printed_numbers(text))


@_FAST
@given(_PHRASES)
def test_counts_of_days_are_printed(text: str) -> None:
    numbers = printed_numbers(text)
    for item in read_deadlines(text, year=2024):
        if isinstance(item, AfterEvent | BeforeEvent) and item.offset:
            assert item.offset in numbers or item.offset // 7 in numbers
            assert item.event
        if isinstance(item, Recurring) and item.day is not None:
            assert item.day in numbers


@_FAST
@given(_PHRASES)
def test_words_around_markup_change_nothing(text: str) -> None:
    assert read_deadlines(f"<p>{text}</p>", year=2024) == read_deadlines(f"\n{text}\n", year=2024)


@_FAST
@given(st.sampled_from(["Kế hoạch", "Quyết định", "Công văn"]), st.dates(date(2000, 1, 1), date(2035, 12, 31)))
def test_a_date_in_a_documents_name_is_no_due_day(kind: str, signed: date) -> None:
    day = f"{signed.day:02d}/{signed.month:02d}/{signed.year}"
    text = f"Theo {kind} số 12/KH-UBND ngày {day} của UBND tỉnh về công tác năm 2024"
    (item,) = deadlines_json(read_deadlines(text, year=2024))
    assert item["kind"] == "by_reference"
    assert f"{signed.year}" in item["document"]


@_FAST
@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)), st.sampled_from(["/", ".", "-"]), st.booleans())
def test_every_day_is_read_back(day: date, sign: str, padded: bool) -> None:
    parts = (f"{day.day:02d}", f"{day.month:02d}") if padded else (str(day.day), str(day.month))
    (before,) = read_deadlines(f"Trước ngày {sign.join((*parts, str(day.year)))}", year=None)
    (latest,) = read_deadlines(f"chậm nhất {sign.join((*parts, str(day.year)))}", year=None)
    assert before == ByDate(due=day, exclusive=True)
    assert latest == ByDate(due=day, exclusive=False)
