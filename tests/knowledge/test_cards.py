"""Tasks set out as cards: what is said on the left, what it is on the right."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
import pytest

from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan

FIRST = (("Nhiệm vụ 1:", "Kiểm tra công vụ"), ("Đơn vị chủ trì", "Thanh tra Sở"), ("Phối hợp", "Văn phòng"),
         ("Thời gian hoàn thành", "Quý II"))  # fmt: skip
SECOND = (("Nhiệm vụ 2:", "Tập huấn một cửa"), ("Đơn vị chủ trì", "Văn phòng"), ("Thời gian hoàn thành", "Tháng 8"))


def read(*tables: Sequence[tuple[str, str]]) -> Plan:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH CÔNG TÁC NĂM 2026")
    for rows in tables:
        table = document.add_table(rows=0, cols=2)
        for label, value in rows:
            left, right = table.add_row().cells
            left.text, right.text = label, value
        document.add_paragraph()
    content = BytesIO()
    document.save(content)
    return read_plan(read_document(content.getvalue(), "the.docx"))


@pytest.mark.parametrize("tables", [(FIRST, SECOND), ((*FIRST, *SECOND),)], ids=["a table each", "one below the other"])
def test_cards_are_tasks(tables: Sequence[Sequence[tuple[str, str]]]) -> None:
    plan = read(*tables)
    assert [(task.key, task.text, task.leads, task.supports, task.time) for task in plan.tasks] == [
        ("1", "Kiểm tra công vụ", ("Thanh tra Sở",), ("Văn phòng",), "Quý II"),
        ("2", "Tập huấn một cửa", ("Văn phòng",), (), "Tháng 8"),
    ]


def test_a_table_of_other_facts_is_no_card() -> None:
    with pytest.raises(DocumentError):
        read((("Họ và tên", "Nguyễn Văn An"), ("Chức vụ", "Chánh Văn phòng"), ("Thời gian", "Quý I")))
