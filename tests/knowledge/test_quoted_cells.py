"""Cells that a spreadsheet's clipboard or a .csv breaks over lines, and what only looks like one."""

from __future__ import annotations

import pytest

from knowledge.documents.quoted import join_quoted
from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan

TABS = '''Kế hoạch ứng dụng công nghệ thông tin năm 2026

STT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\t"Thời gian
thực hiện"\tKết quả
1\tVận hành họp trực tuyến\tTrung tâm Công nghệ thông tin\t"Văn phòng Bộ
Cục Thủy sản"\tQuý I\tHệ thống thông suốt
2\tKiểm kê tài sản số\tVụ Kế hoạch\t\t31/12/2026\t"Danh mục ""tài sản số"""
'''


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_a_row_over_several_lines(mark: str) -> None:
    plan = read_plan(read_document(TABS.replace("\t", mark).encode(), "chep.txt"))
    assert [task.text for task in plan.tasks] == ["Vận hành họp trực tuyến", "Kiểm kê tài sản số"]
    assert plan.tasks[0].supports == ("Văn phòng Bộ", "Cục Thủy sản")
    assert [task.product for task in plan.tasks] == ["Hệ thống thông suốt", 'Danh mục "tài sản số"']


@pytest.mark.parametrize(
    "lines",
    [
        ('2\tRà soát\t"\tQuý I', '3\tCông bố\t"\tQuý II'),  # marks of repetition
        ('"Nâng cao nhận thức, trách nhiệm,', 'ý thức" của cán bộ, công chức'),
        ('1\tHọp\t"Một cửa\tQuý I', "2\tHọp\tSở Y tế\tQuý I"),  # never closed
    ],
)
def test_quotes_that_break_no_row(lines: tuple[str, ...]) -> None:
    assert join_quoted(lines) == lines
