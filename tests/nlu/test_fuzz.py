"""Whatever is typed, the assistant understands something, says something polite, and does it at once."""

from __future__ import annotations

import logging
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.compose.assistant import build_assistant
from bot.rendering.phrases import phrase
from bot.session import Assistant
from knowledge.store.memory import MemoryPlanStore
from nlu.meaning import START, Decision, DialogueState, Intent
from nlu.understanding import LONGEST, understand
from tests.bot.fakes import conversation
from tests.factories.worlds import AT, HEALTH, TODAY, VILLAGE, two_plans

SEEN = r"""
    ² ① ٣ Ⅳ ½ １２ ﬀ İ ı ſ ß 😀 👨‍👩‍👧 🇻🇳 ' " ` ; -- /* */ % _ \ {} {0} %s $(id) `id` ${x} ../../etc/passwd
    <b> </b> <script> &amp; &lt; ]]> AND OR NOT NEAR( * ^ : "a b"* (a OR b) text: -a +b '; DROP TABLE tasks; --
    UNION SELECT 1=1 sau trước từ đến 31/12/9999 1/1/0001 99/99/9999 0/0/0 32/13/2025 31/2 tháng 0 13 quý 5 năm
    9999 10000 ngày -1 1e309 999999999999999999999999 4.1.1.1.1 VI.8 PL1.XX.9 CT.0 mục phần phụ lục IIII thứ 8
    cái thứ 99 tuần sau hôm qua mai mốt còn mấy ngày quá hạn ai chủ trì phối hợp hạn khi nào sản phẩm căn cứ
    bao nhiêu % so sánh thế còn không ý tôi là cái đó sở đó việc của tôi nhắc đã xong tiêm chủng Sở Y tế UBND
    xã Tân Lũng hộ nghèo báo cáo tieem churngr ko j đc tthc
"""
ODD = [*SEEN.split(), "\u200d", "\u200b", "\u202e", "\ufeff", "\u00ad", "\x00", "\x07", "\x1b", "\ud800", "\udfff"]
ODD += ["\U000e0001", "\u0301", "\u0323"]

WORDS = st.sampled_from(ODD)
MESSAGES = (
    st.lists(WORDS, max_size=9).map(" ".join)
    | st.lists(WORDS, max_size=6).map("".join)
    | st.text(max_size=60)
    | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Mn", "No", "Nl", "So"]), max_size=30)
    | st.lists(st.text(max_size=12) | WORDS, max_size=6).map("\n".join)
)
REFS = st.sampled_from(["phu-ngan/I.1", "tan-lung/9", "phu-ngan/target/2", "phu-ngan/duty/0", "gone/1", ""])
STATES = st.just(START) | st.builds(
    DialogueState,
    intent=st.none() | st.sampled_from(Intent),
    tasks=st.lists(REFS, max_size=3).map(tuple),
    listed=st.lists(REFS, max_size=3).map(tuple),
    choices=st.lists(REFS, max_size=5).map(tuple),
    plans=st.lists(st.sampled_from(["phu-ngan", "tan-lung", "gone"]), max_size=2).map(tuple),
    agency=st.sampled_from(["", "Sở Y tế", "Sở Không Có"]),
    asked=st.text(max_size=20) | WORDS,
    clarified=st.integers(0, 3),
)
DAYS = st.sampled_from([TODAY, date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)]) | st.dates()
quickly = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@cache
def assistant() -> Assistant:
    store = MemoryPlanStore()
    for plan in (HEALTH, VILLAGE):
        store.save(plan, source_name=f"{plan.slug}.txt", digest=plan.slug, at=AT)
    return build_assistant(store)


@settings(quickly, max_examples=340)
@given(st.lists(MESSAGES, min_size=12, max_size=12))
def test_every_message_is_understood_as_something(texts: list[str]) -> None:
    """Four thousand messages, a dozen an example; five thousand and more with the tests below."""
    for text in texts:
        understood, state = understand(text, world=two_plans(), state=START, today=TODAY, at=AT, plans=())
        assert understood.decision in Decision
        assert understood.intent in Intent
        assert 0.0 <= understood.confidence <= 1.0
        assert len(understood.utterance) <= LONGEST
        assert state.turn == 1 or len(text) > LONGEST


@settings(quickly, max_examples=400)
@given(
    MESSAGES,
    STATES,
    DAYS,
    st.sampled_from([("phu-ngan",), ("gone",), (), ("y-te", "gone"), ("phu-ngan", "y-te")]),
    st.sampled_from(["", "Sở Y tế", "²"]),
)
def test_after_any_turn_on_any_day(
    text: str, state: DialogueState, today: date, plans: tuple[str, ...], asker: str
) -> None:
    understood, _ = understand(text, world=two_plans(), state=state, today=today, at=AT, plans=plans, asker=asker)
    assert understood.decision in (Decision.ANSWER, Decision.CLARIFY, Decision.UNKNOWN)


@settings(quickly, max_examples=200)
@given(MESSAGES)
def test_overheard_noise_is_met_with_silence_or_an_answer(text: str) -> None:
    understood, _ = understand(text, world=two_plans(), state=START, today=TODAY, at=AT, plans=(), addressed=False)
    assert understood.decision in (Decision.SILENT, Decision.ANSWER)


@settings(quickly, max_examples=200)
@given(st.lists(MESSAGES, min_size=1, max_size=4))
def test_the_assistant_always_has_a_polite_word(turns: list[str]) -> None:
    """No turn ends in the sentence that stands for an error of ours."""
    assistant().forget("c")
    for text in turns:
        reply = assistant().answer(text, conversation=conversation(today=TODAY, at=AT))
        assert reply.text.strip()
        assert reply.text != phrase("talk.error"), text
        assert reply.status is not Decision.SILENT
        reply.text.encode("utf-8")  # a lone surrogate that came back could not be sent


LONG = {
    "one word": "a" * 100_000,
    "one question over and over": "ai chủ trì tiêm chủng " * 4_600,
    "digits": "9" * 100_000,
    "dots": "1." * 50_000,
    "slashes": "1/" * 50_000,
    "spaces": " " * 100_000 + "x",
    "marks": "\u0301" * 100_000,
    "brackets": "(" * 100_000,
    "Romans": "IVX" * 33_000,
    "hyphens": "12/KH-" + "A-" * 50_000,
    "new lines": "\n" * 100_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_text_of_100_kb_is_capped_politely(text: str) -> None:
    reply = assistant().answer(text, conversation=conversation(today=TODAY, at=AT))
    assert reply.status is Decision.UNKNOWN
    assert reply.text != phrase("talk.error")
    assert len(reply.text) < 1000


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_the_longest_text_that_is_read_is_read_to_its_end(text: str) -> None:
    """No pattern runs away on what is just short enough: this test would not come back."""
    reply = assistant().answer(text[:LONGEST], conversation=conversation(today=TODAY, at=AT))
    assert reply.text
    assert reply.text != phrase("talk.error")


@pytest.mark.parametrize(
    "text",
    [
        "sau 31/12/9999",
        "trước 1/1/0001 có việc gì",
        "99/99/9999 có việc gì",
        "tháng 0 có việc gì",
        "ngày 31/2 có việc gì",
        "² ngày nữa có việc gì",
        "mục ①",
        "mục ²",
        "quý ② có việc gì",
        "cái thứ ²",
        "cái thứ 0",
        "cái thứ 99",
        "999 năm nữa có việc gì",
        "phụ lục 99 mục 99",
        "mục " + "1." * 300 + "1",
        "mục " + "9" * 1500,
        "năm 99999",
        "\ud800 ai chủ trì tiêm chủng",
        "ai chủ trì \x00 tiêm chủng",
    ],
)
def test_figures_that_are_none(text: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        reply = assistant().answer(text, conversation=conversation(chat=text, today=TODAY, at=AT))
    assert reply.text
    assert caplog.records == []


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_store_is_polite_too(count: int) -> None:
    store = MemoryPlanStore()
    for plan in (HEALTH,)[:count]:
        store.save(plan, source_name="x", digest="x", at=AT)
    empty = build_assistant(store)
    for text in ("ai chủ trì tiêm chủng", "việc nào quá hạn", "1", "", "so sánh hai kế hoạch", "có bao nhiêu nhiệm vụ"):
        reply = empty.answer(text, conversation=conversation(chat=text, today=TODAY, at=AT))
        assert reply.text
        assert reply.text != phrase("talk.error"), text
