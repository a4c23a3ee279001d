"""What a reminder says, line by line."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.library import Library
from bot.rendering.reminders import LINES, read_digest, render_page, render_reminders
from knowledge.plan import ByDate, Plan, PlanHead, PlanTask, SourceSpan
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder, ReminderKind
from scheduler.calendar import load_calendar

TODAY = date(2024, 3, 14)
OFFICER = Recipient(kind=RecipientKind.OFFICER, name="1")
GROUP = Recipient(kind=RecipientKind.GROUP, name="9")
AGENCY = Recipient(kind=RecipientKind.AGENCY, name="Sở Tư pháp")
SPAN = SourceSpan(first_line=1, last_line=1, text="")
DAYS = {
    "1": ByDate(due=date(2024, 3, 12), source=SPAN),
    "2": ByDate(due=date(2024, 3, 14), source=SPAN),
    "3": ByDate(due=date(2024, 3, 15), exclusive=True, source=SPAN),
    "4": ByDate(due=date(2024, 3, 31), source=SPAN),
    "5": ByDate(due=date(2024, 3, 20), source=SPAN),
    "6": ByDate(due=date(2024, 3, 21), source=SPAN),
    "7": ByDate(due=date(2024, 3, 22), source=SPAN),
}
LAST = {"3": date(2024, 3, 14), "4": date(2024, 3, 29)}


def plan(slug: str = "ke-hoach", issuer: str = "Sở Nội vụ") -> Plan:
    tasks = tuple(
        PlanTask(
            key=key,
            section_key="",
            text=f"Việc số {key}",
            product="Báo cáo" if key == "1" else "",
            leads=("Sở Tư pháp",),
            deadlines=(deadline,),
            source=SPAN,
        )
        for key, deadline in DAYS.items()
    )
    head = PlanHead(title="Kế hoạch", number="5/KH-SNV", issuer=issuer, year=2024)
    return Plan(slug=slug, head=head, tasks=tasks)


LIBRARY = Library([plan()])


def owed(
    key: str,
    *,
    part: Part = Part.LEAD,
    recipient: Recipient = OFFICER,
    kind: ReminderKind = ReminderKind.LEAD_TIME,
    slug: str = "ke-hoach",
    on: date = TODAY,
    agency: str = "Sở Tư pháp",
) -> Reminder:
    due = DAYS[key].due
    return Reminder(
        task=(slug, key),
        due_on=due,
        last_day=LAST.get(key, due),
        kind=kind,
        step=-1,
        part=part,
        recipient=recipient,
        agency=agency,
        at=datetime(on.year, on.month, on.day, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    )


def told(*reminders: Reminder, library: Library = LIBRARY, **more: object) -> list[str]:
    said = render_reminders(reminders, library=library, today=TODAY, calendar=load_calendar(), **more)
    return said.text.splitlines()


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("1", "Quá hạn 2 ngày làm việc (hạn 12/03/2024) · Báo cáo"),
        ("2", "Đến hạn hôm nay"),
        ("3", "Hôm nay là ngày cuối (hạn trước ngày 15/03/2024)"),
        ("4", "Còn 11 ngày làm việc, hạn 31/03/2024 là ngày nghỉ, cần xong 29/03"),
        ("5", "Còn 4 ngày làm việc, hạn 20/03/2024"),
    ],
)
def test_one_task_is_told_in_two_lines_with_its_source(key, line):
    assert told(owed(key)) == [
        "Nhắc việc thứ Năm, 14/03/2024",
        f"1. Mục {key}: Việc số {key}",
        line,
        f"Nguồn: KH 5/KH-SNV (Sở Nội vụ), mục {key}.",
    ]


def test_late_ones_come_first_and_are_counted():
    lines = told(owed("5"), owed("2"), owed("1"))
    assert lines[1] == "1 việc quá hạn, 1 việc đến hạn hôm nay, 1 việc sắp đến hạn."
    assert [line[:8] for line in lines if line[0].isdecimal() and line[1] == "."] == [
        "1. Mục 1",
        "2. Mục 2",
        "3. Mục 5",
    ]


def test_what_is_put_off_and_what_is_supported_say_so():
    assert "Hẹn nhắc lại; còn 4 ngày làm việc, hạn 20/03/2024" in told(owed("5", kind=ReminderKind.PUT_OFF))
    supported = told(owed("5", part=Part.SUPPORT))
    assert "Còn 4 ngày làm việc, hạn 20/03/2024 · phối hợp với Sở Tư pháp" in supported


def test_a_due_day_is_told_once_though_several_marks_or_parts_name_it():
    lines = told(owed("5", part=Part.SUPPORT), owed("5"), owed("5", kind=ReminderKind.PUT_OFF))
    assert sum("Việc số 5" in line for line in lines) == 1
    assert not any("phối hợp" in line for line in lines)


def test_a_long_message_goes_on_with_the_next_page():
    digest = read_digest([owed(key) for key in DAYS], library=LIBRARY, today=TODAY, calendar=load_calendar())
    assert digest is not None
    first = render_page(digest)
    assert (len(first.items), first.left) == (LINES // 2, 2)
    assert "… và 2 việc nữa." in first.told.lines
    second = render_page(digest, skip=len(first.items))
    assert (len(second.items), second.left) == (2, 0)
    assert second.told.lines[1] == "6. Mục 7: Việc số 7"
    assert not any("việc quá hạn" in line for line in second.told.lines)


def test_a_group_sees_the_week_on_its_first_day_and_who_leads():
    lines = told(owed("5", recipient=GROUP))
    monday = date(2024, 3, 11)
    weekly = render_reminders([owed("5", recipient=GROUP)], library=LIBRARY, today=monday, calendar=load_calendar())
    assert weekly.lines[0] == "Việc trong tuần 11/03 – 17/03/2024"
    assert lines[:3] == [
        "Nhắc việc thứ Năm, 14/03/2024",
        "• Mục 5: Việc số 5",
        "Còn 4 ngày làm việc, hạn 20/03/2024 · Sở Tư pháp",
    ]


def test_an_agency_that_nobody_is_registered_of_is_named():
    assert told(owed("5", recipient=AGENCY))[0] == "Nhắc việc thứ Năm, 14/03/2024 – Sở Tư pháp"


def test_leaders_and_keepers_are_told_apart_from_their_own_tasks():
    lines = told(owed("1", part=Part.LEADER), owed("5"), owed("6", part=Part.KEEPER, agency="UBND xã A"))
    assert lines.index("1. Mục 5: Việc số 5") < lines.index("Quá hạn mà chưa có phản hồi:")
    assert "Quá hạn 2 ngày làm việc (hạn 12/03/2024) · Báo cáo · Sở Tư pháp" in lines
    assert "• UBND xã A: mục 6, hạn 21/03/2024" in lines


def test_a_keeper_sees_each_agency_once_and_whether_a_message_failed():
    lines = told(
        *(owed(key, part=Part.KEEPER, agency="UBND xã A") for key in DAYS),
        owed("5", part=Part.KEEPER, agency="Sở Y tế", kind=ReminderKind.UNDELIVERED),
    )
    assert lines[1] == "Chưa nhắc được ai, nhờ quản trị bổ sung cán bộ:"
    assert "• UBND xã A: mục 1, 2, 3, 5 và 3 việc khác, hạn 12/03/2024" in lines
    assert "• Sở Y tế: mục 5, hạn 20/03/2024 – tin nhắc không tới nơi" in lines


def test_what_was_answered_stands_with_its_task():
    digest = read_digest(
        [owed("5")], library=LIBRARY, today=TODAY, calendar=load_calendar(), note=lambda _: "đã nhận", off=("khac",)
    )
    assert digest is not None
    assert render_page(digest).told.lines[2:] == (
        "✓ Đã nhận · còn 4 ngày làm việc, hạn 20/03/2024",
        "Kế hoạch chưa bật nhắc việc: khac. Bật bằng /nhac.",
    )


def test_after_a_break_it_names_what_was_missed():
    missed = [owed("5", on=date(2024, 3, 12)), owed("6", on=date(2024, 3, 13))]
    assert "Gồm cả lời nhắc từ 12/03 đến 13/03: mục 5, 6." in told(*missed, missed=missed)
    assert "Gồm cả lời nhắc của ngày 12/03: mục 5." in told(*missed, missed=missed[:1])
    assert told(owed("5"), again=True)[1] == "Gửi lại: tin này có thể anh/chị đã nhận."


def test_of_several_plans_each_task_names_its_own():
    library = Library([plan(), plan("khac", "Sở Tư pháp")])
    lines = told(owed("5"), owed("6", slug="khac"), library=library)
    assert "1. Mục 5, Sở Nội vụ: Việc số 5" in lines
    assert "2. Mục 6, Sở Tư pháp: Việc số 6" in lines


def test_of_a_task_that_is_gone_nothing_is_said():
    assert told(owed("5", slug="da-go")) == []
