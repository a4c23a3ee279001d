"""A clerk looks at what was read, puts cells right, and finds them right after the next import."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot.cli import main

HEAD = "UBND XÃ PHÚ AN\nSố: 27/KH-UBND\nKẾ HOẠCH\nCải cách hành chính năm 2024\n\nTT\tNội dung\tChủ trì\tThời gian\n"
ROWS = "1\tRà soát\tVăn phòng\t{time}\n2\tCông khai\t####\tQuý II\n3\tBáo cáo\tVăn phòng\tQuý IV\n"
SET = ["review", "--plan", "kh", "--set", "1", "time", "Quý I/2024"]


@pytest.fixture(autouse=True)
def _a_plan_with_doubts(tmp_path, monkeypatch):
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path}/test.sqlite3")
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")
    monkeypatch.chdir(tmp_path)
    write("Sau Tết")
    assert main(["import", "kh.txt"]) == 0


def write(time: str) -> None:
    Path("kh.txt").write_text(HEAD + ROWS.format(time=time), "utf-8")


def said(capsys, *words: str) -> str:
    capsys.readouterr()
    assert main([*words]) == 0
    return capsys.readouterr().out


def doubts(capsys) -> list[tuple[str, str, str]]:
    lines = said(capsys, "review", "--plan", "kh", "--json").splitlines()
    return [(row["key"], row["field"], row["why"]) for row in map(json.loads, lines) if row["key"]]


def exported(capsys) -> str:
    return said(capsys, "export", "--plan", "kh")


def test_doubtful_cells_are_listed_with_their_place(capsys):
    listed = said(capsys, "review", "--plan", "kh")
    assert "1 · thời hạn · chưa đọc được “Sau Tết” · dòng 7" in listed
    assert "2 · chủ trì · chưa có cơ quan chủ trì · dòng 8" in listed


def test_the_head_is_put_right_and_stays_so(capsys, tmp_path):
    told = said(
        capsys, "review", "--plan", "kh", *("--set", "ke-hoach", "number", "28/KH-UBND"),
        *("--set", "ke-hoach", "signer", "Trần Văn Bình"), *("--set", "ke-hoach", "signed_on", "19/1/2025"),
        *("--set", "ke-hoach", "year", "2025"),
    )  # fmt: skip
    assert "cả kế hoạch · số, ký hiệu: 27/KH-UBND → 28/KH-UBND" in told
    assert "Không thấy người ký" not in said(capsys, "review", "--plan", "kh")
    (tmp_path / "ban-khac.txt").write_bytes((tmp_path / "kh.txt").read_bytes())
    for name in ("kh.txt", "ban-khac.txt"):
        assert "Không có gì thay đổi" in said(capsys, "import", name)
        plan = exported(capsys)
        assert 'number = "28/KH-UBND"' in plan
        assert "signed_on = 2025-01-19" in plan
        assert "end = 2025-06-30" in plan  # "Quý II" is of the year that the head says


@pytest.mark.parametrize(("field", "value"), [("year", "25"), ("signed_on", "31/2/2025"), ("signed_on", "hôm qua")])
def test_a_day_of_the_head_that_is_none_is_refused(field, value, capsys):
    assert main(["review", "--plan", "kh", "--set", "ke-hoach", field, value]) == 2
    assert f"“{value}” không đúng dạng" in capsys.readouterr().err


def test_what_is_set_is_read_and_survives_the_same_document(capsys):
    told = said(capsys, *SET, "--set", "2", "leads", "Sở Tư pháp; Sở Nội vụ")
    assert "1 · thời hạn: Sau Tết → Quý I/2024" in told
    assert "hiểu là: quý I/2024" in told
    assert doubts(capsys) == []
    for _ in range(2):
        assert "Không có gì thay đổi" in said(capsys, "import", "kh.txt")
        assert 'time = "Quý I/2024"' in exported(capsys)
        assert 'leads = ["Sở Tư pháp", "Sở Nội vụ"]' in exported(capsys)


def test_a_cell_that_the_document_prints_otherwise_is_to_be_looked_at_again(capsys):
    said(capsys, *SET)
    write("Sau hè")
    told = said(capsys, "import", "kh.txt")
    assert "1 · thời hạn: Quý I/2024 → Sau hè" in told
    assert "cần xem lại: 1." in told
    assert ("1", "time", "changed") in doubts(capsys)
    said(capsys, "review", "--plan", "kh", "--set", "1", "time", "Quý III/2024")
    assert ("1", "time", "changed") not in doubts(capsys)
    assert "Không có gì thay đổi" in said(capsys, "import", "kh.txt")


def test_a_cell_set_twice_is_still_the_cell_that_was_printed(capsys):
    said(capsys, *SET)
    said(capsys, "review", "--plan", "kh", "--set", "1", "time", "Quý II/2024")
    assert "Không có gì thay đổi" in said(capsys, "import", "kh.txt")
    assert 'time = "Quý II/2024"' in exported(capsys)


def test_an_edited_plan_file_is_taken_as_it_stands(capsys):
    said(capsys, *SET)
    edited = exported(capsys).replace('time = "Quý I/2024"', 'time = "Quý III/2024"')
    Path("kh.toml").write_text(edited, "utf-8")
    said(capsys, "import", "kh.toml")
    assert 'time = "Quý III/2024"' in exported(capsys)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--plan", "khac"], "không có kế hoạch “khac”"),
        (["--plan", "kh", "--set", "9", "time", "Quý I"], "không có nhiệm vụ “9”"),
        (["--plan", "kh", "--set", "1", "key", "2"], "không sửa được ô “key”"),
    ],
)
def test_what_cannot_be_set_is_told_in_one_line(words, complaint, capsys):
    capsys.readouterr()
    assert main(["review", *words]) == 2
    heard = capsys.readouterr()
    assert complaint in heard.err
    assert heard.err.count("\n") == 1


@pytest.fixture
def at_a_terminal(monkeypatch):
    monkeypatch.setattr("bot.channels.console.is_terminal", lambda: True)
    monkeypatch.setattr("bot.channels.console.shows_output", lambda: True)

    def types(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return types


def test_at_a_terminal_one_doubt_after_the_other_is_asked(at_a_terminal, capsys):
    at_a_terminal("", "", "Quý I/2024", "b")
    told = said(capsys, "review", "--plan", "kh")
    assert "kh: 4 chỗ cần xem lại" in told
    assert "Đã ghi 2 chỗ đã xem." in told
    assert "Đã ghi 1 chỗ sửa vào kế hoạch kh" in told
    assert doubts(capsys) == [("2", "leads", "no_lead")]


def test_what_breaks_off_keeps_what_was_answered(at_a_terminal, capsys):
    at_a_terminal("", "t")
    said(capsys, "review", "--plan", "kh")
    assert len(said(capsys, "review", "--plan", "kh", "--json").splitlines()) == 3


def test_at_a_terminal_an_import_shows_tables_and_asks(at_a_terminal, capsys):
    write("Quý III")
    at_a_terminal("k")
    told = said(capsys, "import", "kh.txt")
    assert "Khác với bản đang lưu (kh)" in told
    assert "Chưa lưu gì." in told
    assert 'time = "Sau Tết"' in exported(capsys)
    at_a_terminal("c")
    assert "Đã lưu kế hoạch kh." in said(capsys, "import", "kh.txt")
    assert 'time = "Quý III"' in exported(capsys)
