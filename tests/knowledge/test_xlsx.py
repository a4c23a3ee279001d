"""Workbooks: what their sheets show, and where."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from knowledge.deadlines.wire import deadlines_json
from knowledge.documents.formats.xlsx_values import render_value
from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.ingest.tracking import read_state, read_tracked
from knowledge.plan import Plan, Tracked
from knowledge.progress.reports import TaskState

HEADINGS = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Hạn hoàn thành", "Sản phẩm")
ROWS = (
    (1, "Rà soát quy chế", "Văn phòng Sở", date(2025, 3, 31), "Báo cáo"),
    (2, "Kiểm tra", "Thanh tra Sở", "Quý IV", None),
)
TRACKING = Path(__file__).parents[2] / "knowledge" / "data" / "tracking.toml"
TITLE = "KẾ HOẠCH CÔNG TÁC VĂN PHÒNG SỞ NĂM 2025"


def book_of(rows: Sequence[Sequence[object]], *, title: str = TITLE) -> Any:
    book = Workbook()
    book.active.title = "Kế hoạch"
    for row in ((title,), (), *rows) if title else rows:
        book.active.append(row)
    return book


def read(book: Any) -> Plan:
    content = BytesIO()
    book.save(content)
    return read_plan(read_document(content.getvalue(), "ke-hoach.xlsx"))


def told(plan: Plan) -> list[tuple[object, ...]]:
    return [(task.key, task.text, task.leads, task.time) for task in plan.tasks]


FIRST = ("1", "Rà soát quy chế", ("Văn phòng Sở",), "31/03/2025")
SECOND = ("2", "Kiểm tra", ("Thanh tra Sở",), "Quý IV")


def test_real_dates_are_read_as_they_are_printed() -> None:
    plan = read(book_of((HEADINGS, *ROWS)))
    assert told(plan) == [FIRST, SECOND]
    assert deadlines_json(plan.tasks[0].deadlines) == [{"kind": "date", "due": "2025-03-31"}]
    assert plan.tasks[1].source.place == "trang tính “Kế hoạch”, hàng 5"
    assert (plan.head.title, plan.head.year) == ("Kế hoạch công tác văn phòng sở năm 2025", 2025)


@pytest.mark.parametrize("label", ["Cộng", "Tổng cộng:", "TỔNG SỐ"])
def test_a_row_of_sums_is_no_task(label: str) -> None:
    sums = (None, label, None, None, 350)
    assert told(read(book_of((HEADINGS, *ROWS, sums)))) == [FIRST, SECOND]


def test_rows_of_a_group_and_headings_of_two_rows() -> None:
    rows = (
        ("TT", "Nội dung", "Cơ quan thực hiện", None, "Thời gian"),
        (None, None, "Chủ trì", "Phối hợp", None),
        ("A", "VĂN PHÒNG", None, None, None),
        (1, "Rà soát", "Văn phòng Sở", "Thanh tra Sở", "Quý I"),
        ("B", "THANH TRA", None, None, None),
        (1, "Kiểm tra", "Thanh tra Sở", "Văn phòng Sở", "Quý II"),
    )
    book = book_of(rows)
    for area in ("C3:D3", "A3:A4", "B3:B4", "E3:E4", "B5:E5", "B7:E7"):
        book.active.merge_cells(area)
    plan = read(book)
    assert [section.title for section in plan.sections] == ["VĂN PHÒNG", "THANH TRA"]
    assert [(task.text, task.leads, task.supports, task.time) for task in plan.tasks] == [
        ("Rà soát", ("Văn phòng Sở",), ("Thanh tra Sở",), "Quý I"),
        ("Kiểm tra", ("Thanh tra Sở",), ("Văn phòng Sở",), "Quý II"),
    ]


def test_merged_cells_hold_over_a_row_that_is_empty_but_for_them() -> None:
    book = book_of((HEADINGS, ROWS[0], (), (None, "Tổng kết", None, date(2025, 12, 1), None)))
    for column in "AC":
        book.active.merge_cells(f"{column}4:{column}6")
    assert told(read(book)) == [FIRST, ("1#2", "Tổng kết", ("Văn phòng Sở",), "01/12/2025")]


def test_a_name_before_the_tasks_holds_until_another_is_said_and_one_behind_them_does_not() -> None:
    grouped = (
        ("Phòng chủ trì", "TT", "Nhiệm vụ", "Thời hạn", "Phối hợp"),
        ("Văn phòng Sở", 1, "Rà soát", "Quý I", "Thanh tra Sở"),
        (None, 2, "Số hóa", "Quý II", None),
        ("Thanh tra Sở", 3, "Kiểm tra", "Quý IV", None),
    )
    assert [task.leads for task in read(book_of(grouped)).tasks] == [
        ("Văn phòng Sở",), ("Văn phòng Sở",), ("Thanh tra Sở",),
    ]  # fmt: skip
    behind = (HEADINGS, ROWS[0], (2, "Kiểm tra", None, "Quý IV", None))
    assert [task.leads for task in read(book_of(behind)).tasks] == [("Văn phòng Sở",), ()]
    required = (
        ("STT", "Hạng mục", "Yêu cầu", "Đơn vị chủ trì", "Thời gian"),
        (1, "Rà soát", "Đúng luật", "Sở", "Quý I"),
        (2, "Số hóa", None, "Sở", "Quý II"),
    )
    assert [task.goal for task in read(book_of(required)).tasks] == ["Đúng luật", ""]


def test_what_is_said_of_the_start_and_the_end_together_is_the_time() -> None:
    rows = (
        ("TT", "Nội dung", "Chủ trì", "Thời gian thực hiện", None, "Ghi chú"),
        (None, None, None, "Từ ngày", "Đến ngày", None),
        (1, "Rà soát", "Thanh tra Sở", date(2025, 3, 10), date(2025, 4, 20), "gấp"),
        (2, "Chi trả", "Văn phòng Sở", "Ngày 05 hằng tháng", None, None),
        (3, "Số hóa", "Văn phòng Sở", "Hằng quý", "", None),
        (4, "Kiểm tra", "Thanh tra Sở", date(2025, 5, 1), "", None),
    )
    book = book_of(rows)
    for area in ("D3:E3", "A3:A4", "B3:B4", "C3:C4", "F3:F4", "D6:E6"):
        book.active.merge_cells(area)
    plan = read(book)
    assert [task.time for task in plan.tasks] == ["20/04/2025", "Ngày 05 hằng tháng", "Hằng quý", ""]
    assert [task.note for task in plan.tasks] == ["gấp; 10/03/2025", "", "", "01/05/2025"]


def test_every_sheet_that_is_seen_is_read_and_a_hidden_one_is_told() -> None:
    book = book_of((HEADINGS, ROWS[0]))
    book.active.title = "PL1"
    for title, state in (("PL 2", "visible"), ("Nháp", "hidden")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for row in (HEADINGS, ROWS[0]):
            sheet.append(row)
    plan = read(book)
    assert [task.key for task in plan.tasks] == ["PL1.1", "PL2.1"]
    assert "Trang tính “Nháp” bị ẩn nên không đọc." in [warning.message for warning in plan.warnings]


def test_a_formula_that_was_never_worked_out_is_told_with_its_cell() -> None:
    book = book_of(
        (HEADINGS, (1, "Rà soát", "=VLOOKUP(A4,B:C,2)", "Quý I", None), ("=A4+1", "Kiểm tra", "=C4", "Quý II", None))
    )
    book.active["C5"] = "Thanh tra Sở"
    plan = read(book)
    assert told(plan) == [("1", "Rà soát", (), "Quý I"), ("2", "Kiểm tra", ("Thanh tra Sở",), "Quý II")]
    assert [w.message for w in plan.warnings if "Công thức" in w.message] == [
        "Công thức chưa được tính ở trang tính “Kế hoạch”, ô C4; hãy mở tệp bằng Excel, lưu lại rồi nhập lại."
    ]


def test_struck_cells_are_taken_out_and_told() -> None:
    book = book_of((HEADINGS, *ROWS))
    book.active["D4"].font = Font(strike=True)
    plan = read(book)
    assert plan.tasks[0].deadlines == ()
    assert any("D4" in warning.message for warning in plan.warnings)


def test_columns_of_a_tracker_are_no_times_or_products() -> None:
    headings = (*HEADINGS, "Tiến độ", "Trạng thái", "% hoàn thành", "Ghi chú")
    rows = [(*row, 0.6, "Đang thực hiện", 60, "Chờ góp ý") for row in ROWS]
    book = book_of((headings, *rows))
    for cell in ("F4", "F5"):
        book.active[cell].number_format = "0%"
    plan = read(book)
    assert told(plan) == [FIRST, SECOND]
    assert [task.note for task in plan.tasks] == ["Chờ góp ý"] * 2
    assert plan.tracked == tuple(Tracked(key=key, state="doing", percent=60) for key in ("1", "2"))


@pytest.mark.parametrize("rule", tomllib.loads(TRACKING.read_text("utf-8"))["state"], ids=lambda rule: rule["id"])
def test_states_are_told_by_their_words(rule: dict[str, Any]) -> None:
    assert {read_state(example) for example in rule["examples"]} == {TaskState(rule["id"])}


@pytest.mark.parametrize(
    ("state", "percent", "expected"),
    [
        ("", "100%", ("done", 100)),
        ("", "0,4", ("doing", 40)),
        ("", "0", ("not_started", 0)),
        ("Đã hoàn thành", "80", ("done", 100)),
        ("Đang làm", "130%", ("doing", None)),
        ("Phòng Tổ chức", "nhiều", None),
    ],
)
def test_a_share_and_a_state_together(state: str, percent: str, expected: tuple[str, int | None] | None) -> None:
    told = read_tracked("1", {"state": state, "percent": percent})
    assert (told and (told.state, told.percent)) == expected


def test_a_table_without_a_printed_year_has_the_year_of_its_days_and_reads_no_bare_time_by_it() -> None:
    plan = read(book_of((HEADINGS, *ROWS), title=""))
    assert plan.head.year == 2025
    assert deadlines_json(plan.tasks[0].deadlines) == [{"kind": "date", "due": "2025-03-31"}]
    assert deadlines_json(plan.tasks[1].deadlines) == []
    other = (ROWS[0], (2, "Kiểm tra", "Thanh tra Sở", date(2026, 1, 5), None))
    with pytest.raises(DocumentError, match="--year"):
        read(book_of((HEADINGS, *other), title=""))


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (date(2025, 3, 1), "General", "01/03/2025"),
        (date(2025, 3, 1), "[$-42A]dd/mm/yyyy", "01/03/2025"),
        (date(2025, 3, 1), '"Tháng" mm/yyyy', "03/2025"),
        (date(2025, 3, 1), "yyyy", "2025"),
        (0.5, "0%", "50%"),
        (0.1 + 0.2, "General", "0,3"),
        (1.1, "0.00", "1,10"),
        (12500000, "#,##0", "12.500.000"),
        (1e15, "General", "1000000000000000"),
        (True, "General", "x"),
        (False, "General", ""),
        ("a\r\nb", "@", "a\nb"),
        (None, "General", ""),
    ],
)
def test_values_as_they_are_shown(value: object, number_format: str, shown: str) -> None:
    assert render_value(value, number_format) == shown


@pytest.mark.parametrize("rows", [((1,),), (("a", "b"), (1, 2))])
def test_a_sheet_without_tasks_is_one_sentence(rows: Sequence[Sequence[object]]) -> None:
    with pytest.raises(DocumentError, match="Không tìm thấy bảng nhiệm vụ"):
        read(book_of(rows))


def test_notes_below_the_last_row_are_none_of_its_task() -> None:
    notes = ((), ("Ghi chú:",), ("- Phòng chủ trì cập nhật trước ngày 25 hằng tháng.",), (None, "Lưu ý: x là tháng."))
    assert told(read(book_of((HEADINGS, *ROWS, *notes)))) == [FIRST, SECOND]


def test_a_note_between_tasks_ends_nothing() -> None:
    plan = read(book_of((HEADINGS, ROWS[0], (None, "Lưu ý: làm theo đợt."), ROWS[1])))
    assert [task.key for task in plan.tasks] == ["1", "2"]


def test_rows_that_are_hidden_are_read_and_told() -> None:
    book = book_of((HEADINGS, *ROWS))
    book.active.row_dimensions[5].hidden = True
    plan = read(book)
    assert told(plan) == [FIRST, SECOND]
    assert "hàng 5;" in next(warning.message for warning in plan.warnings if "đang ẩn" in warning.message)


def test_figures_written_as_text_count_tasks() -> None:
    plan = read(book_of((HEADINGS, ("1.0", *ROWS[0][1:]), ("2.0", *ROWS[1][1:]))))
    assert [task.key for task in plan.tasks] == ["1", "2"]
    parted = read(book_of((HEADINGS, ("1.0", *ROWS[0][1:]), ("1.1", *ROWS[1][1:]))))
    assert [task.key for task in parted.tasks] == ["1.0", "1.1"]


def test_who_passes_a_document_is_no_product_of_it() -> None:
    headings = ("TT", "Nhiệm vụ", "Chủ trì", "Cấp trình", "Hình thức văn bản")
    plan = read(book_of((headings, (1, "Phân cấp", "Sở Tư pháp", "UBND tỉnh", "Quyết định"))))
    assert plan.tasks[0].product == "Quyết định"


def test_a_title_that_ends_in_the_decision_it_is_attached_to() -> None:
    title = "DANH MỤC NHIỆM VỤ GIAO CÁC SỞ, NGÀNH NĂM 2026 (Kèm theo Quyết định số 311/QĐ-UBND ngày 05/02/2026)"
    plan = read(book_of((HEADINGS, (1, "Rà soát", "Sở Tư pháp", "20/4", "")), title=title))
    assert (plan.head.year, plan.head.number) == (2026, "311/QĐ-UBND")
    assert deadlines_json(plan.tasks[0].deadlines) == [{"kind": "date", "due": "2026-04-20"}]
