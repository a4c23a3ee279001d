"""Who leads and who supports, however the columns tell it: marks under names, both in one column, people beside."""

from __future__ import annotations

import pytest

from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan
from tests.factories.word import Merged, add_table, begun, ended

LEADS, SUPPORTS = ("Khoa Nội",), ("Khoa Dược", "Phòng Điều dưỡng")


def read_table(rows: tuple[tuple[str, ...], ...], merged: tuple[Merged, ...] = ()) -> Plan:
    document = begun()
    add_table(document, rows, merged)
    return read_plan(read_document(ended(document), "ke-hoach.docx"))


def ticked(heading: str, marks: tuple[str, str, str], *more: str) -> Plan:
    """A plan whose agencies are columns under one heading; `more` are further columns under "Phối hợp"."""
    names = ("Khoa Nội", "Khoa Dược", "Phòng Điều dưỡng")
    second = names if more else ()
    upper = ("TT", "Nội dung", heading, "", "", *(("Phối hợp", "", "") if more else ()), "Thời gian")
    lower = ("", "", *names, *second, "")
    row = ("1", "Giám sát vệ sinh tay", *marks, *more, "Quý I")
    last = len(row) - 1
    spans = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, last, 1, last), *([(0, 5, 0, 7)] if more else [])]
    return read_table((upper, lower, row), tuple(spans))


@pytest.mark.parametrize(
    "plan",
    [
        ticked("Khoa, phòng thực hiện", ("CT", "PH", "PH")),
        ticked("Đơn vị thực hiện", ("C", "P", "P")),
        ticked("Chủ trì", ("x", "", ""), "", "x", "X"),
    ],
    ids=["letters", "initials", "marks under two headings"],
)
def test_marks_under_the_names_of_agencies(plan: Plan) -> None:
    (task,) = plan.tasks
    assert (task.leads, task.supports, task.time) == (LEADS, SUPPORTS, "Quý I")


def test_bare_marks_under_one_heading_are_all_leads() -> None:
    (task,) = ticked("Đơn vị thực hiện", ("x", "", "x")).tasks
    assert (task.leads, task.supports) == (("Khoa Nội", "Phòng Điều dưỡng"), ())


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("CQ chủ trì/ CQ phối hợp", "CT: Khoa Nội\nPH: Khoa Dược; Phòng Điều dưỡng"),
        ("Cơ quan chủ trì\n(cơ quan phối hợp)", "Khoa Nội\n(Khoa Dược, Phòng Điều dưỡng)"),
        ("Cơ quan chủ trì/phối hợp", "Khoa Nội/ Khoa Dược, Phòng Điều dưỡng"),
        ("Chủ trì/ phối hợp", "Khoa Nội\nKhoa Dược, Phòng Điều dưỡng"),
        ("Đơn vị thực hiện", "Khoa Nội (CT)\nKhoa Dược, Phòng Điều dưỡng (PH)"),
    ],
)
def test_both_in_one_column(heading: str, cell: str) -> None:
    (task,) = read_table((("TT", "Nội dung", heading, "Hạn chót"), ("1", "Giám sát", cell, "Quý I"))).tasks
    assert (task.leads, task.supports) == (LEADS, SUPPORTS)


def test_brackets_under_a_heading_that_names_leads_only_are_no_supports() -> None:
    rows = (("TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"), ("1", "Giám sát", "Khoa Nội (Khoa Dược)", "Quý I"))
    (task,) = read_table(rows).tasks
    assert (task.leads, task.supports) == (LEADS, ())


def test_the_person_in_charge_beside_the_office_that_leads_is_a_note() -> None:
    headings = ("TT", "Nội dung", "Người phụ trách", "Cơ quan tham mưu", "Thời hạn")
    (task,) = read_table((headings, ("1", "Ban hành quy chế", "Đ/c Bí thư", "Khoa Nội", "Quý I"))).tasks
    assert (task.leads, task.note) == (LEADS, "Đ/c Bí thư")


def test_headings_in_two_languages() -> None:
    headings = ("STT\nNo.", "Hoạt động\nActivities", "Đơn vị chủ trì\nResponsible unit", "Thời gian\nTime")
    (task,) = read_table((headings, ("1", "Hội thảo", "Khoa Nội", "Tháng 5"))).tasks
    assert (task.text, task.leads, task.time) == ("Hội thảo", LEADS, "Tháng 5")


def test_figures_of_several_years_keep_their_years() -> None:
    upper, lower = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", ""), ("", "", "", "2026", "2027")
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4))
    plan = read_table((upper, lower, ("1", "Tỷ lệ sàng lọc", "%", "50", "55")), merged)
    assert plan.tasks[0].goal == "năm 2026: 50 %; năm 2027: 55 %"
    assert [(target.value, target.scope) for target in plan.targets] == [(50.0, "năm 2026"), (55.0, "năm 2027")]


def test_a_cell_of_labelled_values_is_dealt_out() -> None:
    cell = "- Chủ trì: Khoa Nội\n- Phối hợp: Khoa Dược; Phòng Điều dưỡng\n- Thời hạn: Quý I\n- Sản phẩm: Báo cáo"
    (task,) = read_table((("TT", "Nhiệm vụ", "Phân công, thời hạn"), ("1", "Giám sát", cell))).tasks
    assert (task.leads, task.supports, task.time, task.product) == (LEADS, SUPPORTS, "Quý I", "Báo cáo")
