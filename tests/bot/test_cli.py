import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _own_database(tmp_path, monkeypatch):
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path}/test.sqlite3")
    monkeypatch.chdir(tmp_path)


def run(*words, text="", **env):
    """A real process in a locale without UTF-8: what an old server gives."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=text.encode(),
        capture_output=True,
        timeout=60,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            **env,
        },
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "thiếu tham số: LỆNH"),
        (["hoi"], "không có “hoi”"),
        (["ask"], "một câu hỏi, hoặc --batch"),
        (["ask", "ai?", "--today", "11/3/2024"], "2024-03-11"),
        (["ask", "ai?", "--today", "9999-12-31"], "2024-03-11"),
        (["ask", "ai?", "--la"], "tham số không hợp lệ: --la"),
        (["ask", "--batch", "khong-co.jsonl", "--json"], "không có tệp này"),
        (["ask", "--batch", "khong-co.jsonl"], "--json"),
        (["deadline", "Quý II"], "--year"),
        (["deadline", "Quý II", "--year", "hai"], "không phải là một năm"),
        (["export", "--plan", "dong-nai", "--format", "doc"], "không có “doc”"),
        (["export", "--plan", "khong-co"], "không có kế hoạch “khong-co”"),
        (["teach", " ", "tiêm chủng"], "phải có chữ"),
    ],
)
def test_wrong_usage_is_one_vietnamese_line_and_code_2(words, expected, capsys):
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert expected in err
    assert len(err.strip().splitlines()) == 1


def test_help_is_vietnamese(capsys):
    assert main(["import", "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Cách dùng: nhacviec import")
    assert not {"usage", "positional", "optional", "show this"} & set(out.replace(":", " ").split())


def test_a_setting_that_cannot_be_used_is_named(monkeypatch, capsys):
    monkeypatch.setenv("NHACVIEC_TIMEZONE", "Sao/Hoa")
    assert main(["unanswered"]) == 2
    assert "NHACVIEC_TIMEZONE" in capsys.readouterr().err


def test_a_printed_time_is_read(capsys):
    assert main(["deadline", "Quý II/2024", "--year", "2024", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["deadlines"] == [{"kind": "period", "start": "2024-04-01", "end": "2024-06-30"}]
    assert "unread" not in value


def test_a_batch_of_times_answers_up_to_the_bad_line(tmp_path, capsys):
    file = tmp_path / "times.jsonl"
    file.write_text('{"id": 1, "text": "thường xuyên", "year": 2024}\n\n{"id": 2}\n', encoding="utf-8")
    assert main(["deadline", "--batch", str(file), "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out) == {"id": 1, "deadlines": [{"kind": "ongoing"}]}
    assert "dòng 3" in err


def test_what_no_rule_reads_is_given_back(tmp_path, capsys):
    file = tmp_path / "times.jsonl"
    file.write_text('{"id": "a", "text": "xyz abc", "year": 2024}\n', encoding="utf-8")
    assert main(["deadline", "--batch", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "a", "deadlines": [], "unread": "xyz abc"}


def test_a_plan_goes_out_as_a_file_and_in_again_unchanged(tmp_path, capsys):
    file = tmp_path / "plan.toml"
    assert main(["export", "--plan", "so-khcn", "-o", str(file)]) == 0
    capsys.readouterr()
    assert main(["import", str(file)]) == 0
    assert "Không có gì thay đổi" in capsys.readouterr().out


def test_a_bad_file_does_not_stop_the_good_one(tmp_path, capsys):
    good, bad = tmp_path / "plan.toml", tmp_path / "bad.toml"
    main(["export", "--plan", "so-khcn", "-o", str(good)])
    bad.write_text("format = 1\n[plan]\nslug =\n", encoding="utf-8")
    assert main(["import", str(bad), str(tmp_path / "none.txt"), str(good), "--dry-run"]) == 2
    out, err = capsys.readouterr()
    assert len(err.strip().splitlines()) == 2
    assert "chưa lưu gì" in out


def test_an_import_that_loses_tasks_never_hangs_without_a_terminal(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")
    whole = tmp_path / "plan.toml"
    head = 'format = 1\n\n[plan]\nslug = "mau"\ntitle = "Mẫu"\nyear = 2024\n'
    task = '\n[[task]]\nkey = "{0}"\ntext = "Việc {0}"\nleads = ["Sở A"]\n'
    whole.write_text(head + task.format(1) + task.format(2), encoding="utf-8")
    assert main(["import", str(whole)]) == 0
    whole.write_text(head + task.format(1), encoding="utf-8")
    assert main(["import", str(whole)]) == 0
    out = capsys.readouterr().out
    assert "Kế hoạch mới." in out
    assert "Bỏ 1 nhiệm vụ: 2." in out


def test_teaching_is_kept(capsys):
    assert main(["teach", "chích ngừa", "tiêm chủng"]) == 0
    assert "chích ngừa" in capsys.readouterr().out
    assert main(["unanswered"]) == 0
    assert "Chưa có câu hỏi" in capsys.readouterr().out


def test_a_real_process_speaks_utf8_in_any_locale():
    done = run("deadline", "Quý II/2024", "--year", "2024")
    assert done.returncode == 0
    assert "quý" in done.stdout.decode("utf-8").casefold()
    wrong = run("deadline", b"\xff\xfe", "--year", "2024")
    assert wrong.returncode == 0
    assert b"Traceback" not in wrong.stderr


def test_a_reader_that_goes_away_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "export", "--plan", "quang-nam"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert errors == b""


def test_a_person_is_asked_before_tasks_are_lost(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")
    file = tmp_path / "plan.toml"
    head = 'format = 1\n\n[plan]\nslug = "mau"\ntitle = "Mẫu"\nyear = 2024\n'
    task = '\n[[task]]\nkey = "{0}"\ntext = "Việc {0}"\nleads = ["Sở A"]\n'
    file.write_text(head + task.format(1) + task.format(2), encoding="utf-8")
    main(["import", str(file)])
    file.write_text(head + task.format(1), encoding="utf-8")
    monkeypatch.setattr("bot.channels.console.is_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("k\n"))
    assert main(["import", str(file)]) == 0
    assert "Chưa lưu gì." in capsys.readouterr().out
    assert main(["import", str(file), "--yes"]) == 0
    assert "Đã lưu kế hoạch mau." in capsys.readouterr().out
