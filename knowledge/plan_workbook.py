"""A plan as a workbook (.xlsx) in the table form that offices use; the only writer of workbooks.

What stands in a cell is the plan's text, unchanged, so that the file can be read back: text that a spreadsheet would
take for a formula is marked as text (`quotePrefix`, the apostrophe that spreadsheets hide), never altered. The slug and
the year stand in the file's own properties, and the whole plan on a hidden sheet: what a person changes on the others
is told by it (`plan_workbook_reading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import IntProperty, StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from knowledge.plan import Plan, PlanHead
from knowledge.plan_cells import (
    BASE_SHEET,
    SLUG_MARK,
    clean,
    duty_cells,
    packed,
    target_cells,
    task_cells,
    workbook_words,
)

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
"""What a text may not begin with unmarked: a spreadsheet would work it out instead of showing it."""

_FONT = "Times New Roman"
_LINE = 15.75  # points that a line of 12 points takes
_LETTERS_A_UNIT = 1.15  # letters of a narrow serif that stand in one unit of width, with room to spare
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL = PatternFill("solid", fgColor="DDE7F0")
_SECTION_FILL = PatternFill("solid", fgColor="F3F6F9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the field it shows, its heading and width in characters."""

    id: str
    header: str
    width: float
    centred: bool = False
    always: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: a section that runs across it, or cells by column id."""

    section: tuple[str, str] | None = None
    cells: Mapping[str, str | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraColumns:
    """What a report adds to the table of tasks: columns, their cells by task key, a title; and what it leaves out."""

    columns: tuple[Column, ...]
    cells: Mapping[str, Mapping[str, str | float]]
    title: str = ""
    left_out: frozenset[str] = frozenset()


def render_workbook(plan: Plan, *, extra: ExtraColumns | None = None) -> bytes:
    """The bytes of the workbook: tasks with their sections, then targets and duties where the plan has any.

    With `extra` it is a report on the tasks alone: more columns at the right, a second line under the title.
    """
    words = workbook_words()
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    book.properties.title = clean(plan.head.title)
    book.custom_doc_props.append(StringProperty(name=SLUG_MARK, value=plan.slug))
    book.custom_doc_props.append(IntProperty(name="nhacviec.year", value=plan.head.year))
    more = extra or ExtraColumns(columns=(), cells={})
    tasks = _Sheet(book, words, "tasks", more.columns, left_out=more.left_out)
    tasks.write(plan.head, _task_rows(plan, more.cells), subtitle=more.title)
    if plan.targets and extra is None:
        _Sheet(book, words, "targets").write(plan.head, _numbered(target_cells(target) for target in plan.targets))
    if plan.duties and extra is None:
        _Sheet(book, words, "duties").write(plan.head, _numbered(duty_cells(duty) for duty in plan.duties))
    if extra is None:
        hidden = book.create_sheet(BASE_SHEET)
        hidden.sheet_state = "veryHidden"
        for part in packed(plan):
            hidden.append((part,))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _task_rows(plan: Plan, extra: Mapping[str, Mapping[str, str | float]]) -> list[Row]:
    titles = {section.key: section.title for section in plan.sections}
    rows, current = [], ""
    for task in plan.tasks:
        if task.section_key != current and task.section_key in titles:
            rows.append(Row(section=(task.section_key, titles[task.section_key]), cells={}))
        current = task.section_key
        rows.append(Row(cells={**task_cells(task), **extra.get(task.key, {})}))
    return rows


def _numbered(cells: Iterable[Mapping[str, str]]) -> list[Row]:
    return [Row(cells={"position": position, **row}) for position, row in enumerate(cells, start=1)]


class _Sheet:
    """One sheet: title block, header row, body, and how it is printed."""

    def __init__(
        self,
        book: Any,
        words: Mapping[str, Any],
        name: str,
        extra: Sequence[Column] = (),
        *,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        table = words["sheet"][name]
        self._words = words
        own = (Column(**row) for row in table["columns"] if row["id"] not in left_out)
        self._columns = (*own, *extra)
        self._sheet = book.create_sheet(table["title"])
        self._at = 0

    def write(self, head: PlanHead, rows: Sequence[Row], *, subtitle: str = "") -> None:
        """Writes the whole sheet; columns that nothing fills and that need not stand are left out."""
        filled = {column for row in rows for column, value in row.cells.items() if value != ""}
        self._columns = tuple(column for column in self._columns if column.always or column.id in filled)
        self._title_block(head, subtitle)
        header = self._header()
        for row in rows:
            self._section(*row.section) if row.section is not None else self._row(row.cells)
        self._print_setup(header)

    def _title_block(self, head: PlanHead, subtitle: str) -> None:
        middle = max(2, len(self._columns) // 2)
        number = self._words["number"].format(number=head.number) if head.number else ""
        for left, right in zip((head.issuer.upper(), number), self._words["motto"], strict=True):
            self._at += 1
            self._across(left, first=1, last=middle, bold=bool(left and left != number))
            self._across(right, first=middle + 1, last=len(self._columns), bold=True)
        self._at += 1
        for text, bold, size in ((head.title, True, 14), (_issued(head, self._words), False, 12), (subtitle, True, 12)):
            if text:
                self._at += 1
                self._across(text, first=1, last=len(self._columns), bold=bold, size=size, italic=not bold)
        self._at += 1

    def _across(self, text: str, *, first: int, last: int, bold: bool, size: int = 12, italic: bool = False) -> None:
        cell = self._put(first, text)
        cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if last > first:
            self._sheet.merge_cells(start_row=self._at, start_column=first, end_row=self._at, end_column=last)
        self._heighten(text, self._columns[first - 1 : last], size=size)

    def _header(self) -> int:
        self._at += 1
        for place, column in enumerate(self._columns, start=1):
            cell = self._put(place, column.header)
            cell.font = Font(name=_FONT, size=12, bold=True)
            cell.fill, cell.border = _HEADER_FILL, _BOX
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            self._sheet.column_dimensions[get_column_letter(place)].width = column.width
        self._sheet.row_dimensions[self._at].height = 2 * _LINE + 6
        return self._at

    def _section(self, key: str, title: str) -> None:
        self._at += 1
        for place in range(1, len(self._columns) + 1):
            cell = self._put(place, key if place == 1 else title if place == 2 else "")
            cell.font = Font(name=_FONT, size=12, bold=True)
            cell.fill, cell.border = _SECTION_FILL, _BOX
            cell.alignment = Alignment(horizontal="center" if place == 1 else "left", vertical="center", wrap_text=True)
        self._sheet.merge_cells(
            start_row=self._at, start_column=2, end_row=self._at, end_column=max(2, len(self._columns))
        )
        self._heighten(title, self._columns[1:])

    def _row(self, cells: Mapping[str, str | float]) -> None:
        self._at += 1
        for place, column in enumerate(self._columns, start=1):
            cell = self._put(place, cells.get(column.id, ""))
            cell.font = Font(name=_FONT, size=12)
            cell.border = _BOX
            cell.alignment = Alignment(
                horizontal="center" if column.centred else "left", vertical="top", wrap_text=True
            )
            self._heighten(str(cells.get(column.id, "")), (column,))

    def _put(self, place: int, value: str | float) -> Any:
        cell = self._sheet.cell(row=self._at, column=place)
        if isinstance(value, str):
            text = clean(value)
            if text:
                cell.value = text
                cell.data_type = "s"  # also where it begins with "=", which the library takes for a formula
                cell.quotePrefix = text.startswith(FORMULA_MARKS)
        else:
            cell.value = value
        return cell

    def _heighten(self, text: str, columns: Sequence[Column], *, size: int = 12) -> None:
        """Makes the row as high as the text needs: programs do not reckon it for merged cells, nor all for others."""
        width = sum(column.width for column in columns) * 12 / size * _LETTERS_A_UNIT
        lines = sum(max(1, -(-len(line) // max(1, int(width)))) for line in text.split("\n"))
        dimension = self._sheet.row_dimensions[self._at]
        dimension.height = min(409.0, max(dimension.height or 0.0, lines * _LINE * size / 12 + 3))

    def _print_setup(self, header: int) -> None:
        sheet = self._sheet
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top = sheet.page_margins.bottom = 0.6
        sheet.print_options.horizontalCentered = True
        sheet.print_title_rows = f"{header}:{header}"
        sheet.oddFooter.center.text = self._words["page"]
        sheet.freeze_panes = sheet.cell(row=header + 1, column=1)
        sheet.sheet_view.showGridLines = False


def _issued(head: PlanHead, words: Mapping[str, Any]) -> str:
    day = f"{head.signed_on:%d/%m/%Y}" if head.signed_on is not None else ""
    if head.number and head.issuer:
        return str(words["issued" if day else "issued_without_day"]).format(
            number=head.number, day=day, issuer=head.issuer
        )
    return str(words["issued_without_number"]).format(day=day, issuer=head.issuer) if day and head.issuer else ""
