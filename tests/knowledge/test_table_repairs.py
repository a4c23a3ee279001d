"""What scanning and page breaks do to a table, each fault in a small invented plan, and how it is put right."""

# ruff: noqa: E501 - tables are easier to read with one row a line

from __future__ import annotations

import pytest

from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan, PlanTask
from knowledge.plan_json import plan_json

HEADER = "TT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\tSản phẩm\n"
GOALS = "Số\tMục tiêu\tNhiệm vụ\tKết quả\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành\n"
FIRST = "1\tXây dựng kế hoạch năm\tSở Nội vụ\tCác sở, ban, ngành\tQuý I/2025\tKế hoạch\n"


def read(text: str, year: int | None = 2025) -> Plan:
    return read_plan(read_document(text.encode(), "ke-hoach.txt"), year=year)


def only(text: str) -> PlanTask:
    tasks = read(text).tasks
    assert len(tasks) == 1
    return tasks[0]


def keys(plan: Plan) -> list[str]:
    return [task.key for task in plan.tasks]


def test_a_repeated_header_vanishes_and_repairs_nothing() -> None:
    plan = read(HEADER + FIRST + "\n" + HEADER + "2\tTập huấn\tSở Y tế\t\tTháng 5\tLớp\n")
    assert keys(plan) == ["1", "2"]
    assert not any(task.repairs for task in plan.tasks)


def test_a_row_cut_by_the_page_is_joined() -> None:
    task = only(
        HEADER + "1\tRà soát văn bản theo Quyết định số 31/2025/QĐ-\tCác phòng,\tSở Nội vụ\tTrước ngày 30 tháng 11 năm\tBáo cáo\n\n"
        "\tTTg và các văn bản khác\tđơn vị có liên quan\t\t2025\tkết quả\n"
    )  # fmt: skip
    assert task.text == "Rà soát văn bản theo Quyết định số 31/2025/QĐ-TTg và các văn bản khác"
    assert task.leads == ("Các phòng, đơn vị có liên quan",)
    assert task.time == "Trước ngày 30 tháng 11 năm 2025"
    assert task.product == "Báo cáo kết quả"
    assert "ngắt trang" in task.repairs[0]
    assert (task.source.first_line, task.source.last_line) == (2, 4)


def test_a_tail_printed_twice_is_dropped() -> None:
    task = only(
        HEADER
        + "1\tTập huấn nghiệp vụ cho\tCác đơn vị có liên quan\t\tQuý II/2025\tLớp\n\n\tcán bộ xã\tliên quan\t\t\t\n"
    )
    assert task.text == "Tập huấn nghiệp vụ cho cán bộ xã"
    assert task.leads == ("Các đơn vị có liên quan",)
    assert any("chép lặp" in repair for repair in task.repairs)


def test_a_full_row_without_a_number_is_a_task_that_shares_number_and_goal() -> None:
    plan = read(
        GOALS + "4.1\t70% hồ sơ được số hóa\tHướng dẫn quy trình số hóa\tVăn bản hướng dẫn\tSở Nội vụ\t\tThường xuyên\n"
        "\t\tTổ chức số hóa hồ sơ\tHồ sơ số hóa\tSở Tư pháp\t\tQuý II/2025\n"
    )
    assert keys(plan) == ["4.1", "4.1#2"]
    assert [task.goal for task in plan.tasks] == ["70% hồ sơ được số hóa"] * 2


def test_cells_shifted_left_by_a_lost_goal_come_home() -> None:
    task = only(
        GOALS
        + "1.1\tTổ chức triển khai kế hoạch của tỉnh\tKế hoạch năm 2025\tPhòng Hành chính\tCác phòng, ban\tTrước ngày 31/01/2025\t\n"
    )
    assert task.goal == ""
    assert task.text == "Tổ chức triển khai kế hoạch của tỉnh"
    assert task.product == "Kế hoạch năm 2025"
    assert task.leads == ("Phòng Hành chính",)
    assert task.time == "Trước ngày 31/01/2025"
    assert task.repairs


def test_a_time_under_the_support_heading_goes_to_the_time() -> None:
    task = only(
        GOALS
        + "2.1\t100% hồ sơ\tRà soát hồ sơ tồn đọng\tBáo cáo kết quả\tTrung tâm Phục vụ hành chính công\tThường xuyên\t\n"
    )
    assert task.leads == ("Trung tâm Phục vụ hành chính công",)
    assert task.supports == ()
    assert task.time == "Thường xuyên"
    assert task.repairs


def test_a_product_that_names_a_body_stays_a_product() -> None:
    task = only(
        "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời gian\n1\tHoàn thành xây dựng\tBộ Công an\t\tTrung tâm dữ liệu quốc gia\t12/2025\n"
    )
    assert task.product == "Trung tâm dữ liệu quốc gia"
    assert task.supports == ()
    assert not task.repairs


def test_an_agency_torn_over_two_cells_is_one_again() -> None:
    plan = read(
        GOALS
        + "4.1\tMục tiêu chung\tHướng dẫn số hóa\tVăn bản hướng dẫn\tSở Nội vụ\tPhòng Hành chính - Tổ chức\tThường xuyên\n"
        "\tTổ chức số hóa hồ sơ\tHồ sơ được số hóa\tSở Nội vụ\t- Tổ chức\tPhòng Hành chính\tThường xuyên\n"
    )
    assert keys(plan) == ["4.1", "4.1#2"]
    assert plan.tasks[1].supports == ("Phòng Hành chính - Tổ chức",)
    assert plan.tasks[1].goal == "Mục tiêu chung"
    assert plan.tasks[1].repairs


def test_a_list_of_tasks_is_dealt_out_over_the_rows_of_its_products() -> None:
    plan = read(
        GOALS
        + "5.1\t<ul><li>- Xử lý đúng hạn</li></ul>\t<p>Tăng cường xử lý kiến nghị</p> <p>Công khai kết quả xử lý</p>"
        "\tKiến nghị được xử lý\tSở Nội vụ\tSở Tư pháp\tThường xuyên\n"
        "\t\t\t\tKết quả được công khai\tSở Nội vụ\tSở Tư pháp\tThường xuyên\n"
    )
    assert keys(plan) == ["5.1", "5.1#2"]
    assert [task.text for task in plan.tasks] == ["Tăng cường xử lý kiến nghị", "Công khai kết quả xử lý"]
    assert [task.product for task in plan.tasks] == ["Kiến nghị được xử lý", "Kết quả được công khai"]
    assert plan.tasks[1].goal == "- Xử lý đúng hạn"
    assert all(task.repairs for task in plan.tasks)


def test_a_support_that_copies_its_lead_is_dropped_where_that_lead_else_stands_alone() -> None:
    rows = "".join(f"{n}\tViệc số {n} của đơn vị\tTrung tâm Lưu trữ\t\tQuý II\tBáo cáo\n" for n in (1, 2, 3))
    plan = read(HEADER + rows + "4\tViệc thứ tư\tTrung tâm Lưu trữ\tTrung tâm Lưu trữ\tQuý II\tBáo cáo\n")
    assert plan.tasks[3].supports == ()
    assert plan.tasks[3].repairs


@pytest.mark.parametrize(
    "section",
    ["<b>II. Việc riêng</b>\t\t\t\t\t", "II\tViệc riêng\t\t\t\t", "II Việc riêng\t\t\t\t\t", "II\tViệc riêng\tViệc riêng\tViệc riêng\tViệc riêng\tViệc riêng",
     "**II.**\tViệc riêng\t\t\t\t", "II. Việc riêng", "Il. Việc riêng\t\t\t\t\t"],
)  # fmt: skip
def test_section_rows_in_their_many_forms(section: str) -> None:
    plan = read(HEADER + "I\tViệc chung\t\t\t\t\n" + FIRST + section + "\n1\tTập huấn\tSở Y tế\t\tTháng 5\tLớp\n")
    assert keys(plan) == ["I.1", "II.1"]
    assert [(s.key, s.title) for s in plan.sections] == [("I", "Việc chung"), ("II", "Việc riêng")]


def sections_of(*numerals: str) -> str:
    return HEADER + "".join(f"{numeral}\tNhóm việc {place}\t\t\t\t\n" + FIRST for place, numeral in enumerate(numerals))


def test_a_misprinted_numeral_is_the_one_between_its_neighbours_and_said() -> None:
    plan = read(sections_of("VI", "VII", "XIII", "IX"))
    assert keys(plan) == ["VI.1", "VII.1", "VIII.1", "IX.1"]
    assert any("XIII" in warning.message for warning in plan.warnings)


def test_a_numeral_printed_twice_keeps_both() -> None:
    assert keys(read(sections_of("VI", "VII", "VII", "VIII"))) == ["VI.1", "VII.1", "VII(2).1", "VIII.1"]


def test_numbers_that_run_on_through_the_sections_stand_alone() -> None:
    second = FIRST.replace("1\t", "2\t", 1)
    assert keys(read(HEADER + "I\tMột\t\t\t\t\n" + FIRST + "II\tHai\t\t\t\t\n" + second)) == ["1", "2"]


def test_missing_numbers_stay_missing_and_repeated_ones_are_counted() -> None:
    rows = FIRST + FIRST.replace("1\t", "3\t", 1) + FIRST.replace("1\t", "3\t", 1)
    assert keys(read(HEADER + rows)) == ["1", "3", "3#2"]


def test_appendices_that_count_from_the_same_numbers_are_told_apart() -> None:
    text = f"PHỤ LỤC I\nViệc chung\n{HEADER}I\tNhóm\t\t\t\t\n{FIRST}\nPHỤ LỤC II\nViệc riêng\n{HEADER}{FIRST}"
    assert keys(read(text)) == ["PL1.I.1", "PL2.1"]


def test_an_indicator_table_gives_tasks_with_the_target_as_goal() -> None:
    plan = read(
        HEADER
        + FIRST
        + "\nPhụ lục\n\nSTT\tNội dung chỉ tiêu\tTỉ lệ\tChỉ tiêu giao năm 2025\tCơ quan chủ trì\n1\tTỷ lệ hồ sơ đúng hạn\t%\tTối thiểu 95\tSở Nội vụ\n"
    )
    assert keys(plan) == ["1", "CT.1"]
    assert plan.tasks[1].goal == "Tối thiểu 95 %"
    assert plan_json(plan)["tasks"][1]["deadlines"] == [{"kind": "period", "start": "2025-01-01", "end": "2025-12-31"}]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("STT\tNội dung\tPhân công thực hiện\t\tThời gian\n\t\tCơ quan chủ trì\tCơ quan phối hợp\t\n", "1\tTập huấn\tSở Y tế\tSở Nội vụ\tTháng 5\n"),
        ("STT\tNội dung\tPhân công thực hiện\tThời gian\nCơ quan chủ trì\tCơ quan phối hợp\t\n", "1\tTập huấn\tSở Y tế\tSở Nội vụ\tTháng 5\n"),
        ("TT\tNội dung\tCơ quan chủ\tCơ quan phối\tThời gian\n\t\ttrì\thợp\tthực hiện\n", "1\tTập huấn\tSở Y tế\tSở Nội vụ\tTháng 5\n"),
        ("TT\tNội dung công việcCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n", "1\tTập huấn\tSở Y tế\tSở Nội vụ\tTháng 5\n"),
        ("TT\tNội dung\tCơ quan thực hiện\tThời gian\n", "1\tTập huấn\tChủ trì: Sở Y tế; phối hợp: Sở Nội vụ\tTháng 5\n"),
        ("TT\tNội dung\tCơ quan chủ trì, phối hợp\tThời gian\n", "1\tTập huấn\tSở Y tế chủ trì, phối hợp với Sở Nội vụ\tTháng 5\n"),
        ("TT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n(1)\t(2)\t(3)\t(4)\t(5)\n", "1\tTập huấn\tSở Y tế\tSở Nội vụ\tTháng 5\n"),
        ("TT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp\tTháng 4\tTháng 5\n", "1\tTập huấn\tSở Y tế\tSở Nội vụ\t\tx\n"),
    ],
    ids=["two rows", "two short rows", "torn", "glued", "both in one with labels", "both in one", "counted", "month marks"],
)  # fmt: skip
def test_headers_in_their_many_forms(header: str, row: str) -> None:
    task = only(header + row)
    assert (task.key, task.text) == ("1", "Tập huấn")
    assert (task.leads, task.supports) == (("Sở Y tế",), ("Sở Nội vụ",))
    assert task.time == "Tháng 5"


def test_small_sections_and_letters_stand_under_their_section() -> None:
    plan = read(
        HEADER + "I\tChung\t\t\t\t\n1\tTuyên truyền\t\t\t\t\na)\tĐăng tin bài\tSở Nội vụ\t\tThường xuyên\tTin\n"
        "b)\tPhát thanh\tUBND xã\t\tHằng tháng\tBản tin\n2\tTập huấn\tSở Y tế\t\tTháng 5\tLớp\n"
    )
    assert keys(plan) == ["I.1.a", "I.1.b", "I.2"]
    assert [task.section_key for task in plan.tasks] == ["I.1", "I.1", "I"]


def test_what_no_rule_reads_is_shown() -> None:
    plan = read(HEADER + "1\tTập huấn\tSở Y tế\t\tbao giờ xong thì xong nhé\tLớp\n")
    assert plan_json(plan)["tasks"][0]["time"] == "bao giờ xong thì xong nhé"
    assert any("chưa đọc được" in warning.message for warning in plan.warnings)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.txt", "rỗng"),
        (b"\xef\xbb\xbf \r\n", "a.txt", "rỗng"),
        (bytes(range(256)) * 40, "a.bin", "nhị phân"),
        (b"PK\x03\x04" + b"\0" * 90, "a.docx", ".docx"),
        ("Kính gửi các đơn vị. Đề nghị báo cáo.\n".encode(), "a.txt", "bảng nhiệm vụ"),
        ((HEADER + FIRST.replace("/2025", "")).encode(), "a.txt", "--year"),
        (b"x" * 5_000_001, "a.txt", "5 MB"),
        (("chữ thường không có bảng nào cả\n" * 90_000).encode(), "a.txt", "bảng nhiệm vụ"),
    ],
    ids=["empty", "only a mark", "binary", "kind of a later issue", "no table", "no year", "too large", "long without a table"],
)  # fmt: skip
def test_bad_input_is_one_clear_sentence(data: bytes, name: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read_plan(read_document(data, name))
    assert "\n" not in str(caught.value)
