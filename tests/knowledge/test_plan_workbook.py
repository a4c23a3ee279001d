"""The workbook of a plan, read back with the library: its table form, its print setup, and texts left as they are."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from knowledge.plan import Plan, PlanHead, PlanTask
from knowledge.plan_workbook import FORMULA_MARKS, Column, ExtraColumns, render_workbook
from knowledge.samples import sample_plans
from tests.bot.fakes import NORTH, SOUTH
from tests.factories.plans import plans

HEADERS = ("STT", "Nội dung nhiệm vụ", "Mục tiêu", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện")


def opened(plan: Plan, **more: object):
    return load_workbook(BytesIO(render_workbook(plan, **more)))


def rows(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def header_row(sheet) -> int:
    return next(at for at, row in enumerate(rows(sheet), start=1) if row[0] == "STT")


def test_the_sheet_is_the_table_form_that_offices_use() -> None:
    sheet = opened(NORTH)["Nhiệm vụ"]
    table = rows(sheet)
    assert table[0][0] == "UBND TỈNH PHÍA BẮC"
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in table[0]
    assert table[1][0] == "Số: 12/KH-UBND"
    assert [row[0] for row in table[3:5]] == [
        "Cải cách hành chính năm 2024",
        "(Kèm theo văn bản số 12/KH-UBND ngày 09/01/2024 của UBND tỉnh Phía Bắc)",
    ]
    at = header_row(sheet)
    assert tuple(table[at - 1][:6]) == HEADERS
    assert table[at][:2] == ["I", "Chỉ đạo điều hành"]
    assert table[at + 1][:2] == ["I.1", "Ban hành kế hoạch cải cách hành chính"]
    assert table[at + 4][3] == "Sở Tư pháp;\nUBND cấp huyện"
    merged = {str(place) for place in sheet.merged_cells.ranges}
    assert f"B{at + 1}:{sheet.cell(row=at, column=sheet.max_column).column_letter}{at + 1}" in merged


def test_it_prints_landscape_one_page_wide_with_the_header_on_each_page() -> None:
    sheet = opened(NORTH)["Nhiệm vụ"]
    at = header_row(sheet)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    assert sheet.print_title_rows == f"${at}:${at}"
    assert sheet.freeze_panes == f"A{at + 1}"
    assert all(cell.alignment.wrap_text for cell in sheet[at + 2])


def test_columns_that_nothing_fills_are_left_out_and_other_parts_have_their_sheets() -> None:
    assert "Mục tiêu" not in rows(opened(SOUTH)["Nhiệm vụ"])[header_row(opened(SOUTH)["Nhiệm vụ"]) - 1]
    book = opened(NORTH)
    assert book.sheetnames == ["Nhiệm vụ", "Chỉ tiêu", "Tổ chức thực hiện", "nhacviec"]
    targets, duties = book["Chỉ tiêu"], book["Tổ chức thực hiện"]
    assert rows(targets)[header_row(targets)][:4] == [1, "Hồ sơ thanh toán trực tuyến", "Tối thiểu 45", "%"]
    assert rows(duties)[header_row(duties)][:4] == [1, "Sở Tài chính", "lập dự toán kinh phí thực hiện", "Chủ trì"]


@pytest.mark.parametrize("mark", FORMULA_MARKS)
def test_text_that_looks_like_a_formula_stays_text(mark: str) -> None:
    text = f"{mark}HYPERLINK(A1)"
    plan = Plan(slug="x", head=PlanHead(title=text, year=2024), tasks=(PlanTask(key="1", text=text),))
    sheet = opened(plan)["Nhiệm vụ"]
    cell = sheet.cell(row=header_row(sheet) + 1, column=2)
    assert cell.value is not None
    assert cell.value.lstrip() == text.lstrip()
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_the_file_knows_which_plan_it_is() -> None:
    properties = opened(NORTH).custom_doc_props
    assert properties["nhacviec.slug"].value == "phia-bac"
    assert properties["nhacviec.year"].value == 2024


def test_a_report_adds_its_columns() -> None:
    extra = ExtraColumns(
        columns=(Column(id="state", header="Tình trạng", width=14),),
        cells={"I.1": {"state": "Hoàn thành"}},
        title="Tiến độ đến ngày 11/3/2024",
        left_out=frozenset({"goal"}),
    )
    book = opened(NORTH, extra=extra)
    assert book.sheetnames == ["Nhiệm vụ"]
    sheet = book["Nhiệm vụ"]
    at = header_row(sheet)
    column = rows(sheet)[at - 1].index("Tình trạng")
    assert "Mục tiêu" not in rows(sheet)[at - 1]
    assert [row[column] for row in rows(sheet)[at + 1 : at + 3]] == ["Hoàn thành", None]
    assert "Tiến độ đến ngày 11/3/2024" in [row[0] for row in rows(sheet)]


def test_every_task_of_the_bundled_plans_stands_there_with_its_cells() -> None:
    for plan in sample_plans():
        sheet = opened(plan)["Nhiệm vụ"]
        table = {row[0]: row for row in rows(sheet)[header_row(sheet) :]}
        for task in plan.tasks:
            assert table[task.key][1] == task.text
            assert task.product in {cell or "" for cell in table[task.key]}


@settings(max_examples=25)
@given(plan=plans())
def test_any_plan_makes_a_workbook_that_opens(plan: Plan) -> None:
    sheet = opened(replace(plan, targets=plan.targets[:2]))["Nhiệm vụ"]
    assert sheet.max_row >= len(plan.tasks)
