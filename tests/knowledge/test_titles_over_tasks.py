"""What the title over a group of tasks, or the sheet that they stand in, says for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
import openpyxl
import pytest

from knowledge.deadlines.wire import deadlines_json
from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.ingest.handed import find_holder, find_lead, find_time
from knowledge.plan import Plan

MARCH = {"kind": "period", "start": "2026-03-01", "end": "2026-03-31"}


def read_table(rows: Sequence[Sequence[str]]) -> Plan:
    """The plan of a Word file with one table; a row of one text reaches over all columns, one before "<" over those."""
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH CÔNG TÁC NĂM 2026")
    width = max(map(len, rows))
    table = document.add_table(rows=len(rows), cols=width)
    for at, row in enumerate(rows):
        if len(row) == 1:
            table.cell(at, 0).merge(table.cell(at, width - 1))
        for column, text in enumerate(row):
            if text != "<":
                table.cell(at, column).text = text
        if "<" in row:
            table.cell(at, row.index("<") - 1).merge(table.cell(at, width - 1))
    content = BytesIO()
    document.save(content)
    return read_plan(read_document(content.getvalue(), "cong-tac.docx"))


def test_a_month_over_tasks_is_their_time_and_no_heading() -> None:
    plan = read_table(
        [
            ["TT", "Nội dung công việc", "Đơn vị chuẩn bị", "Thời gian"],
            ["THÁNG 3"],
            ["1", "Khảo sát trường mầm non", "Ban Văn hóa - Xã hội", ""],
            ["2", "Tiếp công dân", "Thường trực HĐND", "Ngày 15/3"],
        ]
    )
    assert [task.time for task in plan.tasks] == ["Tháng 3", "Ngày 15/3"]
    assert deadlines_json(plan.tasks[0].deadlines) == [MARCH]
    assert deadlines_json(plan.tasks[1].deadlines) == [{"kind": "date", "due": "2026-03-15"}]


def test_a_quarter_merged_beside_an_empty_number_is_a_title() -> None:
    plan = read_table(
        [
            ["TT", "Nội dung kiểm tra", "Chủ trì", "Thời gian", "Kết quả"],
            ["", "QUÝ I/2026", "<", "<", "<"],
            ["1", "Kiểm tra nguyên tắc tập trung dân chủ", "Bí thư", "", "Thông báo"],
            ["", "QUÝ III/2026", "<", "<", "<"],
            ["2", "Kiểm tra thu đảng phí", "Tổ kiểm tra", "", "Thông báo"],
        ]
    )
    assert [(task.key, task.time) for task in plan.tasks] == [("1", "Quý I/2026"), ("2", "Quý III/2026")]


def test_a_title_that_says_who_leads() -> None:
    plan = read_table(
        [
            ["STT", "Nội dung", "Đơn vị phối hợp", "Thời hạn"],
            ["I. Phòng Quản lý giá và công sản chủ trì"],
            ["1", "Xử lý nhà, đất dôi dư", "UBND các xã", "Quý I"],
            ["II. Văn phòng Sở chủ trì, phối hợp với Thanh tra Sở"],
            ["1", "Rà soát quy trình", "", "Quý I"],
        ]
    )
    assert [task.leads for task in plan.tasks] == [("Phòng Quản lý giá và công sản",), ("Văn phòng Sở",)]
    assert [task.supports for task in plan.tasks] == [("UBND các xã",), ("Thanh tra Sở",)]


@pytest.mark.parametrize("second", ["Sở Nội vụ", "Công tác cán bộ"])
def test_bare_names_lead_only_where_most_titles_are_names(second: str) -> None:
    rows = [
        ["STT", "Nội dung", "Thời hạn", "Sản phẩm"],
        ["I", "Sở Tư pháp"],
        ["1", "Rà soát văn bản", "Quý I", "Báo cáo"],
    ]
    plan = read_table([*rows, ["II", second], ["1", "Kiểm tra công vụ", "Quý I", "Báo cáo"]])
    assert [task.leads for task in plan.tasks] == ([("Sở Tư pháp",), (second,)] if second == "Sở Nội vụ" else [(), ()])


def test_an_empty_cell_of_a_column_of_leads_stays_empty_under_a_bare_name() -> None:
    rows = [["STT", "Nội dung", "Chủ trì", "Thời hạn"], ["I", "Sở Tư pháp"], ["1", "Rà soát văn bản", "", "Quý I"]]
    plan = read_table([*rows, ["2", "Công bố danh mục", "Văn phòng", "Quý I"]])
    assert [task.leads for task in plan.tasks] == [(), ("Văn phòng",)]


def test_each_sheet_is_one_office() -> None:
    workbook = openpyxl.Workbook()
    for name, label in (("Phòng Kinh tế", ""), ("T2", "Đơn vị chủ trì: Công an xã"), ("Sheet3", "Năm 2026")):
        sheet = workbook.create_sheet(name)
        sheet["A1"], sheet["A2"] = "THEO DÕI NHIỆM VỤ CỦA XÃ TÂN HƯNG NĂM 2026", label
        for column, texts in enumerate((("STT", 1), ("Nhiệm vụ", "Kiểm tra chợ"), ("Thời hạn", "Quý I")), start=1):
            for row, text in enumerate(texts, start=4):
                sheet.cell(row, column, text)
    content = BytesIO()
    workbook.save(content)
    plan = read_plan(read_document(content.getvalue(), "theo-doi.xlsx"))
    assert [task.leads for task in plan.tasks] == [("Phòng Kinh tế",), ("Công an xã",), ()]


@pytest.mark.parametrize("title", ["Chủ trì hội nghị giao ban", "Công tác chủ trì", "Thanh tra, kiểm tra", "Sheet1"])
def test_titles_that_name_nobody(title: str) -> None:
    assert not find_lead(title)
    assert not find_holder(title)


@pytest.mark.parametrize("title", ["Tháng Thanh niên", "Hoạt động hè", "Công tác tháng Thanh niên", "Quý khách hàng"])
def test_titles_that_are_no_time(title: str) -> None:
    assert not find_time(title)


def test_a_day_under_its_own_heading_is_no_slipped_cell() -> None:
    plan = read_table(
        [
            ["TT", "Nội dung", "Chủ trì", "Bắt đầu", "Kết thúc", "Kinh phí"],
            ["1", "Lắp công tơ đo xa", "Phòng Kinh doanh", "05/02/2026", "30/11/2026", "2.500"],
            ["2", "Đào tạo an toàn", "Phòng Kỹ thuật", "01/3/2026", "", ""],
        ]
    )
    assert [deadlines_json(task.deadlines) for task in plan.tasks] == [[{"kind": "date", "due": "2026-11-30"}], []]
    assert not plan.tasks[0].repairs
