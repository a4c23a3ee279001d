"""Word files: what their paragraphs and tables say, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from time import process_time
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from knowledge.documents.places import render_place
from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan
from tests.factories.word import HEADINGS, ROWS, Merged, add_table, begun, ended


def read(document: Any) -> Plan:
    return read_plan(read_document(ended(document), "ke-hoach.docx"))


def read_table(rows: Sequence[Sequence[str]], merged: Sequence[Merged] = ()) -> Plan:
    document = begun()
    add_table(document, rows, merged)
    return read(document)


def told(plan: Plan) -> list[tuple[object, ...]]:
    return [(task.key, task.text, task.leads, task.supports, task.time, task.product) for task in plan.tasks]


FIRST = ("1", "Rà soát văn bản", ("Văn phòng Sở",), ("Thanh tra Sở",), "Quý I", "Báo cáo")
SECOND = ("2", "Kiểm tra công vụ", ("Thanh tra Sở",), ("Các phòng chuyên môn",), "Tháng 6", "Kết luận")


def test_letterhead_and_signature_in_tables_are_no_tables_of_tasks() -> None:
    plan = read_table((HEADINGS, *ROWS))
    head = plan.head
    assert told(plan) == [FIRST, SECOND]
    assert (head.number, head.issuer, f"{head.signed_on}") == ("12/KH-SNV", "Sở Nội vụ", "2025-03-05")
    assert (head.signer, head.signer_title) == ("Trần Văn Bình", "Phó Giám đốc")
    assert plan.warnings == ()


def test_every_line_has_its_place() -> None:
    document = begun()
    add_table(document, (HEADINGS, *ROWS))
    read_back = read_document(ended(document), "ke-hoach.docx")
    where = {line: render_place(place) for line, place in zip(read_back.lines, read_back.places, strict=True)}
    assert where["Công tác cải cách hành chính năm 2025"] == "đoạn 2"
    assert where["Kết luận"] == "bảng 1, hàng 3, cột 6"
    assert [task.source.place for task in read_plan(read_back).tasks] == ["bảng 1, hàng 2", "bảng 1, hàng 3"]


def test_headings_over_three_rows() -> None:
    rows = (
        ("STT", "Nội dung", "Đơn vị thực hiện", "", "", "Thời gian", "", "Sản phẩm"),
        ("", "", "Chủ trì", "Phối hợp", "", "Bắt đầu", "Kết thúc", ""),
        ("", "", "", "Cấp tỉnh", "Cấp huyện", "", "", ""),
        ("1", "Rà soát văn bản", "Văn phòng Sở", "Thanh tra Sở", "UBND huyện A", "Tháng 2", "Quý I", "Báo cáo"),
    )
    merged = (
        (0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 4), (1, 2, 2, 2), (1, 3, 1, 4), (0, 5, 0, 6), (1, 5, 2, 5), (1, 6, 2, 6),
        (0, 7, 2, 7),
    )  # fmt: skip
    assert told(read_table(rows, merged)) == [(*FIRST[:3], ("Thanh tra Sở", "UBND huyện A"), "Quý I", "Báo cáo")]


def test_one_heading_over_two_columns_is_one_column() -> None:
    rows = (
        ("STT", "Nội dung", "Chủ trì", "Phối hợp", "", "Thời gian", "Sản phẩm"),
        ("1", "Rà soát văn bản", "Văn phòng Sở", "Thanh tra Sở", "Phòng Tổ chức", "Quý I", "Báo cáo"),
    )
    assert read_table(rows, ((0, 3, 0, 4),)).tasks[0].supports == ("Thanh tra Sở", "Phòng Tổ chức")


def test_merged_cells_hold_for_every_row_that_they_cover() -> None:
    rows = (HEADINGS, *ROWS, ("", "", "Văn phòng Sở", "", "Quý III", "Báo cáo"))
    plan = read_table(rows, ((2, 0, 3, 0), (2, 1, 3, 1)))
    assert told(plan) == [FIRST, SECOND, ("2#2", "Kiểm tra công vụ", ("Văn phòng Sở",), (), "Quý III", "Báo cáo")]
    assert all(not task.repairs for task in plan.tasks)


def test_a_row_that_only_adds_a_product_is_no_task_of_its_own() -> None:
    rows = (HEADINGS, ROWS[0], ("", "", "", "", "", "Kế hoạch khắc phục"), ROWS[1])
    plan = read_table(rows, tuple((1, column, 2, column) for column in range(5)))
    assert told(plan) == [(*FIRST[:5], "Báo cáo Kế hoạch khắc phục"), SECOND]


def test_sections_across_the_table() -> None:
    rows = (HEADINGS, ("I", "Cải cách thể chế", "", "", "", ""), ROWS[0], ("II. BỘ MÁY", "", "", "", "", ""), ROWS[0])
    plan = read_table(rows, ((1, 1, 1, 5), (3, 0, 3, 5)))
    assert [(section.key, section.title) for section in plan.sections] == [("I", "Cải cách thể chế"), ("II", "BỘ MÁY")]
    assert [task.key for task in plan.tasks] == ["I.1", "II.1"]


def test_sections_titled_above_their_tables() -> None:
    document = begun()
    for title in ("I. MỤC ĐÍCH", "II. CẢI CÁCH THỂ CHẾ", "III. BỘ MÁY"):
        document.add_paragraph(title)
        if title != "I. MỤC ĐÍCH":
            add_table(document, (HEADINGS, *ROWS))
    plan = read(document)
    assert [task.key for task in plan.tasks] == ["II.1", "II.2", "III.1", "III.2"]
    assert [section.title for section in plan.sections] == ["CẢI CÁCH THỂ CHẾ", "BỘ MÁY"]


def test_headings_stand_over_the_first_of_several_tables_only() -> None:
    document = begun()
    add_table(document, (HEADINGS, ROWS[0]))
    document.add_paragraph()
    add_table(document, (ROWS[1],))
    add_table(document, (("TT", "Họ tên", "Chức vụ", "Điện thoại", "Email", "Phòng"), ("1", "A", "B", "C", "D", "E")))
    assert told(read(document)) == [FIRST, SECOND]


def test_a_title_inside_the_table_stands_above_it() -> None:
    rows = (("PHỤ LỤC II: PHÂN CÔNG NHIỆM VỤ", "", "", "", "", ""), HEADINGS, *ROWS)
    assert told(read_table(rows, ((0, 0, 0, 5),))) == [FIRST, SECOND]


def test_word_counts_by_itself() -> None:
    document = begun()
    for style in ("List Number", "List Number", "List Bullet"):
        document.add_paragraph("mục", style=style)
    table = add_table(document, (HEADINGS, *(("", *row[1:]) for row in ROWS)))
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = document.styles["List Number 2"]
    read_back = read_document(ended(document), "ke-hoach.docx")
    assert [line for line in read_back.lines if "mục" in line] == ["1. mục", "2. mục", "- mục"]
    assert told(read_plan(read_back)) == [FIRST, SECOND]


def delete_run(table: Any) -> None:
    paragraph = table.cell(1, 4).paragraphs[0]._p
    run = paragraph.find(qn("w:r"))
    deleted = parse_xml(f"<w:del {nsdecls('w')} w:id='1' w:author='A'/>")
    paragraph.replace(run, deleted)
    deleted.append(run)
    added = "<w:ins {} w:id='2' w:author='A'><w:r><w:t>Quý IV</w:t></w:r></w:ins>".format(nsdecls("w"))
    paragraph.append(parse_xml(added))


def delete_row(table: Any) -> None:
    properties = table.rows[2]._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:del {nsdecls('w')} w:id='3' w:author='A'/>"))


def strike(table: Any) -> None:
    paragraph = table.cell(1, 4).paragraphs[0]
    paragraph.runs[0].font.strike = True
    paragraph.add_run("Quý IV")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (delete_run, [(*FIRST[:4], "Quý IV", "Báo cáo"), SECOND]),
        (delete_row, [FIRST]),
        (strike, [(*FIRST[:4], "Quý IV", "Báo cáo"), SECOND]),
    ],
    ids=["tracked words", "a tracked row", "struck words"],
)
def test_what_was_taken_out_is_not_read(change: Callable[[Any], None], expected: list[tuple[object, ...]]) -> None:
    document = begun()
    change(add_table(document, (HEADINGS, *ROWS)))
    assert told(read(document)) == expected


def test_struck_words_and_text_boxes_are_told() -> None:
    document = begun()
    strike(add_table(document, (HEADINGS, *ROWS)))
    box = (
        "<w:r {0}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r>"
        "<w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph("I. MỤC ĐÍCH")._p.append(parse_xml(box.format(nsdecls("w"))))
    warnings = [(warning.place, warning.message) for warning in read(document).warnings]
    assert [place for place, _ in warnings] == ["bảng 1, hàng 1", "đoạn 3"]
    assert "“Quý I”" in warnings[0][1]
    assert "“DỰ THẢO”" in warnings[1][1]


def in_box(document, *parts) -> None:
    """Moves paragraphs and tables of a document into a text box of their own, anchored where the first stood."""
    shape = "<v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent/></v:textbox></v:shape>"
    box = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:pict>{shape}</w:pict></w:r></w:p>")
    parts[0].addprevious(box)
    next(box.iter(qn("w:txbxContent"))).extend(parts)


def test_a_table_of_tasks_in_a_text_box_is_read_where_it_stands() -> None:
    document = begun()
    table = add_table(document, (HEADINGS, *ROWS))
    in_box(document, table._tbl)
    assert told(read(document)) == [FIRST, SECOND]


def test_a_head_in_text_boxes_is_read_where_it_stands() -> None:
    document = docx.Document()
    number = document.add_paragraph("Số: 45/KH-SNV")
    day = document.add_paragraph("Hải An, ngày 12 tháng 3 năm 2025")
    title = [document.add_paragraph(text)._p for text in ("KẾ HOẠCH", "Công tác văn thư năm 2025")]
    add_table(document, (HEADINGS, *ROWS))
    for parts in ((number._p,), (day._p,), title):
        in_box(document, *parts)
    plan = read(document)
    assert (plan.head.number, plan.head.signed_on) == ("45/KH-SNV", date(2025, 3, 12))
    assert plan.head.title == "Kế hoạch công tác văn thư năm 2025"
    assert told(plan) == [FIRST, SECOND]
    assert not any("khung chữ" in warning.message for warning in plan.warnings)


def test_a_page_that_a_table_frames_is_read_as_a_page() -> None:
    document = docx.Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.add_paragraph("KẾ HOẠCH")
    frame.add_paragraph("Công tác năm 2025")
    inner = frame.add_table(3, 6)
    for row, texts in zip(inner.rows, (HEADINGS, *ROWS), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    assert told(read(document)) == [FIRST, SECOND]


def test_borders_drawn_a_hair_apart_are_one() -> None:
    document = begun()
    table = add_table(document, (HEADINGS, *ROWS))
    grid = table._tbl.tblGrid
    column = grid.findall(qn("w:gridCol"))[2]
    column.set(qn("w:w"), str(int(column.get(qn("w:w"))) - 60))
    column.addnext(parse_xml(f"<w:gridCol {nsdecls('w')} w:w='60'/>"))
    for at, row in enumerate(table.rows):  # the heading is wider by a hair than the cells below it
        cells = row._tr.findall(qn("w:tc"))
        cells[2 if at == 0 else 3].get_or_add_tcPr().get_or_add_gridSpan().val = 2
    assert told(read(document)) == [FIRST, SECOND]


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"\0" * 90, b"PK\x03\x04"])
def test_a_broken_file_is_one_sentence(data: bytes) -> None:
    with pytest.raises(DocumentError, match="hỏng"):
        read_document(data, "ke-hoach.docx")


def test_two_hundred_rows_are_quick() -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH năm 2025")
    add_table(document, (HEADINGS, *((str(n), *ROWS[n % 2][1:]) for n in range(1, 201))))
    content = BytesIO()
    document.save(content)
    start = process_time()
    plan = read_plan(read_document(content.getvalue(), "a.docx"))
    assert len(plan.tasks) == 200
    assert process_time() - start < 3  # a second on an idle machine; a loaded one is slower
