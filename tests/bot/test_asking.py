"""The real commands on the bundled plans: the machine-readable face, not how well questions are understood."""

import io
import json
import sys

import pytest

from bot.cli import main

FIELDS = {"id", "turn", "status", "intent", "tasks", "text", "choices", "confidence", "elapsed_ms"}


@pytest.fixture(autouse=True)
def _own_database(tmp_path, monkeypatch):
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path}/test.sqlite3")
    monkeypatch.chdir(tmp_path)


def lines_of(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_question_is_one_object_with_the_fields_of_the_contract(capsys):
    assert main(["ask", "ai chủ trì số hóa?", "--plan", "dong-nai", "--json"]) == 0
    (reply,) = lines_of(capsys)
    assert set(reply) == FIELDS
    assert reply["status"] in {"answered", "clarify"}
    assert all(ref.startswith("dong-nai/") for ref in reply["tasks"])
    assert 0 <= reply["confidence"] <= 1


def test_a_plain_answer_ends_in_its_source_and_why_tells_each_word(capsys):
    assert main(["ask", "mục 2.5 hạn khi nào?", "--plan", "dong-nai", "--today", "2024-03-11", "--why"]) == 0
    out = capsys.readouterr().out
    assert "14/3/2024" in out
    assert "Nguồn: KH 170/KH-VP" in out
    assert "Ý định: ask_deadline" in out


def test_an_unknown_plan_is_named_with_those_there_are(capsys):
    assert main(["ask", "ai?", "--plan", "sao-hoa"]) == 2
    err = capsys.readouterr().err
    assert "sao-hoa" in err
    assert "dong-nai" in err


def test_a_batch_keeps_conversations_apart_and_stops_at_a_bad_line(tmp_path, capsys):
    file = tmp_path / "questions.jsonl"
    good = {"id": "a", "plan": "dong-nai", "today": "2024-03-11", "asker": None}
    turns = [{"q": "mục 2.5 ai chủ trì?"}, {"q": "hạn khi nào?"}]
    other = {**good, "id": "b", "turns": [{"q": "hạn khi nào?"}]}
    overheard = {**good, "id": "c", "group": {"addressed": False}, "turns": [{"q": "trưa nay ăn gì cả nhà ơi"}]}
    rows = [{**good, "turns": turns}, other, overheard, {"id": "d", "turns": [{}]}, {**good, "id": "e", "turns": turns}]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["ask", "--batch", str(file), "--json"]) == 2
    captured = capsys.readouterr()
    replies = [json.loads(line) for line in captured.out.splitlines()]
    assert [(reply["id"], reply["turn"]) for reply in replies] == [("a", 0), ("a", 1), ("b", 0), ("c", 0)]
    assert replies[1]["tasks"] == ["dong-nai/2.5"]
    assert replies[2]["status"] != "answered"
    assert (replies[3]["status"], replies[3]["text"]) == ("silent", "")
    assert "dòng 4" in captured.err
    assert len(captured.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("row", "trouble"),
    [
        ("[1]", "đối tượng JSON"),
        ("{", "không phải là JSON"),
        ('{"turns": "x"}', "“turns”"),
        ('{"turns": [{"q": 1}]}', "“q”"),
        ('{"turns": [], "today": "mai"}', "“today”"),
        ('{"turns": [], "plan": 5}', "“plan”"),
        ('{"turns": [], "plan": "sao-hoa"}', "sao-hoa"),
        ('{"turns": [], "asker": "tôi"}', "“asker”"),
    ],
)
def test_a_bad_line_of_a_batch_is_told(row, trouble, tmp_path, capsys):
    file = tmp_path / "questions.jsonl"
    file.write_text(row, encoding="utf-8")
    assert main(["ask", "--batch", str(file), "--json"]) == 2
    err = capsys.readouterr().err
    assert "dòng 1" in err
    assert trouble in err


def test_an_empty_store_says_how_to_fill_it(monkeypatch, capsys):
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")
    assert main(["ask", "ai chủ trì số hóa?", "--json"]) == 0
    (reply,) = lines_of(capsys)
    assert reply["status"] == "unknown"
    assert "nhacviec import" in reply["text"]


def test_a_chat_through_a_pipe(monkeypatch, capsys):
    lines = [
        "chào em",
        "/homnay 2024-03-11",
        "/kehoach dong-nai",
        "việc nào quá hạn?",
        "/la",
        "/thoat",
        "không đọc tới",
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    assert main(["chat"]) == 0
    out = capsys.readouterr().out
    assert "năm 2024 nên tôi coi hôm nay là" in out
    assert "/homnay 2024-" in out
    assert "Tính đến ngày 11/03/2024, có 1 việc đã quá hạn" in out
    assert "Không có lệnh “/la”" in out
    assert ">" not in out


def test_a_chat_with_a_day_given_or_other_plans_pretends_nothing(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["chat", "--today", "2024-03-11"]) == 0
    assert "tôi coi hôm nay là" not in capsys.readouterr().out


def test_a_question_without_an_answer_is_kept_for_the_keepers(capsys):
    assert main(["ask", "ai chủ trì phóng tàu vũ trụ?"]) == 0
    capsys.readouterr()
    assert main(["unanswered", "--json"]) == 0
    (kept,) = lines_of(capsys)
    assert kept["text"] == "ai chủ trì phóng tàu vũ trụ?"
    assert kept["chat"] == "ask"
