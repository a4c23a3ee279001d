"""One invented plan set out in every layout an office may send: each must give the same tasks."""

# ruff: noqa: E501 - tables are easier to read with one row a line

from __future__ import annotations

import itertools
import random
import unicodedata
from collections.abc import Callable, Sequence

import pytest

from knowledge.documents.legacy import _TCVN3, _vni_pairs
from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan

HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH BÌNH AN\n\nSố: 12/KH-UBND\n\nBình An, ngày 08 tháng 01 năm 2025\n\nKẾ HOẠCH\n\n"
    "Cải cách hành chính năm 2025\n\nThực hiện nhiệm vụ được giao, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
)
TAIL = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
ROLES = ("number", "task", "lead", "support", "time", "product")
NAMES = {
    "number": "TT", "task": "Nội dung công việc", "lead": "Cơ quan chủ trì", "support": "Cơ quan phối hợp",
    "time": "Thời gian thực hiện", "product": "Sản phẩm",
}  # fmt: skip
OTHER_NAMES = {
    "number": "STT", "task": "Nhiệm vụ", "lead": "Đơn vị chủ trì", "support": "Đơn vị phối hợp",
    "time": "Tiến độ", "product": "Dự kiến kết quả",
}  # fmt: skip
SECTION = "title"
ROWS: tuple[dict[str, str], ...] = (
    {SECTION: "Chỉ đạo, điều hành", "number": "I"},
    {"number": "1", "task": "Xây dựng kế hoạch kiểm tra công vụ tại các đơn vị", "lead": "Sở Nội vụ",
     "support": "Các sở, ban, ngành", "time": "Quý I/2025", "product": "Kế hoạch của UBND tỉnh"},
    {"number": "2", "task": "Tổ chức hội nghị đối thoại với doanh nghiệp trên địa bàn tỉnh", "lead": "Văn phòng UBND tỉnh",
     "support": "", "time": "Trước ngày 30/6/2025", "product": "Hội nghị đối thoại"},
    {SECTION: "Thực hiện trên môi trường điện tử", "number": "II"},
    {"number": "1", "task": "Rà soát, tái cấu trúc quy trình giải quyết hồ sơ trực tuyến", "lead": "Sở Khoa học và Công nghệ",
     "support": "UBND các xã, phường", "time": "Thường xuyên", "product": "Báo cáo kết quả rà soát"},
    {"number": "2", "task": "Số hóa kết quả giải quyết còn hiệu lực của các cơ quan", "lead": "Sở Tư pháp",
     "support": "Sở Nội vụ", "time": "Tháng 9/2025", "product": "Kho dữ liệu số hóa"},
)  # fmt: skip
WANTED = [row for row in ROWS if SECTION not in row]
KEYS = ["I.1", "I.2", "II.1", "II.2"]
Grid = list[list[str]]


def grid(roles: Sequence[str] = ROLES, names: dict[str, str] = NAMES) -> Grid:
    """The plan as rows of cells; a section's title stands in the task column, its numeral in the number column."""
    rows = [[names[role] for role in roles]]
    for row in ROWS:
        cells = {"number": row["number"], "task": row[SECTION]} if SECTION in row else row
        rows.append([cells.get(role, "") for role in roles])
    return rows


def as_tabs(rows: Grid) -> str:
    return "\n".join("\t".join(row) for row in rows)


def as_markdown(rows: Grid) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def as_pipes(rows: Grid) -> str:
    lines = ["|"]
    for row in rows:
        for cell in row:
            lines += [cell, "|"] if cell else ["|"]
        lines.append("|")
    return "\n".join(lines[:-1])


def as_cell_lines(rows: Grid) -> str:
    return "\n\n".join("\n".join("\t" + (cell or " ") for cell in row) for row in rows) + "\n\n"


def as_html(rows: Grid) -> str:
    body = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table border=1>\n<tbody>{body}</tbody></table>"


def as_spaces(rows: Grid) -> str:
    widths = [max(len(row[c]) for row in rows) + 3 for c in range(len(rows[0]))]
    return "\n".join("".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def as_csv(rows: Grid) -> str:
    return "\n".join(";".join(f'"{cell}"' if cell else "" for cell in row) for row in rows)


def as_bare_lines(rows: Grid) -> str:
    return "\n".join(cell for row in rows for cell in row if cell)


def wrapped_bare_lines(rows: Grid) -> str:
    """Every cell broken after its third word, as a PDF viewer copies narrow columns."""
    cells = [cell.split() for row in rows[1:] for cell in row if cell]
    lines = [" ".join(words[i : i + 4]) for words in cells for i in range(0, len(words), 4)]
    return "\n".join([*rows[0], *lines])


def as_labels(rows: Grid) -> str:
    """Numbered tasks with labelled lines; sections as Roman headings."""
    lines = []
    for row in ROWS:
        if SECTION in row:
            lines.append(f"\n{row['number']}. {row[SECTION]}")
            continue
        lines.append(f"\n{row['number']}. {row['task']}")
        lines.append(f"- Cơ quan chủ trì: {row['lead']}.")
        if row["support"]:
            lines.append(f"- Cơ quan phối hợp: {row['support']}.")
        lines += [f"- Thời gian thực hiện: {row['time']}.", f"- Sản phẩm: {row['product']}."]
    return "\n".join(lines)


def as_lettered_labels(rows: Grid) -> str:
    """The same with its parts counted a), b), c): a letter is no part of what stands above it."""
    lines = []
    for row in ROWS:
        if SECTION in row:
            lines.append(f"\n{row['number']}. {row[SECTION]}")
            continue
        lines += [f"\n{row['number']}. {row['task']}", "\na) Cơ quan thực hiện:"]
        lines.append(f"\n- Đơn vị chủ trì: {row['lead']}.")
        if row["support"]:
            lines.append(f"\n- Đơn vị phối hợp: {row['support']}.")
        lines += [f"\nb) Thời gian thực hiện: {row['time']}.", f"\nc) Sản phẩm: {row['product']}."]
    return "\n".join(lines)


LAYOUTS: tuple[Callable[[Grid], str], ...] = (
    as_tabs, as_markdown, as_pipes, as_cell_lines, as_html, as_spaces, as_csv, as_bare_lines, wrapped_bare_lines, as_labels,
    as_lettered_labels,
)  # fmt: skip


def read(text: str) -> Plan:
    return read_plan(read_document(text.encode(), "ke-hoach.txt"), year=2025)


def check(plan: Plan) -> None:
    assert [task.key for task in plan.tasks] == KEYS
    for task, row in zip(plan.tasks, WANTED, strict=True):
        assert task.text.rstrip(".") == row["task"]
        assert "; ".join(task.leads) == row["lead"]
        assert "; ".join(task.supports) == row["support"]
        assert task.time.rstrip(".") == row["time"]
        assert task.product.rstrip(".") == row["product"]
        assert len(task.deadlines) == 1
    assert [section.title for section in plan.sections] == [row[SECTION] for row in ROWS if SECTION in row]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_layout_gives_the_same_tasks(layout: Callable[[Grid], str]) -> None:
    check(read(HEAD + layout(grid()) + TAIL))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_other_headings(layout: Callable[[Grid], str]) -> None:
    check(read(HEAD + layout(grid(names=OTHER_NAMES)) + TAIL))


@pytest.mark.parametrize(
    "layout", [as_tabs, as_markdown, as_pipes, as_cell_lines, as_html, as_csv], ids=lambda f: f.__name__
)
@pytest.mark.parametrize(
    "order", random.Random(7).sample(list(itertools.permutations(ROLES[1:])), 12), ids=lambda o: "-".join(o)
)
def test_columns_in_any_order(layout: Callable[[Grid], str], order: tuple[str, ...]) -> None:
    check(read(HEAD + layout(grid(("number", *order))) + TAIL))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("damage", ["crlf", "bom", "nfd", "no end", "utf-16", "nbsp"])
def test_forms_of_text(layout: Callable[[Grid], str], damage: str) -> None:
    text = HEAD + layout(grid()) + TAIL
    match damage:
        case "crlf":
            data = text.replace("\n", "\r\n").encode()
        case "bom":
            data = text.encode("utf-8-sig")
        case "nfd":
            data = unicodedata.normalize("NFD", text).encode()
        case "no end":
            data = (HEAD + layout(grid())).rstrip("\n").encode()
        case "utf-16":
            data = text.encode("utf-16")
        case _:
            data = text.replace("Sở Nội vụ", "Sở\u00a0Nội\u00a0vụ").encode()
    check(read_plan(read_document(data, "ke-hoach.txt"), year=2025))


def to_legacy(text: str, letters: dict[str, str]) -> str:
    """The text in an old encoding, written in the letters that Latin-1 shows; capitals without a place become small."""
    composed = {unicodedata.normalize("NFC", letter): shown for shown, letter in letters.items()}
    return "".join(composed.get(c, composed.get(c.lower(), c)) for c in text)


@pytest.mark.parametrize("coding", ["tcvn3", "vni"])
@pytest.mark.parametrize("saved", ["bytes", "opened wrongly and saved as UTF-8"])
def test_legacy_encodings_are_converted_with_a_note(coding: str, saved: str) -> None:
    letters = dict(_TCVN3) if coding == "tcvn3" else _vni_pairs()
    shown = to_legacy(HEAD + as_tabs(grid()) + TAIL, letters)
    document = read_document(shown.encode("cp1252" if saved == "bytes" else "utf-8"), "cu.txt")
    assert "bảng mã cũ" in document.notes[0].message
    plan = read_plan(document, year=2025)
    assert [task.key for task in plan.tasks] == KEYS
    assert plan.tasks[0].leads == ("Sở Nội vụ",)
    assert plan.warnings[0].message == document.notes[0].message


def test_windows_1258_is_converted() -> None:
    text = HEAD + as_tabs(grid()) + TAIL
    marks = "\u0300\u0301\u0303\u0309\u0323"
    split = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = next((c for c in parts if c in marks), "")
        split.append(unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else char)
    check(read_plan(read_document("".join(split).encode("cp1258"), "cu.txt"), year=2025))


def test_headings_without_marks() -> None:
    names = {"number": "STT", "task": "Noi dung cong viec", "lead": "Co quan chu tri", "support": "Co quan phoi hop",
             "time": "Thoi gian hoan thanh", "product": "San pham"}  # fmt: skip
    check(read(HEAD + as_tabs(grid(names=names)) + TAIL))


def test_a_full_cell_may_leave_one_space_before_the_next() -> None:
    text = """KẾ HOẠCH CÔNG TÁC NĂM 2025
STT   Nhiệm vụ          Cơ quan chủ trì   Thời gian    Sản phẩm
I     CẢI CÁCH THỦ TỤC HÀNH CHÍNH
1     Rà soát, đánh giá Văn phòng UBND    30/9/2025    Quyết định
      thủ tục Bộ Công an tỉnh
2     Khảo sát mức độ Sở Nội vụ           Quý II       Báo cáo chỉ số
      hài lòng
"""
    plan = read_plan(read_document(text.encode(), "ke-hoach.txt"))
    assert [(task.text, task.leads, task.product) for task in plan.tasks] == [
        ("Rà soát, đánh giá thủ tục Bộ Công an tỉnh", ("Văn phòng UBND",), "Quyết định"),
        ("Khảo sát mức độ hài lòng", ("Sở Nội vụ",), "Báo cáo chỉ số"),
    ]
    assert [section.title for section in plan.sections] == ["CẢI CÁCH THỦ TỤC HÀNH CHÍNH"]
