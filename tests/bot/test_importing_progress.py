"""`nhacviec import --with-progress`: what a tracker says of its tasks becomes reports, once a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.cli import main
from bot.compose.stores import open_office, open_plan_store
from bot.settings import load_settings


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path / 'plans.sqlite3'}")
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")
    book = Workbook()
    for row in (
        ("BẢNG THEO DÕI NHIỆM VỤ NĂM 2025",),
        ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Trạng thái", "% hoàn thành"),
        (1, "Rà soát quy chế", "Văn phòng Sở", "Quý I", "Đang thực hiện", 60),
        (2, "Kiểm tra công vụ", "Thanh tra Sở", "Quý II", "Hoàn thành", 100),
        (3, "Tổng kết", "Văn phòng Sở", "Quý IV", None, None),
    ):
        book.active.append(row)
    path = tmp_path / "theo-doi.xlsx"
    book.save(path)
    return path


def reported() -> dict[str, tuple[str, int | None]]:
    latest = open_office(open_plan_store(load_settings())).progress.latest(("theo-doi",))
    return {key: (report.state.value, report.percent) for (_, key), (report,) in latest.items()}


def test_progress_is_stored_on_request_and_once(tracker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tracker), "--with-progress", "--dry-run"]) == 0
    assert main(["import", str(tracker)]) == 0
    assert reported() == {}
    for _ in range(2):
        assert main(["import", str(tracker), "--with-progress"]) == 0
        assert "tiến độ của 2 nhiệm vụ" in capsys.readouterr().out
        assert reported() == {"1": ("doing", 60), "2": ("done", 100)}
