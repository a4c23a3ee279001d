"""Reads plans and tasks out of the tables: a few queries a plan, however many tasks it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, select

from knowledge.plan import Deadline, Plan, PlanHead, PlanTask
from knowledge.query import Agency, ImportRecord
from knowledge.store import rows, schema
from knowledge.store.reports import make_record, make_revisions

BATCH = 2000
"""Tasks held at once while streaming."""


def find_plan_row(connection: Connection, slug: str) -> Any | None:
    """The plan's own row, or None."""
    return connection.execute(select(schema.plan).where(schema.plan.c.slug == slug)).first()


def load_heads(connection: Connection) -> dict[str, PlanHead]:
    """The head of each plan by its slug, in the order of their ids; two queries."""
    named = schema.parent_document
    citations: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(select(named).order_by(named.c.plan_id, named.c.position)):
        citations[row.plan_id].append(row.citation)
    found = connection.execute(select(schema.plan).order_by(schema.plan.c.id))
    return {row.slug: rows.make_head(row, citations.get(row.id, ())) for row in found}


def load_plan(connection: Connection, row: Any) -> Plan:
    """The whole plan of a row of `plan`."""
    children = _Children(connection, row.id)
    citations = [item.citation for item in children.of(schema.parent_document)]
    return Plan(
        slug=row.slug,
        head=rows.make_head(row, citations),
        sections=tuple(map(rows.make_section, children.of(schema.section))),
        tasks=tuple(task for _, task in load_tasks(connection, schema.task.c.plan_id == row.id)),
        targets=tuple(map(rows.make_target, children.of(schema.target))),
        duties=tuple(map(rows.make_duty, children.of(schema.duty))),
        amendments=tuple(map(rows.make_amendment, children.of(schema.amendment))),
        revisions=make_revisions(load_history(connection, row.slug)),
        warnings=tuple(map(rows.make_warning, children.of(schema.reading_warning))),
    )


def load_history(connection: Connection, slug: str) -> tuple[ImportRecord, ...]:
    """The imports of one plan, oldest first."""
    table = schema.import_record
    found = connection.execute(select(table).where(table.c.slug == slug).order_by(table.c.id))
    return tuple(map(make_record, found))


class _Children:
    """The rows that hang on one plan, in document order."""

    def __init__(self, connection: Connection, plan_id: int) -> None:
        self._connection = connection
        self._plan_id = plan_id

    def of(self, table: Table) -> Sequence[Any]:
        query = select(table).where(table.c.plan_id == self._plan_id).order_by(table.c.position)
        return self._connection.execute(query).all()


def load_tasks(connection: Connection, which: ColumnElement[bool]) -> list[tuple[int, PlanTask]]:
    """(id, task) of the tasks that a condition on `task` picks, in document order; three queries."""
    task = schema.task
    named: dict[str, dict[int, list[str]]] = {"lead": defaultdict(list), "support": defaultdict(list)}
    for task_id, role, printed in connection.execute(_agencies_of(which)):
        named[role][task_id].append(printed)
    deadlines: dict[int, list[Deadline]] = defaultdict(list)
    for task_id, first_line, last_line, text, place, rule, *columns in connection.execute(_deadlines_of(which)):
        source = rows.make_span(first_line, last_line, text, place)
        deadlines[task_id].append(rows.make_deadline_of(columns, rule, source))
    found = connection.execute(select(task).where(which).order_by(task.c.plan_id, task.c.position))
    leads, supports = named["lead"], named["support"]
    return [
        (row.id, rows.make_task(row, leads.get(row.id, ()), supports.get(row.id, ()), deadlines.get(row.id, ())))
        for row in found
    ]


def _agencies_of(which: ColumnElement[bool]) -> Select[Any]:
    link = schema.task_agency
    return (
        select(link.c.task_id, link.c.role, link.c.printed)
        .join(schema.task, schema.task.c.id == link.c.task_id)
        .where(which)
        .order_by(link.c.task_id, link.c.role, link.c.position)
    )


def _deadlines_of(which: ColumnElement[bool]) -> Select[Any]:
    table = schema.deadline
    place = (table.c.first_line, table.c.last_line, table.c.source_text, table.c.source_place, table.c.rule)
    columns = (table.c[name] for name in rows.DEADLINE_COLUMNS)
    return (
        select(table.c.task_id, *place, *columns)
        .join(schema.task, schema.task.c.id == table.c.task_id)
        .where(which)
        .order_by(table.c.task_id, table.c.position)
    )


def stream_tasks(connection: Connection, plan_id: int) -> Iterator[PlanTask]:
    """A plan's tasks in document order, no more than BATCH of them in memory."""
    task = schema.task
    first = 0
    while True:
        window = and_(task.c.plan_id == plan_id, task.c.position >= first, task.c.position < first + BATCH)
        batch = load_tasks(connection, window)
        if not batch:
            return
        for _, item in batch:
            yield item
        first += BATCH


def load_agencies(connection: Connection) -> tuple[Agency, ...]:
    """Every agency that a task or a duty names, or that is a member of one, by id."""
    agency, alias, member = schema.agency, schema.agency_alias, schema.agency_member
    used = {
        *connection.scalars(select(schema.task_agency.c.agency_id).distinct()),
        *connection.scalars(select(schema.duty.c.agency_id).distinct()),
    }
    members: dict[int, list[int]] = defaultdict(list)
    for collective_id, member_id in connection.execute(select(member).order_by(member.c.member_id)):
        if collective_id in used and member_id in used:
            members[collective_id].append(member_id)
    aliases: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(select(alias).order_by(alias.c.id)):
        aliases[row.agency_id].append(row.printed)
    return tuple(
        Agency(
            id=row.id,
            name=row.name,
            aliases=tuple(aliases.get(row.id, ())),
            members=tuple(members.get(row.id, ())),
        )
        for row in connection.execute(select(agency).order_by(agency.c.id))
        if row.id in used
    )
