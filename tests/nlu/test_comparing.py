"""What each plan says of what is compared: the text that tells what is asked, where several are as near."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.plan import Comparator, Plan, PlanHead, PlanTask, Target
from nlu.meaning import START, Decision, Intent, Understanding
from nlu.understanding import understand
from tests.factories.worlds import AT, build_world

NORTH = Plan(
    slug="bac-son",
    head=PlanHead(title="Kế hoạch cải cách", issuer="UBND xã Bắc Sơn", year=2025),
    tasks=(
        PlanTask(key="1", text="Trồng cây xanh ven đường", product="Báo cáo", leads=("Hội Nông dân",)),
        PlanTask(key="2", text="Thanh toán trực tuyến", leads=("Văn phòng UBND xã",)),
    ),
    targets=(Target(indicator="Tỷ lệ thanh toán trực tuyến", comparator=Comparator.MIN, value=50, where="I"),),
)
SOUTH = replace(
    NORTH,
    slug="nam-son",
    head=PlanHead(title="Kế hoạch cải cách", issuer="UBND xã Nam Sơn", year=2025),
    tasks=(
        PlanTask(key="1", text="Trồng cây xanh ven đường", leads=("Đoàn Thanh niên",)),
        PlanTask(key="5", text="Trồng cây xanh ven đường", product="Danh sách", leads=("Đoàn Thanh niên",)),
    ),
    targets=(Target(indicator="Tỷ lệ thanh toán trực tuyến", comparator=Comparator.MIN, value=45, where="I"),),
)


def compared(text: str) -> Understanding:
    told, _ = understand(text, world=build_world((NORTH, SOUTH)), state=START, today=date(2025, 6, 10), at=AT, plans=())
    assert (told.decision, told.intent) == (Decision.ANSWER, Intent.COMPARE)
    return told


def test_a_figure_is_told_where_a_task_without_one_has_the_same_words() -> None:
    told = compared("so sánh chỉ tiêu thanh toán trực tuyến giữa Bắc Sơn và Nam Sơn")
    assert (told.tasks, told.targets) == ((), ("bac-son/target/0", "nam-son/target/0"))


def test_of_tasks_as_near_the_one_with_the_cell_asked_for_is_told() -> None:
    assert compared("so sánh sản phẩm trồng cây xanh ở hai nơi").tasks == ("bac-son/1", "nam-son/5")
