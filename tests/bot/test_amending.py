"""At the machine: a decision that amends a stored plan, its history, and files of two plans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main

FILES = Path(__file__).parents[1] / "desk" / "files"
PLAN, DECISION, TWO = FILES / "moi-truong.txt", FILES / "sua-doi-moi-truong.txt", FILES / "hai-ke-hoach.txt"


@pytest.fixture(autouse=True)
def _own_empty_database(tmp_path, monkeypatch):
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path}/test.sqlite3")
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")


def said(capsys, *words: str) -> str:
    capsys.readouterr()
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out


def objects(capsys, *words: str) -> list[dict]:
    return [json.loads(line) for line in said(capsys, *words).splitlines()]


def test_a_decision_without_its_plan_is_refused_in_one_line(capsys):
    assert main(["import", str(DECISION)]) == 2
    heard = capsys.readouterr()
    assert "27/KH-UBND" in heard.err
    assert "chưa được nhập" in heard.err
    assert heard.err.count("\n") == 1


def test_a_decision_changes_the_stored_plan_and_is_part_of_its_history(capsys):
    said(capsys, "import", PLAN)
    told = said(capsys, "import", DECISION, "--dry-run")
    assert "sửa đổi KH 27/KH-UBND" in told
    assert "3 · thời hạn: Trước ngày 15/12/2024 → đến ngày 30/9/2024" in told
    assert "không có trong kế hoạch đang lưu: 9." in told
    (plan,) = objects(capsys, "import", DECISION, "--json")
    assert plan["slug"] == "moi-truong"
    assert plan["tasks"][2]["deadlines"] == [{"kind": "date", "due": "2024-09-30"}]
    assert "đã được áp dụng vào kế hoạch moi-truong" in said(capsys, "import", DECISION)
    versions = objects(capsys, "plans", "--plan", "moi-truong", "--json")
    assert [version["source"] for version in versions] == [PLAN.name, DECISION.name]
    told = said(capsys, "plans", "--plan", "moi-truong")
    assert "1 văn bản sửa đổi" in told
    assert "Quyết định số 61/QĐ-UBND ngày 14/06/2024 sửa 1 chỗ:" in told


def test_what_a_cell_said_before_is_told(capsys):
    said(capsys, "import", PLAN)
    said(capsys, "import", DECISION)
    said(capsys, "review", "--plan", "moi-truong", "--set", "2", "time", "Trước ngày 20/2/2024")
    told = said(capsys, "ask", "trước đây hạn mục 3 là bao giờ?", "--plan", "moi-truong")
    assert "ngày 14/06/2024, thời hạn là: Trước ngày 15/12/2024." in told.splitlines()[0]
    assert "ghi thời hạn là: Sau Tết ít hôm." in said(capsys, "ask", "hạn cũ của mục 2?", "--plan", "moi-truong")
    assert "mục 3 chưa thay đổi chủ trì" in said(capsys, "ask", "trước đây ai chủ trì mục 3", "--plan", "moi-truong")
    assert "Quyết định" not in said(capsys, "ask", "ai chủ trì mục 3", "--plan", "moi-truong")
    changed = said(capsys, "ask", "kế hoạch này sửa gì?", "--plan", "moi-truong")
    assert "• 3, thời hạn: Trước ngày 15/12/2024 → đến ngày 30/9/2024" in changed
    assert "• 2, thời hạn: Sau Tết ít hôm → Trước ngày 20/2/2024" in changed
    versions = objects(capsys, "plans", "--plan", "moi-truong", "--json")
    assert [[cell["before"] for cell in version["cells"]] for version in versions] == [
        [],
        ["Trước ngày 15/12/2024"],
        ["Sau Tết ít hôm"],
    ]


def test_the_first_document_again_says_what_it_would_take_back(capsys):
    said(capsys, "import", PLAN)
    said(capsys, "import", DECISION)
    assert "sẽ bỏ các sửa đổi đó" in said(capsys, "import", PLAN, "--dry-run")


def test_an_amendment_goes_with_the_plan_file(capsys, tmp_path):
    said(capsys, "import", PLAN)
    said(capsys, "import", DECISION)
    (tmp_path / "moi-truong.toml").write_text(said(capsys, "export", "--plan", "moi-truong"), "utf-8")
    assert "Không có gì thay đổi" in said(capsys, "import", tmp_path / "moi-truong.toml")


def test_two_plans_in_one_file_are_two_lines_of_json_and_two_stored_plans(capsys):
    plans = objects(capsys, "import", TWO, "--json")
    assert [(plan["slug"], plan["number"]) for plan in plans] == [
        ("hai-ke-hoach", "71/KH-UBND"),
        ("hai-ke-hoach-2", "72/KH-UBND"),
    ]
    assert [plan["slug"] for plan in objects(capsys, "plans", "--json")] == ["hai-ke-hoach", "hai-ke-hoach-2"]


def test_an_unknown_plan_has_no_history(capsys):
    assert main(["plans", "--plan", "khac"]) == 2
    assert "không có kế hoạch “khac”" in capsys.readouterr().err
