"""Scanned pages: the ink alone is looked at, lines are found in it, and what recognition reads is put in its cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import pytest
from PIL import Image

from knowledge.documents.formats.pdf_file import open_pdf
from knowledge.documents.model import Document
from knowledge.documents.pages.carrying import PageTable
from knowledge.documents.pages.counting import Count, settle_numbers
from knowledge.documents.pages.grids import find_grids
from knowledge.documents.pages.model import Ruling
from knowledge.documents.pages.tables import GridCell, GridRow
from knowledge.documents.reading import read_document
from knowledge.documents.scans import reading, tesseract
from knowledge.documents.scans.ink import (
    Gray,
    find_ink,
    find_turn,
    in_even_light,
    read_gray,
    turn_upright,
    without_dust,
)
from knowledge.documents.scans.reading import read_picture
from knowledge.documents.scans.strokes import find_strokes, without_lines
from knowledge.documents.scans.tesseract import Recognised
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.ingest.misread import mend_time
from tests.factories.scans import DPI, drawn, saved

HEAD = ("SỞ NỘI VỤ", "Số: 12/KH-SNV", "Hải An, ngày 05 tháng 3 năm 2025", "KẾ HOẠCH", "Cải cách hành chính năm 2025")
WIDTHS = (110, 480, 300, 400)
ROWS = (
    ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian hoàn thành"),
    ("1", "Rà soát văn bản quy phạm pháp luật", "Văn phòng Sở", "Quý II/2025"),
    ("2", "Kiểm tra công vụ tại các phòng chuyên môn", "Thanh tra Sở", "Trước ngày 15/6/2025"),
)

reads_scans = pytest.mark.skipif(not tesseract.is_at_hand(), reason="Tesseract with Vietnamese is not installed")


def tasks(document: Document) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(task.key, task.text, task.leads, task.time) for task in read_plan(document).tasks]


EXPECTED = [(row[0], row[1], (row[2],), row[3]) for row in ROWS[1:]]


@reads_scans
@pytest.mark.parametrize(("turn", "stamp"), [(0.0, False), (1.5, True)])
def test_a_turned_and_stamped_scan_gives_its_tasks(turn: float, stamp: bool) -> None:
    document = read_document(saved(drawn(HEAD, WIDTHS, ROWS, turn=turn, stamp=stamp)), "quet.pdf")
    assert tasks(document) == EXPECTED
    assert any("bản quét" in note.message for note in document.notes)
    assert read_plan(document).tasks[0].source.place == "trang 1, bảng 1, hàng 2"


@reads_scans
def test_a_picture_of_a_page_is_read_as_a_scan() -> None:
    assert tasks(read_document(saved(drawn(HEAD, WIDTHS, ROWS), kind="PNG"), "trang.png")) == EXPECTED


@pytest.mark.parametrize(("kind", "name"), [("PDF", "quet.pdf"), ("PNG", "quet.png")])
def test_without_recognition_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    monkeypatch.setattr(tesseract, "is_at_hand", lambda: False)
    with pytest.raises(DocumentError) as refused:
        read_document(saved(drawn(HEAD, WIDTHS, ROWS), kind=kind), name)
    assert "apt install tesseract-ocr tesseract-ocr-vie" in str(refused.value)


def test_too_many_scanned_pages_are_refused() -> None:
    page = Image.new("1", (50, 70), 1)
    with pytest.raises(DocumentError, match="61 trang quét"):
        read_document(saved(*[page] * 61), "quet.pdf")
    with pytest.raises(DocumentError, match="60 trang"):
        read_document(saved(*[page] * 61, kind="TIFF"), "quet.tif")


def test_a_broken_picture_is_refused() -> None:
    with pytest.raises(DocumentError, match="hỏng"):
        read_document(saved(drawn(HEAD, WIDTHS, ROWS), kind="PNG")[:4000], "trang.png")


@pytest.mark.parametrize("degrees", [-2.8, -0.7, 0.0, 1.3, 3.0])
def test_the_turn_of_a_page_is_told_by_its_lines(degrees: float) -> None:
    gray = read_gray(drawn(HEAD, WIDTHS, ROWS, turn=degrees))
    assert find_turn(find_ink(gray)) == pytest.approx(-degrees, abs=0.15)


def test_coloured_ink_is_gone_and_black_ink_under_it_stays() -> None:
    plain, stamped = (read_gray(drawn(HEAD, WIDTHS, ROWS, stamp=stamp)) for stamp in (False, True))
    assert (find_ink(plain) ^ find_ink(stamped)).sum() < 0.01 * find_ink(plain).sum()
    black = drawn(HEAD, WIDTHS, ROWS, stamp=True).convert("L")
    assert (numpy.asarray(black) < 128).sum() > find_ink(plain).sum()


def test_dust_is_wiped_and_full_stops_stay() -> None:
    gray = numpy.full((400, 400), 255, dtype=numpy.uint8)
    gray[50:52, 50:52] = 0  # a speck
    gray[180:205, 180:190] = 0  # a letter
    gray[200:205, 200:205] = 0  # its full stop
    clean = without_dust(gray, DPI)
    assert (clean[40:60, 40:60] == 255).all()
    assert (clean[200:205, 200:205] == 0).all()


def test_a_photograph_is_as_under_even_light() -> None:
    light = numpy.linspace(70, 240, 800)[None, :].repeat(600, axis=0)  # dark paper left, bright right
    light[100:110, 50:750] *= 0.3  # a line of ink across
    even = in_even_light(light.astype(numpy.uint8))
    assert (even[100:110, 60:740] < 128).all()
    assert (even[300:310, 60:740] > 200).all()


def test_feet_of_letters_are_not_painted_over_with_the_lines() -> None:
    gray = numpy.full((400, 400), 255, dtype=numpy.uint8)
    for at in (20, 120, 220):
        gray[at : at + 3, 20:381] = gray[20:223, at : at + 3] = gray[20:223, 378:381] = 0
    gray[80:82, 140:200] = 0  # serifs that run together
    strokes = find_strokes(find_ink(gray), DPI)
    clean = without_lines(gray, find_grids(*strokes.rulings), strokes, DPI)
    assert (clean[80:82, 140:200] == 0).all()
    assert (clean[118:126, 24:110] == 255).all()


def test_a_line_of_a_sheet_that_leans_is_one_line_and_painted_over() -> None:
    gray = numpy.full((900, 400), 255, dtype=numpy.uint8)
    for row in range(20, 861):
        gray[row, 40 + row // 60 : 43 + row // 60] = gray[row, 340 + row // 60 : 343 + row // 60] = 0
    gray[20:23, 40:360] = gray[440:443, 40:360] = gray[858:861, 40:360] = 0
    strokes = find_strokes(find_ink(gray), DPI)
    (grid,) = find_grids(*strokes.rulings)
    assert (grid.rows, grid.columns) == (2, 1)
    assert (without_lines(gray, (grid,), strokes, DPI)[30:430] == 255).all()


@pytest.mark.parametrize("turn", [0.0, 1.5])
def test_the_grid_of_a_scanned_table_is_found(turn: float) -> None:
    gray = read_gray(drawn(HEAD, WIDTHS, ROWS, turn=turn, stamp=True))
    gray = turn_upright(gray, find_turn(find_ink(gray)))
    strokes = find_strokes(find_ink(gray), DPI)
    (grid,) = (grid for grid in find_grids(*strokes.rulings) if grid.columns > 2)
    assert (grid.rows, grid.columns, len(grid.boxes)) == (3, 4, 12)


def test_pieces_of_lines_that_a_stamp_cut_off_are_lines_of_their_table() -> None:
    across = [Ruling(at=at, start=0, end=200) for at in (0, 100, 200)]
    down = [Ruling(at=at, start=start, end=200) for at, start in ((0, 0), (100, 110), (200, 0))]
    cut = (
        [Ruling(at=100, start=20, end=96)],
        [Ruling(at=97.5, start=start, end=end) for start, end in ((0, 60), (90, 130), (150, 200))],
    )
    across[1:2] = cut[1]
    (grid,) = find_grids(across, [*down, *cut[0]])
    assert len(grid.boxes) == 4


def test_a_cell_is_recognised_without_the_white_below_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def recognise(pictures: Sequence[Gray], **_: object) -> list[list[Recognised]]:
        seen.extend(picture.shape for picture in pictures)
        return [[] for _ in pictures]

    monkeypatch.setattr(reading, "recognise", recognise)
    long = " ".join([ROWS[1][1]] * 12)
    read_picture(drawn(HEAD, WIDTHS, (ROWS[0], ("1", long, *ROWS[1][2:]))), number=1, dpi=DPI)
    high = [width for height, width in seen if height > DPI and width < sum(WIDTHS)]
    assert len(high) == 1
    assert WIDTHS[1] - DPI // 4 < high[0] < WIDTHS[1] + DPI // 4


def rows(*firsts: str) -> list[GridRow]:
    """Rows of a recognised table; one whose first cell says "I …" is a section's title."""
    return [
        (GridCell(text=first.strip("*")), GridCell(text="Việc"), GridCell(text="" if "*" in first else "Sở"))
        for first in firsts
    ]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (("1", "3", "3"), ("1", "2", "3")),
        (("1", "8", "3", "4"), ("1", "2", "3", "4")),
        (
            ("I*", "1*", "1.1", "?", "2*", "8)", "b)", "?*", "1"),
            ("I", "1", "1.1", "1.2", "2", "a)", "b)", "3", "1"),
        ),
        (("l", "2"), ("1", "2")),
        (("I*", "1", "2", "H*", "1"), ("I", "1", "2", "II", "1")),
        (("1*", "1", "2", "11*", "1"), ("I", "1", "2", "II", "1")),
        (("I*", "1", "I*", "1", "IH*", "1"), ("I", "1", "II", "1", "III", "1")),
        (("1", "2", "5", "6"), ("1", "2", "5", "6")),
        (("1.1", "1.2", "2.1"), ("1.1", "1.2", "2.1")),
        (("I*", "1", "V*", "1"), ("I", "1", "V", "1")),
    ],
)
def test_row_numbers_are_put_right_by_the_rows_around_them(printed: Sequence[str], meant: Sequence[str]) -> None:
    table = PageTable(page=3, rows=rows(*printed), recognised=True)
    told = list(settle_numbers(table, Count()))
    assert tuple(row[0].text for row in table.rows) == tuple(meant)
    assert len(told) == sum(a.strip("*") != b for a, b in zip(printed, meant, strict=True))


def test_a_number_on_the_next_page_tells_the_last_one_of_this() -> None:
    table = PageTable(page=1, rows=rows("1", "8"), recognised=True)
    list(settle_numbers(table, Count(), rows("3")))
    assert [row[0].text for row in table.rows] == ["1", "2"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Quý H/2025", "Quý II/2025"),
        ("Quý IH", "Quý III"),
        ("Quý 11 năm 2025", "Quý II năm 2025"),
        ("Trước ngày l5/6/2O25", "Trước ngày 15/6/2025"),
        ("Tháng I2", "Tháng 12"),
        ("Quý 1/2025", "Quý 1/2025"),
        ("Quý IV", "Quý IV"),
        ("Quý HH", "Quý HH"),
        ("Ngày 45/3", "Ngày 45/3"),
        ("Hằng quý Hội đồng họp", "Hằng quý Hội đồng họp"),
        ("Tháng I", "Tháng I"),
        ("Hoàn thành trước 30/6/20 26", "Hoàn thành trước 30/6/2026"),
        ("Chậm nhất ngày 15/02/202 6", "Chậm nhất ngày 15/02/2026"),
        ("15/4/20 25/5/20", "15/4/20 25/5/20"),
        ("Ngày 15/2 và ngày 15/8", "Ngày 15/2 và ngày 15/8"),
    ],
)
def test_misread_times_are_put_right_where_one_reading_is_possible(printed: str, meant: str) -> None:
    text, repairs = mend_time(printed)
    assert text == meant
    assert bool(repairs) == (printed != meant)


def test_a_misread_time_is_flagged() -> None:
    lines = "KẾ HOẠCH\nCải cách hành chính năm 2025\n\nTT\tNội dung\tChủ trì\tThời gian\n1\tRà soát\tSở Nội vụ\tQuý H\n"
    (task,) = read_plan(read_document(lines.encode(), "ke-hoach.txt")).tasks
    assert task.time == "Quý II"
    assert len(task.repairs) == 1


def test_a_page_as_large_as_a_wall_is_drawn_coarsely() -> None:
    with open_pdf(saved(Image.new("1", (7000, 7000), 1)).replace(b"2520", b"9999"), "tuong.pdf") as pdf:
        dpi = pdf.fitting(1, 200)
        assert dpi < 200
        width, height = pdf.draw(1, dpi).size
        assert width * height <= 20_500_000
