"""Word files: what their paragraphs and tables say, and where."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from knowledge.documents import Document, read_document, render_place
from knowledge.errors import DocumentError
from knowledge.ingest import read_plan

LETTERHEAD = (
    ("UBND TỈNH HẢI AN\nSỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Số: 12/KH-SNV", "Hải An, ngày 05 tháng 3 năm 2025"),
)
TASKS = (
    ("STT", "Nội dung", "Đơn vị thực hiện", "", "Thời gian", "Sản phẩm"),
    ("", "", "Chủ trì", "Phối hợp", "", ""),
    ("I", "Cải cách thể chế", "", "", "", ""),
    ("1", "Rà soát văn bản", "Văn phòng", "Thanh tra", "Quý I", "Báo cáo"),
    ("2", "Kiểm tra công vụ", "Thanh tra", "Văn phòng", "Quý II", "Kế hoạch"),
    ("", "", "", "", "Quý III", "Báo cáo"),
)  # fmt: skip


def fill(document, rows):
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


@pytest.fixture(scope="module")
def plan() -> Document:
    document = docx.Document()
    fill(document, LETTERHEAD)
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Công tác năm 2025")
    table = fill(document, TASKS)
    for column in (0, 1, 4, 5):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(2, 1).merge(table.cell(2, 5))
    for column in range(4):
        table.cell(4, column).merge(table.cell(5, column))
    content = BytesIO()
    document.save(content)
    return read_document(content.getvalue(), "ke-hoach.docx")


def test_merged_cells_hold_for_every_row_that_they_cover(plan: Document) -> None:
    tasks = read_plan(plan).tasks
    assert [(task.key, task.text, task.leads, task.supports, task.time) for task in tasks] == [
        ("I.1", "Rà soát văn bản", ("Văn phòng",), ("Thanh tra",), "Quý I"),
        ("I.2", "Kiểm tra công vụ", ("Thanh tra",), ("Văn phòng",), "Quý II"),
        ("I.2#2", "Kiểm tra công vụ", ("Thanh tra",), ("Văn phòng",), "Quý III"),
    ]


def test_a_letterhead_in_a_table_is_no_table(plan: Document) -> None:
    head = read_plan(plan).head
    assert (head.number, head.issuer, head.year) == ("12/KH-SNV", "Sở Nội vụ", 2025)
    assert f"{head.signed_on}" == "2025-03-05"
    assert len(plan.tables) == 1


def test_every_line_has_its_place(plan: Document) -> None:
    where = {line: render_place(place) for line, place in zip(plan.lines, plan.places, strict=True)}
    assert where["Công tác năm 2025"] == "đoạn 2"
    assert where["Kế hoạch"] == "bảng 1, hàng 5, cột 6"
    assert where["Quý III"] == "bảng 1, hàng 6, cột 5"
    assert [task.source.place for task in read_plan(plan).tasks] == [f"bảng 1, hàng {row}" for row in (4, 5, 6)]


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"\0" * 90, b"PK\x03\x04"])
def test_a_broken_file_is_one_sentence(data: bytes) -> None:
    with pytest.raises(DocumentError, match="hỏng"):
        read_document(data, "ke-hoach.docx")
