"""The workbook of a plan read back: unchanged it is the plan; what a clerk changes in it changes that alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import assume, given, settings
from openpyxl import load_workbook

from bot.reading.handed_in import read_handed_in
from knowledge.deadlines.wire import deadlines_json
from knowledge.errors import DocumentError
from knowledge.plan import Plan
from knowledge.plan_cells import clean
from knowledge.plan_workbook import render_workbook
from knowledge.plan_workbook_reading import read_plan_workbook
from knowledge.samples import sample_plans
from tests.bot.fakes import NORTH
from tests.factories.plans import plans


def read(data: bytes) -> Plan:
    plan = read_plan_workbook(data, name="mau.xlsx")
    assert plan is not None
    return plan


def changed(change: Callable[[Any], None], plan: Plan = NORTH) -> Plan:
    """The plan of the workbook after a change to its first sheet, saved as another program saves it."""
    book = load_workbook(BytesIO(render_workbook(plan)))
    change(book)
    content = BytesIO()
    book.save(content)
    return read(content.getvalue())


def row_of(book: Any, key: str) -> int:
    return next(cell.row for cell in book["Nhiệm vụ"]["A"] if cell.value == key)


@pytest.mark.parametrize("plan", tuple(sample_plans()), ids=lambda plan: plan.slug)
def test_a_bundled_plan_comes_back_equal_also_when_saved_by_another_program(plan: Plan) -> None:
    assert read(render_workbook(plan)) == plan
    assert changed(lambda _: None, plan) == plan


@settings(deadline=None, max_examples=25)
@given(plan=plans())
def test_any_plan_comes_back_equal(plan: Plan) -> None:
    keys = [*(task.key for task in plan.tasks), *(section.key for section in plan.sections)]
    assume(all(key == " ".join(clean(key).split()) for key in keys))  # as every printed number is
    assert read(render_workbook(plan)) == plan


def test_a_changed_cell_changes_its_field_and_nothing_else() -> None:
    def change(book: Any) -> None:
        sheet, row = book["Nhiệm vụ"], row_of(book, "I.1")
        columns = {cell.value: cell.column for cell in next(r for r in sheet.iter_rows() if r[0].value == "STT")}
        sheet.cell(row, columns["Cơ quan chủ trì"]).value = "Sở Y tế;\nSở Tư pháp"
        sheet.cell(row, columns["Thời gian thực hiện"]).value = date(2024, 5, 6)

    plan = changed(change)
    first, *others = plan.tasks
    assert first.leads == ("Sở Y tế", "Sở Tư pháp")
    assert first.time == "06/05/2024"
    assert deadlines_json(first.deadlines) == [{"kind": "date", "due": "2024-05-06"}]
    assert first.text == NORTH.tasks[0].text
    assert tuple(others) == NORTH.tasks[1:]
    assert (plan.head, plan.sections, plan.targets, plan.duties) == (
        NORTH.head,
        NORTH.sections,
        NORTH.targets,
        NORTH.duties,
    )


def test_a_row_taken_out_and_one_put_in() -> None:
    def change(book: Any) -> None:
        sheet = book["Nhiệm vụ"]
        last = sheet.max_row
        for column in range(1, sheet.max_column + 1):
            sheet.cell(last, column).value = None
        sheet.cell(last, 1).value = "I.1"
        sheet.cell(last, 2).value = "Việc mới"

    plan = changed(change)
    assert [task.key for task in plan.tasks] == [*(task.key for task in NORTH.tasks[:-1]), "I.1#2"]
    assert plan.tasks[-1].text == "Việc mới"


def test_a_row_without_a_number_gets_the_next_one() -> None:
    def change(book: Any) -> None:
        sheet = book["Nhiệm vụ"]
        sheet.cell(sheet.max_row + 1, 2).value = "Việc mới"

    last = NORTH.tasks[-1].key
    head, _, number = last.rpartition(".")
    assert changed(change).tasks[-1].key == f"{head}.{int(number) + 1}"


@pytest.mark.parametrize("plan", [plan for plan in sample_plans() if plan.sections], ids=lambda plan: plan.slug)
def test_a_sheet_that_was_sorted_is_the_same_plan(plan: Plan) -> None:
    def change(book: Any) -> None:
        sheet = book["Nhiệm vụ"]
        for area in list(sheet.merged_cells.ranges):  # as Excel asks for before it sorts
            sheet.unmerge_cells(str(area))
        first = 1 + next(row for row in range(1, 20) if sheet.cell(row, 1).value == "STT")
        time = next(cell.column for cell in sheet[first - 1] if cell.value == "Thời gian thực hiện") - 1
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
        for number, texts in enumerate(sorted(rows, key=lambda row: str(row[time] or "")), start=first):
            for column, text in enumerate(texts, start=1):
                sheet.cell(number, column).value = text

    assert changed(change, plan) == plan


def test_a_row_without_a_task_is_told() -> None:
    def change(book: Any) -> None:
        book["Nhiệm vụ"].cell(row_of(book, "I.1"), 2).value = None

    with pytest.raises(DocumentError, match=r"hàng \d+: thiếu nội dung nhiệm vụ"):
        changed(change)


def test_a_figure_of_a_target_that_is_none_is_told() -> None:
    plan = next(plan for plan in sample_plans() if plan.targets)

    def change(book: Any) -> None:
        sheet = book["Chỉ tiêu"]
        sheet.cell(sheet.max_row, 3).value = "nhiều"

    with pytest.raises(DocumentError, match="không phải là số"):
        changed(change, plan)


def test_a_file_handed_in_is_known_as_a_workbook_of_ours() -> None:
    reading = read_handed_in(render_workbook(NORTH), "tai-ve.xlsx")
    assert reading.reviewed
    assert reading.plans == (NORTH,)
    assert read_handed_in(render_workbook(NORTH), "tai-ve.xlsx", slug="khac").plans[0].slug == "khac"
