"""What is reported, as opposed to asked: the rules' own examples, a case table, and that no text does harm."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.errors import LexicalFileError
from nlu.reporting import SayingKind, read_saying, report_rules, tells_event

ROOT = Path(__file__).parent.parent
CASES = tomllib.loads((ROOT / "cases" / "reports.toml").read_text("utf-8"))
RULES = report_rules()


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES.sayings for text in rule.examples])
def test_a_rule_reads_its_examples(rule, text):
    said = read_saying(text)
    assert said is not None
    assert said.kind is rule.kind


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES.sayings for text in rule.counter_examples])
def test_a_rule_leaves_its_counter_examples(rule, text):
    said = read_saying(text)
    assert said is None or said.rule != rule.id


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES.events for text in rule.examples])
def test_an_event_is_told_by_its_examples(rule, text):
    assert tells_event(text)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES.events for text in rule.counter_examples])
def test_no_event_is_told_by_its_counter_examples(rule, text):
    assert not tells_event(text)


@pytest.mark.parametrize(("text", "want"), CASES["said"].items())
def test_what_is_said(text, want):
    said = read_saying(text)
    found = "" if said is None else f"{said.kind}|{'' if said.percent is None else said.percent}|{said.why}|{said.rest}"
    assert found == want


@pytest.mark.parametrize(("text", "want"), CASES["events"].items())
def test_what_happened(text, want):
    assert tells_event(text) is want


def questions() -> list[str]:
    files = sorted((ROOT.parent / "evaluation" / "questions").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [turn["q"] for row in rows for turn in row["turns"]]


def test_a_question_is_not_taken_for_a_report():
    asked = questions()
    taken = [text for text in asked if read_saying(text) is not None]
    assert len(taken) <= len(asked) // 100, taken


@given(text=st.text(max_size=600))
def test_any_text_can_be_read(text):
    said = read_saying(text)
    assert said is None or (said.kind in SayingKind and (said.percent is None or 0 <= said.percent <= 100))
    assert isinstance(tells_event(text), bool)


def test_a_slip_in_the_rules_is_told(monkeypatch, tmp_path):
    broken = tmp_path / "reports.toml"
    broken.write_text(
        'guard = ["("]\nstrip = ["a"]\nstrip_plain = ["a"]\nevent_fillers = ["a"]\nrule = []\nevent = []\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("nlu.reporting._FILE", broken)
    with pytest.raises(LexicalFileError, match="no pattern"):
        report_rules.__wrapped__()
