"""Word files and workbooks set in fonts from before Unicode, and those that only kept the font's name."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
import pytest
from openpyxl.styles import Font

from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan

TCVN3 = (
    ("TT", "Néi dung", "Chñ tr×", "Thêi gian"),
    ("1", "Rµ so¸t, t\u00ad vÊn thñ tôc", "V¨n phßng Së", "Quý I/2024"),
)
VNI = (
    ("TT", "Noäi dung", "Chuû trì", "Thôøi gian"),
    ("1", "Raø soaùt, tö vaán thuû tuïc", "Vaên phoøng Sôû", "Quyù I/2024"),
)
UNICODE = (
    ("TT", "Nội dung", "Chủ trì", "Thời gian"),
    ("1", "Rà soát, tư vấn thủ tục", "Văn phòng Sở", "Quý I/2024"),
)
FILES = [(".VnTime", TCVN3, "TCVN3"), ("VNI-Times", VNI, "VNI"), (".VnTime", UNICODE, ""), ("VNI-Times", UNICODE, "")]


def word(font: str, rows: tuple[tuple[str, ...], ...], *, styled: bool) -> bytes:
    document = docx.Document()
    if styled:
        document.styles["Normal"].font.name = font
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            if not styled:
                run.font.name = font
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def workbook(font: str, rows: tuple[tuple[str, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            cell.font = Font(name=font)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def check(plan: Plan, converted_from: str) -> None:
    (task,) = plan.tasks
    assert (task.text, task.leads, task.time) == ("Rà soát, tư vấn thủ tục", ("Văn phòng Sở",), "Quý I/2024")
    told = [warning.message for warning in plan.warnings if "Unicode" in warning.message]
    assert len(told) == bool(converted_from)
    assert all(converted_from in message for message in told)


@pytest.mark.parametrize(("font", "rows", "converted_from"), FILES)
@pytest.mark.parametrize("styled", [False, True])
def test_a_word_file_is_put_into_unicode(font, rows, converted_from, styled):
    check(read_plan(read_document(word(font, rows, styled=styled), "kh.docx"), year=2024), converted_from)


@pytest.mark.parametrize(("font", "rows", "converted_from"), FILES)
def test_a_workbook_is_put_into_unicode(font, rows, converted_from):
    check(read_plan(read_document(workbook(font, rows), "kh.xlsx"), year=2024), converted_from)


def test_a_font_of_capitals_draws_capitals():
    document = read_document(word(".VnTimeH", TCVN3, styled=False), "kh.docx")
    assert "RÀ SOÁT, TƯ VẤN THỦ TỤC" in document.lines
