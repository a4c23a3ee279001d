"""Two plans in one file are two plans; a decision, its plan and the plan's appendices are one."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan, read_plans

PLANS = Path(__file__).parents[1] / "fixtures" / "plans"
WHOLE = sorted(path.name for path in PLANS.iterdir() if path.suffix in {".txt", ".md"})


def read(text: str) -> list[tuple[str, str, list[str]]]:
    plans = read_plans(read_document(text.encode(), "hai.txt"))
    return [(plan.slug, plan.head.number, [task.text for task in plan.tasks]) for plan in plans]


@pytest.mark.parametrize(("first", "second"), [*permutations(WHOLE, 2)])
def test_one_plan_behind_another(first: str, second: str) -> None:
    texts = [(PLANS / name).read_text("utf-8") for name in (first, second)]
    alone = [read_plan(read_document(text.encode(), "hai.txt")) for text in texts]
    both = read_plans(read_document("\n\n".join(texts).encode(), "hai.txt"))
    assert [plan.slug for plan in both] == ["hai", "hai-2"]
    for one, there in zip(alone, both, strict=True):
        assert [(task.key, task.text, task.deadlines) for task in there.tasks] == [
            (task.key, task.text, task.deadlines) for task in one.tasks
        ]
        assert (there.head.number, there.head.year) == (one.head.number, one.head.year)


TABLE = "TT\tNội dung\tChủ trì\tThời gian\n1\t{task}\tVăn phòng\tQuý I/2024\n\n"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"


def table(task: str) -> str:
    return TABLE.format(task=task)


def test_two_appendices_of_different_documents() -> None:
    text = "PHỤ LỤC\n\n(Kèm theo Kế hoạch số {number}/KH-UBND ngày 05/01/2024 của UBND xã An Bình)\n\n"
    first, second = text.format(number=12), text.format(number=34)
    found = read(first + table("Rà soát") + second + table("Công khai"))
    assert found == [("hai", "12/KH-UBND", ["Rà soát"]), ("hai-2", "34/KH-UBND", ["Công khai"])]


def test_two_titles_without_numbers() -> None:
    text = "KẾ HOẠCH\n\n{title} năm 2024\n\nCăn cứ tình hình thực tế, Văn phòng xây dựng kế hoạch như sau:\n\n"
    first, second = text.format(title="Cải cách hành chính"), text.format(title="Chuyển đổi số")
    found = read(first + table("Rà soát") + second + table("Công khai"))
    assert [tasks for _, _, tasks in found] == [["Rà soát"], ["Công khai"]]


@pytest.mark.parametrize(
    "between",
    [
        "PHỤ LỤC II\n\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND xã An Bình)\n\n",
        f"{MOTTO}PHỤ LỤC II\n\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2024)\n\n",
        "PHỤ LỤC II\n\nKẾ HOẠCH KIỂM TRA NĂM 2024\n\n",
        "PHỤ LỤC II\n\n(Ban hành kèm theo Thông tư số 02/2017/TT-VPCP)\n\n",
        "Nơi nhận:\n- Như trên;\n\nCHỦ TỊCH\nTrần Văn Bền\n\nPHỤ LỤC II\nKẾ HOẠCH TẬP HUẤN\n\n",
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Thực hiện Kế hoạch số 99/KH-UBND của UBND huyện.\n\n",
    ],
)
def test_an_appendix_is_no_other_plan(between: str) -> None:
    head = f"{MOTTO}Số: 12/KH-UBND\n\nKẾ HOẠCH\n\nCải cách hành chính năm 2024\n\n"
    found = read(head + table("Rà soát") + between + table("Công khai"))
    assert [(number, tasks) for _, number, tasks in found] == [("12/KH-UBND", ["Rà soát", "Công khai"])]


def test_a_decision_and_its_plan_are_one() -> None:
    decision = f"{MOTTO}Số: 65/QĐ-UBND\n\nQUYẾT ĐỊNH\n\nBan hành Kế hoạch\n\nCăn cứ Luật;\n\nCHỦ TỊCH\nTrần Văn Bền\n\n"
    plan = "KẾ HOẠCH\n\nCải cách hành chính năm 2024\n\n(Kèm theo Quyết định số 65/QĐ-UBND)\n\n"
    found = read(decision + plan + table("Rà soát"))
    assert [(number, tasks) for _, number, tasks in found] == [("65/QĐ-UBND", ["Rà soát"])]


def test_a_letter_behind_a_plan_is_no_plan() -> None:
    head = f"{MOTTO}Số: 12/KH-UBND\n\nKẾ HOẠCH\n\nCải cách hành chính năm 2024\n\n"
    letter = f"{MOTTO}Số: 13/UBND-VP\n\nVề việc gửi kế hoạch\n\nKính gửi: Các phòng.\n"
    assert len(read(head + table("Rà soát") + letter)) == 1
