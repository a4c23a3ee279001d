"""Hand-built plans and an understanding that says what it is told: no store, no language world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.session import Conversation
from knowledge.plan import (
    ByDate,
    Comparator,
    Duty,
    DutyRole,
    Every,
    Plan,
    PlanHead,
    PlanTask,
    Recurring,
    Section,
    Standing,
    Target,
    Unread,
    Within,
)
from nlu.meaning import Decision, DialogueState, Intent, Understanding

TODAY = date(2024, 3, 11)
AT = datetime(2024, 3, 11, 9, 0, tzinfo=UTC)

NORTH = Plan(
    slug="phia-bac",
    head=PlanHead(
        title="Cải cách hành chính năm 2024",
        number="12/KH-UBND",
        issuer="UBND tỉnh Phía Bắc",
        signed_on=date(2024, 1, 9),
        signer="Trần Văn A",
        signer_title="Chủ tịch",
        year=2024,
        parent_documents=("Nghị quyết số 76/NQ-CP",),
    ),
    sections=(Section(key="I", title="Chỉ đạo điều hành"), Section(key="II", title="Số hóa hồ sơ")),
    tasks=(
        PlanTask(
            key="I.1",
            section_key="I",
            text="Ban hành kế hoạch cải cách hành chính",
            product="- Kế hoạch;\n- Quyết định.",
            leads=("Sở Nội vụ",),
            supports=("Các sở, ban, ngành",),
            time="Trước ngày 15/3/2024",
            deadlines=(ByDate(due=date(2024, 3, 15), exclusive=True),),
        ),
        PlanTask(
            key="I.2",
            section_key="I",
            text="Báo cáo kết quả theo Quyết định số 468/QĐ-TTg ngày 27/3/2021 của Thủ tướng Chính phủ",
            leads=("Sở Nội vụ",),
            time="ngày 17 của tháng cuối quý",
            deadlines=(Recurring(every=Every.QUARTER, day=17, month_of_quarter=3),),
        ),
        PlanTask(
            key="II.1",
            section_key="II",
            text="Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
            goal="Tối thiểu 80% kết quả được số hóa",
            leads=("Sở Tư pháp", "UBND cấp huyện"),
            time="Quý I/2024",
            deadlines=(Within(start=date(2024, 1, 1), end=date(2024, 3, 31)),),
            repairs=("ghép ô",),
        ),
        PlanTask(
            key="II.1#2",
            section_key="II",
            text="Tập huấn số hóa",
            leads=("Các sở, ban, ngành",),
            time="Thường xuyên",
            deadlines=(Standing(),),
        ),
        PlanTask(
            key="II.2",
            section_key="II",
            text="Rà soát danh mục hồ sơ",
            leads=("Sở Tư pháp",),
            time="Tháng 2/2024",
            deadlines=(Within(start=date(2024, 2, 1), end=date(2024, 2, 29)),),
        ),
        PlanTask(
            key="II.3",
            section_key="II",
            text="Nộp lưu hồ sơ",
            leads=("Sở Tư pháp",),
            time="Sau Tết ít hôm",
            deadlines=(Unread(text="Sau Tết ít hôm"),),
        ),
    ),
    targets=(
        Target(
            indicator="Hồ sơ thanh toán trực tuyến",
            comparator=Comparator.MIN,
            value=45,
            scope="cấp tỉnh",
            where="I.1.c",
        ),
        Target(
            indicator="Kết quả được số hóa",
            comparator=Comparator.MIN,
            value=80,
            where="II.1",
        ),
    ),
    duties=(Duty(unit="Sở Tài chính", text="lập dự toán kinh phí thực hiện", role=DutyRole.LEAD, where="III.2"),),
)

SOUTH = Plan(
    slug="phia-nam",
    head=PlanHead(title="Kế hoạch phường", issuer="UBND phường Phía Nam", year=2024),
    tasks=(PlanTask(key="1", text="Số hóa hồ sơ của phường", leads=("Công chức Văn phòng",), time="Tháng 9"),),
    targets=(Target(indicator="Hồ sơ thanh toán trực tuyến", comparator=Comparator.MIN, value=40.5, where="1"),),
)


def understood(intent: Intent, **slots: object) -> Understanding:
    """An understanding that is to be answered."""
    plain = Understanding(utterance="câu hỏi", decision=Decision.ANSWER, intent=intent, confidence=0.9)
    return replace(plain, **slots)  # type: ignore[arg-type]


def says(understanding: Understanding) -> Callable[..., tuple[Understanding, DialogueState]]:
    """An understand() that always says the same."""

    def understand(text, *, state, today, at, plans, asker, addressed):
        return understanding, replace(state, intent=understanding.intent, turn=state.turn + 1)

    return understand


def conversation(**values: object) -> Conversation:
    """A conversation on the test day."""
    plain = Conversation(chat="c", today=TODAY, at=AT)
    return replace(plain, **values)  # type: ignore[arg-type]
