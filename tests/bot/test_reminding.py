"""`nhacviec remind`: what would be sent, as the contract has it."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli import main

KINDS = {"lead_time", "due", "overdue", "digest", "escalation"}


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path / 'nv.sqlite3'}")


def looked_ahead(capsys, start: str, end: str, *more: str) -> list[dict]:
    assert main(["remind", "--from", start, "--to", end, "--dry-run", "--json", *more]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_is_one_message_in_time_order(capsys) -> None:
    lines = looked_ahead(capsys, "2024-03-01", "2024-03-31")
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert {line["kind"] for line in lines} <= KINDS
    for line in lines:
        assert set(line) == {"at", "agency", "kind", "tasks", "text"}
        at = datetime.fromisoformat(line["at"])
        assert (at.hour, at.minute, at.utcoffset().total_seconds()) == (7, 30, 7 * 3600)
        assert at.weekday() < 5
        assert all((line["tasks"], line["agency"]))
        assert "Nguồn:" in line["text"]
        assert all(set(task) == {"plan", "key", "due"} for task in line["tasks"])


def test_a_due_day_is_told_before_it_on_it_and_after_it(capsys) -> None:
    lines = looked_ahead(capsys, "2024-03-01", "2024-03-15", "--plan", "quang-nam")
    own = [
        (line["at"][:10], line["kind"])
        for line in lines
        if line["agency"] == "UBND cấp xã" and {"plan": "quang-nam", "key": "I.2", "due": "2024-03-15"} in line["tasks"]
    ]
    assert [day for day, _ in own] == ["2024-03-07", "2024-03-12", "2024-03-14", "2024-03-15"]
    assert own[0][1] == "lead_time"


def test_people_read_it_too(capsys) -> None:
    assert main(["remind", "--from", "2024-03-14", "--to", "2024-03-14", "--dry-run"]) == 0
    assert "14/03/2024 07:30\n" in capsys.readouterr().out
    assert main(["remind", "--from", "2030-03-16", "--to", "2024-03-17", "--dry-run"]) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "2024-03-01"], "--dry-run"),
        (["--from", "2024-03-02", "--to", "2024-03-01", "--dry-run"], "--from"),
        (["--from", "2024-01-01", "--to", "2030-01-01", "--dry-run"], "ba năm"),
        (["--from", "2031-01-01", "--to", "2031-02-01", "--dry-run"], "2031"),
        (["--plan", "khong-co", "--dry-run"], "khong-co"),
        (["--from", "hôm qua", "--dry-run"], "2024-03-11"),
    ],
)
def test_what_cannot_be_looked_at_is_one_sentence(arguments: list[str], said: str, capsys) -> None:
    assert main(["remind", *arguments]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
