"""The book of deeds: what was changed, when, by whom; and that one event changes one thing once."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from knowledge.office.people import Deed
from knowledge.store.instants import as_utc
from knowledge.store.office_schema import deed as table

_LAST = select(func.max(table.c.id))


def write_deed(connection: Connection, deed: Deed) -> bool:
    """Writes a deed down; False = its event did it before, and the caller must change nothing.

    The caller holds the one writing transaction (`engine.writing`), so that nobody can slip in between.
    """
    if was_done(connection, deed):
        return False
    connection.execute(
        insert(table).values(
            at=as_utc(deed.at), actor_id=deed.actor, action=deed.action, about=deed.about, event=deed.event or None
        )
    )
    return True


def was_done(connection: Connection, deed: Deed) -> bool:
    """Whether the event of a deed did it before; never for a deed without an event."""
    same = (table.c.event == deed.event) & (table.c.action == deed.action) & (table.c.about == deed.about)
    return bool(deed.event) and connection.execute(select(table.c.id).where(same)).first() is not None


def forget_actor(connection: Connection, officer: int) -> None:
    """Takes a person out of the book; what was done stays."""
    connection.execute(update(table).where(table.c.actor_id == officer).values(actor_id=None))


def load_deeds(connection: Connection, limit: int) -> tuple[Deed, ...]:
    """The newest deeds first."""
    found = connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
    return tuple(
        Deed(at=row.at, action=row.action, actor=row.actor_id, about=row.about, event=row.event or "") for row in found
    )


def find_last_deed(connection: Connection) -> int:
    """The number of the newest deed, 0 = none."""
    return connection.scalar(_LAST) or 0
