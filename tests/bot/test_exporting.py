"""`nhacviec export` in its three forms."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.channels import console
from bot.cli import main


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path / 'nv.sqlite3'}")


def test_a_workbook_is_written_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "ke-hoach.xlsx"
    assert main(["export", "--plan", "dong-nai", "--format", "xlsx", "-o", str(file)]) == 0
    assert "Nhiệm vụ" in load_workbook(BytesIO(file.read_bytes())).sheetnames


def test_a_workbook_is_not_poured_onto_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(console, "shows_output", lambda: True)
    assert main(["export", "--plan", "dong-nai", "--format", "xlsx"]) == 2
    assert "-o TỆP.xlsx" in capsys.readouterr().err


def test_a_calendar_is_written_as_it_must_be(tmp_path: Path) -> None:
    file = tmp_path / "han.ics"
    assert main(["export", "--plan", "quang-nam", "--format", "ics", "-o", str(file)]) == 0
    content = file.read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert content.count(b"BEGIN:VEVENT") > 50


def test_a_file_in_no_folder_is_one_sentence(tmp_path: Path, capsys) -> None:
    assert main(["export", "--plan", "dong-nai", "--format", "ics", "-o", str(tmp_path / "a" / "b.ics")]) == 2
    assert "chưa có thư mục này" in capsys.readouterr().err
