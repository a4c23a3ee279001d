from dataclasses import replace
from datetime import date

import pytest

from bot.handlers import HANDLERS
from bot.handlers.renaming import other_names
from bot.library import Library
from bot.rendering.phrases import phrase, phrases
from bot.rendering.words import plan_marks
from bot.session import Assistant
from nlu.meaning import AgencyRole, Decision, Intent, Reason, TimeWindow
from tests.bot.fakes import NORTH, SOUTH, conversation, says, understood

LIBRARY = Library([NORTH, SOUTH])


def reply_to(understanding, **values):
    values.setdefault("plans", ("phia-bac",))
    reply = Assistant(LIBRARY, says(understanding)).answer("câu hỏi", conversation=conversation(**values))
    assert reply.text != phrase("talk.error")
    return reply


def test_every_intent_has_a_handler_and_a_phrase():
    codes = phrases()
    for intent in Intent:
        assert intent in HANDLERS
    for intent in (
        Intent.GREET,
        Intent.HELP,
        Intent.OUT_OF_SCOPE,
        Intent.REPORT_DONE,
        Intent.REPORT_EVENT,
        Intent.REMIND_ME,
    ):
        assert f"talk.{intent}" in codes
    for reason in Reason:
        assert reason is Reason.NONE or f"unknown.{reason}" in codes


def test_a_lead_names_task_and_source():
    reply = reply_to(understood(Intent.ASK_LEAD, fields=(Intent.ASK_LEAD,), tasks=("phia-bac/I.1",)))
    assert reply.status is Decision.ANSWER
    assert reply.tasks == ("phia-bac/I.1",)
    assert reply.text.splitlines() == [
        "Sở Nội vụ chủ trì việc “Ban hành kế hoạch cải cách hành chính”.",
        "Nguồn: KH 12/KH-UBND (UBND tỉnh Phía Bắc), mục I.1.",
    ]


def test_every_asked_field_is_told():
    fields = (Intent.ASK_LEAD, Intent.ASK_DEADLINE, Intent.ASK_PRODUCT)
    text = reply_to(understood(Intent.ASK_LEAD, fields=fields, tasks=("phia-bac/I.1",))).text
    assert "Hạn: Trước ngày 15/3/2024 (còn 4 ngày)." in text
    assert "Sản phẩm: Kế hoạch; Quyết định." in text


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("II.1", "Quý I/2024 (đến hết ngày 31/03/2024, còn 20 ngày)"),
        ("I.2", "ngày 17 của tháng cuối quý (kỳ tới: 17/03/2024)"),
        ("II.2", "Tháng 2/2024 (đến hết ngày 29/02/2024, đã qua 11 ngày)"),
        ("II.3", "Sau Tết ít hôm (chưa đọc được thành ngày cụ thể)"),
        ("II.1#2", "Thường xuyên."),
    ],
)
def test_a_deadline_is_told_as_printed_and_as_meant(key, expected):
    reply = reply_to(understood(Intent.ASK_DEADLINE, fields=(Intent.ASK_DEADLINE,), tasks=(f"phia-bac/{key}",)))
    assert expected in reply.text


def test_a_blank_cell_is_unknown_and_says_so():
    reply = reply_to(
        understood(Intent.ASK_SUPPORT, fields=(Intent.ASK_SUPPORT,), tasks=("phia-bac/II.1", "phia-bac/I.1"))
    )
    assert reply.status is Decision.UNKNOWN
    assert reply.tasks == ()
    assert "để trống mục cơ quan phối hợp" in reply.text
    assert "Sở Nội vụ" not in reply.text


def test_a_basis_is_found_in_the_tasks_own_words():
    reply = reply_to(understood(Intent.ASK_BASIS, fields=(Intent.ASK_BASIS,), tasks=("phia-bac/I.2",)))
    assert "Quyết định số 468/QĐ-TTg ngày 27/3/2021" in reply.text


def test_a_repaired_row_says_so_and_a_further_row_says_where():
    assert "ghép lại từ bản quét" in reply_to(understood(Intent.ASK_LEAD, tasks=("phia-bac/II.1",))).text
    assert "mục II.1 (việc thứ 2)" in reply_to(understood(Intent.ASK_LEAD, tasks=("phia-bac/II.1#2",))).text


def test_a_figure_comes_with_scope_and_place():
    reply = reply_to(understood(Intent.ASK_TARGET, targets=("phia-bac/target/0",)))
    assert "tối thiểu 45% (phạm vi: cấp tỉnh)" in reply.text
    assert "mục I.1.c" in reply.text
    assert reply.tasks == ()
    stated = reply_to(
        understood(Intent.ASK_TARGET, fields=(Intent.ASK_TARGET, Intent.ASK_LEAD), targets=("phia-bac/target/1",))
    )
    assert stated.tasks == ("phia-bac/II.1",)
    assert "Chủ trì: Sở Tư pháp; UBND cấp huyện." in stated.text


def test_a_target_asked_of_a_task_without_figures_tells_its_goal():
    reply = reply_to(understood(Intent.ASK_TARGET, tasks=("phia-bac/II.1",)))
    assert "Tối thiểu 80%" in reply.text


def test_an_agency_has_its_own_tasks_first_and_the_collective_ones_apart():
    reply = reply_to(understood(Intent.LIST_BY_AGENCY, agency="Sở Nội vụ", role=AgencyRole.LEAD))
    assert reply.tasks == ("phia-bac/I.1", "phia-bac/I.2")
    assert "Sở Nội vụ chủ trì 2 việc" in reply.text
    assert "1 việc giao chung cho nhóm cơ quan có Sở Nội vụ: mục II.1 (việc thứ 2)" in reply.text


def test_tasks_of_a_collective_are_not_passed_off_as_an_agencys_own():
    reply = reply_to(understood(Intent.LIST_BY_AGENCY, agency="Sở Y tế", role=AgencyRole.LEAD))
    assert reply.tasks == ("phia-bac/II.1#2",)
    assert reply.text.startswith("Kế hoạch không giao đích danh Sở Y tế việc nào; có 1 việc giao chung")


def test_an_agency_asked_in_a_role_it_does_not_have_is_unknown(monkeypatch):
    monkeypatch.setattr("bot.handlers.selection.other_names", lambda _: ())
    reply = reply_to(understood(Intent.LIST_BY_AGENCY, agency="Hội Nông dân", role=AgencyRole.LEAD))
    assert reply.status is Decision.UNKNOWN
    assert reply.tasks == ()
    assert "không giao việc cho Hội Nông dân" in reply.text
    reply = reply_to(understood(Intent.LIST_BY_AGENCY, agency="UBND cấp huyện", role=AgencyRole.SUPPORT))
    assert "không giao UBND cấp huyện phối hợp việc nào" in reply.text
    assert "UBND cấp huyện có tên ở 1 việc với vai trò chủ trì:" in reply.text
    assert reply.tasks == ()


def test_a_week_lists_what_falls_due_and_counts_what_stands():
    week = TimeWindow(start=date(2024, 3, 11), end=date(2024, 3, 17), label="tuần này")
    reply = reply_to(understood(Intent.LIST_BY_TIME, window=week))
    assert reply.tasks == ("phia-bac/I.1", "phia-bac/I.2")
    assert reply.text.startswith("“tuần này” (11/03/2024 – 17/03/2024) có 2 việc đến hạn")
    assert "1 việc thực hiện thường xuyên" in reply.text


def test_a_week_of_collective_tasks_says_that_they_are():
    month = TimeWindow(start=date(2024, 3, 1), end=date(2024, 3, 31), label="tháng này")
    reply = reply_to(understood(Intent.MY_TASKS, agency="Sở Y tế", window=month))
    assert reply.tasks == ("phia-bac/I.1",)
    assert "Đây là việc giao chung cho nhóm cơ quan có Sở Y tế" in reply.text


def test_an_empty_week_names_the_next_day():
    week = TimeWindow(start=date(2024, 3, 4), end=date(2024, 3, 10), label="tuần trước")
    reply = reply_to(understood(Intent.LIST_BY_TIME, window=week))
    assert reply.status is Decision.ANSWER
    assert reply.tasks == ()
    assert "hạn 15/03/2024" in reply.text


def test_overdue_counts_one_off_days_only():
    reply = reply_to(understood(Intent.LIST_OVERDUE))
    assert reply.tasks == ("phia-bac/II.2",)
    assert reply_to(understood(Intent.LIST_OVERDUE), today=date(2024, 4, 1)).tasks == (
        "phia-bac/II.2",
        "phia-bac/I.1",
        "phia-bac/II.1",
    )


def test_counts_are_exact_in_a_section_and_over_plans():
    assert "“Số hóa hồ sơ” có 4 nhiệm vụ" in reply_to(understood(Intent.COUNT, section="II")).text
    text = reply_to(understood(Intent.COUNT), plans=()).text
    assert "Tổng cộng 7 nhiệm vụ" in text
    assert "KH của UBND phường Phía Nam năm 2024: 1" in text


def test_a_comparison_sets_figures_side_by_side():
    understanding = understood(Intent.COMPARE, targets=("phia-bac/target/0", "phia-nam/target/0"))
    reply = reply_to(understanding, plans=())
    assert reply.tasks == ("phia-nam/1",)
    assert "tối thiểu 40,5%" in reply.text
    assert "KH 12/KH-UBND (UBND tỉnh Phía Bắc) đặt mức cao hơn" in reply.text


def test_a_blank_cell_is_told_beside_the_other_plans_cell():
    understanding = understood(Intent.COMPARE, fields=(Intent.ASK_PRODUCT,), tasks=("phia-bac/II.1", "phia-nam/1"))
    lines = reply_to(understanding, plans=()).text.splitlines()
    assert "sản phẩm: để trống" in lines[2]
    assert not any("không thấy" in line for line in lines)


def test_a_plans_head_is_told():
    text = reply_to(understood(Intent.PLAN_INFO)).text
    for words in ("12/KH-UBND", "09/01/2024", "Trần Văn A, Chủ tịch", "76/NQ-CP", "gồm 6 nhiệm vụ"):
        assert words in text


def test_a_duty_is_told_with_its_unit():
    text = reply_to(understood(Intent.ASK_DUTY, duties=("phia-bac/duty/0",))).text
    assert text.startswith("Sở Tài chính chủ trì: lập dự toán")


def test_an_unknown_names_what_was_not_found_and_offers_the_nearest():
    understanding = replace(
        understood(Intent.ASK_LEAD, missing=("tiêm chủng",), offers=("phia-bac/II.2",), reason=Reason.NOT_COVERED),
        decision=Decision.UNKNOWN,
    )
    reply = reply_to(understanding)
    assert reply.tasks == ()
    assert reply.text.startswith("KH 12/KH-UBND (UBND tỉnh Phía Bắc) không nêu “tiêm chủng”.")
    assert "Rà soát danh mục hồ sơ" in reply.text


def test_a_clarification_numbers_at_most_five_choices():
    refs = tuple(f"phia-bac/{task.key}" for task in NORTH.tasks)
    reply = reply_to(replace(understood(Intent.ASK_LEAD, choices=refs), decision=Decision.CLARIFY))
    assert reply.status is Decision.CLARIFY
    assert len(reply.choices) == 5
    assert reply.tasks == refs[:5]
    assert "5. mục II.2: Rà soát danh mục hồ sơ" in reply.text


def test_silence_says_nothing():
    reply = reply_to(replace(understood(Intent.ASK_LEAD), decision=Decision.SILENT), addressed=False)
    assert (reply.status, reply.text, reply.tasks) == (Decision.SILENT, "", ())


@pytest.mark.parametrize(
    ("intent", "words"),
    [
        (Intent.REPORT_DONE, "chưa lưu gì"),
        (Intent.REPORT_EVENT, "chưa lưu gì"),
        (Intent.REMIND_ME, "chưa đặt lời nhắc nào"),
    ],
)
def test_what_cannot_be_kept_is_not_claimed(intent, words):
    reply = reply_to(understood(intent))
    assert reply.status is Decision.UNKNOWN
    assert words in reply.text


def test_an_old_plan_is_found_by_a_new_name_and_answers_in_its_own(monkeypatch):
    names = {"Sở Tư pháp mới": ("Sở Tư pháp",), "Sở Nội vụ": ("Sở Tư pháp",)}
    monkeypatch.setattr("bot.handlers.selection.other_names", lambda agency: names.get(agency, ()))
    reply = reply_to(understood(Intent.LIST_BY_AGENCY, agency="Sở Tư pháp mới", role=AgencyRole.LEAD))
    assert reply.tasks == ("phia-bac/II.1", "phia-bac/II.2", "phia-bac/II.3")
    assert "Kế hoạch gọi Sở Tư pháp mới bằng tên Sở Tư pháp." in reply.text
    # a name that the plan itself prints is that office and no other
    reply = reply_to(understood(Intent.LIST_BY_AGENCY, agency="Sở Nội vụ", role=AgencyRole.LEAD))
    assert reply.tasks == ("phia-bac/I.1", "phia-bac/I.2")


def test_an_office_of_two_trades_is_also_called_by_the_first():
    plan = replace(NORTH, tasks=(replace(NORTH.tasks[0], leads=("Công chức Văn hóa",)),))
    assistant = Assistant(Library([plan]), says(understood(Intent.MY_TASKS, agency="Công chức Văn hóa – xã hội")))
    assert assistant.answer("việc của tôi", conversation=conversation()).tasks == ("phia-bac/I.1",)


def test_a_line_tells_its_plan_by_what_tells_the_plans_apart():
    numbered = replace(SOUTH, slug="nam-2", head=replace(SOUTH.head, number="9/KH"))
    assert plan_marks([NORTH]) == {}
    assert plan_marks([NORTH, SOUTH]) == {"phia-bac": "UBND tỉnh Phía Bắc", "phia-nam": "UBND phường Phía Nam"}
    assert plan_marks([SOUTH, numbered]) == {"phia-nam": "KH của UBND phường Phía Nam năm 2024", "nam-2": "9/KH"}


def test_only_the_successor_bears_the_name_of_an_abolished_office():
    assert any("Lao động" in name for name in other_names("Sở Nội vụ"))
    assert other_names("Công an tỉnh") == ()
