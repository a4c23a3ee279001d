"""Lists that a blank cell, a rhythm or the first or last day limits, as they are told."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers import Answer, OfficeItem, TaskItem
from bot.handlers import answer
from bot.handlers.context import Context
from bot.library import Library
from bot.rendering.counts import render_count
from bot.rendering.lists import render_list
from nlu.meaning import START, Facet
from nlu.understanding import understand
from tests.factories.plans import with_task
from tests.factories.worlds import AT, HEALTH, VILLAGE, two_plans

TODAY = date(2025, 6, 10)


def asked(text: str, plans: tuple[str, ...] = ("tan-lung",), today: date = TODAY) -> Answer:
    understood, _ = understand(text, world=two_plans(), state=START, today=today, at=AT, plans=plans)
    return answer(understood, Context(library=Library([HEALTH, VILLAGE]), today=today, plans=plans))


def keys(told: Answer) -> list[str]:
    return [item.entry.task.key for item in told.items if isinstance(item, TaskItem)]


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        ("việc nào chưa ghi sản phẩm", ["2", "5", "7", "9", "11"], "để trống mục sản phẩm"),
        ("việc nào không có đơn vị phối hợp", ["6", "9", "10", "12"], "để trống mục cơ quan phối hợp"),
        ("việc nào chưa có người chủ trì", [], "Không có việc nào để trống mục cơ quan chủ trì"),
        ("việc nào làm thường xuyên", ["2"], "làm thường xuyên"),
        ("việc nào không có hạn mà làm thường xuyên", ["2"], "làm thường xuyên"),
        ("việc nào không có hạn cụ thể mà làm thường xuyên", ["2"], "làm thường xuyên"),
        ("việc nào không có hạn cụ thể", [], "Không có việc nào để trống mục thời hạn"),
        ("có những việc gì trừ việc thường xuyên", [*"1345678", "9", "10", "11", "12"], "Không kể việc thường xuyên"),
        ("việc nào phải báo cáo hằng quý", ["10"], "làm hằng quý"),
        ("việc nào gấp nhất", ["10"], "đến hạn sớm nhất"),
        ("nhiệm vụ nào hạn muộn nhất", ["12"], "đến hạn muộn nhất"),
    ],
)
def test_what_limits_a_list_is_said(text: str, found: list[str], said: str) -> None:
    told = asked(text)
    assert keys(told) == found
    assert said in "\n".join(render_list(told, [VILLAGE]).lines)


def test_what_limits_a_count_is_said() -> None:
    told = asked("bao nhiêu việc làm thường xuyên")
    assert (keys(told), told.facets) == (["2"], (Facet.TASKS, Facet.STANDING))
    assert "1 nhiệm vụ làm thường xuyên" in "\n".join(render_count(told).lines)


def test_offices_of_as_many_tasks_stay_in_the_order_printed() -> None:
    printed = [f"Phòng {letter}" for letter in "HGFEDCBA"]
    plan = with_task(VILLAGE, "2", supports=tuple(printed))
    understood, _ = understand(
        "có mấy cơ quan phối hợp", world=two_plans(), state=START, today=TODAY, at=AT, plans=(plan.slug,)
    )
    told = answer(understood, Context(library=Library([plan]), today=TODAY, plans=(plan.slug,)))
    assert [item.agency for item in told.items if isinstance(item, OfficeItem) and item.agency in printed] == printed


def test_what_recurs_is_not_next_after_the_plan_s_year() -> None:
    assert keys(asked("việc nào gấp nhất", today=date(2025, 12, 1))) != []
    assert keys(asked("việc nào gấp nhất", today=date(2027, 2, 1))) == []


def test_a_count_of_agencies_goes_on() -> None:
    told = asked("có bao nhiêu đơn vị phối hợp")
    assert (
        render_count(told, skip=3).lines[0]
        == f"Các cơ quan tiếp theo (4 – {len(told.items) - 1} trong {len(told.items) - 1}):"
    )
    assert render_count(told, skip=99).lines == ("Đã hết danh sách.",)


def test_an_office_called_alike_in_several_plans_is_each_plan_s_own() -> None:
    told = asked("bên công an có những việc gì", plans=())
    bodies = {name for item in told.items if isinstance(item, TaskItem) for name in _bodies(item)}
    assert {"Công an tỉnh", "Công an xã"} <= bodies
    assert told.scope.agency == "bên công an"


def _bodies(item: TaskItem) -> tuple[str, ...]:
    return (*item.entry.task.leads, *item.entry.task.supports)


def test_of_what_is_due_on_one_day_the_quarter_s_own_stands_before_the_year_s() -> None:
    due = keys(asked("quý 4 có việc gì", ("phu-ngan", "tan-lung")))
    assert due.index("12") < due.index("III.1")
