"""Officers, accounts, requests and stand-ins out of their tables. The caller holds the transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from knowledge.office.people import AccessRequest, Account, Officer, Role, StandIn, Step
from knowledge.store import office_schema as tables


def load_officers(connection: Connection, which: ColumnElement[bool]) -> dict[int, Officer]:
    """The officers that a condition on `officer` picks, by id, in the order they came."""
    officer, agency = tables.officer, tables.officer_agency
    named = select(agency.c.officer_id, agency.c.name).join(officer, officer.c.id == agency.c.officer_id).where(which)
    agencies: dict[int, list[str]] = defaultdict(list)
    for officer_id, name in connection.execute(named.order_by(agency.c.id)):
        agencies[officer_id].append(name)
    return {
        row.id: Officer(
            id=row.id,
            name=row.name,
            role=Role(row.role),
            agencies=tuple(agencies.get(row.id, ())),
            consent_at=row.consent_at,
        )
        for row in connection.execute(select(officer).where(which).order_by(officer.c.id))
    }


def find_officer(connection: Connection, officer: int) -> Officer | None:
    """One officer, or None."""
    return load_officers(connection, tables.officer.c.id == officer).get(officer)


def load_accounts(connection: Connection, which: ColumnElement[bool]) -> tuple[Account, ...]:
    """The accounts that a condition on `officer_account` and `officer` picks, in the order they came."""
    account = tables.officer_account
    query = select(account).join(tables.officer, tables.officer.c.id == account.c.officer_id).where(which)
    rows = connection.execute(query.order_by(account.c.id)).all()
    officers = load_officers(connection, tables.officer.c.id.in_([row.officer_id for row in rows]))
    return tuple(
        Account(
            officer=officers[row.officer_id],
            channel=row.channel,
            person=row.person,
            chat=row.chat,
            reachable=row.reachable,
        )
        for row in rows
    )


def find_account(connection: Connection, channel: str, person: str) -> Account | None:
    """The account of a person of a channel, or None."""
    account = tables.officer_account
    found = load_accounts(connection, (account.c.channel == channel) & (account.c.person == person))
    return found[0] if found else None


def load_requests(connection: Connection, which: ColumnElement[bool]) -> tuple[AccessRequest, ...]:
    """Requests for access, oldest first."""
    table = tables.access_request
    return tuple(
        make_request(row)
        for row in connection.execute(select(table).where(which).order_by(table.c.asked_at, table.c.id))
    )


def make_request(row: Any) -> AccessRequest:
    """A row of `access_request`."""
    return AccessRequest(
        id=row.id,
        channel=row.channel,
        person=row.person,
        chat=row.chat,
        step=Step(row.step),
        name=row.name,
        agency=row.agency,
        asked_at=row.asked_at,
    )


def load_stand_ins(connection: Connection, which: ColumnElement[bool]) -> tuple[StandIn, ...]:
    """Stand-ins in the order they were made."""
    table = tables.stand_in
    rows = connection.execute(select(table).where(which).order_by(table.c.id)).all()
    officers = load_officers(connection, tables.officer.c.id.in_(_both_of(rows)))
    return tuple(
        StandIn(
            id=row.id,
            absent=officers[row.absent_id],
            present=officers[row.present_id],
            first_on=row.first_on,
            last_on=row.last_on,
        )
        for row in rows
    )


def _both_of(rows: Iterable[Any]) -> list[int]:
    return [officer for row in rows for officer in (row.absent_id, row.present_id)]
