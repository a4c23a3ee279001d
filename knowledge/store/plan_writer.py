"""Writes a plan into the tables, touching only what differs. The caller holds the transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Result, Table, bindparam, delete, insert, select, update

from knowledge.plan import Plan, PlanTask
from knowledge.store import rows, schema
from knowledge.store.identity import agency_identity, member_pairs, named_agencies

Values = rows.Values
CHUNK = 500
"""How many values one IN (…) names: far below every database's limit."""


def write_plan(connection: Connection, plan: Plan, plan_id: int | None, old: Plan | None) -> None:
    """Makes the tables say what `plan` says; `old` is what they say now, under `plan_id` (both None = nothing).

    Tasks are matched by key and keep their ids; a task that did not change in any way is not written.
    """
    plan_id = _write_head(connection, plan, plan_id, old)
    children: Sequence[tuple[Table, Callable[[Plan], list[Values]]]] = (
        (schema.parent_document, _citations),
        (schema.section, rows.section_values),
        (schema.target, rows.target_values),
        (schema.amendment, rows.amendment_values),
        (schema.reading_warning, rows.warning_values),
    )
    for table, values_of in children:
        _rewrite(connection, table, plan_id, values_of(plan), values_of(old) if old else [])
    agency_ids = _agency_ids(connection, named_agencies(plan))
    duties = [{**row, "agency_id": agency_ids[row["unit"]]} for row in rows.duty_values(plan)]
    duties_before = [{**row, "agency_id": agency_ids.get(row["unit"])} for row in rows.duty_values(old)] if old else []
    _rewrite(connection, schema.duty, plan_id, duties, duties_before)
    _write_tasks(connection, plan, plan_id, old, agency_ids)


def _write_head(connection: Connection, plan: Plan, plan_id: int | None, old: Plan | None) -> int:
    values = rows.head_values(plan)
    if plan_id is None or old is None:
        adding = insert(schema.plan).values(values).returning(schema.plan.c.id)
        return int(connection.execute(adding).scalar_one())
    if values != rows.head_values(old):
        connection.execute(update(schema.plan).where(schema.plan.c.id == plan_id).values(values))
    return plan_id


def _citations(plan: Plan) -> list[Values]:
    return [
        {"position": position, "citation": citation} for position, citation in enumerate(plan.head.parent_documents)
    ]


def _rewrite(connection: Connection, table: Table, plan_id: int, new: list[Values], old: list[Values]) -> None:
    if new == old:
        return
    connection.execute(delete(table).where(table.c.plan_id == plan_id))
    if new:
        connection.execute(insert(table), [{"plan_id": plan_id, **row} for row in new])


def _write_tasks(
    connection: Connection, plan: Plan, plan_id: int, old: Plan | None, agency_ids: Mapping[str, int]
) -> None:
    ids = find_task_ids(connection, plan_id) if old else {}
    before = {task.key: (position, task) for position, task in enumerate(old.tasks)} if old else {}
    new_rows, changed_rows, reborn = [], [], []
    for position, task in enumerate(plan.tasks):
        row = {"plan_id": plan_id, "position": position, **rows.task_values(task)}
        if task.key not in ids:
            new_rows.append(row)
            reborn.append(task)
            continue
        old_position, old_task = before[task.key]
        if old_position != position or rows.task_values(old_task) != rows.task_values(task):
            changed_rows.append({**row, "id_of": ids[task.key]})
        if _hangs_on(old_task) != _hangs_on(task):
            reborn.append(task)
    keys = {task.key for task in plan.tasks}
    _delete(connection, schema.task, "id", [ids[key] for key in ids if key not in keys])
    if changed_rows:
        columns: dict[str, Any] = {name: bindparam(name) for name in changed_rows[0] if name != "id_of"}
        where = schema.task.c.id == bindparam("id_of")
        connection.execute(update(schema.task).where(where).values(columns), changed_rows)
    if new_rows:
        adding = insert(schema.task).returning(schema.task.c.key, schema.task.c.id)
        ids.update(_pairs(connection.execute(adding, new_rows)))
    _write_hangings(connection, reborn, ids, agency_ids)


def _hangs_on(task: PlanTask) -> tuple[list[Values], list[Values]]:
    return rows.agency_roles(task), rows.deadline_values(task)


def _write_hangings(
    connection: Connection, tasks: Sequence[PlanTask], ids: Mapping[str, int], agency_ids: Mapping[str, int]
) -> None:
    """Writes agencies and deadlines of these tasks anew."""
    task_ids = [ids[task.key] for task in tasks]
    links: list[Values] = []
    deadlines: list[Values] = []
    for task in tasks:
        roles, times = _hangs_on(task)
        task_id = ids[task.key]
        links += [{**row, "task_id": task_id, "agency_id": agency_ids[row["printed"]]} for row in roles]
        deadlines += [{**row, "task_id": task_id} for row in times]
    for table, values in ((schema.task_agency, links), (schema.deadline, deadlines)):
        _delete(connection, table, "task_id", task_ids)
        if values:
            connection.execute(insert(table), values)


def find_task_ids(connection: Connection, plan_id: int) -> dict[str, int]:
    """The ids of a plan's tasks by key, in document order."""
    task = schema.task
    query = select(task.c.key, task.c.id).where(task.c.plan_id == plan_id).order_by(task.c.position)
    return _pairs(connection.execute(query))


def _agency_ids(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """The agency of each printed name; agencies and spellings not met before are added."""
    agency, alias = schema.agency, schema.agency_alias
    identities = {name: agency_identity(name) for name in names}
    spellings: dict[str, set[str]] = {}
    ids: dict[str, int] = {}
    for chunk in _chunks(dict.fromkeys(identities.values())):
        query = (
            select(agency.c.id, agency.c.identity, agency.c.name, alias.c.printed)
            .outerjoin(alias, alias.c.agency_id == agency.c.id)
            .where(agency.c.identity.in_(chunk))
        )
        for agency_id, identity, name, printed in connection.execute(query):
            ids[identity] = agency_id
            spellings.setdefault(identity, {name}).add(printed)
    new: dict[str, str] = {}
    for name, identity in identities.items():
        if identity not in ids:
            new.setdefault(identity, name)
    if new:
        adding = insert(agency).returning(agency.c.identity, agency.c.id, sort_by_parameter_order=True)
        added = connection.execute(adding, [{"identity": key, "name": name} for key, name in new.items()])
        ids.update(_pairs(added))
        spellings.update({identity: {name} for identity, name in new.items()})
        _add_members(connection, [ids[identity] for identity in new])
    aliases = [
        {"agency_id": ids[identity], "printed": name}
        for name, identity in identities.items()
        if name not in spellings[identity]
    ]
    if aliases:
        connection.execute(insert(alias), aliases)
    return {name: ids[identity] for name, identity in identities.items()}


def _add_members(connection: Connection, new: Sequence[int]) -> None:
    agency = schema.agency
    names = {row.id: row.name for row in connection.execute(select(agency.c.id, agency.c.name))}
    pairs = member_pairs(new, names)
    if pairs:
        rows_of = [{"collective_id": collective, "member_id": member} for collective, member in pairs]
        connection.execute(insert(schema.agency_member), rows_of)


def _pairs(found: Result[Any]) -> dict[str, int]:
    # Not dict(found): a result has keys(), which dict takes for a mapping.
    return dict(tuple(row) for row in found)


def _delete(connection: Connection, table: Table, column: str, ids: Sequence[int]) -> None:
    for chunk in _chunks(ids):
        connection.execute(delete(table).where(table.c[column].in_(chunk)))


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    whole = list(values)
    for first in range(0, len(whole), CHUNK):
        yield whole[first : first + CHUNK]
