"""Files with broken places: what can be read is read, what cannot is told with its line."""

from __future__ import annotations

import quopri
from datetime import date
from pathlib import Path

import pytest

from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan

TEXT = (Path(__file__).parents[1] / "fixtures" / "plans" / "moi-truong-xa.txt").read_text("utf-8")


def read(data: bytes) -> Plan:
    return read_plan(read_document(data, "ke-hoach.txt"))


WHOLE = read(TEXT.encode())


@pytest.mark.parametrize("damage", [b"\xff", b"\xed\xa0\x80", b"\xc3"])
def test_one_broken_place_costs_one_letter(damage: bytes) -> None:
    at = TEXT.encode().index("Nơi nhận".encode())
    plan = read(TEXT.encode()[:at] + damage + TEXT.encode()[at:])
    assert [task.deadlines for task in plan.tasks] == [task.deadlines for task in WHOLE.tasks]
    assert any("chỗ hỏng" in warning.message for warning in plan.warnings)


@pytest.mark.parametrize("letters", ["\x07", "\x1b[31m", "\x00"])
def test_control_letters_are_no_part_of_a_plan(letters: str) -> None:
    assert read(TEXT.replace("rác", f"rá{letters}c", 20).encode()) == Plan(
        slug="ke-hoach",
        head=WHOLE.head,
        sections=WHOLE.sections,
        tasks=WHOLE.tasks,
        targets=WHOLE.targets,
        duties=WHOLE.duties,
    )


def test_stains_are_told_and_name_no_agency() -> None:
    rows = ["KẾ HOẠCH năm 2024", "TT\tNội dung\tChủ trì\tPhối hợp\tThời gian\tSản phẩm"]
    rows += ["1\tRà soát quy trình\tPhòng Tư pháp\tVăn phòng\tQuý I/2024\tBáo cáo", "2\t~#¤\t####\t□□□\t^^~\t■■"]
    plan = read("\n".join(rows).encode())
    stained = plan.tasks[1]
    assert (stained.leads, stained.supports, stained.deadlines) == ((), (), ())
    told = [warning.message for warning in plan.warnings if warning.line == 4]
    for cell in ("~#¤", "####", "□□□", "^^~", "■■"):
        assert any(f"“{cell}”" in message for message in told)


def test_page_numbers_are_no_text() -> None:
    text = "KẾ HOẠCH năm 2024\n\n1. Rà soát quy trình.\n- Chủ trì: Phòng Tư pháp.\n- Thời hạn: Quý I/2024.\n\n2\n\n"
    text += "2. Công khai kết quả.\n- Chủ trì: Văn phòng.\n- Thời hạn: Quý II/2024.\n- Sản phẩm: Báo cáo\n\n- 3 -\n\n"
    text += "3. Báo cáo kết quả.\n- Chủ trì: Văn phòng.\n- Thời hạn: Quý IV/2024.\n"
    plan = read(text.encode())
    assert [task.text for task in plan.tasks] == ["Rà soát quy trình", "Công khai kết quả", "Báo cáo kết quả"]
    assert plan.tasks[1].product == "Báo cáo"


HEAD = (
    "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ BÌNH MINH\tĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 7/KH-UBND\tBình Minh, ngày 05 tháng 02 năm 2026\n\nKẾ HOẠCH\nPhòng chống thiên tai năm 2026\n"
    "\tCăn cứ tình hình địa phương, Ủy ban nhân dân xã ban hành Kế hoạch như sau:\n"
    "TT\tNội dung\tChủ trì\tThời gian\n1\tKiểm tra đê bao\tPhòng Kinh tế\tTháng 4/2026\n"
)
SIGNED = "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Như trên;\tCHỦ TỊCH\n- Lưu: VT.\n\n\tTrần Văn Bền\n"


def test_letterhead_and_signature_in_two_columns() -> None:
    head = read((HEAD + SIGNED).encode()).head
    assert (head.number, head.issuer, head.year) == ("7/KH-UBND", "UBND xã Bình Minh", 2026)
    assert (head.signer, head.signer_title) == ("Trần Văn Bền", "Chủ tịch")
    assert head.title == "Kế hoạch phòng chống thiên tai năm 2026"


def test_a_web_page_on_one_line() -> None:
    page = (Path(__file__).parents[1] / "fixtures" / "plans" / "de-an-06-tinh.html").read_text("utf-8")
    whole, tight = read(page.encode()), read(page.replace("\n", "").encode())
    assert [(t.key, t.text, t.leads, t.deadlines) for t in tight.tasks] == [
        (t.key, t.text, t.leads, t.deadlines) for t in whole.tasks
    ]
    assert tight.head == whole.head


def test_recipients_right_under_cells_on_lines_of_their_own() -> None:
    rows = [["TT", "Nội dung", "Chủ trì", "Thời gian", "Sản phẩm"]]
    rows += [["1", "Rà soát", "Văn phòng", "Quý I/2024", "Báo cáo"]]
    table = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    plan = read(f"KẾ HOẠCH năm 2024\n\n{table}\nNơi nhận:\n- Như trên;\nCHỦ TỊCH\nTrần Văn Bền\n".encode())
    assert plan.tasks[0].product == "Báo cáo"
    assert plan.head.signer == "Trần Văn Bền"


def test_lead_and_support_in_one_cell_keep_their_names() -> None:
    rows = ["TT\tNội dung\tCơ quan thực hiện\tThời gian"]
    rows += ["1\tRà soát\tChủ trì: Phòng Nội vụ; phối hợp: Trạm Y tế các xã, phường, Văn phòng Sở\tQuý I/2024"]
    task = read(("KẾ HOẠCH năm 2024\n" + "\n".join(rows)).encode()).tasks[0]
    assert task.leads == ("Phòng Nội vụ",)
    assert task.supports == ("Trạm Y tế các xã, phường", "Văn phòng Sở")


def test_a_line_end_inside_a_paragraph_of_a_web_page_means_nothing() -> None:
    page = (Path(__file__).parents[1] / "fixtures" / "plans" / "de-an-06-tinh.html").read_text("utf-8")
    whole = read(page.encode())
    torn = page.replace("bố tr&iacute; kinh ph&iacute; b", "bố tr&iacute;\nkinh ph&iacute;\nb")
    assert torn != page
    wrapped = read(torn.encode())
    assert (wrapped.head, wrapped.duties, wrapped.targets) == (whole.head, whole.duties, whole.targets)


def test_tasks_called_tasks_and_numbered() -> None:
    text = "KẾ HOẠCH năm 2024\nNhiệm vụ 1: Tiêm chủng mở rộng\n- Chủ trì: Trạm Y tế xã\n- Hạn hoàn thành: 30/6/2024\n"
    text += "Nhiệm vụ 2: Diệt lăng quăng\n- Chủ trì: Các ấp\n- Hạn hoàn thành: hằng tháng\n"
    tasks = read(text.encode()).tasks
    assert [(task.key, task.text, task.leads) for task in tasks] == [
        ("1", "Tiêm chủng mở rộng", ("Trạm Y tế xã",)),
        ("2", "Diệt lăng quăng", ("Các ấp",)),
    ]


def test_of_two_printed_ends_the_last_is_the_deadline() -> None:
    rows = ["TT\tNhiệm vụ\tChủ trì\tBắt đầu\tKết thúc", "1\tTập huấn\tTrạm Y tế xã\t01/3/2024\t15/3/2024"]
    task = read(("KẾ HOẠCH năm 2024\n" + "\n".join(rows)).encode()).tasks[0]
    assert [getattr(deadline, "due", None) for deadline in task.deadlines] == [date(2024, 3, 15)]


def test_a_page_saved_as_one_file_is_read_and_a_mail_is_not() -> None:
    table = (
        "<h1>KẾ HOẠCH NĂM 2025</h1><table><tr><th>TT</th><th>Nội dung</th><th>Chủ trì</th><th>Thời gian</th></tr>"
        "<tr><td>1</td><td>Rà soát</td><td>Sở Tư pháp</td><td>Quý I</td></tr></table>"
    )
    page = quopri.encodestring(f"<html><body>{table}</body></html>".encode())
    part = b"--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + page
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="B"\r\n'
    saved = b"From: <Saved by Blink>\r\n" + head + b"\r\n" + part + b"\r\n--B--\r\n"
    (task,) = read_plan(read_document(saved, "trang.mht")).tasks
    assert (task.text, task.leads, task.time) == ("Rà soát", ("Sở Tư pháp",), "Quý I")
    with pytest.raises(DocumentError, match="thư điện tử"):
        read_document(b"To: a@example.vn\r\n" + saved, "thu.eml")
    with pytest.raises(DocumentError, match="không có trang"):
        read_document(head + b"\r\n--B--\r\n", "trang.mht")
