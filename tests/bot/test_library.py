"""What the loaded plans tell of a ref."""

from __future__ import annotations

from bot.library import Library
from bot.world import build_world
from knowledge.plan import Comparator, Plan, PlanHead, PlanTask, SourceSpan, Target


def test_a_figure_of_the_prose_is_no_figure_of_the_task_that_is_numbered_alike() -> None:
    def at(line: int) -> SourceSpan:
        return SourceSpan(first_line=line, last_line=line)

    figures = (
        Target(indicator="kết nạp đảng viên", comparator=Comparator.MIN, value=45, where="I.1", source=at(9)),
        Target(indicator="học viên", comparator=Comparator.EXACT, value=50, where="I.1", source=at(30)),
    )
    task = PlanTask(key="I.1", text="Bồi dưỡng đảng viên mới", source=at(30))
    plan = Plan(slug="thu", head=PlanHead(title="Thử", year=2026), tasks=(task,), targets=figures)
    library = Library([plan])
    told = [library.find_target(f"thu/target/{at}") for at in (0, 1)]
    assert [entry.task_key for entry in told if entry] == ["", "I.1"]
    assert build_world([plan]).homes == {"thu/target/1": "thu/I.1"}
