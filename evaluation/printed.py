"""Plans printed as office documents: the rows of a known plan → a Word file with letterhead, table and signature.

What is printed is known cell by cell, so that whatever is read back can be counted. Shapes differ as offices' do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from evaluation.product import Row

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_TITLES = {
    "number": "TT", "task": "Nội dung nhiệm vụ", "goal": "Mục tiêu", "product": "Kết quả, sản phẩm",
    "leads": "Cơ quan chủ trì", "supports": "Cơ quan phối hợp", "time": "Thời gian",
}  # fmt: skip
_WEIGHTS = {"number": 1.0, "task": 6.0, "goal": 3.0, "product": 3.2, "leads": 2.6, "supports": 3.2, "time": 2.4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a document looks: `merged` cells hold over rows that say the same, `two_rows` of headings with one merged."""

    name: str
    landscape: bool = False
    appendix: bool = False
    repeated_heading: bool = True
    merged: bool = False
    two_rows: bool = False
    font: str = "Noto Serif"
    size: float = 12
    ruled: bool = True


SHAPES = (
    Shape(name="portrait"),
    Shape(name="landscape", landscape=True, repeated_heading=False, size=13),
    Shape(name="appendix", appendix=True, landscape=True, two_rows=True),
    Shape(name="merged", landscape=True, merged=True, repeated_heading=False),
    Shape(name="mixed-fonts", font="Times New Roman", size=13, two_rows=True, merged=True),
)


def as_printed(plan: Row) -> list[Row]:
    """The tasks of a plan under the numbers that `print_plan` gives them: what should be read back."""
    rows: list[Row] = []
    sectioned = any(task["section"] for task in plan["tasks"])
    for index, (_, tasks) in enumerate(_sections(plan)):
        for number, task in enumerate(tasks, 1):
            key = f"{_ROMAN[index]}.{number}" if sectioned else str(len(rows) + 1)
            rows.append({**task, "key": key})
    return rows


def _sections(plan: Row) -> list[tuple[str, list[Row]]]:
    return [(title, list(tasks)) for title, tasks in groupby(plan["tasks"], key=lambda task: task["section"])]


def print_plan(plan: Row, shape: Shape, path: Path) -> None:
    """Writes the Word file of a plan (the contract's plan object)."""
    made = Document()
    style = made.styles["Normal"]
    style.font.name, style.font.size = shape.font, Pt(shape.size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), shape.font)
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    if shape.landscape and not shape.appendix:
        _turn(page)
    _number_pages(page)
    _letterhead(made, plan)
    _centred(made, "KẾ HOẠCH", bold=True)
    _centred(made, plan["title"].removeprefix("Kế hoạch ")[:160], bold=True)
    for text in _PROSE:
        paragraph = made.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1)
    if shape.appendix:
        _signature(made)
        turned = made.add_section()
        if shape.landscape:
            _turn(turned)
        _centred(made, "Phụ lục", bold=True)
        _centred(made, "DANH MỤC NHIỆM VỤ", bold=True)
        _centred(made, f"(Kèm theo Kế hoạch số 15/KH-UBND ngày 20/01/{plan['year']})", bold=False)
    _table(made, plan, shape)
    if not shape.appendix:
        _signature(made)
    made.save(str(path))


_PROSE = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    (
        "1. Xác định cụ thể nội dung công việc, thời hạn, tiến độ hoàn thành và trách nhiệm của các cơ quan, đơn vị có "
        "liên quan trong việc tổ chức triển khai thực hiện, bảo đảm kịp thời, đồng bộ, thống nhất, hiệu quả."
    ),
    "2. Các nhiệm vụ được giao phải rõ người, rõ việc, rõ thời gian, rõ kết quả; kịp thời tháo gỡ khó khăn, vướng mắc.",
    "II. NỘI DUNG THỰC HIỆN",
)


def _turn(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)


def _number_pages(section: Any) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _letterhead(made: Any, plan: Row) -> None:
    table = made.add_table(rows=2, cols=2)
    left, right = table.rows[0].cells
    _put(left, "ỦY BAN NHÂN DÂN\nTỈNH MINH HẢI", bold=True, centred=True)
    _put(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", bold=True, centred=True)
    _put(table.rows[1].cells[0], "Số: 15/KH-UBND", centred=True)
    _put(table.rows[1].cells[1], f"Minh Hải, ngày 20 tháng 01 năm {plan['year']}", centred=True)


def _signature(made: Any) -> None:
    table = made.add_table(rows=1, cols=2)
    _put(table.rows[0].cells[0], "Nơi nhận:\n- Như trên;\n- Các sở, ban, ngành;\n- Lưu: VT, TH.")
    _put(
        table.rows[0].cells[1],
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nNguyễn Văn Bình",
        bold=True,
        centred=True,
    )


def _centred(made: Any, text: str, *, bold: bool) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _put(cell: Any, text: str, *, bold: bool = False, centred: bool = False) -> None:
    for number, part in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(part).bold = bold


def _columns(plan: Row) -> list[str]:
    return [name for name in _TITLES if name in ("number", "task") or any(task.get(name) for task in plan["tasks"])]


def _texts(task: Row, number: str, columns: Sequence[str]) -> list[str]:
    cells = {**task, "number": number, "leads": "; ".join(task["leads"]), "supports": "; ".join(task["supports"])}
    return [cells[name] or "" for name in columns]


def _table(made: Any, plan: Row, shape: Shape) -> None:
    columns = _columns(plan)
    table = made.add_table(rows=0, cols=len(columns))
    if shape.ruled:
        table.style = "Table Grid"
    table.autofit = False
    room = 24.7 if shape.landscape else 16.0
    weight = sum(_WEIGHTS[name] for name in columns)
    widths = [Cm(room * _WEIGHTS[name] / weight) for name in columns]
    _heading(table, columns, shape)
    sectioned = any(task["section"] for task in plan["tasks"])
    count = 0
    for index, (title, tasks) in enumerate(_sections(plan)):
        if sectioned:
            row = table.add_row()
            names = {section["key"]: section["title"] for section in plan.get("sections", ())}
            _put(row.cells[0], _ROMAN[index], bold=True, centred=True)
            _put(row.cells[1].merge(row.cells[-1]), names.get(title, title) or "Nhiệm vụ khác", bold=True)
            count = 0
        rows = []
        for task in tasks:
            count += 1
            row = table.add_row()
            texts = _texts(task, str(count), columns)
            rows.append((row, texts))
            for cell, name, text in zip(row.cells, columns, texts, strict=True):
                _put(cell, text, centred=name in ("number", "leads", "time"))
        if shape.merged:
            _merge_down(rows, columns)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _heading(table: Any, columns: Sequence[str], shape: Shape) -> None:
    rows = [table.add_row() for _ in range(2 if shape.two_rows else 1)]
    for at, name in enumerate(columns):
        _put(
            rows[0].cells[at],
            "" if shape.two_rows and name in ("leads", "supports") else _TITLES[name],
            bold=True,
            centred=True,
        )
    if shape.two_rows and "leads" in columns and "supports" in columns:
        lead, support = columns.index("leads"), columns.index("supports")
        _put(rows[1].cells[lead], "Chủ trì", bold=True, centred=True)
        _put(rows[1].cells[support], "Phối hợp", bold=True, centred=True)
        _put(rows[0].cells[lead].merge(rows[0].cells[support]), "Phân công thực hiện", bold=True, centred=True)
        for at, name in enumerate(columns):
            if name not in ("leads", "supports"):
                rows[0].cells[at].merge(rows[1].cells[at])
    if shape.repeated_heading:
        for row in rows:
            repeat = OxmlElement("w:tblHeader")
            repeat.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(repeat)


def _merge_down(rows: Sequence[tuple[Any, list[str]]], columns: Sequence[str]) -> None:
    """Merges cells of one column that say the same in neighbouring rows."""
    for at, name in enumerate(columns):
        if name not in ("goal", "leads", "supports", "time"):
            continue
        for text, run in groupby(rows, key=lambda row: row[1][at]):
            same = list(run)
            if text and len(same) > 1:
                for row, _ in same[1:]:
                    for paragraph in row.cells[at].paragraphs[1:]:
                        paragraph._p.getparent().remove(paragraph._p)
                    row.cells[at].paragraphs[0].clear()
                merged = same[0][0].cells[at].merge(same[-1][0].cells[at])
                for paragraph in merged.paragraphs[1:]:
                    if not paragraph.text:
                        paragraph._p.getparent().remove(paragraph._p)
