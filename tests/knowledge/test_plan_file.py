from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents.loading import is_plan_file
from knowledge.errors import DocumentError
from knowledge.plan import NOWHERE, Plan, SourceSpan
from knowledge.plan_file import read_plan_file, render_plan_file
from knowledge.toml_text import render_comment, render_pair
from tests.factories.plans import TEXTS, plans, small_plan, with_task

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/plan_file_slips.toml").read_text(encoding="utf-8"))["case"]

WHOLE = render_plan_file(small_plan())
# The explanation names every field, so a slip is made in what stands after it.
BARE = "\n".join(line for line in WHOLE.split("\n") if not line.startswith("#"))


def lines_only(span: SourceSpan) -> SourceSpan:
    if not (span.first_line or span.last_line):
        return NOWHERE
    return SourceSpan(first_line=span.first_line, last_line=span.last_line)


def as_kept(plan: Plan) -> Plan:
    """The plan without what a plan file does not keep: wording of sources, rules of deadlines."""
    return replace(
        plan,
        tasks=tuple(
            replace(
                task,
                source=lines_only(task.source),
                deadlines=tuple(replace(item, source=NOWHERE, rule="") for item in task.deadlines),
            )
            for task in plan.tasks
        ),
        targets=tuple(replace(target, source=lines_only(target.source)) for target in plan.targets),
        duties=tuple(replace(duty, source=lines_only(duty.source)) for duty in plan.duties),
    )


@settings(deadline=None, max_examples=60)
@given(plan=plans())
def test_a_plan_file_gives_the_plan_back(plan):
    text = render_plan_file(plan)
    back = read_plan_file(text, name="mau.toml")
    assert back == plan
    # repr: lines, warnings and exclusive flags take part, which == may leave out.
    assert repr(back) == repr(as_kept(plan))
    assert render_plan_file(back) == text


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_toml(text):
    assert tomllib.loads(render_pair("key", text))["key"] == text
    assert tomllib.loads(render_pair("key", [text, text]))["key"] == [text, text]


@given(text=TEXTS)
def test_a_comment_is_one_line_of_comment(text):
    assert tomllib.loads(render_comment(text)) == {}
    assert len(render_comment(text).split("\n")) == 1


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_damaged_file_is_refused_or_read_and_never_breaks(data):
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 30)))
    damaged = WHOLE[:start] + data.draw(st.text(max_size=5)) + WHOLE[end:]
    try:
        read_plan_file(damaged, name="mau.toml")
    except DocumentError as error:
        said = str(error)
        assert said.startswith("Tệp mau.toml")
        assert said.endswith(".")
        assert "\n" not in said


def test_the_file_opens_with_an_explanation_and_keeps_empty_fields_out():
    assert WHOLE.startswith("# Kế hoạch mẫu (số 12/KH-UBND) — tệp kế hoạch của Nhắc Việc")
    assert "nhacviec import" in WHOLE.split("\n", 1)[0]
    assert "goal" not in BARE
    assert 'deadlines = [{ kind = "date", due = 2024-01-31, exclusive = true }, { kind = "ongoing" }]' in WHOLE
    assert "value = 70.5\n" in WHOLE
    assert WHOLE.endswith("\n")


def test_every_kind_and_word_of_the_explanation_is_one_the_reader_takes():
    explained = [line for line in WHOLE.split("\n") if line.startswith("#") and "{ kind" in line]
    found = [part.split(" }")[0] for line in explained for part in line.split("{ ")[1:] if "kind" in part]
    assert len(found) == 8
    for fields in found:
        read_plan_file(
            f'[plan]\nslug="a"\ntitle="b"\nyear=2024\n[[task]]\nkey="1"\ntext="c"\ndeadlines=[{{{fields}}}]',
            name="mau.toml",
        )


def test_an_edit_by_hand_on_windows_is_read():
    edited = "\ufeff" + WHOLE.replace('text = "Báo cáo"', 'text = "Báo cáo quý"').replace("\n", "\r\n")
    plan = read_plan_file(edited, name="mau.toml")
    assert plan == with_task(small_plan(), "1.2", text="Báo cáo quý")


def test_decomposed_letters_come_out_composed():
    text = '[plan]\nslug="a"\ntitle="Ke\u0302\u0301 hoa\u0323ch"\nyear=2024'
    assert read_plan_file(text, name="mau.toml").head.title == "Kế hoạch"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE, True),
        ("format = 1\n", True),
        ("\ufeff# ghi chú\r\n\r\n[plan]\r\n", True),
        ("format=2", True),
        ("", False),
        ("# chỉ có ghi chú", False),
        ("UBND TỈNH\tCỘNG HÒA\nformat = 1", False),
        ("STT\tNội dung", False),
    ],
)
def test_a_plan_file_is_told_from_a_document(text, expected):
    assert is_plan_file(text.encode()) is expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_slip_is_told_with_its_place(case):
    assert BARE.count(case["find"]) >= 1
    damaged = BARE.replace(case["find"], case["put"], 1)
    with pytest.raises(DocumentError) as caught:
        read_plan_file(damaged, name="mau.toml")
    said = str(caught.value)
    assert said.startswith("Tệp mau.toml")
    for words in case["says"]:
        assert words in said
    if case.get("at"):
        lines = damaged.split("\n")
        assert caught.value.line is not None
        assert lines[caught.value.line - 1].startswith(case["at"])
        assert f"dòng {caught.value.line}" in said
