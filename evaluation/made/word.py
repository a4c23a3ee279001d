"""Word files of made documents: letterhead in a table without borders, headings, the table, the signature."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from evaluation.made.content import Content
from evaluation.made.layouts import Box, Layout, boxes

_MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
_COUNTER = "90"  # the number of the list definition that counts rows


def write_word(content: Content, layout: Layout) -> bytes:
    """The bytes of the file."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    _define_counter(document)
    _letterhead(document, content, layout)
    document.add_paragraph("KẾ HOẠCH").runs[0].bold = True
    title = content.head.title.removeprefix("Kế hoạch ")
    document.add_paragraph(title[0].upper() + title[1:]).runs[0].bold = True
    document.add_paragraph("I. MỤC ĐÍCH, YÊU CẦU")
    document.add_paragraph("Phân công rõ người, rõ việc, rõ thời gian, rõ sản phẩm.")
    if layout.above:
        _sign(document, content)
        section = document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        document.add_paragraph(layout.above)
        document.add_paragraph("PHÂN CÔNG NHIỆM VỤ")
        document.add_paragraph(f"(Kèm theo Kế hoạch số {content.head.number} của {content.head.issuer})")
    else:
        document.add_paragraph("II. NHIỆM VỤ CỤ THỂ")
    table = boxes(content.rows, content.titles, layout)
    for part in _parts(table, layout.pages):
        _table(document, part, len(layout.columns))
        document.add_paragraph()
    if not layout.above:
        document.add_paragraph("III. TỔ CHỨC THỰC HIỆN")
        document.add_paragraph("Các đơn vị căn cứ nhiệm vụ được giao để triển khai thực hiện.")
        _sign(document, content)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _letterhead(document: Any, content: Content, layout: Layout) -> None:
    head = content.head
    day = head.signed_on
    dated = f"Hải An, ngày {day:%d} tháng {day:%m} năm {day:%Y}" if day else f"Hải An, ngày  tháng  năm {head.year}"
    left, right = head.issuer.upper(), _MOTTO
    number = f"Số: {head.number}"
    match layout.letterhead:
        case "table":
            _table(
                document, [[Box(text=left), Box(text=right)], [Box(text=number), Box(text=dated)]], 2, bordered=False
            )
        case "tabs":
            first, second = right.split("\n")
            for pair in ((left, first), ("", second), (number, dated)):
                document.add_paragraph("\t".join(pair))
        case _:
            for line in (left, number, *right.split("\n"), dated):
                document.add_paragraph(line)


def _sign(document: Any, content: Content) -> None:
    recipients = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    signed = f"CHỦ TỊCH\n\n\n{content.head.signer or 'Nguyễn Văn An'}"
    _table(document, [[Box(text=recipients), Box(text=signed)]], 2, bordered=False)


def _parts(table: Sequence[Sequence[Box]], pages: int) -> list[Sequence[Sequence[Box]]]:
    return [table[at : at + pages] for at in range(0, len(table), pages)] if pages else [table]


def _table(document: Any, table: Sequence[Sequence[Box]], width: int, *, bordered: bool = True) -> None:
    """Sets boxes by merging cells, as Word does it."""
    grid = document.add_table(len(table), width)
    if bordered:
        grid.style = "Table Grid"
    cells = [row.cells for row in grid.rows]
    taken: set[tuple[int, int]] = set()
    counter = 0
    for at, row in enumerate(table):
        column = 0
        for box in row:
            while (at, column) in taken:
                column += 1
            covered = [(at + down, column + across) for down in range(box.down) for across in range(box.across)]
            taken.update(covered)
            cell = cells[at][column]
            if len(covered) > 1:
                cell = cell.merge(cells[covered[-1][0]][covered[-1][1]])
            if box.automatic:
                counter = _new_count(document) if box.text == "1" or not counter else counter
                _count(cell, counter)
            else:
                _fill(cell, box)


def _fill(cell: Any, box: Box) -> None:
    first, *others = box.text.split("\n")
    cell.text = first
    for line in others:
        cell.add_paragraph(line)
    for paragraph in cell.paragraphs:
        for run in paragraph.runs:
            run.bold = box.bold or None


def _count(cell: Any, counter: int) -> None:
    numbering = cell.paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = 0
    numbering.get_or_add_numId().val = counter


def _define_counter(document: Any) -> None:
    """A list that counts 1., 2., 3. in the cells that ask for it."""
    level = _element("w:lvl", {"w:ilvl": "0"})
    for name, value in (("w:start", "1"), ("w:numFmt", "decimal"), ("w:lvlText", "%1."), ("w:lvlJc", "left")):
        level.append(_element(name, {"w:val": value}))
    abstract = _element("w:abstractNum", {"w:abstractNumId": _COUNTER})
    abstract.append(level)
    document.part.numbering_part.element.insert(0, abstract)


def _new_count(document: Any) -> int:
    """The id of a list that counts from 1 anew."""
    numbering = document.part.numbering_part.element
    number = len(numbering) + int(_COUNTER)
    override = _element("w:lvlOverride", {"w:ilvl": "0"})
    override.append(_element("w:startOverride", {"w:val": "1"}))
    instance = _element("w:num", {"w:numId": str(number)})
    instance.append(_element("w:abstractNumId", {"w:val": _COUNTER}))
    instance.append(override)
    numbering.append(instance)
    return number


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
