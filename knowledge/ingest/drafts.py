"""Read rows → drafts of tasks: what a page end cut is joined, merged cells hold for each task, lists are dealt out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from knowledge.ingest.natures import fitness
from knowledge.ingest.numbering import roman_value, to_roman
from knowledge.ingest.parts import Part
from knowledge.ingest.rows import SectionRow, TaskRow
from knowledge.plan import ReadingWarning
from nlu.text import fold

_HYPHEN_END = re.compile(r"[^\W_][-/]$")
_DITTO = re.compile(r"[\W_]*(?:nt|n/t|nhu (?:tren|hang tren))[\W_]*|[-\s]*(?://|[\"”″〃])[-\s]*")
_LIST_START = re.compile(r"[-–+•]\s")
_FIGURE_GOAL = re.compile(
    r"[\W_]*(?:(?:tối thiểu|tối đa|ít nhất|trên|dưới|đạt|giảm|tăng|từ|hoàn thành|100)\s+)*\d", re.IGNORECASE
)
_NAMES = {
    "task": "nhiệm vụ", "indicator": "chỉ tiêu", "goal": "mục tiêu", "product": "kết quả", "lead": "chủ trì",
    "support": "phối hợp", "agencies": "cơ quan thực hiện", "time": "thời gian", "basis": "căn cứ", "note": "ghi chú",
    "target": "chỉ tiêu giao", "unit": "đơn vị tính",
}  # fmt: skip
_WHOLE_TAIL = 4  # a repeated tail in another column must have as many words to be taken for a repetition
_LONG_COPY = 40  # so long a text does not come twice by chance
_ORDINALS = ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm")


@dataclass(slots=True, kw_only=True)
class DraftSection:
    """A section as printed, with the number it must have had; `parent` is the Roman section that it stands in."""

    number: str
    title: str
    line: int
    parent: DraftSection | None = None
    loose: bool = False

    @property
    def is_roman(self) -> bool:
        """Whether it is counted in Roman numerals."""
        return bool(self.number) and all(c in "IVXL" for c in self.number)

    @property
    def roman(self) -> DraftSection | None:
        """The Roman section that this is or stands in."""
        return self if self.is_roman else self.parent


@dataclass(slots=True, kw_only=True)
class Draft:
    """A task on its way: its printed number ("" = shares the number above), its cells by role."""

    number: str
    cells: dict[str, str]
    first_line: int
    last_line: int
    place: str
    section: DraftSection | None
    shares: bool = False
    repairs: list[str] = field(default_factory=list)
    extras: list[TaskRow] = field(default_factory=list)
    cut: bool = False


@dataclass(slots=True, kw_only=True)
class DraftPart:
    """The drafts of one part in order, with what a person should look at."""

    label: int
    is_indicators: bool
    title: str = ""
    drafts: list[Draft] = field(default_factory=list)
    sections: list[DraftSection] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)


def make_drafts(part: Part) -> DraftPart:
    """The tasks of a part, every printed cell in one of them or in a warning."""
    made = DraftPart(label=part.label, is_indicators=part.is_indicators, title=part.title)
    section: DraftSection | None = None
    ordinal = 0
    for index, row in enumerate(part.rows):
        above = made.drafts[-1] if made.drafts else None
        if isinstance(row, SectionRow):
            if row.maybe and not _titles_what_follows(row, part.rows[index + 1 :]):
                row = TaskRow(
                    number=row.number,
                    cells={_main(part): row.title},
                    first_line=row.first_line,
                    last_line=row.last_line,
                    place=row.place,
                )
            elif not row.number and above and _repeats_section(row, section):
                continue
            else:
                section = _open_section(row, section)
                made.sections.append(section)
                _note_stray(row, above, made)
                continue
        if index and part.numbered and _ends_title_above(row, part.rows[index - 1], _main(part)) and section:
            section.title = join_cut(section.title, row.cells[_main(part)])
            continue
        if section and section.loose and not _stands_under(row, section):
            section = section.parent
        if row.number == "-" and above and above.section is section and not _is_whole(row):
            row = replace(row, number="", cells={**row.cells, _main(part): f"- {row.cells.get(_main(part), '')}"})
            _continue(above, row)
            continue
        if not row.number and part.numbered and above and above.section is section:
            if _is_further(row, above, part):
                made.drafts.append(_further(row, above, section))
            elif not row.cells.get(_main(part)) and _is_whole(row) and "\n" in above.cells.get(_main(part), ""):
                above.extras.append(row)
            else:
                _continue(above, row)
            continue
        if not part.numbered and above and above.section is section and not _opens_task(row, part):
            _continue(above, row)
            continue
        ordinal += 1
        number = row.number
        if number == "-" or (not number and part.numbered):
            number = ""
        elif not part.numbered:
            number = str(ordinal)
        made.drafts.append(_draft(row, number, section))
    made.drafts = [dealt for draft in made.drafts for dealt in _deal_out(draft, _main(part))]
    _repeat_dittos(made.drafts)
    if not part.unmerged:
        _hold_goals(made.drafts)
    _drop_self_support(made.drafts)
    _correct_sections(made)
    return made


def _repeat_dittos(drafts: Sequence[Draft]) -> None:
    """Cells that only say "as above" ("nt", "Như trên", "-//-") get what stands above them."""
    for above, draft in pairwise(drafts):
        for role, text in draft.cells.items():
            if role in above.cells and _DITTO.fullmatch(fold(text)):
                draft.cells[role] = above.cells[role]


def _open_section(row: SectionRow, before: DraftSection | None) -> DraftSection:
    """The section of a title row, inside the Roman section before it where it is a smaller one."""
    section = DraftSection(number=row.number, title=row.title, line=row.first_line, loose=row.maybe)
    if before and not section.is_roman and not (row.number.isalpha() and row.number.isupper()):
        section.parent = before.roman
    return section


def _stands_under(row: TaskRow, section: DraftSection) -> bool:
    """Whether a row's number counts under a small section: 1.1 under 1, or a letter, a dash, none at all."""
    number = row.number
    return not number or not number[0].isdigit() or number == section.number or number.startswith(f"{section.number}.")


def _main(part: Part) -> str:
    return "indicator" if part.is_indicators else "task"


def _titles_what_follows(row: SectionRow, after: Sequence[SectionRow | TaskRow]) -> bool:
    """Whether a lone numbered title heads the rows below: they count 3.1, 3.2 under 3, or have no numbers."""
    following = next((r for r in after if r.number or isinstance(r, SectionRow)), None)
    if following and f"{following.number}.".startswith(f"{row.number}."):
        return True
    nearest = after[0] if after else None
    if not isinstance(nearest, TaskRow):
        return False
    if nearest.number in ("-",) or nearest.number[:1].islower():
        return True
    return not nearest.number and _is_whole(nearest) and nearest.cells.get("task", "")[:1].isupper()


def _repeats_section(row: SectionRow, section: DraftSection | None) -> bool:
    return section is not None and fold(row.title) == fold(section.title)


def _ends_title_above(row: TaskRow, above: SectionRow | TaskRow, main: str) -> bool:
    """Whether a row on top of a page is the rest of a section's title that the page end cut."""
    return isinstance(above, SectionRow) and row.page and not row.number and row.cells.keys() == {main}


def _note_stray(row: SectionRow, above: Draft | None, made: DraftPart) -> None:
    """A cell that strayed into a section's row: a piece of the row above, or something to look at."""
    if row.stray and not (above and _holds_tail(above, row.stray)):
        made.warnings.append(
            ReadingWarning(
                line=row.first_line, message=f"Hàng tiêu đề mục có thêm chữ “{row.stray}” không rõ thuộc ô nào."
            )
        )


def _draft(row: TaskRow, number: str, section: DraftSection | None) -> Draft:
    return Draft(
        number=number,
        cells=dict(row.cells),
        first_line=row.first_line,
        last_line=row.last_line,
        place=row.place,
        section=section,
        shares=not number,
        repairs=list(row.repairs),
        cut=row.cut,
    )


def _further(row: TaskRow, above: Draft, section: DraftSection | None) -> Draft:
    """A task without a number of its own: it shares the number and the merged cells of the one above."""
    draft = _draft(row, "", section)
    draft.shares = True
    if not draft.cells.get("goal") and above.cells.get("goal"):
        draft.cells["goal"] = above.cells["goal"]
    if not draft.cells.keys() & {"lead", "support", "agencies"}:
        for role in ("lead", "support", "agencies"):
            if above.cells.get(role):
                draft.cells[role] = above.cells[role]
                draft.repairs.append(f"Ô {_NAMES[role]} gộp với hàng trên; đã lấy theo hàng trên.")
    return draft


def _is_further(row: TaskRow, above: Draft, part: Part) -> bool:
    """Whether a row without a number is a task of its own, not the rest of the row above."""
    task = row.cells.get(_main(part), "")
    lead = row.cells.get("lead", row.cells.get("agencies", ""))
    time = row.cells.get("time", "")
    if not task or not _starts_anew(task):
        return False
    printed = above.cells.get("lead", above.cells.get("agencies", ""))
    if lead:
        return _starts_anew(lead) and fitness(lead, "lead") > 0 and not printed.rstrip().endswith((",", "-"))
    closed = above.cells.get(_main(part), "").rstrip().endswith((".", ";"))
    return (
        bool(time)
        and _starts_anew(time)
        and fitness(time, "time") > 0
        and fitness(above.cells.get("time", ""), "time") > 0
        and closed
    )


def _opens_task(row: TaskRow, part: Part) -> bool:
    """In a table without numbers: whether a row is a task and not the rest of the one above."""
    task = row.cells.get(_main(part), "")
    return (
        bool(task)
        and _starts_anew(task)
        and bool(row.cells.keys() & {"lead", "agencies", "time", "support", "product", "target"})
    )


def _is_whole(row: TaskRow) -> bool:
    """Whether a row without task text still is a row of its own: a product with its agency or its time."""
    lead, time = row.cells.get("lead", ""), row.cells.get("time", "")
    return bool(lead or time) and (not lead or fitness(lead, "lead") > 0) and (not time or fitness(time, "time") > 0)


def _starts_anew(text: str) -> bool:
    first = text.lstrip("-–+•*“\"'( ")[:1]
    return first.isupper() or first.isdigit()


def _continue(above: Draft, row: TaskRow) -> None:
    """Joins the rest of a row that a page end cut."""
    joined: list[str] = []
    dropped: list[str] = []
    for role, text in row.cells.items():
        if _ends_with(above.cells.get(role, ""), text, 1) or _holds_tail(above, text):
            dropped.append(_NAMES.get(role, role))
            continue
        above.cells[role] = join_cut(above.cells.get(role, ""), text)
        joined.append(_NAMES.get(role, role))
    above.last_line = max(above.last_line, row.last_line)
    if joined:
        above.repairs.append(f"Hàng bị cắt bởi ngắt trang: phần cuối ô {', '.join(joined)} nằm ở {row.place}, đã nối.")
    if dropped:
        above.repairs.append(f"Phần chép lặp ở ô {', '.join(dropped)} {row.place} đã bỏ.")


def join_cut(before: str, after: str) -> str:
    """Two pieces of one cell as one text: "QĐ-" + "TTg" are one word, a list item begins a new line.

    >>> join_cut("Quyết định số 31/2021/QĐ-", "TTg;"), join_cut("Trước ngày 30 tháng 11 năm", "2024")
    ('Quyết định số 31/2021/QĐ-TTg;', 'Trước ngày 30 tháng 11 năm 2024')
    """
    if not before:
        return after
    if _LIST_START.match(after):
        return f"{before}\n{after}"
    if _HYPHEN_END.search(before) and not before.endswith(" -"):
        return before + after
    return f"{before} {after}"


def _ends_with(text: str, tail: str, fewest_words: int) -> bool:
    """Whether a text ends with another, in whole words, marks apart."""
    long, short = f" {' '.join(fold(text).split())}", f" {' '.join(fold(tail).split())}"
    return len(short.split()) >= fewest_words and len(short) > 4 and long.endswith(short)


def _holds_tail(above: Draft, text: str) -> bool:
    return any(_ends_with(cell, text, _WHOLE_TAIL) for cell in above.cells.values()) or any(
        _ends_with(cell, text, 2) for role, cell in above.cells.items() if role == "time"
    )


def _deal_out(draft: Draft, main: str) -> list[Draft]:
    """One draft a paragraph of the task cell, where the rows below brought exactly that many products."""
    items = draft.cells.get(main, "").split("\n")
    if not draft.extras:
        return [draft]
    if len(items) != len(draft.extras) + 1:
        for row in draft.extras:
            _continue(draft, row)
        return [draft]
    said = (
        f"{len(items)} nhiệm vụ in chung trong một ô ở {draft.place}, "
        f"kết quả tách thành {len(items)} hàng; đã ghép đoạn "
    )
    dealt = [draft]
    draft.cells[main] = items[0]
    for index, (item, row) in enumerate(zip(items[1:], draft.extras, strict=True), start=1):
        cells = {**{role: text for role, text in draft.cells.items() if role == "goal"}, **row.cells, main: item}
        note = said + f"{_ordinal(index)} với hàng {_ordinal(index)}."
        further = Draft(
            number="",
            shares=True,
            cells=cells,
            first_line=draft.first_line,
            last_line=row.last_line,
            place=row.place,
            section=draft.section,
        )
        further.repairs = [note]
        dealt.append(further)
    draft.repairs.append(said + "thứ nhất với hàng thứ nhất.")
    draft.extras = []
    return dealt


def _ordinal(index: int) -> str:
    return _ORDINALS[index] if index < len(_ORDINALS) else f"thứ {index + 1}"


def _hold_goals(drafts: Sequence[Draft]) -> None:
    """A goal cell merged over several numbered tasks holds for each: an empty one takes the goal above it.

    Not so a figure of one task ("40 camera được lắp đặt"): below that an empty cell is just empty.
    """
    for above, draft in pairwise(drafts):
        lost = any("lệch cột" in repair for repair in draft.repairs)
        goal = above.cells.get("goal", "")
        if goal and not draft.cells.get("goal") and draft.section is above.section and not lost:
            if _FIGURE_GOAL.match(goal):
                continue
            draft.cells["goal"] = goal


def _drop_self_support(drafts: Sequence[Draft]) -> None:
    """A support cell that only repeats its lead cell is a copying slip, where rows of that lead else leave it empty."""
    for draft in drafts:
        lead, support = draft.cells.get("lead", ""), draft.cells.get("support", "")
        if not lead or fold(lead) != fold(support):
            continue
        others = [
            d.cells.get("support", "") for d in drafts if fold(d.cells.get("lead", "")) == fold(lead) and d is not draft
        ]
        filled = [other for other in others if other and fold(other) != fold(lead)]
        alone = len(lead) >= _LONG_COPY and not fold(lead).lstrip("- ").startswith("cac ")
        if alone or (len(others) >= 2 and len(filled) * 2 < len(others)):
            draft.cells["support"] = ""
            draft.repairs.append(
                "Ô phối hợp chép lặp nguyên ô chủ trì; một cơ quan không tự phối hợp với mình nên để trống."
            )


def _correct_sections(made: DraftPart) -> None:
    """A Roman numeral misprinted between its neighbours (VII, XIII, IX) is the one that belongs there."""
    roman = [s for s in made.sections if s.is_roman]
    values = [roman_value(s.number) for s in roman]
    for i in range(1, len(roman)):
        before, here = values[i - 1], values[i]
        after = values[i + 1] if i + 1 < len(roman) else None
        lost = here != before + 1 and here != before and (after == before + 2 or (after is None and here > before + 1))
        if lost and after is not None:
            right = to_roman(before + 1)
            made.warnings.append(
                ReadingWarning(
                    line=roman[i].line,
                    message=f"Mục “{roman[i].title}” in số {roman[i].number}, nhưng đứng sau {roman[i - 1].number} "
                    f"và trước {roman[i + 1].number} nên đọc là {right}.",
                )
            )
            roman[i].number, values[i] = right, before + 1
