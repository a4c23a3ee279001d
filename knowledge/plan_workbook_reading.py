"""The workbook of a plan read back: what a person changed on its sheets, everything else as it was written.

A cell that still says what was written means what it meant: deadlines, places and repairs stay. A cell that says
something else is read like that of a document.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.agencies import read_agencies
from knowledge.documents.archives import check_archive
from knowledge.documents.formats.xlsx_values import render_value
from knowledge.errors import DocumentError
from knowledge.ingest.years import one_year, read_time
from knowledge.plan import Comparator, Duty, DutyRole, Plan, PlanTask, Section, Target
from knowledge.plan_cells import BASE_SHEET, clean, duty_cells, target_cells, task_cells, unpacked, workbook_words

_BROKEN: Final = (InvalidFileException, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, TypeError, OSError)
_OWN: Final = {"text": "text", "goal": "goal", "product": "product", "legal_basis": "legal_basis", "note": "note"}
_MOST_MOVED: Final = 5  # blocks of rows that somebody moves by hand
_Value = TypeVar("_Value", Target, Duty)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row below the headings: its cells by the id of their column, and whether its text runs across the sheet."""

    number: int
    cells: Mapping[str, str]
    is_wide: bool

    @property
    def key(self) -> str:
        """The number that the row prints."""
        return self.cells.get("key", "").strip()


def read_plan_workbook(data: bytes, *, name: str) -> Plan | None:
    """The plan of a workbook that `render_workbook` made, with what was changed in it since; None of any other.

    Raises:
        DocumentError: broken, or a changed cell cannot be what it should; the message names sheet and row.
    """
    check_archive(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True)
    except _BROKEN:
        return None
    if BASE_SHEET not in book.sheetnames:
        return None
    base = unpacked((row[0] for row in book[BASE_SHEET].iter_rows(max_col=1, values_only=True) if row[0]), name=name)
    if base is None:
        return None
    sheets = workbook_words()["sheet"]
    tasks = _rows(book, sheets["tasks"])
    if tasks is None:
        return None
    plan = _with_tasks(base, tasks, name)
    targets, duties = (_rows(book, sheets[kind]) for kind in ("targets", "duties"))
    return replace(
        plan,
        targets=base.targets if targets is None else tuple(_targets(base.targets, targets, name)),
        duties=base.duties if duties is None else tuple(_duties(base.duties, duties, name)),
    )


def _rows(book: Any, words: Mapping[str, Any]) -> list[_Row] | None:
    """The filled rows below the headings of a sheet; None where the sheet, or its headings, are not there."""
    if words["title"] not in book.sheetnames:
        return None
    sheet = book[words["title"]]
    known = {column["header"]: column["id"] for column in words["columns"]}
    titles = {area.min_row for area in sheet.merged_cells.ranges if area.min_col == 2 and area.min_row == area.max_row}
    columns: dict[int, str] = {}
    rows: list[_Row] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [render_value(cell.value, cell.number_format) for cell in cells]
        if not columns:
            found = {at: known[text] for at, text in enumerate(texts) if text in known}
            columns = found if len(found) > 2 else {}
        elif any(texts[at].strip() for at in columns):
            said = {column: texts[at] for at, column in columns.items()}
            rows.append(_Row(number=number, cells=said, is_wide=number in titles))
    return rows if columns else None


def _with_tasks(base: Plan, rows: Sequence[_Row], name: str) -> Plan:
    written = {task.key: task for task in base.tasks}
    shown = _shown_sections(base)
    titles = {section.key: section for section in base.sections}
    sections = {section.key: section for section in base.sections if section.key not in shown.values()}
    scattered = _scattered(rows, shown, titles, written)
    tasks: dict[str, PlanTask] = {}
    current = ""
    for row in rows:
        if _is_title(row, titles, written):
            title = row.cells.get("text", "")
            same = row.key in titles and _same(title, titles[row.key].title)
            sections[row.key] = titles[row.key] if same else Section(key=row.key, title=" ".join(title.split()))
            current = row.key
            continue
        old = written.get(row.key) if row.key not in tasks else None
        key = row.key if old else _free(row.key, {**written, **tasks}) if row.key else _next(tasks, current, written)
        task = _changed(old or PlanTask(key=key, text=""), row, base.head.year)
        if not task.text and (old is None or old.text):
            raise DocumentError(f"Tệp {name}, hàng {row.number}: thiếu nội dung nhiệm vụ.")
        stays = old is not None and (scattered or shown[old.key] == current)
        tasks[key] = replace(task, section_key=old.section_key if old and stays else current)
    order = [*(section.key for section in base.sections), *sections]
    kept = {key: sections[key] for key in order if key in sections}
    if scattered:
        known = [tasks[key] for key in written if key in tasks]
        new = [task for key, task in tasks.items() if key not in written]
        return replace(base, sections=tuple(kept.values()), tasks=(*known, *new))
    return replace(base, sections=tuple(kept.values()), tasks=tuple(tasks.values()))


def _is_title(row: _Row, sections: Mapping[str, Section], tasks: Mapping[str, PlanTask]) -> bool:
    """Whether a row is the title of a section: of a known one even where a program lost that it runs across."""
    if not row.key or any(text.strip() for column, text in row.cells.items() if column not in ("key", "text")):
        return False
    section, task = sections.get(row.key), tasks.get(row.key)
    if section is None or task is None or row.is_wide:
        return section is not None or (row.is_wide and task is None)
    title = row.cells.get("text", "")
    return _same(title, section.title) and not _same(title, task.text)


def _scattered(
    rows: Sequence[_Row], shown: Mapping[str, str], sections: Mapping[str, Section], tasks: Mapping[str, PlanTask]
) -> bool:
    """Whether somebody sorted the whole sheet, rather than moved tasks to another section by hand.

    Then most tasks, or all tasks of most sections, stand under another title, or row after row is out of order.
    """
    place = {key: at for at, key in enumerate(shown)}
    current, before = "", -1
    here: list[str] = []
    away: list[str] = []
    back = 0
    for row in rows:
        if _is_title(row, sections, tasks):
            current = row.key
        elif row.key in shown:
            (here if shown[row.key] == current else away).append(shown[row.key])
            back += place[row.key] < before
            before = place[row.key]
    lost = {*away} - {*here}
    return bool(away) and (len(away) > len(here) or len(lost) > len({*here}) or back > _MOST_MOVED)


def _shown_sections(plan: Plan) -> dict[str, str]:
    """The section under whose title each task stands on the sheet, by the key of the task."""
    titles = {section.key for section in plan.sections}
    shown: dict[str, str] = {}
    current = ""
    for task in plan.tasks:
        current = task.section_key if task.section_key in titles else current
        shown[task.key] = current
    return shown


def _free(key: str, taken: Mapping[str, PlanTask]) -> str:
    bare = key.partition("#")[0]
    keys = (bare, *(f"{bare}#{number}" for number in range(2, len(taken) + 3)))
    return next(free for free in keys if free not in taken)


def _next(tasks: dict[str, PlanTask], section: str, written: Mapping[str, PlanTask]) -> str:
    """The number of a row that prints none: the one after the row above, or the first of its section."""
    above = next(reversed(tasks), "")
    inside = not section or above.startswith(f"{section}.") or not any(key.startswith(f"{section}.") for key in written)
    head, dot, last = (above if inside else f"{section}.0").partition("#")[0].rpartition(".")
    number = int(last) if last.isdecimal() else 0
    while (key := f"{head}{dot}{number + 1}") in tasks or key in written:
        number += 1
    return key


def _changed(task: PlanTask, row: _Row, year: int) -> PlanTask:
    """The task with every cell that says something else than was written."""
    before = task_cells(task)
    new = {column: text for column, text in row.cells.items() if column != "key" and not _same(text, before[column])}
    fields: dict[str, Any] = {field: " ".join(new[column].split()) for column, field in _OWN.items() if column in new}
    for column in ("leads", "supports"):
        if column in new:
            fields[column] = read_agencies(new[column]).names
    changed = replace(task, **fields)
    if "time" not in new:
        return changed
    time = " ".join(new["time"].split())
    hint = f"{changed.text} {changed.product}"
    return replace(changed, time=time, deadlines=read_time(time, years=one_year(year), hint=hint, source=task.source))


def _targets(base: Sequence[Target], rows: Sequence[_Row], name: str) -> Iterator[Target]:
    comparators = workbook_words()["sheet"]["targets"]["comparator"]
    for row, old in _matched(base, rows):
        if old is not None and _says(row, target_cells(old)):
            yield old
            continue
        said = row.cells.get("value", "").strip()
        word = max((word for word in comparators.values() if said.lower().startswith(word.lower())), key=len)
        try:
            value = float(said[len(word) :].strip().rstrip("%").replace(",", "."))
        except ValueError:
            raise DocumentError(f"Tệp {name}, chỉ tiêu ở hàng {row.number}: mức “{said}” không phải là số.") from None
        comparator = next(Comparator(code) for code, known in comparators.items() if known == word)
        fields: dict[str, Any] = {
            column: row.cells.get(column, "").strip() for column in ("indicator", "unit", "scope", "where")
        }
        yield replace(
            old or Target(indicator="", comparator=comparator, value=value),
            comparator=comparator,
            value=value,
            **fields,
        )


def _duties(base: Sequence[Duty], rows: Sequence[_Row], name: str) -> Iterator[Duty]:
    roles = {word.lower(): DutyRole(code) for code, word in workbook_words()["sheet"]["duties"]["role"].items()}
    for row, old in _matched(base, rows):
        if old is not None and _says(row, duty_cells(old)):
            yield old
            continue
        said = row.cells.get("role", "").strip()
        if said.lower() not in roles:
            raise DocumentError(f"Tệp {name}, nhiệm vụ đơn vị ở hàng {row.number}: vai trò “{said}” không có.")
        fields: dict[str, Any] = {
            column: " ".join(row.cells.get(column, "").split()) for column in ("unit", "text", "where")
        }
        yield replace(old or Duty(unit="", text=""), role=roles[said.lower()], **fields)


def _matched(base: Sequence[_Value], rows: Sequence[_Row]) -> Iterator[tuple[_Row, _Value | None]]:
    """Each row with what was written under its number."""
    for row in rows:
        number = row.cells.get("position", "").strip()
        yield row, base[int(number) - 1] if number.isdigit() and 0 < int(number) <= len(base) else None


def _says(row: _Row, cells: Mapping[str, str]) -> bool:
    return all(_same(text, cells[column]) for column, text in row.cells.items() if column in cells)


def _same(text: str, written: str) -> bool:
    """Whether a cell still says what was written, but for spaces that programs change when they save."""
    return " ".join(text.split()) == " ".join(clean(written).split())
