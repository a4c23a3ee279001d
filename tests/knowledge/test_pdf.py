"""PDF files with text: what stands where on a page is read as a person reads it, over page ends too."""

from __future__ import annotations

import pytest

from knowledge.documents.pages.legible import legible
from knowledge.documents.pages.model import Page, Word
from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan
from tests.factories.pdf import Sheet, letterhead, written

WIDTHS = (30, 170, 100, 100, 100)
HEADINGS = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")
FIRST = ("1", "Rà soát văn bản", "Văn phòng Sở", "Thanh tra Sở", "Quý I/2025")
SECOND = ("2", "Kiểm tra công vụ", "Thanh tra Sở", "Các phòng chuyên môn", "Tháng 6/2025")


def read(*sheets: Sheet) -> Plan:
    return read_plan(read_document(written(*sheets), "ke-hoach.pdf"))


def begun(*rows: tuple[str | None, ...], ruled: bool = True) -> Sheet:
    """A first page: letterhead, title, the headings and rows."""
    sheet = Sheet()
    sheet.table(letterhead(sheet), WIDTHS, [HEADINGS, *rows], ruled=ruled)
    return sheet


def going_on(*rows: tuple[str | None, ...], top: float = 60) -> Sheet:
    """A further page that begins with rows of the table."""
    sheet = Sheet()
    sheet.table(top, WIDTHS, rows)
    return sheet


def test_a_letterhead_is_read_column_by_column() -> None:
    plan = read(begun(FIRST))
    assert (plan.head.number, plan.head.issuer) == ("12/KH-SNV", "Sở Nội vụ")
    assert plan.head.title == "Kế hoạch công tác cải cách hành chính năm 2025"
    assert plan.head.signed_on is not None


def test_every_task_tells_its_page_and_row() -> None:
    plan = read(begun(FIRST), going_on(SECOND))
    assert [task.source.place for task in plan.tasks] == ["trang 1, bảng 1, hàng 2", "trang 2, bảng 1, hàng 1"]


@pytest.mark.parametrize("repeated", [(), (HEADINGS,)], ids=["headings once", "headings on each page"])
def test_a_table_goes_on_over_the_page_end(repeated: tuple[tuple[str, ...], ...]) -> None:
    plan = read(begun(FIRST), going_on(*repeated, SECOND))
    assert [(task.key, task.text, task.leads) for task in plan.tasks] == [
        ("1", "Rà soát văn bản", ("Văn phòng Sở",)),
        ("2", "Kiểm tra công vụ", ("Thanh tra Sở",)),
    ]


def test_a_row_that_the_page_end_cut_is_one_row() -> None:
    long = ("1", "Rà soát các văn bản quy phạm pháp luật do", "Trung tâm Công", "", "Quý I/2025")
    plan = read(begun(long), going_on(("", "Hội đồng nhân dân ban hành", "nghệ thông tin", "", ""), SECOND))
    assert [(task.text, task.leads) for task in plan.tasks] == [
        ("Rà soát các văn bản quy phạm pháp luật do Hội đồng nhân dân ban hành", ("Trung tâm Công nghệ thông tin",)),
        ("Kiểm tra công vụ", ("Thanh tra Sở",)),
    ]


def test_a_further_task_under_the_same_number_is_no_rest_of_a_row() -> None:
    further = ("", "Kiểm tra thực tế", "Thanh tra Sở", "", "Quý II/2025")
    plan = read(begun(("1", "Rà soát hồ sơ.", "Văn phòng Sở", "", "Quý I/2025")), going_on(further))
    assert [(task.key, task.text) for task in plan.tasks] == [("1", "Rà soát hồ sơ."), ("1#2", "Kiểm tra thực tế")]


def test_a_merged_cell_holds_below_the_page_end() -> None:
    merged = ("2", "Kiểm tra công vụ", None, None, "Quý II/2025")
    third, fourth = ("3", "Tổng kết", "", "", "Quý IV/2025"), ("4", "Khen thưởng", None, None, "Tháng 12/2025")
    plan = read(begun(FIRST, merged), going_on(third, fourth))
    assert [task.leads for task in plan.tasks] == [("Văn phòng Sở",)] * 4


def test_an_empty_cell_that_is_not_merged_stays_empty() -> None:
    plan = read(begun(FIRST), going_on(("2", "Tổng kết", "", "", "Quý IV/2025")))
    assert plan.tasks[1].leads == ()


def test_a_merged_cell_with_one_row_on_each_side_of_the_page_end_holds_and_is_told() -> None:
    second, third = (
        ("2", "Kiểm tra công vụ", None, None, "Quý II/2025"),
        ("3", "Tổng kết", "Thanh tra Sở", "", "Quý III"),
    )
    plan = read(begun(FIRST, second, third), going_on(("4", "Khen thưởng", "", "", "Tháng 12/2025")))
    assert [task.leads for task in plan.tasks] == [("Văn phòng Sở",)] * 2 + [("Thanh tra Sở",)] * 2
    assert any("gộp với hàng cuối trang trước" in warning.message for warning in plan.warnings)


def test_a_cut_row_of_a_table_without_numbers_is_one_row() -> None:
    sheet, further = Sheet(), Sheet()
    long = ("Rà soát hồ sơ của Trung tâm", "Văn phòng Sở", "Trước ngày 30/11")
    widths = (150, 120, 90)
    sheet.table(letterhead(sheet), widths, [HEADINGS[1:3] + HEADINGS[4:], long])
    further.table(
        60, widths, [("Phục vụ hành chính công", "", "năm 2025"), ("Tổng kết", "Thanh tra Sở", "Quý IV/2025")]
    )
    assert [(task.text, task.time) for task in read(sheet, further).tasks] == [
        ("Rà soát hồ sơ của Trung tâm Phục vụ hành chính công", "Trước ngày 30/11 năm 2025"),
        ("Tổng kết", "Quý IV/2025"),
    ]


def test_letters_on_both_sides_of_a_line_are_two_words() -> None:
    sheet = Sheet()
    top = sheet.table(letterhead(sheet), WIDTHS, [HEADINGS, ("", "", "Văn phòng Sở", "", "Quý I/2025")])
    edge = 40 + WIDTHS[0]
    sheet.write(edge - 5, top - 16, "7")  # a sheet sets numbers to the right, texts to the left, and keeps no space
    sheet.write(edge, top - 16, "Rà soát")
    assert [(task.key, task.text) for task in read(sheet).tasks] == [("7", "Rà soát")]


def test_a_section_title_that_the_page_end_cut_is_one_title() -> None:
    title = (
        "II",
        "Kiểm soát thủ tục hành chính và cải cách chế độ công vụ, công chức trong các cơ quan thuộc",
        "<",
        "<",
        "<",
    )
    plan = read(
        begun(("I", "Chỉ đạo", "<", "<", "<"), FIRST, title), going_on(("", "phạm vi quản lý", "<", "<", "<"), FIRST)
    )
    assert [task.key for task in plan.tasks] == ["I.1", "II.1"]
    assert plan.sections[1].title.endswith("thuộc phạm vi quản lý")


def test_lines_of_a_cell_are_joined_and_its_list_is_kept() -> None:
    listed = (
        "1",
        "Kiểm tra việc thực hiện quy chế làm việc tại:\n- Các phòng;\n- Các xã.",
        "Thanh tra Sở",
        "",
        "Quý I",
    )
    document = read_document(written(begun(listed)), "ke-hoach.pdf")
    assert (
        document.tables[0].rows[1].texts[1] == "Kiểm tra việc thực hiện quy chế làm việc tại:\n- Các phòng;\n- Các xã."
    )


def test_headings_of_two_rows() -> None:
    upper = ("TT", "Nội dung công việc", "Phân công", "<", "Thời gian hoàn thành")
    lower = (None, None, "Chủ trì", "Phối hợp", None)
    sheet = Sheet()
    sheet.table(letterhead(sheet), WIDTHS, [upper, lower, FIRST])
    task = read(sheet).tasks[0]
    assert (task.leads, task.supports, task.time) == (("Văn phòng Sở",), ("Thanh tra Sở",), "Quý I/2025")


def test_a_table_without_ruling_lines_is_told_by_where_its_words_stand() -> None:
    plan = read(begun(FIRST, SECOND, ruled=False))
    assert [(task.key, task.text, task.leads, task.supports, task.time) for task in plan.tasks] == [
        ("1", "Rà soát văn bản", ("Văn phòng Sở",), ("Thanh tra Sở",), "Quý I/2025"),
        ("2", "Kiểm tra công vụ", ("Thanh tra Sở",), ("Các phòng chuyên môn",), "Tháng 6/2025"),
    ]


def test_a_page_that_lies_on_its_side_is_turned() -> None:
    lying = Sheet(lying=True, width=842, height=595)
    lying.table(60, [width * 1.3 for width in WIDTHS], [HEADINGS, SECOND])
    assert [task.text for task in read(begun(FIRST), lying).tasks] == ["Rà soát văn bản", "Kiểm tra công vụ"]


def test_page_numbers_and_running_heads_are_no_text() -> None:
    pages = [begun(FIRST), going_on(SECOND, top=90), going_on(("3", "Tổng kết", "Văn phòng Sở", "", "Quý IV"), top=90)]
    for number, page in enumerate(pages, start=1):
        page.centred(14, str(number))
        page.write(40, 28, "Kế hoạch cải cách hành chính của Sở Nội vụ")
    document = read_document(written(*pages), "ke-hoach.pdf")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert not {"1", "2", "3", "Kế hoạch cải cách hành chính của Sở Nội vụ"} & set(texts)
    assert len(read_plan(document).tasks) == 3


def test_a_paragraph_over_several_lines_is_one_and_the_next_is_another() -> None:
    sheet = Sheet()
    top = letterhead(sheet)
    for line in (
        "    Thực hiện chương trình công tác của Ủy ban nhân dân tỉnh, Sở Nội vụ xây dựng kế hoạch cải cách hành",
        "chính với các nội dung sau đây để các phòng, đơn vị trực thuộc biết và thực hiện.",
        "    Các phòng, đơn vị chủ động triển khai nhiệm vụ được giao theo đúng thời hạn của kế hoạch này.",
    ):
        sheet.write(60 if line.startswith(" ") else 40, top, line.strip())
        top += 14
    sheet.table(top + 20, WIDTHS, [HEADINGS, FIRST])
    texts = [paragraph.text for paragraph in read_document(written(sheet), "ke-hoach.pdf").paragraphs]
    assert [text.split()[0] for text in texts[-2:]] == ["Thực", "Các"]
    assert texts[-2].endswith("biết và thực hiện.")


def test_old_letters_become_todays() -> None:
    sheet = begun(("1", "Rµ so¸t v¨n b¶n", "V¨n phßng Së", "Thanh tra Së", "Quý I/2025"))
    other = going_on(
        (
            "2",
            "KiÓm tra c«ng vô, kû luËt hµnh chÝnh, thùc hiÖn quy chÕ lµm viÖc",
            "Thanh tra Së",
            "C¸c phßng",
            "Th¸ng 6",
        )
    )
    plan = read(sheet, other)
    assert plan.tasks[1].leads == ("Thanh tra Sở",)


def test_the_old_encoding_that_reads_best_is_taken() -> None:
    vni = "Khuyeán coâng vaø xuùc tieán thöông maïi; Ñoäc laäp, töï do, haïnh phuùc; thöïc hieän keá hoaïch ñöôïc giao"
    words = tuple(Word(text=word, x0=0, x1=1, top=0, bottom=1) for word in vni.split())
    page = legible(Page(number=1, width=1, height=1, words=words))
    assert page is not None
    assert " ".join(word.text for word in page.words[:7]) == "Khuyến công và xúc tiến thương mại;"


@pytest.mark.parametrize("order", ["last", "first"])
def test_a_stamp_over_the_table_is_none_of_its_text(order: str) -> None:
    plain = read(begun(FIRST, SECOND))
    sheet = begun(FIRST, SECOND)
    stamp = Sheet()
    for line, text in enumerate(("Người ký: SỞ NỘI VỤ", "Thời gian ký: 14.01.2026 08:15:22 +07:00")):
        stamp.write(250, 198 + 10 * line, text, size=7)
    sheet.drawn = [*sheet.drawn, *stamp.drawn] if order == "last" else [*stamp.drawn, *sheet.drawn]
    assert [(task.text, task.leads, task.time) for task in read(sheet).tasks] == [
        (task.text, task.leads, task.time) for task in plain.tasks
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\nnothing", "hỏng"),
        (written(), "không"),
        (written(*(Sheet() for _ in range(501))), "501 trang"),
        (written(begun(FIRST))[:900], "hỏng"),
    ],
    ids=["broken", "no page", "too many pages", "cut short"],
)
def test_what_is_no_readable_pdf_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_document(data, "ke-hoach.pdf")
    assert said in str(refused.value)
    assert str(refused.value).count("\n") == 0
