"""Importing as a newcomer does it: odd files, odd names, the same plan twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from knowledge.ingest.assembly import slug_of

PLANS = Path(__file__).parents[1] / "fixtures" / "plans"
PLAN = PLANS / "moi-truong-xa.txt"


@pytest.fixture(autouse=True)
def _own_empty_database(tmp_path, monkeypatch):
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path}/test.sqlite3")
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")
    monkeypatch.chdir(tmp_path)


PROSE = "KẾ HOẠCH\nHọp mặt cuối năm 2024\nAnh em tập trung lúc 7 giờ tại hội trường.\n".encode()
HEADING = "KẾ HOẠCH năm 2024\nTT\tNội dung\tChủ trì\tThời gian\n".encode()
YEARLESS = "TT\tNội dung\tChủ trì\n1\tRà soát quy trình\tVăn phòng\n".encode()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("rong.txt", b"", "rỗng"),
        ("trang.txt", b" \n\t\r\n", "rỗng"),
        ("anh.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "Ảnh anh.txt bị hỏng"),
        ("van-xuoi.txt", PROSE, "Không tìm thấy bảng nhiệm vụ"),
        ("tieu-de.txt", HEADING, "Không tìm thấy bảng nhiệm vụ"),
        ("khong-nam.txt", YEARLESS, "--year"),
        ("to.txt", b"x" * 5_000_001, "quá lớn"),
        ("ban-quet.pdf", b"%PDF-1.7\n", "hỏng"),
    ],
)
def test_a_file_that_is_no_plan_says_why_and_stores_nothing(name, data, said, tmp_path, capsys):
    (tmp_path / name).write_bytes(data)
    assert main(["import", name]) == 2
    heard = capsys.readouterr()
    assert heard.err.count("\n") == 1
    assert name in heard.err
    assert said in heard.err
    assert main(["export", "--plan", name.split(".")[0]]) == 2


@pytest.mark.parametrize("slug", ["", "Xã", "a b", "../a", "-a", "a" * 61])
def test_a_slug_is_short_and_plain(slug, capsys):
    assert main(["import", str(PLAN), f"--slug={slug}"]) == 2
    assert "--slug" in capsys.readouterr().err


def test_a_long_file_name_gives_a_short_slug():
    slug = slug_of("Kế hoạch triển khai thực hiện công tác bảo vệ môi trường trên địa bàn xã năm 2026 bản cuối.txt")
    assert slug == "ke-hoach-trien-khai-thuc-hien-cong-tac-bao-ve-moi-truong"


def test_the_same_again_says_only_that(capsys):
    main(["import", str(PLAN)])
    assert "Đã lưu" in capsys.readouterr().out
    assert main(["import", str(PLAN)]) == 0
    out = capsys.readouterr().out
    assert "Không có gì thay đổi" in out
    assert "Đã lưu" not in out


def test_the_same_plan_under_another_name_goes_into_the_stored_one(tmp_path, capsys):
    main(["import", str(PLAN)])
    changed = PLAN.read_text("utf-8").replace("15/02/2026", "25/02/2026")
    (tmp_path / "ban-sao.txt").write_text(changed, "utf-8")
    capsys.readouterr()
    assert main(["import", "ban-sao.txt", "--yes"]) == 0
    out = capsys.readouterr().out
    assert "đã lưu với tên moi-truong-xa" in out
    assert "Đổi thời hạn 1 nhiệm vụ: II.1." in out
    assert "Đã lưu kế hoạch moi-truong-xa." in out
    assert main(["export", "--plan", "ban-sao"]) == 2


def test_a_second_copy_is_stored_where_a_slug_asks_for_it(tmp_path, capsys):
    main(["import", str(PLAN)])
    capsys.readouterr()
    assert main(["import", str(PLAN), "--slug", "ban-rieng"]) == 0
    out = capsys.readouterr().out
    assert "Lưu ý: kế hoạch này đã lưu với tên moi-truong-xa" in out
    assert "Đã lưu kế hoạch ban-rieng." in out


def test_a_file_called_like_another_plan_does_not_take_its_place(tmp_path, capsys):
    first, second = tmp_path / "a" / "ke-hoach.txt", tmp_path / "b" / "ke-hoach.txt"
    for path, plan in ((first, PLAN), (second, PLANS / "chuyen-doi-so-so.txt")):
        path.parent.mkdir()
        path.write_bytes(plan.read_bytes())
        assert main(["import", str(path), "--yes"]) == 0
    out = capsys.readouterr().out
    assert "Tên ke-hoach đang là của một kế hoạch khác nên bản này được đặt tên ke-hoach-2" in out
    assert "Bỏ " not in out
    assert main(["import", str(second), "--yes", "--slug", "ke-hoach"]) == 0
    assert "Phần đầu kế hoạch" in capsys.readouterr().out


def test_the_command_loads_nothing_before_the_reading_begins_and_no_reader_at_all() -> None:
    script = (
        "import sys; import bot.commands.importing; early = set(sys.modules); import bot.commands.storing; "
        "slow = ('sqlalchemy', 'knowledge.plan', 'bot.rendering'); read = ('knowledge.ingest.', 'docx', 'lxml'); "
        "print(sorted(early & set(slow)), sorted(name for name in sys.modules if name.startswith(read)))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout == "[] []\n"
