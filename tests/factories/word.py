"""Word files for tests: rows of texts as tables with merged cells, between a letterhead and a signature."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx

HEADINGS = ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành", "Kết quả")
ROWS = (
    ("1", "Rà soát văn bản", "Văn phòng Sở", "Thanh tra Sở", "Quý I", "Báo cáo"),
    ("2", "Kiểm tra công vụ", "Thanh tra Sở", "Các phòng chuyên môn", "Tháng 6", "Kết luận"),
)
_LETTERHEAD = (
    ("UBND TỈNH HẢI AN\nSỞ NỘI VỤ", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
    ("Số: 12/KH-SNV", "", "Hải An, ngày 05 tháng 3 năm 2025"),
)
_SIGNATURE = (("Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.", "", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nTrần Văn Bình"),)

Merged = tuple[int, int, int, int]


def begun() -> Any:
    """A Word file with a letterhead and a title; what is added comes below."""
    document = docx.Document()
    add_table(document, _LETTERHEAD)
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Công tác cải cách hành chính năm 2025")
    return document


def ended(document: Any) -> bytes:
    """The bytes of the file, a signature added."""
    add_table(document, _SIGNATURE)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def add_table(document: Any, rows: Sequence[Sequence[str]], merged: Sequence[Merged] = ()) -> Any:
    """A table of texts; `merged` are (row, column) of the first and the last of cells that are one."""
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *others = text.split("\n")
            cell.text = first
            for line in others:
                cell.add_paragraph(line)
    for top, left, bottom, right in merged:
        table.cell(top, left).merge(table.cell(bottom, right))
    return table
