"""Workbooks of made documents: the letterhead and the title above the table, the signature below it, on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from evaluation.made.content import Content
from evaluation.made.layouts import Box, Layout, boxes

_MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def write_sheet(content: Content, layout: Layout) -> bytes:
    """The bytes of the file."""
    book = Workbook()
    sheet = book.active
    sheet.title = layout.above or "Kế hoạch"
    width = len(layout.columns)
    head = content.head
    middle = max(2, width // 2)
    title = head.title.removeprefix("Kế hoạch ")
    day = head.signed_on
    dated = f"Hải An, ngày {day:%d} tháng {day:%m} năm {day:%Y}" if day else f"Hải An, ngày  tháng  năm {head.year}"
    table = [
        [Box(text=head.issuer.upper(), across=middle), Box(text=_MOTTO, across=width - middle)],
        [Box(text=f"Số: {head.number}", across=middle), Box(text=dated, across=width - middle)],
        [Box(text="KẾ HOẠCH", across=width)],
        [Box(text=title[0].upper() + title[1:], across=width)],
    ]
    _write(sheet, table, 1)
    body = boxes(content.rows, content.titles, layout)
    _write(sheet, body, 6)
    signed = f"CHỦ TỊCH\n{head.signer or 'Nguyễn Văn An'}"
    below = [[Box(text="Nơi nhận: Như trên; Lưu: VT.", across=middle), Box(text=signed, across=width - middle)]]
    _write(sheet, below, len(body) + 8)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, table: Sequence[Sequence[Box]], first: int) -> None:
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table, start=first):
        column = 1
        for box in cells:
            while (row, column) in taken:
                column += 1
            bottom, right = row + box.down - 1, column + box.across - 1
            taken.update((r, c) for r in range(row, bottom + 1) for c in range(column, right + 1))
            cell = sheet.cell(row=row, column=column, value=_value(box.text))
            if isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"
            if (bottom, right) != (row, column):
                sheet.merge_cells(start_row=row, start_column=column, end_row=bottom, end_column=right)


def _value(text: str) -> object:
    """What a clerk's typing becomes: a number, a date, or the text."""
    if text.isdigit():
        return int(text)
    try:
        return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=None)  # noqa: DTZ007 - a day, no instant
    except ValueError:
        return text or None
