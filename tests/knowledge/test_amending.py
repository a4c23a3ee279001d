"""A decision that amends a plan: what it changes, by its prose and by its tables, in the plan that is stored."""

from __future__ import annotations

import json
from datetime import date

import pytest

from knowledge.amending import Amended, Amending, amend, amending_json, find_amended, is_amended_by, make_amending
from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.amendments import read_amending
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Amends, ByDate, Plan, Within

HEAD = (
    "UBND TỈNH HÀ SƠN\nSố: 123/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Sơn, ngày 10 tháng 01 năm 2024\n\n"
    "KẾ HOẠCH\nCải cách hành chính năm 2024\n\n"
)
COLUMNS = "TT\tNội dung\tChủ trì\tPhối hợp\tThời gian\n"
TABLE = (
    "I\tThể chế\n"
    "1\tRà soát văn bản quy phạm\tSở Tư pháp\tCác sở\tQuý II/2024\n2\tKiểm tra văn bản\tSở Tư pháp\t\tQuý III\n"
    "II\tThủ tục hành chính\n1\tCông bố danh mục thủ tục\tVăn phòng UBND tỉnh\tCác sở\tTrước 30/6/2024\n"
    "2\tSố hóa hồ sơ\tSở Nội vụ\t\tQuý IV/2024\n"
)
STORED = read_plan(read_document((HEAD + COLUMNS + TABLE).encode(), "cchc.txt"))
DECISION = (
    "UBND TỈNH HÀ SƠN\nSố: 456/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Sơn, ngày 12 tháng 6 năm 2024\n\n"
    "QUYẾT ĐỊNH\n\nVề việc sửa đổi, bổ sung Kế hoạch số 123/KH-UBND ngày 10/01/2024 của UBND tỉnh Hà Sơn\n\n"
    "Căn cứ Luật Tổ chức chính quyền địa phương;\n\nQUYẾT ĐỊNH:\n\n"
    "Điều 1. Sửa đổi, bổ sung một số nội dung của Kế hoạch số 123/KH-UBND như sau:\n\n"
)


def read(text: str) -> Amending | None:
    document = read_document(text.encode(), "sua-doi.txt")
    try:
        plan: Plan | None = read_plan(document)
    except DocumentError:
        plan = None
    return read_amending(document, plan)


def amended(*orders: str) -> Amended:
    amending = read(DECISION + "\n\n".join(orders) + "\n\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n")
    assert amending is not None
    assert find_amended(amending, [STORED]) is STORED
    return amend(STORED, amending)


def changes(*orders: str) -> list[tuple[str, Amends, str, str]]:
    done = amended(*orders)
    assert done.unplaced == ()
    return [(change.key, change.does, change.field, change.after) for change in done.amendment.changes]


@pytest.mark.parametrize(
    ("title", "amends"),
    [
        ("QUYẾT ĐỊNH\n\nVề việc sửa đổi, bổ sung Kế hoạch số 123/KH-UBND ngày 10/01/2024 của UBND tỉnh", "123/KH-UBND"),
        ("QUYẾT ĐỊNH\n\nV/v điều chỉnh một số nội dung Kế hoạch số 7/KH-UBND", "7/KH-UBND"),
        ("KẾ HOẠCH\n\nSửa đổi, bổ sung Kế hoạch số 123/KH-UBND về cải cách hành chính năm 2024", "123/KH-UBND"),
        ("KẾ HOẠCH\n\nBỔ SUNG KẾ HOẠCH SỐ 123/KH-UBND NGÀY 10/01/2024", "123/KH-UBND"),
        ("QUYẾT ĐỊNH\n\nGia hạn một số nhiệm vụ tại Quyết định số 65/QĐ-UBND", "65/QĐ-UBND"),
        ("THÔNG BÁO\n\nGia hạn thời gian thực hiện Kế hoạch số 7/KH-UBND", "7/KH-UBND"),
        ("Điều 1. Sửa đổi một số điểm của Kế hoạch số 9/KH-SXD như sau:", "9/KH-SXD"),
    ],
)
def test_a_document_that_amends_is_told_by_its_title(title: str, amends: str) -> None:
    found = read(f"Số: 456/QĐ-UBND\n\n{title}\n\n1. Bãi bỏ nhiệm vụ I.1.\n")
    assert found is not None
    assert found.amends == amends


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("II.2", "I.1"),
        ("Mục II.2", "Mục I.1"),
        ("Số thứ tự 2 Mục II", "STT 1 mục I"),
        ("2 (Mục II)", "1 (Mục I)"),
        ("II - 2", "I - 1"),
        ("Nhiệm vụ số 2, Mục II", "Điểm 1 phần I"),
    ],
)
def test_a_table_names_its_tasks_as_people_do(first: str, second: str) -> None:
    rows = (
        f"{first}\tSố hóa toàn bộ hồ sơ\tSở Nội vụ\t\tQuý I/2025\n{second}\tRà soát văn bản\tSở Y tế\t\tQuý II/2024\n"
    )
    done = amended("Sửa đổi các nhiệm vụ sau:", COLUMNS + rows)
    assert done.unplaced == ()
    assert {(change.key, change.does) for change in done.amendment.changes} == {
        ("II.2", Amends.CHANGE),
        ("I.1", Amends.CHANGE),
    }


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("Bãi bỏ các nhiệm vụ từ số 1 đến số 2 Mục II.", ["II.1", "II.2"]),
        ("Bãi bỏ nhiệm vụ II-2.", ["II.2"]),
        ("Bãi bỏ nhiệm vụ số 02 Mục II.", ["II.2"]),
        ("Bãi bỏ nhiệm vụ số 2 Mục II Phụ lục I.", ["II.2"]),
    ],
)
def test_an_order_names_its_tasks_as_people_do(order: str, keys: list[str]) -> None:
    assert [change[0] for change in changes(order)] == keys


def test_an_order_on_a_point_of_a_task_is_not_one_on_the_task() -> None:
    done = amended("Bãi bỏ điểm a khoản 2 Mục II.")
    assert done.amendment.changes == ()
    assert done.unplaced == ("II.2.a",)


@pytest.mark.parametrize(
    "title",
    [
        "KẾ HOẠCH\n\nCải cách hành chính năm 2024\n\nThực hiện Quyết định số 5/QĐ-TTg sửa đổi Kế hoạch số 3/KH-UBND;",
        "KẾ HOẠCH\n\nTriển khai Luật sửa đổi, bổ sung một số điều của Luật Đất đai năm 2024",
        "KẾ HOẠCH\n\nSửa đổi, bổ sung quy trình nội bộ năm 2024",
        "KẾ HOẠCH\n\nChuyển đổi số năm 2024 thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2024",
        "KẾ HOẠCH\n\nĐổi mới sáng tạo năm 2024 (Kế hoạch số 12/KH-UBND)",
        "KẾ HOẠCH\n\nĐiều chỉnh quy hoạch năm 2024 thực hiện Nghị quyết số 12/NQ-HĐND",
        "QUYẾT ĐỊNH\n\nBan hành Kế hoạch cải cách hành chính năm 2024\n\nCăn cứ Nghị định số 1/2024/NĐ-CP;",
    ],
)
def test_a_plan_that_only_speaks_of_amending_amends_nothing(title: str) -> None:
    assert read(f"Số: 456/QĐ-UBND\n\n{title}\n\n{COLUMNS}{TABLE}") is None


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("1. Bãi bỏ nhiệm vụ số I.2.", [("I.2", Amends.DROP, "", "")]),
        ("a) Bỏ nhiệm vụ 1, 2 Mục II.", [("II.1", Amends.DROP, "", ""), ("II.2", Amends.DROP, "", "")]),
        ("1. Gia hạn nhiệm vụ I.1 đến ngày 30/9/2024.", [("I.1", Amends.CHANGE, "time", "đến ngày 30/9/2024")]),
        (
            "- Điều chỉnh thời gian hoàn thành nhiệm vụ số 1 Mục II từ “Trước 30/6/2024” thành “Trước 30/9/2024”.",
            [("II.1", Amends.CHANGE, "time", "Trước 30/9/2024")],
        ),
        (
            "3. Thay thế cụm từ “Sở Tư pháp” bằng cụm từ “Sở Nội vụ” tại nhiệm vụ I.1.",
            [("I.1", Amends.CHANGE, "leads", "Sở Nội vụ")],
        ),
        (
            "3. Thay cụm từ “Các sở” bằng cụm từ “Các sở, ban, ngành”.",
            [
                ("I.1", Amends.CHANGE, "supports", "Các sở, ban, ngành"),
                ("II.1", Amends.CHANGE, "supports", "Các sở, ban, ngành"),
            ],
        ),
        (
            "1. Điều chỉnh cơ quan phối hợp nhiệm vụ I.1: bổ sung Sở Nội vụ.",
            [("I.1", Amends.CHANGE, "supports", "Các sở; Sở Nội vụ")],
        ),
        (
            "1. Kéo dài thời gian thực hiện nhiệm vụ tại số thứ tự 2 Mục II đến hết Quý I/2025.",
            [("II.2", Amends.CHANGE, "time", "đến hết Quý I/2025")],
        ),
        (
            "b) Sửa đổi thời hạn hoàn thành nhiệm vụ tại điểm 1 mục I thành: Quý III/2024;",
            [("I.1", Amends.CHANGE, "time", "Quý III/2024")],
        ),
        ("Không thực hiện nhiệm vụ số 2 mục II.", [("II.2", Amends.DROP, "", "")]),
        (
            "2. Chuyển cơ quan chủ trì nhiệm vụ số 2 mục I từ Sở Tư pháp sang Sở Nội vụ.",
            [("I.2", Amends.CHANGE, "leads", "Sở Nội vụ")],
        ),
        (
            "2. Sửa đổi cơ quan chủ trì nhiệm vụ II.2 thành Sở Khoa học và Công nghệ.",
            [("II.2", Amends.CHANGE, "leads", "Sở Khoa học và Công nghệ")],
        ),
        (
            "1. Sửa đổi nội dung mục I.1 như sau: “Rà soát, hệ thống hóa văn bản”",
            [("I.1", Amends.CHANGE, "text", "Rà soát, hệ thống hóa văn bản")],
        ),
        (
            "1. Điều chỉnh nhiệm vụ I.2:\n- Thời gian hoàn thành: Quý IV/2024\n- Cơ quan chủ trì: Sở Nội vụ",
            [("I.2", Amends.CHANGE, "time", "Quý IV/2024"), ("I.2", Amends.CHANGE, "leads", "Sở Nội vụ")],
        ),
    ],
)
def test_what_the_prose_asks_for(order: str, expected: list[tuple[str, Amends, str, str]]) -> None:
    assert changes(order) == expected


def test_a_new_time_is_read_as_one() -> None:
    tasks = {task.key: task for task in amended("1. Gia hạn nhiệm vụ I.1 đến ngày 30/9/2024.").plan.tasks}
    assert [getattr(one, "due", None) for one in tasks["I.1"].deadlines] == [date(2024, 9, 30)]
    assert isinstance(tasks["I.1"].deadlines[0], ByDate)
    assert tasks["I.1"].source.place == "Quyết định số 456/QĐ-UBND"
    assert tasks["I.2"] == STORED.tasks[1]


def test_rows_that_change_and_rows_that_are_added() -> None:
    done = amended(
        "1. Sửa đổi các nhiệm vụ sau:",
        COLUMNS + "II\tThủ tục hành chính\n2\tSố hóa hồ sơ, kết quả\tSở Nội vụ\t\tQuý I/2025",
        "2. Bổ sung các nhiệm vụ sau:",
        COLUMNS + "3\tĐào tạo công chức một cửa\tSở Nội vụ\t\tQuý III/2024",
    )
    assert [(change.key, change.does, change.field) for change in done.amendment.changes] == [
        ("II.2", Amends.CHANGE, "text"),
        ("II.2", Amends.CHANGE, "time"),
        ("II.3", Amends.ADD, ""),
    ]
    assert [task.key for task in done.plan.tasks] == ["I.1", "I.2", "II.1", "II.2", "II.3"]
    assert done.plan.tasks[-1].deadlines == (Within(start=date(2024, 7, 1), end=date(2024, 9, 30)),)
    assert done.plan.tasks[3].leads == ("Sở Nội vụ",)


def test_a_task_that_the_plan_does_not_have_is_told() -> None:
    done = amended("1. Bãi bỏ nhiệm vụ IX.7.", "2. Bãi bỏ nhiệm vụ I.2.")
    assert done.unplaced == ("IX.7",)
    assert [change.key for change in done.amendment.changes] == ["I.2"]


def test_rows_are_added_to_the_part_that_the_document_names() -> None:
    done = amended(
        "1. Bổ sung vào mục I các nhiệm vụ sau:", COLUMNS + "3\tĐào tạo công chức\tSở Nội vụ\t\tQuý III/2024"
    )
    assert [task.key for task in done.plan.tasks] == ["I.1", "I.2", "I.3", "II.1", "II.2"]
    assert done.plan.tasks[2].section_key == "I"


@pytest.mark.parametrize(
    "order",
    [
        "1. Điều chỉnh nhiệm vụ I.1 cho phù hợp với tình hình thực tế.",
        "2. Thay đổi thời gian hoàn thành các nhiệm vụ còn lại sang năm 2025.",
        "a) Bãi bỏ các nội dung liên quan đến cấp huyện.",
    ],
)
def test_an_order_that_cannot_be_told_is_shown_and_not_guessed(order: str) -> None:
    done = amended(order, "3. Bãi bỏ nhiệm vụ I.2.")
    assert done.unread == (order.split(maxsplit=1)[1],)
    assert [change.key for change in done.amendment.changes] == ["I.2"]


def test_what_is_said_below_an_order_is_its_own() -> None:
    assert amended("1. Điều chỉnh nhiệm vụ I.2:\n- Thời gian hoàn thành: Quý IV/2024").unread == ()


def test_an_order_that_opens_the_rows_it_names_is_told_by_them() -> None:
    rows = COLUMNS + "I\tThể chế\n3\tĐào tạo công chức\tSở Nội vụ\t\tQuý III/2024"
    assert amended("1. Bổ sung nhiệm vụ I.3 như sau:", rows).unread == ()
    assert amended("1. Bổ sung nhiệm vụ I.9 như sau:", rows).unread == ("Bổ sung nhiệm vụ I.9 như sau:",)


def test_it_is_known_that_a_plan_holds_an_amendment() -> None:
    amending = read(DECISION + "1. Bãi bỏ nhiệm vụ I.2.")
    assert amending is not None
    assert not is_amended_by(STORED, amending)
    assert is_amended_by(amend(STORED, amending).plan, amending)


def test_of_two_plans_of_one_number_the_day_tells() -> None:
    amending = read(DECISION + "1. Bãi bỏ nhiệm vụ I.2.")
    assert amending is not None
    other = read_plan(read_document((HEAD.replace("10 tháng 01", "11 tháng 02") + COLUMNS + TABLE).encode(), "x.txt"))
    assert find_amended(amending, [other, STORED]) is STORED
    assert find_amended(amending, []) is None


def test_it_goes_over_the_wire_whole() -> None:
    text = (
        DECISION
        + "1. Gia hạn nhiệm vụ I.1 đến ngày 30/9/2024.\n\n2. Bổ sung:\n\n"
        + COLUMNS
        + "3\tĐào tạo\tSở A\t\tQuý I\n"
    )
    document = read_document(text.encode(), "sua-doi.txt")
    plan = read_plan(document)
    amending = read_amending(document, plan)
    assert amending is not None
    assert make_amending(json.loads(json.dumps(amending_json(amending))), [plan]) == amending
