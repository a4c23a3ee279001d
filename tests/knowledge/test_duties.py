"""Duties in the prose "Tổ chức thực hiện"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from knowledge.documents.reading import load_document, read_document
from knowledge.ingest.duties import read_duties

SHARED = Path(__file__).parents[2].parent / "shared"

PLAN = """KẾ HOẠCH

Chuyển đổi số năm 2024

I. MỤC TIÊU

1. Nâng cao chất lượng.

III. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ

a) Chủ trì, phối hợp với Sở Tài chính tổng hợp báo cáo.

b) Phối hợp kiểm tra.

2. Giao Văn phòng UBND tỉnh theo dõi, đôn đốc việc thực hiện.

3. UBND cấp xã:

- Xây dựng kế hoạch của xã;

- Bố trí kinh phí.

4. Việc khen thưởng làm theo quy định, Sở Nội vụ tham mưu quyết định.

Trong quá trình thực hiện nếu có vướng mắc, đề nghị phản ánh về Sở Nội vụ để tổng hợp.

Nơi nhận:

- Sở Nội vụ;
"""


def test_units_items_and_roles() -> None:
    duties = read_duties(read_document(PLAN.encode(), "thu.txt"))
    assert [(d.where, d.unit, d.role.value) for d in duties] == [
        ("III.1.a", "Sở Nội vụ", "lead"),
        ("III.1.b", "Sở Nội vụ", "support"),
        ("III.2", "Văn phòng UBND tỉnh", "do"),
        ("III.3", "UBND cấp xã", "do"),
        ("III.3", "UBND cấp xã", "do"),
        ("III.4", "Sở Nội vụ", "do"),
        ("III", "Sở Nội vụ", "do"),
    ]
    assert duties[2].text == "theo dõi, đôn đốc việc thực hiện"
    assert all(d.source.first_line for d in duties)


def test_the_articles_of_a_decision_give_duties() -> None:
    text = (
        "QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch.\n\n"
        "Điều 2. Thủ trưởng các Sở, Ban, ngành:\n\n1. Bám sát chỉ tiêu để triển khai.\n\n"
        "2. Chánh Văn phòng UBND tỉnh chủ trì theo dõi.\n\n"
        "Điều 3. Chánh Văn phòng UBND tỉnh, các Sở chịu trách nhiệm thi hành Quyết định này./.\n"
    )
    duties = read_duties(read_document(text.encode(), "thu.txt"))
    assert [(d.where, d.unit, d.role.value) for d in duties] == [
        ("Điều 2.1", "Thủ trưởng các Sở, Ban, ngành", "do"),
        ("Điều 2.2", "Chánh Văn phòng UBND tỉnh", "lead"),
        ("Điều 3", "Chánh Văn phòng UBND tỉnh, các Sở", "do"),
    ]
    assert duties[-1].text == "chịu trách nhiệm thi hành Quyết định này"


def read(prose: str, known: Iterable[str] = ()) -> list[tuple[str, str, str, str]]:
    """(where, unit, role, text) of the duties of a plan's prose."""
    duties = read_duties(read_document(f"KẾ HOẠCH\n\nThử năm 2024\n\n{prose}".encode(), "thu.txt"), known=known)
    return [(d.where, d.unit, d.role.value, d.text) for d in duties]


CASES = tomllib.loads((Path(__file__).parents[1] / "cases/duties.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_duties_of_prose(case: dict[str, Any]) -> None:
    assert read(case["prose"], case.get("known", ())) == [tuple(duty) for duty in case["duties"]]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the acceptance material (../shared) is not beside the project")
@pytest.mark.parametrize(
    ("name", "count", "where", "unit", "role"),
    [
        ("dong-nai.txt", 27, "III.3", "Phòng Quản trị - Tài vụ", "lead"),
        ("trung-luong.txt", 12, "IV", "Công chức Văn phòng – Thống kê", "do"),
        ("quang-nam.txt", 10, "Điều 2.5", "Chánh Văn phòng UBND tỉnh", "lead"),
        ("lam-dong.txt", 7, "III.3", "Văn phòng UBND tỉnh", "do"),
        ("so-khcn.txt", 19, "IV.2.d", "Văn phòng Sở", "do"),
        ("more/dong-thap-617.txt", 17, "IV.1.a", "Sở Khoa học và Công nghệ", "lead"),
        ("more/ha-noi-308.txt", 7, "III.1", "Sở Khoa học và Công nghệ", "do"),
    ],
)
def test_real_plans(name: str, count: int, where: str, unit: str, role: str) -> None:
    duties = read_duties(load_document(SHARED / "plans" / name))
    assert (where, unit, role) in [(d.where, d.unit, d.role.value) for d in duties]
    assert len(duties) == count
