"""What the five bundled plans say: consistent in itself, true to the documents, written as an export would write it."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.deadline_fields import deadline_fields
from knowledge.plan import ByDate, Plan, Recurring, Within
from knowledge.plan_file import read_plan_file, render_plan_file
from nlu.text import nfc

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "knowledge" / "samples"
SHARED = ROOT.parent / "shared"
TASKS = {"dong-nai": 18, "lam-dong": 50, "quang-nam": 67, "so-khcn": 21, "trung-luong": 25}

DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
DOCUMENT = re.compile(r"(?:số )?[\w/]*\d[\w/]*/[A-ZĐ][\w-]* ngày \d{1,2}/\d{1,2}/\d{4}")
QUARTERS = re.compile(r"Quý ((?:IV|I{1,3})(?:(?:, |/)(?:IV|I{1,3}))*)(?:/| năm )(\d{4})")
QUARTER = {"I": 1, "II": 2, "III": 3, "IV": 4}
PROSE = re.compile(r"(?:[IVX]+\.\d+(?:\.[a-zđ])?|Phụ lục \d+\.[a-zđ]|Điều \d+(?:\.\d+)?|[IVX]+)")


def _read(slug: str) -> Plan:
    path = SAMPLES / f"{slug}.toml"
    return read_plan_file(path.read_text(encoding="utf-8"), name=path.name)


def _rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def _printed_days(time: str) -> Iterator[date]:
    for found in DATE.finditer(DOCUMENT.sub("", time)):
        day, month, year = (int(part) for part in found.groups() if part)
        yield date(year, month, day)


def _printed_quarters(time: str) -> Iterator[date]:
    for found in QUARTERS.finditer(time):
        for roman in re.split(r", |/", found[1]):
            yield date(int(found[2]), 3 * QUARTER[roman] - 2, 1)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", nfc(re.sub(r"<[^>]+>", " ", text)).lower()))


@pytest.mark.parametrize("slug", TASKS)
def test_a_sample_is_whole(slug: str) -> None:
    plan = _read(slug)
    sections = {section.key for section in plan.sections}
    assert plan.slug == slug
    assert plan.head.year == 2024
    assert plan.head.issuer
    assert plan.head.signer
    assert plan.head.parent_documents
    assert len(plan.tasks) == len({task.key for task in plan.tasks}) == TASKS[slug]
    assert {task.section_key for task in plan.tasks} - {""} == sections
    assert all(task.leads and task.text and task.source.first_line for task in plan.tasks)
    assert plan.targets
    assert plan.duties
    assert all(said == nfc(said).strip() for task in plan.tasks for said in (task.text, *task.leads, *task.supports))


@pytest.mark.parametrize("slug", TASKS)
def test_targets_and_duties_say_where_they_stand(slug: str) -> None:
    plan = _read(slug)
    keys = {task.key for task in plan.tasks}
    assert [target for target in plan.targets if target.where not in keys and not PROSE.fullmatch(target.where)] == []
    assert [duty for duty in plan.duties if not PROSE.fullmatch(duty.where)] == []


@pytest.mark.parametrize("slug", TASKS)
def test_printed_times_and_deadlines_agree(slug: str) -> None:
    for task in _read(slug).tasks:
        days = [deadline.due for deadline in task.deadlines if isinstance(deadline, ByDate)]
        assert days == list(_printed_days(task.time)), task.key
        starts = [deadline.start for deadline in task.deadlines if isinstance(deadline, Within)]
        quarters = list(_printed_quarters(task.time))
        assert starts[: len(quarters)] == quarters, task.key
        assert bool(task.time) == bool(task.deadlines), task.key
        for deadline in task.deadlines:
            if isinstance(deadline, ByDate | Recurring):
                assert deadline.exclusive == ("trước ngày" in task.time.lower()), task.key


@pytest.mark.parametrize("slug", TASKS)
def test_a_sample_stands_as_an_export_writes_it(slug: str) -> None:
    assert _rows(render_plan_file(_read(slug))) == _rows((SAMPLES / f"{slug}.toml").read_text(encoding="utf-8"))


@pytest.mark.shared
@pytest.mark.parametrize("slug", TASKS)
def test_names_and_figures_are_those_of_the_document(slug: str) -> None:
    path = SHARED / "plans" / f"{slug}.txt"
    if not path.exists():
        pytest.skip("the acceptance material (../shared) is not beside the project")
    lines = path.read_text(encoding="utf-8").splitlines()
    plan = _read(slug)
    for task in plan.tasks:
        row = set(_folded(" ".join(lines[task.source.first_line - 1 : task.source.last_line])).split())
        # Heads that the document elides ("cấp huyện, cấp xã") repeat words of the same row.
        for name in (*task.leads, *task.supports):
            assert set(_folded(name).split()) <= row, (task.key, name)
    for target in plan.targets:
        row = set(_folded(" ".join(lines[target.source.first_line - 1 : target.source.last_line])).split())
        figure = f"{target.value:g}"
        # A count under ten may be printed with a leading zero or in words ("hai đơn vị").
        assert row & {figure, figure.zfill(2), {"2": "hai"}.get(figure, figure)}, target


@pytest.mark.shared
@pytest.mark.parametrize("slug", ["so-khcn", "trung-luong"])
def test_a_sample_agrees_with_its_gold_table(slug: str) -> None:
    path = SHARED / "gold" / f"{slug}.jsonl"
    if not path.exists():
        pytest.skip("the acceptance material (../shared) is not beside the project")
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    tasks = _read(slug).tasks
    assert [task.key for task in tasks] == [row["key"] for row in gold]
    for task, row in zip(tasks, gold, strict=True):
        assert list(task.leads) == row["leads"], task.key
        assert list(task.supports) == row["supports"], task.key
        assert task.time == row["time"], task.key
        assert bool(task.repairs) == row["repaired"], task.key
        assert [task.source.first_line, task.source.last_line] == row["lines"], task.key
        said = [
            {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
            for fields in map(deadline_fields, task.deadlines)
        ]
        assert [{k: v for k, v in one.items() if k != "exclusive"} for one in said] == row["deadlines"], task.key
