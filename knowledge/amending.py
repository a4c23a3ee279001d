"""A later document that changes a plan (sửa đổi, bổ sung), as values, and the plan with its changes.

Nothing here decides that a change is made: the plan that comes out is shown beside the stored one first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final

from knowledge.changes import task_text
from knowledge.fixes import FIXABLE
from knowledge.mending import find_task, put_right
from knowledge.plan import Amendment, Amends, Plan, PlanTask, SourceSpan, TaskAmendment
from nlu.text import fold

_ALIKE: Final = 0.6
"""How alike two texts of one number must be to be the same task where the document does not say that it changes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One change that the prose asks for; `key` names the task as the document does, "" = every task.

    A task is dropped, or its cell `field` is set (`CHANGE`) or gets more names (`ADD`). Where `old` is given, those
    words are `value` from now on, in whatever cell they stand.
    """

    does: Amends
    key: str
    field: str = ""
    value: str = ""
    old: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the document's tables, as a task: added, changed, or None where the document says both of the table.

    `section` is the part of the plan that it belongs to, where the document says so above the table.
    """

    task: PlanTask
    does: Amends | None = None
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amending:
    """A document that amends the plan of the number `amends`, signed on `amends_on` where that is printed.

    `unread` are the orders in its own words that could not be told apart: never guessed, always shown.
    """

    document: str
    signed_on: date | None = None
    amends: str
    amends_on: date | None = None
    orders: tuple[Order, ...] = ()
    rows: tuple[Row, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """The plan as amended.

    `unplaced` are the keys that the document names and the plan does not have, `unread` the orders in its words that
    nobody obeyed.
    """

    plan: Plan
    amendment: Amendment
    unplaced: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def find_amended(amending: Amending, plans: Iterable[Plan]) -> Plan | None:
    """The stored plan that a document amends: by number, and by the day of signing where several share it."""
    found = [plan for plan in plans if plan.head.number == amending.amends]
    if amending.amends_on is not None and len(found) > 1:
        found = [plan for plan in found if plan.head.signed_on == amending.amends_on]
    return found[0] if len(found) == 1 else None


def is_amended_by(plan: Plan, amending: Amending) -> bool:
    """Whether the plan holds this amendment already."""
    return any(
        (known.document, known.signed_on) == (amending.document, amending.signed_on) for known in plan.amendments
    )


def amend(plan: Plan, amending: Amending) -> Amended:
    """The plan with what the document changes, in the document's order."""
    work = _Work(plan, amending)
    for order in amending.orders:
        work.obey(order)
    for row in amending.rows:
        work.take(row)
    amendment = Amendment(document=amending.document, signed_on=amending.signed_on, changes=tuple(work.changes))
    changed = replace(plan, tasks=tuple(work.tasks), amendments=(*plan.amendments, amendment))
    return Amended(
        plan=changed, amendment=amendment, unplaced=tuple(dict.fromkeys(work.unplaced)), unread=amending.unread
    )


class _Work:
    """The tasks while they are being changed."""

    def __init__(self, plan: Plan, amending: Amending) -> None:
        self._plan = plan
        self._amending = amending
        self.tasks = list(plan.tasks)
        self.changes: list[TaskAmendment] = []
        self.unplaced: list[str] = []

    def obey(self, order: Order) -> None:
        """Does what the prose says."""
        places = list(range(len(self.tasks))) if not order.key else [self._find(order.key)]
        for at in places:
            if at is None:
                self.unplaced.append(order.key)
            elif order.old:
                self._reword(at, order)
            elif order.does is Amends.DROP:
                task = self.tasks.pop(at)
                self.changes.append(TaskAmendment(key=task.key, does=Amends.DROP, before=task.text))
            else:
                there = task_text(self.tasks[at], order.field) if order.does is Amends.ADD else ""
                self._change(at, {order.field: "; ".join(filter(None, (there, order.value)))}, order.line)

    def _reword(self, at: int, order: Order) -> None:
        cells = {field: task_text(self.tasks[at], field) for field in FIXABLE}
        said = {field: text.replace(order.old, order.value) for field, text in cells.items() if order.old in text}
        self._change(at, said, order.line)

    def take(self, row: Row) -> None:
        """Puts a row of the document's table where it belongs."""
        at = self._find_row(row)
        if at is not None:
            cells = {field: said for field in FIXABLE if (said := task_text(row.task, field))}
            self._change(at, cells, row.task.source.first_line)
        elif row.does is Amends.CHANGE:
            self.unplaced.append(row.task.key)
        else:
            self._add(row)

    def _change(self, at: int, cells: Mapping[str, str], line: int) -> None:
        task = self.tasks[at]
        for field, value in cells.items():
            changed = put_right(task, field, value, head=self._plan.head)
            before, after = task_text(task, field), task_text(changed, field)
            if before != after:
                task = replace(changed, source=self._source(line))
                self.changes.append(
                    TaskAmendment(key=task.key, does=Amends.CHANGE, field=field, before=before, after=after)
                )
        self.tasks[at] = task

    def _add(self, row: Row) -> None:
        new = row.task
        known = {section.key for section in self._plan.sections}
        wanted = (row.section, new.section_key, new.key.rpartition(".")[0])
        section = next((key for key in wanted if key in known), "")
        task = put_right(new, "time", new.time, head=self._plan.head) if new.time else new
        line = new.source.first_line
        task = replace(task, key=self._free_key(new.key, section), section_key=section, source=self._source(line))
        beside = [at for at, other in enumerate(self.tasks) if other.section_key == section]
        self.tasks.insert(beside[-1] + 1 if beside else len(self.tasks), task)
        self.changes.append(TaskAmendment(key=task.key, does=Amends.ADD, after=task.text))

    def _free_key(self, key: str, section: str) -> str:
        """The number that the document prints, or the next one of the section where that is taken."""
        taken = {task.key for task in (*self._plan.tasks, *self.tasks)}
        if section and not key.startswith(f"{section}."):
            key = f"{section}.{key.rpartition('.')[2]}"
        if key not in taken:
            return key
        head, dot, last = key.partition("#")[0].rpartition(".")
        number = int(last) if last.isdecimal() else 1
        while f"{head}{dot}{number}" in taken:
            number += 1
        return f"{head}{dot}{number}"

    def _find(self, said: str) -> int | None:
        """The task that a number means: that key, or the one key that ends with it."""
        wanted = said.casefold()
        if not any(task.key.startswith("PL") for task in self.tasks):
            wanted = re.sub(r"^pl\d\.", "", wanted)  # the plan has one appendix with tasks, and its keys do not name it
        exact = [at for at, task in enumerate(self.tasks) if task.key.casefold() == wanted]
        ending = [at for at, task in enumerate(self.tasks) if task.key.casefold().endswith(f".{wanted}")]
        found = exact or ending
        return found[0] if len(found) == 1 else None

    def _find_row(self, row: Row) -> int | None:
        text = _plain(row.task.text)
        same = [at for at, task in enumerate(self.tasks) if text and _plain(task.text) == text]
        if len(same) == 1:
            return same[0]
        if row.does is Amends.ADD:
            return None
        at = self._find(row.task.key)
        if at is None or row.does is Amends.CHANGE:
            return at
        alike = SequenceMatcher(None, _plain(self.tasks[at].text), text, autojunk=False).ratio()
        return at if alike >= _ALIKE else None

    def _source(self, line: int) -> SourceSpan:
        return SourceSpan(first_line=line, last_line=line, place=self._amending.document)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def amending_json(amending: Amending) -> dict[str, Any]:
    """The document's orders as JSON can hold them; its rows are tasks of the plan that it is read as."""
    return {
        "document": amending.document,
        "signed_on": amending.signed_on.isoformat() if amending.signed_on else None,
        "amends": amending.amends,
        "amends_on": amending.amends_on.isoformat() if amending.amends_on else None,
        "orders": [asdict(order) for order in amending.orders],
        "rows": [[row.task.key, row.does, row.section] for row in amending.rows],
        "unread": list(amending.unread),
    }


def make_amending(value: Mapping[str, Any], plans: Iterable[Plan]) -> Amending:
    """The document again, with the plans that it was read as.

    Raises:
        KeyError: it is no such value.
        ValueError: likewise.
    """
    read = next(iter(plans), None)
    found = ((find_task(read, key), does, part) for key, does, part in value["rows"]) if read is not None else ()
    return Amending(
        document=str(value["document"]),
        signed_on=date.fromisoformat(value["signed_on"]) if value["signed_on"] else None,
        amends=str(value["amends"]),
        amends_on=date.fromisoformat(value["amends_on"]) if value["amends_on"] else None,
        orders=tuple(
            Order(
                does=Amends(order["does"]),
                line=int(order["line"]),
                **{name: str(order[name]) for name in ("key", "field", "value", "old")},
            )
            for order in value["orders"]
        ),
        rows=tuple(
            Row(task=task, does=Amends(does) if does else None, section=str(part))
            for task, does, part in found
            if task is not None
        ),
        unread=tuple(map(str, value["unread"])),
    )
