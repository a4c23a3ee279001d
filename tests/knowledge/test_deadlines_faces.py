"""Deadlines as JSON and as words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.deadlines.render import render_deadline
from knowledge.deadlines.wire import deadline_json, deadlines_json
from knowledge.plan import (
    AfterEvent,
    BeforeEvent,
    ByDate,
    ByReference,
    Deadline,
    Every,
    OnDemand,
    Recurring,
    Standing,
    Unit,
    Unread,
    Within,
)

ROWS: list[tuple[Deadline, dict[str, Any], str]] = [
    (
        ByDate(due=date(2024, 3, 15), exclusive=True),
        {"kind": "date", "due": "2024-03-15"},
        "trước ngày 15/3/2024",
    ),
    (ByDate(due=date(2024, 3, 15)), {"kind": "date", "due": "2024-03-15"}, "chậm nhất ngày 15/3/2024"),
    (
        Within(start=date(2024, 7, 1), end=date(2024, 9, 30)),
        {"kind": "period", "start": "2024-07-01", "end": "2024-09-30"},
        "quý III/2024 (1/7–30/9/2024)",
    ),
    (
        Within(start=date(2024, 2, 1), end=date(2024, 2, 29)),
        {"kind": "period", "start": "2024-02-01", "end": "2024-02-29"},
        "trong tháng 2/2024",
    ),
    (
        Within(start=date(2024, 1, 1), end=date(2024, 12, 31)),
        {"kind": "period", "start": "2024-01-01", "end": "2024-12-31"},
        "trong năm 2024",
    ),
    (
        Within(start=date(2025, 1, 1), end=date(2030, 12, 31)),
        {"kind": "period", "start": "2025-01-01", "end": "2030-12-31"},
        "từ năm 2025 đến năm 2030",
    ),
    (
        Within(start=date(2024, 3, 15), end=date(2024, 3, 20)),
        {"kind": "period", "start": "2024-03-15", "end": "2024-03-20"},
        "từ ngày 15/3/2024 đến ngày 20/3/2024",
    ),
    (
        Within(start=date(2025, 10, 1), end=date(2026, 6, 30)),
        {"kind": "period", "start": "2025-10-01", "end": "2026-06-30"},
        "từ tháng 10/2025 đến tháng 6/2026",
    ),
    (Recurring(every=Every.HALF_YEAR), {"kind": "recurring", "every": "half_year"}, "6 tháng một lần"),
    (
        Recurring(every=Every.QUARTER, day=17, month_of_quarter=3),
        {"kind": "recurring", "every": "quarter", "day": 17, "month_of_quarter": 3},
        "ngày 17 tháng cuối mỗi quý",
    ),
    (
        Recurring(every=Every.MONTH, day=10, exclusive=True),
        {"kind": "recurring", "every": "month", "day": 10},
        "trước ngày 10 hằng tháng",
    ),
    (
        Recurring(every=Every.YEAR, day=15, month=6, exclusive=True),
        {"kind": "recurring", "every": "year", "day": 15, "month": 6},
        "trước ngày 15/6 hằng năm",
    ),
    (
        Recurring(every=Every.YEAR, month=12),
        {"kind": "recurring", "every": "year", "month": 12},
        "tháng 12 hằng năm",
    ),
    (
        AfterEvent(offset=3, unit=Unit.WORKING_DAY, event="ngày quyết định công bố"),
        {
            "kind": "relative",
            "offset": 3,
            "unit": "working_day",
            "direction": "after",
            "event": "ngày quyết định công bố",
        },
        "trong 03 ngày làm việc kể từ ngày quyết định công bố",
    ),
    (
        AfterEvent(offset=0, unit=Unit.DAY, event="khi ký ban hành"),
        {"kind": "relative", "offset": 0, "unit": "day", "direction": "after", "event": "khi ký ban hành"},
        "ngay sau khi ký ban hành",
    ),
    (
        BeforeEvent(offset=5, unit=Unit.DAY, event="ngày văn bản có hiệu lực"),
        {
            "kind": "relative",
            "offset": 5,
            "unit": "day",
            "direction": "before",
            "event": "ngày văn bản có hiệu lực",
        },
        "05 ngày trước ngày văn bản có hiệu lực",
    ),
    (Standing(), {"kind": "ongoing"}, "thường xuyên"),
    (OnDemand(), {"kind": "on_demand"}, "khi có yêu cầu"),
    (
        ByReference(document="Kế hoạch số 8067/KH-UBND ngày 02/12/2022"),
        {"kind": "by_reference", "document": "Kế hoạch số 8067/KH-UBND ngày 02/12/2022"},
        "theo Kế hoạch số 8067/KH-UBND ngày 02/12/2022",
    ),
    (
        ByReference(document=""),
        {"kind": "by_reference", "document": ""},
        "theo kế hoạch (không nêu tên văn bản)",
    ),
]


@pytest.mark.parametrize(("deadline", "json", "words"), ROWS, ids=[row[2] for row in ROWS])
def test_both_faces(deadline: Deadline, json: dict[str, Any], words: str) -> None:
    assert list(deadline_json(deadline).items()) == list(json.items())
    assert render_deadline(deadline) == words


def test_unread_is_told_and_has_no_json() -> None:
    unread = Unread(text="hằng tuần", reason="…")
    assert render_deadline(unread) == "chưa đọc được: hằng tuần"
    assert deadlines_json([unread, Standing()]) == [{"kind": "ongoing"}]
