"""Times printed as columns of months or quarters with a mark in them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
import pytest

from knowledge.deadlines.wire import deadlines_json
from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.ingest.schedules import name_schedule

MONTHS = tuple(str(month) for month in range(1, 13))


@pytest.mark.parametrize(
    ("above", "below", "named"),
    [
        ("Thời gian thực hiện (tháng)", MONTHS, "Tháng 1"),
        ("Thời gian thực hiện", MONTHS, "Tháng 1"),
        ("Tháng", ("7", "8", "9"), "Tháng 7"),
        ("Quý", ("I", "II", "III", "IV"), "Quý I"),
        ("Tiến độ", ("I", "II", "III", "IV"), "Quý I"),
        ("Quý III", ("7", "8", "9"), "Tháng 7"),
        ("Quý III", ("1", "2", "3"), "1"),
        ("Kinh phí", ("1", "2", "3"), "1"),
        ("Thời gian", ("Bắt đầu", "Kết thúc"), "Bắt đầu"),
        ("Tháng", ("3", "1", "2"), "3"),
    ],
)
def test_figures_under_a_heading(above: str, below: Sequence[str], named: str) -> None:
    row = ["Nhiệm vụ", above, *([""] * (len(below) - 1))]
    assert name_schedule(row, ["", *below])[1] == named


@pytest.mark.parametrize(
    "figures", [MONTHS, tuple(f"T{month}" for month in MONTHS), tuple(f"{month}/2025" for month in MONTHS)]
)
def test_marks_under_months(figures: Sequence[str]) -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH CÔNG TÁC NĂM 2025")
    table = document.add_table(rows=3, cols=15)
    for at, heading in enumerate(("STT", "Nội dung", "Chủ trì")):
        table.cell(0, at).merge(table.cell(1, at)).text = heading
    table.cell(0, 3).merge(table.cell(0, 14)).text = "Thời gian thực hiện"
    for at, figure in enumerate(figures):
        table.cell(1, 3 + at).text = figure
    for at, text in ((0, "1"), (1, "Kiểm kê tài sản"), (2, "Văn phòng"), (8, "x"), (14, "X")):
        table.cell(2, at).text = text
    content = BytesIO()
    document.save(content)
    (task,) = read_plan(read_document(content.getvalue(), "cong-tac.docx")).tasks
    assert task.time.replace("/2025", "") == "Tháng 6; Tháng 12"
    assert deadlines_json(task.deadlines) == [
        {"kind": "period", "start": "2025-06-01", "end": "2025-06-30"},
        {"kind": "period", "start": "2025-12-01", "end": "2025-12-31"},
    ]


STEPS = {
    "told by their heading": ("Thời hạn trình Giám đốc Sở | Thời hạn trình UBND tỉnh",),
    "told by their cells": ("Trình Giám đốc Sở | Trình UBND tỉnh",),
    "under one heading": ("Thời gian | ", "Trình Giám đốc Sở | Trình UBND tỉnh"),
}


@pytest.mark.parametrize("headings", STEPS.values(), ids=STEPS)
def test_a_time_for_each_step_of_a_task(headings: Sequence[str]) -> None:
    upper, *lower = headings
    rows = [f"| STT | Nội dung | Cơ quan chủ trì | {upper} | Sản phẩm |", "|---|---|---|---|---|---|"]
    rows += [f"| | | | {text} | |" for text in lower]
    rows += ["| 1 | Đề án chợ | Phòng Kế hoạch | 10/3/2025 | 15/3/2025 | Đề án |"]
    rows += ["| 2 | Đề án trường học | Phòng Kế hoạch | | Quý IV/2025 | Đề án |"]
    text = "\n".join(("KẾ HOẠCH", "Công tác năm 2025", "", *rows))
    first, second = read_plan(read_document(text.encode(), "cong-tac.md")).tasks
    assert first.time.lower() == "trình giám đốc sở: 10/3/2025; trình ubnd tỉnh: 15/3/2025"
    assert [row["due"] for row in deadlines_json(first.deadlines)] == ["2025-03-10", "2025-03-15"]
    assert second.time.lower() == "trình ubnd tỉnh: quý iv/2025"
