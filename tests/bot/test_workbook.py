"""The workbook of progress: what stands at the right of each task."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from bot.desk.workbook import progress_workbook
from knowledge.progress.reports import Report, TaskState
from scheduler.calendar import load_calendar
from scheduler.totals import standings
from tests.bot.fakes import NORTH

TODAY = date(2024, 4, 5)


def test_each_task_has_its_state_percent_day_and_evidence() -> None:
    reports = {
        ("phia-bac", "I.1"): (
            Report(id=1, task=("phia-bac", "I.1"), state=TaskState.DONE, document="12/QĐ-UBND", note="đã đăng"),
        ),
        ("phia-bac", "II.1"): (
            Report(id=2, task=("phia-bac", "II.1"), agency="Sở Tư pháp", state=TaskState.DOING, percent=60),
        ),
    }
    tasks = standings(NORTH, reports, today=TODAY, calendar=load_calendar())
    content = progress_workbook(NORTH, tasks, today=TODAY)
    sheet = load_workbook(BytesIO(content))["Nhiệm vụ"]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in table if row[0] == "STT")
    rows = {row[0]: dict(zip(header, row, strict=True)) for row in table if row[0]}
    told = ("Tình trạng", "Tiến độ (%)", "Hạn", "Văn bản, ghi chú")
    assert [rows["I.1"][name] for name in told] == ["Hoàn thành", 100, "15/03/2024", "12/QĐ-UBND; đã đăng"]
    assert [rows["II.1"][name] for name in told] == [
        "Đang làm – quá hạn 5 ngày làm việc",
        30,
        "31/03/2024",
        "Sở Tư pháp: Đang làm",
    ]
    assert rows["II.1#2"]["Hạn"] is None
