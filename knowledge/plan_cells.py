"""What stands in the cells of a plan's workbook, and the whole plan as its hidden sheet keeps it. No library."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from knowledge.deadlines.render import render_deadline
from knowledge.plan import Duty, Plan, PlanTask, Target
from knowledge.plan_file import read_plan_file, render_plan_file
from nlu.parsed import load_parsed

_FILE = Path(__file__).parent / "data/workbook.toml"

SLUG_MARK: Final = "nhacviec.slug"
BASE_SHEET: Final = "nhacviec"
_PROPERTIES: Final = "docProps/custom.xml"
_LONGEST_CELL: Final = 32_767
_PART: Final = 30_000  # letters of the packed plan in one cell
_LONGEST_PLAN: Final = 20_000_000
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def task_cells(task: PlanTask) -> dict[str, str]:
    """The cells of a task by the id of their column."""
    return {
        "key": task.key,
        "text": task.text,
        "goal": task.goal,
        "leads": ";\n".join(task.leads),
        "supports": ";\n".join(task.supports),
        "time": task.time or "; ".join(map(render_deadline, task.deadlines)),
        "product": task.product,
        "legal_basis": task.legal_basis,
        "note": task.note,
    }


def target_cells(target: Target) -> dict[str, str]:
    """The cells of a target."""
    comparator = workbook_words()["sheet"]["targets"]["comparator"][target.comparator.value]
    figure = int(target.value) if float(target.value).is_integer() else target.value
    said = f"{comparator} {str(figure).replace('.', ',')}".strip()
    return {
        "indicator": target.indicator,
        "value": said,
        "unit": target.unit,
        "scope": target.scope,
        "where": target.where,
    }


def duty_cells(duty: Duty) -> dict[str, str]:
    """The cells of a duty."""
    role = workbook_words()["sheet"]["duties"]["role"][duty.role.value]
    return {"unit": duty.unit, "text": duty.text, "role": role, "where": duty.where}


def clean(text: str) -> str:
    """The text without what no workbook can hold, cut to what one cell holds."""
    return _UNSTORABLE.sub("", text)[:_LONGEST_CELL]


def packed(plan: Plan) -> tuple[str, ...]:
    """The whole plan, so that no program that saves the workbook can alter it, in parts that a cell holds."""
    text = base64.b64encode(zlib.compress(render_plan_file(plan).encode())).decode()
    return tuple(text[at : at + _PART] for at in range(0, len(text), _PART))


def unpacked(parts: Iterable[object], *, name: str) -> Plan | None:
    """The plan again, None where the parts hold none; `name` is the file's, for errors."""
    try:
        opened = zlib.decompressobj()
        text = opened.decompress(base64.b64decode("".join(map(str, parts)), validate=True), _LONGEST_PLAN)
        return read_plan_file(text.decode(), name=name) if opened.eof else None
    except (ValueError, zlib.error):
        return None


def is_plan_workbook(data: bytes) -> bool:
    """Whether a workbook is one of ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _PROPERTIES in archive.namelist() and SLUG_MARK.encode() in archive.read(_PROPERTIES)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        return False


@cache
def workbook_words() -> Mapping[str, Any]:
    """The words of the workbook: its sheets, columns and headings."""
    return load_parsed(_FILE)
