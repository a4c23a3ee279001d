"""From a message to its meaning, by table, on two invented plans; and what holds of every message."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.world import build_world
from knowledge.plan import PlanTask
from nlu.meaning import START, Decision, DialogueState, Intent, Reason, Understanding
from nlu.text import fold
from nlu.understanding import LONGEST, understand
from nlu.world import World
from tests.factories.worlds import AT, HEALTH, TODAY, VILLAGE, two_plans

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "understanding.toml").read_text(encoding="utf-8"))
CASES = [(part, case) for part, cases in TABLE.items() for case in cases]
ASKED = {"q", "plan", "asker", "overheard", "known_failure"}
TOLD = {"status", "intent", "fields", "tasks", "targets", "duties", "plans"}
TOLD |= {"agency", "role", "window", "section", "reason", "missing", "facets", "rivals"}


def say(text: str, case: dict[str, Any] | None = None, state: DialogueState = START) -> Understanding:
    case = case or {}
    understood, _ = understand(
        text,
        world=two_plans(),
        state=state,
        today=TODAY,
        at=AT,
        plans=tuple(filter(None, [case.get("plan")])),
        asker=case.get("asker", ""),
        addressed=not case.get("overheard", False),
    )
    return understood


def told(understood: Understanding, wanted: dict[str, Any]) -> dict[str, Any]:
    """The understanding in the table's words, as far as the case asks."""
    values: dict[str, Any] = {
        "status": understood.decision.value,
        "intent": understood.intent.value,
        "agency": understood.agency,
        "role": understood.role.value,
        "section": understood.section,
        "reason": understood.reason.value,
        "window": [str(understood.window.start), str(understood.window.end)] if understood.window else [],
        "missing": [word for word in wanted.get("missing", ()) if word in understood.missing],
    }
    for name in ("fields", "tasks", "targets", "duties", "plans", "facets", "rivals"):
        values[name] = [str(value) for value in getattr(understood, name)]
    return {name: values[name] for name in wanted}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=f"{part}: {case['q']} {case.get('plan', '')}".strip(),
            marks=[pytest.mark.xfail(reason=case["known_failure"], strict=True)] if "known_failure" in case else [],
        )
        for part, case in CASES
    ],
)
def test_is_understood(case: dict[str, Any]) -> None:
    wanted = {"status": "answered"} | {name: value for name, value in case.items() if name not in ASKED}
    assert told(say(case["q"], case), wanted) == wanted


def test_the_table_is_long_enough_and_says_nothing_unknown() -> None:
    assert len(CASES) >= 120
    assert {name for _, case in CASES for name in case} <= ASKED | TOLD


@pytest.mark.parametrize(("part", "case"), CASES, ids=lambda value: value["q"] if isinstance(value, dict) else value)
def test_decomposed_text_is_understood_alike(part: str, case: dict[str, Any]) -> None:
    assert say(unicodedata.normalize("NFD", case["q"]), case) == say(case["q"], case)


@pytest.mark.parametrize(("part", "case"), CASES, ids=lambda value: value["q"] if isinstance(value, dict) else value)
def test_says_nothing_of_what_is_not_in_view(part: str, case: dict[str, Any]) -> None:
    """A chat bound to a plan sees that plan only; what is not answered names no task as its answer."""
    understood = say(case["q"], case)
    refs = (*understood.tasks, *understood.targets, *understood.duties, *understood.offers, *understood.choices)
    if "plan" in case:
        assert {ref.split("/")[0] for ref in refs} <= {case["plan"]}
    if understood.decision in (Decision.UNKNOWN, Decision.SILENT):
        assert (understood.tasks, understood.targets, understood.duties) == ((), (), ())
    if understood.decision is Decision.ANSWER:
        assert understood.reason is Reason.NONE
    if understood.decision is Decision.UNKNOWN:
        assert understood.reason is not Reason.NONE
    assert 0.0 <= understood.confidence <= 1.0
    assert set(understood.tasks) <= set(two_plans().tasks)


def test_every_word_is_accounted_for() -> None:
    notes = say("ko biết ai lo chích ngừa cho trẻ").notes
    assert [(note.typed, note.reading) for note in notes] == [
        ("ko", "khong"),
        ("biết", "biet"),
        ("ai", "ai"),
        ("lo", "lo"),
        ("chích", "chich"),
        ("ngừa", "ngua"),
        ("cho", "cho"),
        ("trẻ", "tre"),
    ]
    matched = {note.typed: note.matched for note in notes}
    assert matched["ai"].startswith("cue:")
    assert "text" in matched["chích"]


def test_a_message_longer_than_is_read_is_told_so() -> None:
    long = say("tiêm chủng " * (LONGEST // 11 + 1))
    assert (long.decision, long.reason, long.intent) == (Decision.UNKNOWN, Reason.TOO_LONG, Intent.OUT_OF_SCOPE)
    assert len(long.utterance) == LONGEST
    assert say("tiêm chủng " * LONGEST, {"overheard": True}).decision is Decision.SILENT


def test_a_chat_whose_plan_is_gone_sees_no_other() -> None:
    for text in ("ai chủ trì tiêm chủng", "tuần này có gì", "có bao nhiêu nhiệm vụ", "mục I.1", "kế hoạch nào"):
        understood = say(text, {"plan": "khong-co"})
        assert (understood.decision, understood.reason) == (Decision.UNKNOWN, Reason.NO_PLAN)
        assert not understood.offers


def test_the_time_of_day_changes_nothing() -> None:
    one, _ = understand("tuần này có gì", world=two_plans(), state=START, today=TODAY, at=AT, plans=())
    other, _ = understand(
        "tuần này có gì", world=two_plans(), state=START, today=TODAY, at=AT + timedelta(hours=9), plans=()
    )
    assert one == other


# ------------------------------------------------------------------ the same question, typed otherwise

CHAT = {"không": "ko", "được": "đc", "với": "vs", "gì": "j"}
TWINS: dict[str, Callable[[str], str]] = {
    "without marks": fold,
    "in capitals": str.upper,
    "with odd signs": lambda text: f"@@ {text} ???",
    "in chat spelling": lambda text: " ".join(CHAT.get(word, word) for word in text.split()),
    "with courtesies": lambda text: f"Dạ em chào anh chị, cho em hỏi {text} ạ",
    "with an address": lambda text: f"Kính gửi anh/chị phụ trách, cho em hỏi {text} ạ",
}
DIFFERENT = {
    "without marks": {
        "hạn trồng cây là tháng 6 phải không",
        "thành phố Mường Khô ai chủ trì tiêm chủng",
    },
    "with odd signs": set(),
    "with courtesies": {
        "ai chủ trì tiêm chủng mở rộng cho trẻ em?",
        "mọi người cho hỏi hạn rà soát hộ nghèo là tháng mấy",
        "đường bê tông liên thôn Bản Mạ xong khi nào ạ",
        "đơn vị nào chủ trì thanh tra an toàn thực phẩm bếp ăn tập thể ạ?",
        "hạn rà soát hộ nghèo, hộ cận nghèo là khi nào",
        "sản phẩm của việc khám sức khỏe học sinh tiểu học là gì",
    },
    "with an address": {  # overheard: what is addressed to somebody is left to him
        "ai chủ trì tiêm chủng mở rộng cho trẻ em?",
        "mọi người cho hỏi hạn rà soát hộ nghèo là tháng mấy",
        "đường bê tông liên thôn Bản Mạ xong khi nào ạ",
        "đơn vị nào chủ trì thanh tra an toàn thực phẩm bếp ăn tập thể ạ?",
        "hạn rà soát hộ nghèo, hộ cận nghèo là khi nào",
        "sản phẩm của việc khám sức khỏe học sinh tiểu học là gì",
    },
}
"""Known failures: mended ones must leave this list."""


@pytest.mark.parametrize("twin", TWINS)
def test_a_twin_means_the_same(twin: str) -> None:
    def meaning(text: str, case: dict[str, Any]) -> tuple[object, ...]:
        got = say(text, case)
        intent = got.intent if got.decision is Decision.ANSWER else None
        return got.decision, intent, got.tasks, got.targets, got.duties, got.agency, got.section

    asked = [case for part, case in CASES if "known_failure" not in case and part != "asks_back"]
    different = {c["q"] for c in asked if meaning(TWINS[twin](c["q"]), c) != meaning(c["q"], c)}
    assert different == DIFFERENT.get(twin, set())


@pytest.mark.parametrize("text", ["ai chủ trì tiêm chủng", "tuần này có gì", "Sở Y tế chủ trì việc gì", "hạn mục I.1"])
def test_two_of_three_plans_are_searched_as_two(text: str) -> None:
    def told(world: World, plans: tuple[str, ...]) -> Understanding:
        understood, _ = understand(text, world=world, state=START, today=TODAY, at=AT, plans=plans)
        return understood

    third = replace(VILLAGE, slug="xa-khac", head=replace(VILLAGE.head, issuer="UBND xã Khác"))
    two, three = ("phu-ngan", "tan-lung"), build_world((HEALTH, VILLAGE, third))
    assert told(three, two).tasks == told(build_world((HEALTH, VILLAGE)), ()).tasks
    assert all(ref.split("/")[0] in two for ref in told(three, two).tasks)


def test_a_plan_out_of_reach_is_another_plan() -> None:
    third = replace(VILLAGE, slug="xa-khac", head=replace(VILLAGE.head, issuer="UBND xã Khác"))
    world = build_world((HEALTH, VILLAGE, third))
    understood, _ = understand(
        "xã Khác có bao nhiêu nhiệm vụ", world=world, state=START, today=TODAY, at=AT, plans=("phu-ngan", "tan-lung")
    )
    assert (understood.decision, understood.reason) == (Decision.UNKNOWN, Reason.OTHER_PLAN)


def test_the_committee_that_issued_a_plan_is_called_by_its_level() -> None:
    check = PlanTask(key="1", text="Tự kiểm tra việc tiếp dân", leads=("UBND",))
    world = build_world((HEALTH, replace(VILLAGE, tasks=(check,), targets=())))
    understood, _ = understand(
        "UBND xã chủ trì việc nào", world=world, state=START, today=TODAY, at=AT, plans=("tan-lung",)
    )
    assert (understood.decision, understood.agency) == (Decision.ANSWER, "UBND")
