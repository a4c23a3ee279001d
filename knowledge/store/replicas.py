"""Leases, the shared pace and watermarks in a database: `knowledge.replicas.Replicas`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from knowledge.store.connected import Connected
from knowledge.store.instants import as_utc
from knowledge.store.reminder_schema import bucket, lease, watermark

_FURTHEST = 120.0
"""Seconds; nobody waits so long for a turn: the clock was set back."""


class SqlReplicas(Connected):
    """On PostgreSQL the server's clock counts, else the one that is handed in."""

    def take(self, name: str, holder: str, *, for_: timedelta, at: datetime) -> int | None:
        """Takes or renews a lease; its epoch, which grows with each new holder. None = another holds it."""
        with self._writing() as connection:
            now = _now(connection, at)
            found = connection.execute(select(lease).where(lease.c.name == name)).first()
            if found is None:
                connection.execute(insert(lease).values(name=name, holder=holder, epoch=1, expires_at=now + for_))
                return 1
            if found.holder != holder and found.expires_at > now:
                return None
            epoch: int = found.epoch + (found.holder != holder)
            held = {"holder": holder, "epoch": epoch, "expires_at": now + for_}
            connection.execute(update(lease).where(lease.c.name == name).values(held))
            return epoch

    def give_back(self, name: str, holder: str) -> None:
        """Ends one's own lease at once."""
        with self._writing() as connection:
            mine = (lease.c.name == name) & (lease.c.holder == holder)
            connection.execute(update(lease).where(mine).values(holder="", expires_at=datetime.fromtimestamp(0, UTC)))

    def take_turn(self, name: str, *, a_second: float, ahead: float, within: float, at: datetime) -> float:
        """The seconds until one message may go, which then counts as gone; more than `within` = no turn is taken.

        The generic cell rate algorithm: `full_at` is when all that has a turn is worked off at the even pace.
        """
        with self._writing() as connection:
            row = connection.execute(select(bucket.c.full_at).where(bucket.c.name == name)).first()
            now, each = _now(connection, at).timestamp(), 1 / a_second
            full_at = now if row is None or row.full_at > now + _FURTHEST else max(now, row.full_at)
            wait: float = max(0.0, full_at - (ahead - 1) * each - now)
            if row is None:
                connection.execute(insert(bucket).values(name=name, full_at=full_at + each))
            elif wait <= within:
                connection.execute(update(bucket).where(bucket.c.name == name).values(full_at=full_at + each))
            return wait

    def mark(self, loop: str, at: datetime) -> None:
        """It did it now."""
        with self._writing() as connection:
            changed = connection.execute(update(watermark).where(watermark.c.loop == loop).values(ok_at=at))
            if not changed.rowcount:
                connection.execute(insert(watermark).values(loop=loop, ok_at=at))

    def watermarks(self) -> Mapping[str, datetime]:
        """By the loop's name."""
        with self._reading() as connection:
            return {row.loop: row.ok_at for row in connection.execute(select(watermark))}


def _now(connection: Connection, at: datetime) -> datetime:
    if connection.dialect.name == "sqlite":
        return as_utc(at)
    said = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    assert isinstance(said, datetime)
    return said.astimezone(UTC)
