"""Plans without a table: tasks told in sentences or with labels, and pages copied from the web."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from knowledge.documents.page_noise import without_noise
from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.ingest.assigned import read_sentence
from knowledge.plan import Plan

DATA = Path(__file__).parents[2] / "knowledge" / "data"
HEAD = """ỦY BAN NHÂN DÂN
TỈNH HẢI AN
Số: 12/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Hải An, ngày 05 tháng 3 năm 2025

KẾ HOẠCH
Cải cách hành chính năm 2025 trên địa bàn tỉnh Hải An

I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao chất lượng phục vụ.
"""
TAIL = """III. TỔ CHỨC THỰC HIỆN
1. Các sở, ban, ngành căn cứ Kế hoạch này tổ chức thực hiện trước ngày 15/3/2025.
2. Sở Nội vụ chủ trì theo dõi, đôn đốc.
Nơi nhận:
- Như trên.
"""
FIRST = ("Rà soát văn bản", ("Sở Tư pháp",), ("Sở Nội vụ", "UBND cấp huyện"), "trước ngày 30/6/2025")
SECOND = ("Kiểm tra công vụ", ("Sở Nội vụ",), (), "trong quý III/2025")


def read(text: str, name: str = "ke-hoach.txt") -> Plan:
    return read_plan(read_document(text.encode(), name))


def told(plan: Plan) -> list[tuple[object, ...]]:
    return [(task.text, task.leads, task.supports, task.time) for task in plan.tasks]


@pytest.mark.parametrize("example", tomllib.loads((DATA / "assigned.toml").read_text("utf-8"))["example"])
def test_sentences_that_give_tasks(example: dict[str, str]) -> None:
    found = read_sentence(example["said"])
    assert found is not None
    assert {key: getattr(found, key) for key in ("leads", "supports", "task", "time")} == {
        key: example[key] for key in ("leads", "supports", "task", "time")
    }


@pytest.mark.parametrize(
    "text",
    [
        "Nâng cao chất lượng phục vụ trước ngày 30/6/2025.",
        "Sở Nội vụ theo dõi, đôn đốc.",
        "Các sở, ban, ngành; UBND cấp huyện.",
        "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo về Sở Nội vụ.",
        "",
    ],
)
def test_sentences_that_give_none(text: str) -> None:
    assert read_sentence(text) is None


def test_a_task_with_labels_among_sentences() -> None:
    plan = read(
        f"""{HEAD}
II. NHIỆM VỤ
1. Giao Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ và UBND cấp huyện rà soát văn bản; hoàn thành trước ngày 30/6/2025.
2. Tập huấn kỹ năng
- Đơn vị thực hiện: Sở Tài chính
- Đơn vị phối hợp: UBND cấp xã
- Thời gian: Tháng 5/2025
- Sản phẩm: Báo cáo kết quả
3. Sở Nội vụ kiểm tra công vụ, hoàn thành trong quý III/2025.
{TAIL}"""
    )
    assert told(plan) == [FIRST, ("Tập huấn kỹ năng", ("Sở Tài chính",), ("UBND cấp xã",), "Tháng 5/2025"), SECOND]
    assert plan.tasks[1].product == "Báo cáo kết quả"


def test_labels_among_sentences_are_read_as_those_of_a_whole_plan() -> None:
    plan = read(
        f"""{HEAD}
II. NHIỆM VỤ
1. Giao Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ và UBND cấp huyện rà soát văn bản; hoàn thành trước ngày 30/6/2025.
2. Về tập huấn
Tổ chức hai lớp tập huấn kỹ năng cho cán bộ cơ sở.
- Đơn vị thực hiện: Sở Tài chính
- Thời gian: Tháng 5/2025
- Sản phẩm: Báo cáo kết quả;
danh sách học viên
3. Sở Nội vụ kiểm tra công vụ, hoàn thành trong quý III/2025.
{TAIL}"""
    )
    task = plan.tasks[1]
    assert (task.text, task.product) == (
        "Tổ chức hai lớp tập huấn kỹ năng cho cán bộ cơ sở",
        "Báo cáo kết quả; danh sách học viên",
    )


def test_a_plan_in_sentences() -> None:
    plan = read(
        f"""{HEAD}
II. NHIỆM VỤ
1. Giao Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ và UBND cấp huyện rà soát văn bản; hoàn thành trước ngày 30/6/2025.
2. Sở Nội vụ kiểm tra công vụ, hoàn thành trong quý III/2025.
{TAIL}"""
    )
    assert told(plan) == [FIRST, SECOND]
    assert [task.key for task in plan.tasks] == ["1", "2"]
    assert [duty.unit for duty in plan.duties] == ["Các sở, ban, ngành", "Sở Nội vụ"]


def test_what_is_asked_among_tasks_is_one_without_a_day_too() -> None:
    plan = read(
        f"""{HEAD}
II. NHIỆM VỤ
1. Giao Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ và UBND cấp huyện rà soát văn bản; hoàn thành trước ngày 30/6/2025.
2. Sở Nội vụ kiểm tra công vụ, hoàn thành trong quý III/2025.
3. Giao Sở Tài chính theo dõi việc thực hiện.
4. Sở Xây dựng chủ trì, phối hợp với Công an tỉnh di dời hạ tầng trước ngày 30/6/2025.
5. UBND cấp huyện tăng cường vận động người dân.
6. Quá trình thực hiện bảo đảm tiết kiệm.
{TAIL}"""
    )
    assert told(plan) == [
        FIRST,
        SECOND,
        ("Theo dõi việc thực hiện", ("Sở Tài chính",), (), ""),
        ("Di dời hạ tầng", ("Sở Xây dựng",), ("Công an tỉnh",), "trước ngày 30/6/2025"),
        ("Tăng cường vận động người dân", ("UBND cấp huyện",), (), ""),
    ]


def test_sections_of_a_plan_in_sentences() -> None:
    plan = read(
        f"""{HEAD}
II. THỂ CHẾ
1. Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ và UBND cấp huyện rà soát văn bản trước ngày 30/6/2025.
III. BỘ MÁY
1. Kiểm tra, giám sát
a) Sở Nội vụ kiểm tra công vụ trong quý III/2025.
"""
    )
    assert told(plan) == [FIRST, SECOND]
    assert [task.key for task in plan.tasks] == ["II.1", "III.1.a"]
    assert [section.title for section in plan.sections] == ["THỂ CHẾ", "BỘ MÁY", "Kiểm tra, giám sát"]


def test_tasks_with_labels_under_letters() -> None:
    plan = read(
        f"""{HEAD}
II. NHIỆM VỤ
1. Thể chế
a) Rà soát văn bản.
- Đơn vị chủ trì: Sở Tư pháp.
- Đơn vị phối hợp: Sở Nội vụ; UBND cấp huyện.
- Thời gian hoàn thành: trước ngày 30/6/2025.
2. Bộ máy
Kiểm tra công vụ
Đơn vị chủ trì: Sở Nội vụ. Thời gian hoàn thành: trong quý III/2025.
{TAIL}"""
    )
    assert told(plan) == [FIRST, SECOND]
    assert [task.key for task in plan.tasks] == ["1.a", "2"]


def test_a_lettered_heading_ends_the_task_above_it() -> None:
    plan = read(
        f"""{HEAD}
II. NHIỆM VỤ
A. Thể chế
1. Rà soát văn bản.
- Đơn vị chủ trì: Sở Tư pháp.
- Đơn vị phối hợp: Sở Nội vụ; UBND cấp huyện.
- Thời gian hoàn thành: trước ngày 30/6/2025.
B. Bộ máy
2. Kiểm tra công vụ
- Đơn vị chủ trì: Sở Nội vụ.
- Thời gian hoàn thành: trong quý III/2025.
{TAIL}"""
    )
    assert told(plan) == [FIRST, SECOND]
    assert [section.title for section in plan.sections] == ["Thể chế", "Bộ máy"]


def test_prose_that_gives_no_tasks_is_no_plan() -> None:
    with pytest.raises(DocumentError, match="Không tìm thấy bảng nhiệm vụ"):
        read(f"{HEAD}\nII. NHIỆM VỤ\n1. Nâng cao nhận thức.\n2. Tăng cường kiểm tra.\n")


def test_lines_that_a_page_prints_around_a_document() -> None:
    noise = tomllib.loads((DATA / "page_noise.toml").read_text("utf-8"))
    assert without_noise(noise["examples"]) == [""] * len(noise["examples"])
    assert without_noise(noise["counter_examples"]) == noise["counter_examples"]


def test_links_to_other_pages_end_with_the_next_line_of_a_document() -> None:
    lines = ["Tin liên quan", "- Kế hoạch phòng chống lụt bão năm 2024", "Hội nghị tổng kết", "PHỤ LỤC", "Rà soát"]
    assert without_noise(lines) == ["", "", "", "PHỤ LỤC", "Rà soát"]


PAGE = f"""Trang chủ | Giới thiệu | Tin tức | Liên hệ
Chia sẻ: Facebook | Zalo

{HEAD}
II. NHIỆM VỤ
{{table}}

Lượt xem: 1.234
Các tin khác
- Hội nghị tổng kết năm 2024 (12/01/2025)
© 2025 Cổng thông tin điện tử tỉnh Hải An
"""
TABLES = {
    "bars": """
| STT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Rà soát văn bản | Sở Tư pháp | Sở Nội vụ;<br>UBND cấp huyện | trước ngày 30/6/2025 | Báo cáo |
| 2 | Kiểm tra công vụ | Sở Nội vụ | | trong quý III/2025 | |
""",
    "no bars outside": """
STT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Sản phẩm
--- | --- | --- | --- | --- | ---
1 | Rà soát | Sở Tư pháp | Sở Nội vụ;<br>UBND cấp huyện | trước ngày 30/6/2025 | Báo cáo
 | văn bản | | | |
2 | Kiểm tra công vụ | Sở Nội vụ | | trong quý III/2025 |
""",
    "a cell a line": """
| STT
| Nội dung
| Cơ quan chủ trì
| Cơ quan phối hợp
| Thời gian
|---
| 1
| Rà soát văn bản
| Sở Tư pháp
| Sở Nội vụ; UBND cấp huyện
| trước ngày 30/6/2025
|---
| 2
| Kiểm tra công vụ
| Sở Nội vụ
|
| trong quý III/2025
""",
    "bare cells": """
STT
Nội dung
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian
1
Rà soát văn bản
Sở Tư pháp
Sở Nội vụ; UBND cấp huyện
trước ngày 30/6/2025
2
Kiểm tra công vụ
Sở Nội vụ
trong quý III/2025
""",
}


@pytest.mark.parametrize("table", TABLES)
def test_a_page_copied_with_all_that_stands_around(table: str) -> None:
    plan = read(PAGE.format(table=TABLES[table]))
    assert told(plan) == [FIRST, SECOND]
    assert (plan.head.number, plan.head.issuer) == ("12/KH-UBND", "UBND tỉnh Hải An")


def test_a_saved_page() -> None:
    rows = (
        "<tr><th rowspan=2>STT</th><th rowspan=2>Nội dung</th><th colspan=2>Đơn vị thực hiện</th>"
        "<th rowspan=2>Thời gian</th></tr><tr><th>Chủ trì</th><th>Phối hợp</th></tr>"
        "<tr><td>1</td><td>Rà soát <br/>văn bản</td><td>Sở Tư pháp</td><td><ul><li>Sở Nội vụ</li>"
        "<li>UBND cấp huyện</li></ul></td><td>trước ngày&nbsp;30/6/2025</td></tr>"
        "<tr><td>2</td><td>Kiểm tra công vụ</td><td>Sở Nội vụ</td><td></td><td>trong quý III/2025</td></tr>"
    )
    page = (
        "<html><head><title>Tin tức</title><script>var a = '1. KẾ HOẠCH';\n</script></head><body>"
        "<nav><ul><li>Trang chủ</li><li>Sở Y tế chủ trì</li></ul></nav><p><b>KẾ HOẠCH</b></p>"
        f"<p>Cải cách hành chính năm 2025</p><table>{rows}</table><footer><p>© 2025</p></footer></body></html>"
    )
    plan = read(page, "trang.html")
    assert told(plan) == [FIRST, SECOND]
    assert plan.head.title == "Kế hoạch cải cách hành chính năm 2025"


def test_what_is_not_said_of_a_task_is_not_taken_from_the_one_above() -> None:
    labels = "- Chủ trì: Sở Tư pháp.\n- Thời gian: Quý II/2025.\n"
    tasks = f"1. Nhập sổ.\n{labels}- Mục tiêu: Mỗi ngày nhập 120 sổ.\n2. Kiểm tra sổ.\n{labels}"
    assert [task.goal for task in read(f"{HEAD}\nII. NHIỆM VỤ\n{tasks}{TAIL}").tasks] == ["Mỗi ngày nhập 120 sổ", ""]
