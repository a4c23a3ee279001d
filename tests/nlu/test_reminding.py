"""What is wished of reminders: the rules' own examples, a case table, no question taken, no text that does harm."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.errors import LexicalFileError
from nlu.reminding import Wish, read_typed_button, read_wish
from nlu.reminding_rules import wish_rules

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "cases" / "reminding.toml").read_text("utf-8"))
RULES = wish_rules().rules
TODAY = date(2024, 3, 13)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.examples])
def test_a_rule_reads_its_examples(rule, text):
    wish = read_wish(text, today=TODAY)
    assert wish is not None
    assert wish.rule == rule.id


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.counter_examples])
def test_a_rule_leaves_its_counter_examples(rule, text):
    wish = read_wish(text, today=TODAY)
    assert wish is None or wish.rule != rule.id


def written(wish: Wish | None) -> str:
    if wish is None:
        return ""
    hour = str(wish.soon) if wish.soon is not None else "" if wish.hour is None else f"{wish.hour:%H:%M}"
    days = " ".join(map(str, wish.days))
    return "|".join([f"{wish.kind}{'?' if wish.asks else ''}", str(wish.on or ""), hour, days, wish.rest])


@pytest.mark.parametrize(("text", "want"), CASES.items())
def test_what_is_wished(text, want):
    assert written(read_wish(text, today=TODAY)) == want


@pytest.mark.parametrize(
    ("text", "want"),
    {
        "xong": ("done", ()),
        "em xong rồi ạ": ("done", ()),
        "da xong viec 2": ("done", (2,)),
        "hoàn thành 1 và 3": ("done", (1, 3)),
        "chi tiết 2": ("detail", (2,)),
        "xem chi tiết ạ": ("detail", ()),
        "xong chưa": None,
        "xong mục 4.1": None,
        "chi tiết mục 2": None,
        "đã xong việc số hóa": None,
    }.items(),
)
def test_a_button_may_be_typed(text, want):
    assert read_typed_button(text) == want


def test_no_question_about_a_plan_is_taken_for_a_wish():
    files = sorted((ROOT.parent / "evaluation" / "questions").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    asked = [turn["q"] for row in rows for turn in row["turns"] if turn["expect"].get("intent") != "remind_me"]
    assert len(asked) > 400
    assert [text for text in asked if read_wish(text, today=TODAY) is not None] == []


@given(text=st.text(max_size=400), today=st.dates())
def test_any_text_can_be_read_on_any_day(text, today):
    wish = read_wish(f"nhắc lại {text}", today=today)
    assert wish is None or all(0 < count <= 300 for count in wish.days)


def test_a_slip_in_the_rules_is_told(monkeypatch, tmp_path):
    broken = tmp_path / "reminding.toml"
    broken.write_text('guard = ["("]\n', encoding="utf-8")
    monkeypatch.setattr("nlu.reminding_rules._FILE", broken)
    with pytest.raises(LexicalFileError, match="missing key"):
        wish_rules.__wrapped__()
