"""Reads and writes what clerks put right. The caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from knowledge.fixes import SEEN, Fix
from knowledge.store.schema import fix as table


def find_fixes(connection: Connection, slug: str) -> tuple[Fix, ...]:
    """The fixes of a plan, oldest first."""
    found = connection.execute(select(table).where(table.c.slug == slug).order_by(table.c.id))
    return tuple(Fix(key=row.key, field=row.field, printed=row.printed, value=row.value) for row in found)


def write_fixes(connection: Connection, slug: str, fixes: Iterable[Fix], at: datetime) -> None:
    """Keeps each fix in the place of an older one of the same cell, or of the same doubt looked at."""
    for fix in fixes:
        same = (table.c.slug == slug) & (table.c.key == fix.key) & (table.c.field == fix.field)
        if fix.field == SEEN:
            same &= table.c.printed == fix.printed
        connection.execute(delete(table).where(same))
        values = {"printed": fix.printed, "value": fix.value, "fixed_at": at}
        connection.execute(insert(table).values(slug=slug, key=fix.key, field=fix.field, **values))
