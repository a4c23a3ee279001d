"""The head of a plan, and the numbers of documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document_number import canonical_number, find_document_numbers
from knowledge.documents.reading import load_document, read_document
from knowledge.ingest.heading import HeadReading, read_head
from knowledge.ingest.recasing import recase_title

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.mark.parametrize(
    ("text", "number", "kind", "signed_on"),
    [
        ("Kế hoạch số 302/KH-UBND ngày 30/12/2023 của", "302/KH-UBND", "Kế hoạch", date(2023, 12, 30)),
        ("Số: 170 /KH-VP", "170/KH-VP", "", None),
        ("Quyết định 468/QĐ-TTg", "468/QĐ-TTg", "Quyết định", None),
        ("Nghị định số 107/2021/NĐ-CP", "107/2021/NĐ-CP", "Nghị định", None),
        ("Nghị quyết số\n57-NQ/TW ngày 22/12/2024", "57-NQ/TW", "Nghị quyết", date(2024, 12, 22)),
        ("Số 112-KH/TĐTN-BTG", "112-KH/TĐTN-BTG", "", None),
        ("Kế hoạch số 253/KH-UBND ngày 27 tháng 12 năm 2023", "253/KH-UBND", "Kế hoạch", date(2023, 12, 27)),
        ("Thông báo số 01/2018/TB VPCP ngày 23/11/2018", "01/2018/TB-VPCP", "Thông báo", date(2018, 11, 23)),
        ("Nghị quyết số 71/ NQ-CP", "71/NQ-CP", "Nghị quyết", None),
        ("Công văn số 1271/UBND-NCKS ngày 31/02/2024", "1271/UBND-NCKS", "Công văn", None),
    ],
)
def test_document_number(text: str, number: str, kind: str, signed_on: date | None) -> None:
    (found,) = find_document_numbers(text)
    assert (found.number, found.kind, found.signed_on) == (number, kind, signed_on)


@pytest.mark.parametrize(
    "text", ["Số: /KH-UBND", "trước ngày 15/3/2024", "đạt 3/4", "Quý I/2024", "Kế hoạch số /KH-SKHCN", ""]
)
def test_no_document_number(text: str) -> None:
    assert find_document_numbers(text) == ()
    assert canonical_number(text) == ""


@given(st.text(max_size=200))
def test_spans_hold(text: str) -> None:
    for found in find_document_numbers(text):
        assert 0 <= found.start < found.end


@pytest.mark.parametrize(
    ("capitals", "title"),
    [
        ("BẢO ĐẢM AN TOÀN THỰC PHẨM QUÝ III, IV NĂM 2026", "Bảo đảm an toàn thực phẩm quý III, IV năm 2026"),
        ("PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2026", "Phát triển kinh tế - xã hội năm 2026"),
        ("CẢI CÁCH HÀNH CHÍNH XÃ TÂN PHÚ NĂM 2026", "Cải cách hành chính xã Tân Phú năm 2026"),
        ("CHUYỂN ĐỔI SỐ TRÊN ĐỊA BÀN TỈNH NĂM 2026", "Chuyển đổi số trên địa bàn tỉnh năm 2026"),
    ],
)
def test_a_title_in_capitals(capitals: str, title: str) -> None:
    assert recase_title(capitals, "") == title


def head_of(text: str, year: int | None = None) -> HeadReading:
    return read_head(read_document(text.encode(), "thu.txt"), year=year)


PLAN = """Số: 12/KH-UBND

Bình Minh, ngày 5 tháng 2 năm 2024

KẾ HOẠCH

Cải cách hành chính năm 2024

Thực hiện Kế hoạch số 7/KH-UBND ngày 02/01/2024 của UBND huyện; UBND xã ban hành Kế hoạch như sau:

I. MỤC TIÊU

1. Nâng cao chất lượng phục vụ người dân.

TM. ỦY BAN NHÂN DÂN

KT. CHỦ TỊCH

PHÓ CHỦ TỊCH

NGUYỄN VĂN BÌNH
"""


def test_a_plain_head() -> None:
    head = head_of(PLAN)
    assert head.number == "12/KH-UBND"
    assert head.signed_on == date(2024, 2, 5)
    assert head.issuer == "UBND xã Bình Minh"
    assert (head.signer, head.signer_title) == ("Nguyễn Văn Bình", "Phó Chủ tịch")
    assert head.title == "Kế hoạch cải cách hành chính năm 2024"
    assert head.year == 2024
    assert head.parent_documents == ("Kế hoạch số 7/KH-UBND ngày 02/01/2024",)
    assert head.warnings == ()


def test_a_told_year_wins_and_none_is_made_up() -> None:
    bare = PLAN.replace("năm 2024", "").replace("ngày 5 tháng 2", "")
    assert head_of(bare).year is None
    assert head_of(bare, year=2023).year == 2023


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        (
            {
                "KẾ HOẠCH\n\nCải cách": "**KẾ HOẠCH**\n\n**Thực hiện Chương trình mục tiêu quốc gia, cải cách",
                "2024\n\nThực": "2024**\n\nThực",
            },
            "Kế hoạch thực hiện Chương trình mục tiêu quốc gia, cải cách hành chính năm 2024",
        ),
        ({"KẾ HOẠCH\n": "KẾ HOẠCH HÀNH ĐỘNG\n"}, "Kế hoạch hành động cải cách hành chính năm 2024"),
        (
            {"KẾ HOẠCH\n\nCải cách hành chính năm": "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM"},
            "Kế hoạch cải cách hành chính năm 2024",
        ),
    ],
)
def test_titles(changed: dict[str, str], title: str) -> None:
    text = PLAN
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    assert head_of(text).title == title


def test_a_notice_is_called_by_its_subject() -> None:
    text = "Số: 112/TB-UBND\nTân An, ngày 06 tháng 3 năm 2025\nTHÔNG BÁO\nKết luận của Chủ tịch UBND tại cuộc họp\n"
    head = read_head(read_document(text.encode(), "thong-bao.txt"))
    assert head.title == "Thông báo kết luận của Chủ tịch UBND tại cuộc họp"


def test_a_party_committee_keeps_its_capital() -> None:
    text = "HUYỆN ỦY BA TRI\nSố: 40-TB/VPHU\nBa Tri, ngày 02 tháng 6 năm 2025\nKẾ HOẠCH\nKiểm tra năm 2025\n"
    assert read_head(read_document(text.encode(), "ke-hoach.txt")).issuer == "Huyện ủy Ba Tri"


def test_a_title_in_capitals_ends_at_the_table() -> None:
    text = (
        "KẾ HOẠCH DÂN SỐ NĂM 2025\n\nSTT;Nội dung công việc;Đơn vị chủ trì;Thời hạn\n1;Họp cộng tác viên;Trạm Y tế;"
        "Hằng tháng\n2;Báo cáo;Trạm Y tế;Quý IV\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nThượng tá Đỗ Minh Trí\n"
    )
    head = head_of(text)
    assert (head.title, head.signer, head.signer_title) == ("Kế hoạch dân số năm 2025", "Đỗ Minh Trí", "Chủ tịch")


@pytest.mark.parametrize(
    ("lines", "place", "issuer"),
    [
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO NAM ĐỊNH", "Nam Định", "Sở Giáo dục và Đào tạo Nam Định"),
        ("UBND THÀNH PHỐ BẾN CÁT\nTRƯỜNG THCS MỸ PHƯỚC", "Bến Cát", "Trường THCS Mỹ Phước"),
        ("TRƯỜNG TIỂU HỌC NGUYỄN DU", "Thủ Dầu Một", "Trường tiểu học Nguyễn Du"),
        ("BẢO HIỂM XÃ HỘI TỈNH AN GIANG", "Long Xuyên", "Bảo hiểm xã hội tỉnh An Giang"),
        ("BAN QUẢN LÝ\nKHU KINH TẾ VÂN ĐỒN", "Vân Đồn", "Ban quản lý khu kinh tế Vân Đồn"),
        ("CHI CỤC THUẾ LỆ THỦY", "Lệ Thủy", "Chi cục thuế Lệ Thủy"),
        ("ỦY BAN NHÂN DÂN\nTỈNH NINH THUẬN", "Ninh Thuận", "UBND tỉnh Ninh Thuận"),
    ],
)
def test_issuers_in_capitals(lines: str, place: str, issuer: str) -> None:
    text = f"{lines}\n{PLAN.replace('Bình Minh', place).replace('UBND xã ban hành', 'Trường THCS Mỹ Phước xây dựng')}"
    assert head_of(text).issuer == issuer


def test_a_letterhead_and_a_signature_in_markdown_tables() -> None:
    text = (
        "| ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n"
        "| HUYỆN ĐÔNG SƠN | Độc lập - Tự do - Hạnh phúc |\n"
        "| Số: 58/KH-UBND | *Đông Sơn, ngày 22 tháng 12 năm 2025* |\n\nKẾ HOẠCH\n\nGiảm nghèo năm 2026\n\n"
        "I. NHIỆM VỤ\n\n| **Nơi nhận:**<br>- UBND tỉnh;<br>- Lưu: VT. | **TM. ỦY BAN NHÂN DÂN**<br>**CHỦ TỊCH**<br>"
        "<br>**Lê Thị Hà** |\n|---|---|\n"
    )
    head = head_of(text)
    assert (head.number, head.issuer, head.signed_on) == ("58/KH-UBND", "UBND huyện Đông Sơn", date(2025, 12, 22))
    assert (head.signer, head.signer_title, head.year) == ("Lê Thị Hà", "Chủ tịch", 2026)


@pytest.mark.parametrize("gap", ["        ", "\t", " "], ids=["spaces", "tab", "gap lost"])
def test_a_letterhead_of_two_columns_in_plain_text(gap: str) -> None:
    head = head_of(
        f"ỦY BAN NHÂN DÂN{gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"XÃ AN BÌNH{gap}Độc lập - Tự do - Hạnh phúc\n"
        f"Số: 45/KH-UBND{gap}An Bình, ngày 12 tháng 01 năm 2026\n\n"
        "KẾ HOẠCH\nCông tác văn thư, lưu trữ năm 2026\n\nI. MỤC ĐÍCH\n"
    )
    assert (head.issuer, head.number, head.signed_on) == ("UBND xã An Bình", "45/KH-UBND", date(2026, 1, 12))


def test_a_party_letterhead_and_a_signature_set_out_with_spaces() -> None:
    head = head_of(
        "ĐẢNG ỦY XÃ AN BÌNH              ĐẢNG CỘNG SẢN VIỆT NAM\n"
        "        *\n"
        "Số 12-KH/ĐU                     An Bình, ngày    tháng 3 năm 2026\n\n"
        "KẾ HOẠCH\nCông tác kiểm tra năm 2026\n\nI. MỤC ĐÍCH\n\n"
        "Nơi nhận:                       T/M ĐẢNG ỦY\n"
        "- Như trên;                        BÍ THƯ\n"
        "- Lưu VT.\n\n"
        "                                Trần Thị Hoa\n"
    )
    assert (head.issuer, head.number, head.signed_on) == ("Đảng ủy xã An Bình", "12-KH/ĐU", None)
    assert (head.signer, head.signer_title) == ("Trần Thị Hoa", "Bí thư")


def test_blanks_stay_blank_with_a_warning() -> None:
    head = head_of(PLAN.replace("12/KH", "/KH").replace("ngày 5 tháng", "ngày tháng"))
    assert (head.number, head.signed_on, head.year) == ("", None, 2024)
    assert len(head.warnings) == 2


REAL: dict[str, dict[str, Any]] = {
    "dong-nai.txt": {
        "number": "170/KH-VP",
        "issuer": "Văn phòng UBND tỉnh Đồng Nai",
        "signed_on": date(2024, 1, 18),
        "signer": "Nguyễn Kim Long",
        "signer_title": "Chánh Văn phòng",
        "parent_documents": ("Kế hoạch số 302/KH-UBND ngày 30/12/2023",),
    },
    "trung-luong.txt": {
        "number": "",
        "issuer": "UBND phường Trung Lương",
        "signed_on": None,
        "signer_title": "Chủ tịch",
    },
    "quang-nam.txt": {"number": "467/QĐ-UBND", "signer": "Hồ Quang Bửu", "signer_title": "Phó Chủ tịch"},
    "lam-dong.txt": {"number": "65/QĐ-UBND", "signed_on": date(2024, 1, 10), "issuer": "UBND tỉnh Lâm Đồng"},
    "so-khcn.txt": {"number": "", "issuer": "Sở Khoa học và Công nghệ", "signer": "Ngô Anh Tín", "year": 2024},
    "more/dong-thap-617.txt": {"number": "617/KH-UBND", "issuer": "UBND tỉnh Đồng Tháp", "year": 2025},
    "more/ha-noi-308.txt": {"number": "308/KH-UBND", "issuer": "UBND thành phố Hà Nội", "signer": "Trương Việt Dũng"},
    "more/nqcp-03-pl2.md": {"number": "", "issuer": "Chính phủ", "year": 2025, "signer": ""},
}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the acceptance material (../shared) is not beside the project")
@pytest.mark.parametrize("name", REAL)
def test_real_heads(name: str) -> None:
    head = read_head(load_document(SHARED / "plans" / name), year=None)
    assert {field: getattr(head, field) for field in REAL[name]} == REAL[name]
    assert head.title
