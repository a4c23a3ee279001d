"""Every intent of the contract has rules, examples that are read as it, a handler and words to answer with."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from bot.compose.assistant import build_assistant
from bot.handlers import HANDLERS
from bot.rendering.phrases import phrase
from bot.session import Assistant
from knowledge.store.memory import MemoryPlanStore
from nlu.errors import LexicalFileError
from nlu.intents import FIELD_FEATURES, IntentRule, intent_rules, rank_intents
from nlu.meaning import START, Decision, Intent
from nlu.rule_file import DATA
from nlu.text import fold
from nlu.understanding import understand
from tests.bot.fakes import conversation
from tests.factories.worlds import AT, HEALTH, TODAY, VILLAGE, two_plans

IN_PROSE = "the prose of the invented plan answers it: a duty about just this"
HEAD_OF_NAME = "a head of a printed name, or a near spelling of a collective, is no name yet"
NO_NAME = "an agency that no plan prints is read as a topic"
NO_PLANS = "a comparison is read only where two plans are named"
KNOWN_FAILURES = {
    "các sở ngành phải làm những việc nào": HEAD_OF_NAME,
    "văn phòng làm gì trong kế hoạch": NO_NAME,
    "báo đài tham gia những việc nào": NO_NAME,
    "phòng hành chính lo những gì": NO_NAME,
    "bưu điện có việc gì": NO_NAME,
    "chi cục thuế chủ trì việc nào": NO_NAME,
    "kế hoạch kèm theo quyết định nào": "'kế hoạch' stays a word of the topic",
    "so chỉ tiêu giúp mình": NO_PLANS,
    "mua vé máy bay": "a lone verb of buying is no longer told from a topic of plans",
}
ANSWERED_BY_PROSE = {
    "ai gánh phần truyền thông",
    "truyền thông có đơn vị nào phối hợp",
    "truyền thông như thế nào",
    "phần truyền thông gồm những gì",
    "cac viec ve tuyen truyen",
    "mấy việc về phản ánh gồm những gì",
}
EXAMPLES = [(rule.intent, example) for rule in intent_rules() for example in rule.examples]


def read(text: str) -> Intent:
    understood, _ = understand(
        text, world=two_plans(), state=START, today=TODAY, at=AT, plans=(), asker="Sở Y tế", addressed=True
    )
    return understood.intent


@cache
def assistant() -> Assistant:
    store = MemoryPlanStore()
    for plan in (HEALTH, VILLAGE):
        store.save(plan, source_name=f"{plan.slug}.txt", digest=plan.slug, at=AT)
    return build_assistant(store)


@pytest.mark.parametrize("intent", Intent)
def test_every_intent_has_one_rule_with_twenty_examples(intent: Intent) -> None:
    (rule,) = [rule for rule in intent_rules() if rule.intent is intent]
    assert len({fold(example) for example in rule.examples}) >= 20
    assert rule.frames


def test_no_example_stands_under_two_intents() -> None:
    texts = [fold(example) for _, example in EXAMPLES]
    assert [text for text in set(texts) if texts.count(text) > 1] == []


@pytest.mark.parametrize("intent", Intent)
def test_every_intent_has_a_handler(intent: Intent) -> None:
    assert intent in HANDLERS


@pytest.mark.parametrize("rule", intent_rules(), ids=lambda rule: rule.intent.value)
def test_every_intent_has_words_to_answer_with(rule: IntentRule) -> None:
    """No example ends in the sentence that stands for an error of ours, or in silence."""
    for number, example in enumerate(rule.examples):
        reply = assistant().answer(example, conversation=conversation(chat=f"{rule.intent}{number}"))
        assert reply.text, example
        assert reply.text != phrase("talk.error"), example
        assert reply.status is not Decision.SILENT


@pytest.mark.parametrize(
    ("intent", "example"),
    [
        pytest.param(
            intent,
            example,
            id=f"{intent}: {example}",
            marks=[pytest.mark.xfail(reason=KNOWN_FAILURES[example], strict=True)] if example in KNOWN_FAILURES else [],
        )
        for intent, example in EXAMPLES
        if example not in ANSWERED_BY_PROSE
    ],
)
def test_an_example_is_read_as_its_intent(intent: Intent, example: str) -> None:
    assert read(example) is intent


@pytest.mark.parametrize("example", sorted(ANSWERED_BY_PROSE))
def test_what_the_prose_answers_is_a_duty(example: str) -> None:
    assert read(example) is Intent.ASK_DUTY, IN_PROSE


@pytest.mark.parametrize(
    "example", [e for i, e in EXAMPLES if i in (Intent.ASK_LEAD, Intent.ASK_DEADLINE, Intent.ASK_SUPPORT)]
)
def test_courtesies_around_a_question_change_nothing(example: str) -> None:
    assert read(f"Dạ em chào anh chị, cho em hỏi {example} ạ, em cảm ơn") is read(example)


def test_every_feature_that_a_frame_needs_can_be_found() -> None:
    """A frame that waits for a feature that nobody sets would never score."""
    cues = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))["cue"]
    found_elsewhere = {"agency", "time", "key", "content", "plan", "plans", "agencies", "several"}
    needed = {feature for rule in intent_rules() for frame in rule.frames for feature in frame.needs}
    assert needed - {cue["feature"] for cue in cues} - found_elsewhere == set()
    assert set(FIELD_FEATURES) <= needed


def test_ranks_by_score_and_keeps_what_nothing_fits_empty() -> None:
    assert next(intent for intent, _ in rank_intents({"who", "lead"})) is Intent.ASK_LEAD
    assert rank_intents(()) == ()
    assert rank_intents({"nothing of the kind"}) == ()
    scores = [score for _, score in rank_intents({"when", "content", "agency", "list"})]
    assert scores == sorted(scores, reverse=True)


HEAD = '[[intent]]\nname = "greet"\nexamples = ["chào"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + 'frames = []\ncolour = "red"', r"intents.toml: \[greet\].*colour"),
        (HEAD, r"\[greet\].*frames"),
        (HEAD + 'frames = [{ needs = ["greet"], score = 1.0, unless = ["x"] }]', r"\[greet\].*unless"),
        (HEAD + 'frames = [{ needs = ["greet"] }]', r"\[greet\].*score"),
        ('[[intent]]\nname = "sing"\nframes = []\nexamples = []', r"\[sing\]"),
        ("[[rule]]\n", "rule"),
        ("intent = [", "read"),
    ],
)
def test_a_broken_file_is_refused_by_file_and_rule(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "intents.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexicalFileError, match=told):
        intent_rules(path)
