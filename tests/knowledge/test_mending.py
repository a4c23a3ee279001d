"""What a clerk put right: in the plan at once, again when it is read anew, and told where the cell has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.documents.reading import read_document
from knowledge.doubts import Doubt, Why, find_doubts
from knowledge.fixes import Fix
from knowledge.ingest.assembly import read_plan
from knowledge.mending import apply_fixes, put_right
from knowledge.plan import Plan, Unread, Within

HEAD = "KẾ HOẠCH\nCải cách hành chính năm 2024\n\nTT\tNội dung\tChủ trì\tPhối hợp\tThời gian\n"


def read(*rows: str) -> Plan:
    return read_plan(read_document((HEAD + "\n".join(rows)).encode(), "mau.txt"))


def doubted(doubts: tuple[Doubt, ...]) -> list[tuple[str, str, Why]]:
    return [(doubt.key, doubt.field, doubt.why) for doubt in doubts if doubt.key]


ROWS = ("1\tRà soát\tVăn phòng\tPhòng Tư pháp\tSau Tết", "2\tCông khai\t####\tVăn phòng\tQuý II")
PLAN = read(*ROWS)
TIME = Fix(key="1", field="time", printed="Sau Tết", value="Quý II")


def test_doubts_are_told_with_their_cell_and_place() -> None:
    doubts = find_doubts(PLAN)
    assert doubted(doubts) == [("1", "time", Why.UNREAD), ("2", "leads", Why.NO_LEAD)]
    assert [doubt.source.first_line for doubt in doubts if doubt.key] == [5, 6]


def test_what_is_put_right_is_read_as_if_it_were_printed() -> None:
    plan = apply_fixes(PLAN, [TIME, Fix(key="2", field="leads", printed="", value="Sở Tư pháp; Sở Nội vụ")]).plan
    assert plan.tasks[0].deadlines == (Within(start=date(2024, 4, 1), end=date(2024, 6, 30)),)
    assert plan.tasks[1].leads == ("Sở Tư pháp", "Sở Nội vụ")
    assert doubted(find_doubts(plan, [TIME])) == []


def test_a_fix_that_cannot_be_read_stays_a_doubt() -> None:
    fix = replace(TIME, value="Sau Tết ít hôm")
    plan = apply_fixes(PLAN, [fix]).plan
    assert isinstance(plan.tasks[0].deadlines[0], Unread)
    assert ("1", "time", Why.UNREAD) in doubted(find_doubts(plan, [fix]))


def test_a_fix_holds_when_the_same_document_is_read_again() -> None:
    again = apply_fixes(read(*ROWS, "3\tBáo cáo\tVăn phòng\t\tQuý IV"), [TIME])
    assert again.stale == ()
    assert again.plan.tasks[0].time == "Quý II"


@pytest.mark.parametrize("row", ["1\tRà soát\tVăn phòng\tPhòng Tư pháp\tSau hè", "9\tRà soát\tVăn phòng\t\tQuý I"])
def test_a_cell_that_is_printed_otherwise_is_to_be_looked_at_again(row: str) -> None:
    plan = read(row, ROWS[1])
    again = apply_fixes(plan, [TIME])
    assert again.plan == plan
    assert again.stale == (TIME,)
    assert ("1", "time", Why.CHANGED) in doubted(find_doubts(again.plan, [TIME], stale=again.stale))


def test_what_the_document_prints_right_by_now_needs_no_fix() -> None:
    assert apply_fixes(read(ROWS[0].replace("Sau Tết", "Quý II")), [TIME]).stale == ()


def test_what_was_looked_at_is_no_doubt_until_it_is_read_otherwise() -> None:
    doubts = find_doubts(PLAN)
    looked_at = [doubt.mark for doubt in doubts]
    assert find_doubts(PLAN, looked_at) == ()
    changed = read(ROWS[0].replace("Sau Tết", "Sau hè"), ROWS[1])
    assert doubted(find_doubts(changed, looked_at)) == [("1", "time", Why.UNREAD)]


def test_only_cells_can_be_put_right() -> None:
    with pytest.raises(KeyError):
        put_right(PLAN.tasks[0], "key", "2", head=PLAN.head)
