"""The reviewed plan as a TOML file that people can edit and import again.

`read_plan_file(render_plan_file(plan))` gives the plan back. What a file does not keep: the wording of a source (its
lines are kept), and which rule read a deadline; neither is a person's to edit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.deadline_fields import deadline_fields, deadline_trouble, make_deadline
from knowledge.errors import DocumentError
from knowledge.plan import (
    NOWHERE,
    Amendment,
    Amends,
    Comparator,
    Deadline,
    Duty,
    DutyRole,
    Plan,
    PlanHead,
    PlanTask,
    ReadingWarning,
    Section,
    SourceSpan,
    Target,
    TaskAmendment,
)
from knowledge.toml_reading import TomlPlaces, TomlTable, key_list
from knowledge.toml_text import Value, render_comment, render_pair
from nlu.parsed import load_parsed

_FILE = Path(__file__).parent / "data/plan_file.toml"

FORMAT = 1
_AMENDS = frozenset(key_list(Amends))
YEARS = range(1900, 2201)
SLUG = re.compile(r"[^\s/]+")
SYNTAX_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def render_plan_file(plan: Plan) -> str:
    """The plan file of a plan, with a comment that explains how to edit it; ends in a line break."""
    head = plan.head
    name = f"{head.title} (số {head.number})" if head.number else head.title
    opening = [
        render_comment(f"{name} — tệp kế hoạch của Nhắc Việc (sửa được, nhập lại bằng: nhacviec import TỆP)"),
        "#",
        *(f"# {line}" for line in _help().splitlines()),
        f"format = {FORMAT}",
    ]
    return "\n\n".join(["\n".join(opening), *_blocks(plan)]) + "\n"


@cache
def _help() -> str:
    return str(load_parsed(_FILE)["help"])


def _blocks(plan: Plan) -> Iterator[str]:
    head = plan.head
    yield _block(
        "[plan]",
        ("slug", plan.slug),
        ("title", head.title),
        ("number", head.number or None),
        ("issuer", head.issuer or None),
        ("signed_on", head.signed_on),
        ("signer", head.signer or None),
        ("signer_title", head.signer_title or None),
        ("year", head.year),
        ("parent_documents", head.parent_documents or None),
    )
    for section in plan.sections:
        yield _block("[[section]]", ("key", section.key), ("title", section.title))
    for task in plan.tasks:
        yield _task_block(task)
    for target in plan.targets:
        yield _block(
            "[[target]]",
            ("indicator", target.indicator),
            ("comparator", target.comparator.value),
            ("value", float(target.value)),
            ("unit", target.unit),
            ("scope", target.scope or None),
            ("where", target.where or None),
            ("lines", _lines(target.source)),
            ("place", target.source.place or None),
        )
    for duty in plan.duties:
        yield _block(
            "[[duty]]",
            ("unit", duty.unit),
            ("text", duty.text),
            ("role", duty.role.value),
            ("where", duty.where or None),
            ("lines", _lines(duty.source)),
            ("place", duty.source.place or None),
        )
    for amendment in plan.amendments:
        yield _block(
            "[[amendment]]",
            ("document", amendment.document),
            ("signed_on", amendment.signed_on),
            ("changes", [_change_fields(change) for change in amendment.changes] or None),
        )
    for warning in plan.warnings:
        place = ("place", warning.place or None)
        yield _block("[[warning]]", ("line", warning.line), place, ("message", warning.message))


def _task_block(task: PlanTask) -> str:
    return _block(
        "[[task]]",
        ("key", task.key),
        ("section", task.section_key or None),
        ("text", task.text),
        ("goal", task.goal or None),
        ("product", task.product or None),
        ("leads", task.leads or None),
        ("supports", task.supports or None),
        ("time", task.time or None),
        ("deadlines", [deadline_fields(deadline) for deadline in task.deadlines] or None),
        ("legal_basis", task.legal_basis or None),
        ("note", task.note or None),
        ("repairs", task.repairs or None),
        ("lines", _lines(task.source)),
        ("place", task.source.place or None),
    )


def _change_fields(change: TaskAmendment) -> dict[str, str]:
    fields = {"key": change.key, "does": change.does.value, "field": change.field}
    return {name: said for name, said in (fields | {"before": change.before, "after": change.after}).items() if said}


def _block(header: str, *pairs: tuple[str, Value | None]) -> str:
    return "\n".join([header, *(render_pair(key, value) for key, value in pairs if value is not None)])


def _lines(span: SourceSpan) -> tuple[int, int] | None:
    return (span.first_line, span.last_line) if span.first_line or span.last_line else None


def read_plan_file(text: str, *, name: str) -> Plan:
    """The plan that a plan file holds.

    Args:
        text: the whole file; a byte order mark and CRLF line ends are fine.
        name: what to call the file in an error.

    Raises:
        DocumentError: no TOML, an unknown or missing field, a value of the wrong type, a key that stands twice, a
            deadline that cannot be. The message names line and field in Vietnamese; `line` is the line where known.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _syntax_error(str(error), name) from None
    return _read(raw, text, name)


def load_plan_file(path: Path) -> Plan:
    """The plan of a plan file that comes with the product, parsed once like every rule of ours.

    Raises:
        OSError: it cannot be read.
        DocumentError: as `read_plan_file`.
    """
    return _read(load_parsed(path), path.read_text(encoding="utf-8"), path.name)


def _read(raw: Mapping[str, Any], text: str, name: str) -> Plan:
    root = TomlTable(raw, label="", name=name, places=TomlPlaces(text))
    version = root.whole("format", default=FORMAT)
    if version != FORMAT:
        raise root.refusal(f"bản định dạng {version} chưa đọc được (chương trình này đọc bản {FORMAT})", "format")
    head = root.table("plan")
    plan = Plan(
        slug=_slug(head),
        head=_head(head),
        sections=tuple(_section(table) for table in root.tables("section")),
        tasks=tuple(_task(table) for table in root.tables("task")),
        targets=tuple(_target(table) for table in root.tables("target")),
        duties=tuple(_duty(table) for table in root.tables("duty")),
        amendments=tuple(_amendment(table) for table in root.tables("amendment")),
        warnings=tuple(_warning(table) for table in root.tables("warning")),
    )
    root.end()
    for what in ("section", "task"):
        root.refuse_twins(what)
    return plan


def _syntax_error(said: str, name: str) -> DocumentError:
    place = SYNTAX_PLACE.search(said)
    if place is None:
        return DocumentError(f"Tệp {name} sai cú pháp TOML ở cuối tệp: có dấu nháy hoặc ngoặc chưa đóng.")
    line, column = int(place[1]), int(place[2])
    twice = "overwrite" in said or "declare" in said or "Duplicate" in said
    why = "một trường ghi hai lần" if twice else "thiếu hoặc thừa dấu nháy, dấu phẩy, dấu ngoặc"
    return DocumentError(f"Tệp {name}, dòng {line}, cột {column}: sai cú pháp TOML ({why}).", line=line)


def _slug(table: TomlTable) -> str:
    slug = table.text("slug", required=True)
    if not SLUG.fullmatch(slug):
        raise table.refusal("“slug” không được trống, có dấu cách hay dấu gạch chéo", "slug")
    return slug


def _head(table: TomlTable) -> PlanHead:
    year = table.whole("year")
    if year not in YEARS:
        raise table.refusal(f"năm {year} không hợp lệ", "year")
    head = PlanHead(
        title=table.text("title", required=True),
        number=table.text("number"),
        issuer=table.text("issuer"),
        signed_on=table.day("signed_on"),
        signer=table.text("signer"),
        signer_title=table.text("signer_title"),
        year=year,
        parent_documents=table.texts("parent_documents"),
    )
    table.end()
    return head


def _section(table: TomlTable) -> Section:
    section = Section(key=table.key(), title=table.text("title", required=True))
    table.end()
    return section


def _task(table: TomlTable) -> PlanTask:
    task = PlanTask(
        key=table.key(),
        text=table.text("text", required=True),
        section_key=table.text("section"),
        goal=table.text("goal"),
        product=table.text("product"),
        leads=table.texts("leads"),
        supports=table.texts("supports"),
        time=table.text("time"),
        deadlines=tuple(_deadlines(table)),
        legal_basis=table.text("legal_basis"),
        note=table.text("note"),
        repairs=table.texts("repairs"),
        source=_source(table),
    )
    table.end()
    return task


def _deadlines(table: TomlTable) -> Iterator[Deadline]:
    for number, fields in enumerate(table.inline_tables("deadlines"), start=1):
        try:
            deadline = make_deadline(fields)
        except ValueError as error:
            raise table.refusal(f"thời hạn thứ {number}: {error}", "deadlines") from None
        if trouble := deadline_trouble(deadline):
            raise table.refusal(f"thời hạn thứ {number}: {trouble}", "deadlines")
        yield deadline


def _target(table: TomlTable) -> Target:
    target = Target(
        indicator=table.text("indicator", required=True),
        comparator=Comparator(table.choice("comparator", key_list(Comparator))),
        value=table.figure("value"),
        unit=table.text("unit"),
        scope=table.text("scope"),
        where=table.text("where"),
        source=_source(table),
    )
    table.end()
    return target


def _duty(table: TomlTable) -> Duty:
    duty = Duty(
        unit=table.text("unit", required=True),
        text=table.text("text", required=True),
        role=DutyRole(table.choice("role", key_list(DutyRole), default=DutyRole.DO.value)),
        where=table.text("where"),
        source=_source(table),
    )
    table.end()
    return duty


def _amendment(table: TomlTable) -> Amendment:
    amendment = Amendment(
        document=table.text("document", required=True),
        signed_on=table.day("signed_on"),
        changes=tuple(_changes(table)),
    )
    table.end()
    return amendment


def _changes(table: TomlTable) -> Iterator[TaskAmendment]:
    for number, fields in enumerate(table.inline_tables("changes"), start=1):
        said = {name: value for name, value in fields.items() if isinstance(value, str)}
        known = {"key", "does", "field", "before", "after"}
        if said.keys() != fields.keys() or not {"key", "does"} <= said.keys() <= known or said["does"] not in _AMENDS:
            raise table.refusal(f"thay đổi thứ {number} không đúng dạng", "changes")
        yield TaskAmendment(
            key=said["key"],
            does=Amends(said["does"]),
            field=said.get("field", ""),
            before=said.get("before", ""),
            after=said.get("after", ""),
        )


def _warning(table: TomlTable) -> ReadingWarning:
    message = table.text("message", required=True)
    warning = ReadingWarning(line=table.whole("line"), message=message, place=table.text("place"))
    table.end()
    return warning


def _source(table: TomlTable) -> SourceSpan:
    lines, place = table.wholes("lines"), table.text("place")
    if not lines:
        return NOWHERE
    if len(lines) != 2 or lines[0] < 0 or lines[1] < lines[0]:
        raise table.refusal("“lines” phải là hai số: dòng đầu và dòng cuối", "lines")
    return SourceSpan(first_line=lines[0], last_line=lines[1], place=place)
