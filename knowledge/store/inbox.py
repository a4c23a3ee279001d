"""The inbox of a chat channel in a database: `knowledge.inbox.Inbox`; and the key that its buttons are signed with."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from knowledge.inbox import Arrived, InboxCounts, Waiting
from knowledge.store.chat_texts import storable
from knowledge.store.connected import Connected
from knowledge.store.engine import writing
from knowledge.store.inbox_schema import channel_key, inbox
from knowledge.store.troubles import told_plainly

KEY_BYTES = 32
_WAITING, _DONE, _FAILED = "waiting", "done", "failed"


class SqlInbox(Connected):
    """The updates of one channel in SQLite or PostgreSQL; every method may raise `StoreError`."""

    def __init__(self, engine: Engine, channel: str) -> None:
        super().__init__(engine)
        self._channel = channel
        self._mine = inbox.c.channel == channel

    def put(self, updates: Iterable[Arrived], *, at: datetime) -> tuple[Waiting, ...]:
        """Keeps all of them in one commit; gives those that were not here before, in the order given."""
        given = {arrived.key: arrived for arrived in updates}
        with self._writing() as connection:
            known = set(connection.scalars(select(inbox.c.key).where(self._mine, inbox.c.key.in_(given))))
            return tuple(self._add(connection, arrived, at) for key, arrived in given.items() if key not in known)

    def _add(self, connection: Connection, arrived: Arrived, at: datetime) -> Waiting:
        added = connection.execute(
            insert(inbox)
            .values(
                channel=self._channel,
                key=arrived.key,
                lane=arrived.lane,
                body=arrived.body,
                state=_WAITING,
                repeats=0,
                received_at=at,
            )
            .returning(inbox.c.id)
        )
        return Waiting(id=added.scalar_one(), key=arrived.key, lane=arrived.lane, body=arrived.body)

    def waiting(self) -> tuple[Waiting, ...]:
        """What is neither finished nor given up, oldest first."""
        query = select(inbox).where(self._mine, inbox.c.state == _WAITING).order_by(inbox.c.id)
        with self._reading() as connection:
            return tuple(
                Waiting(id=row.id, key=row.key, lane=row.lane, body=row.body) for row in connection.execute(query)
            )

    def take_up_again(self, update_id: int) -> int:
        """Counts an attempt that is not the first, before it is made; gives how often that was."""
        counted = update(inbox).where(inbox.c.id == update_id).values(repeats=inbox.c.repeats + 1)
        with self._writing() as connection:
            return int(connection.execute(counted.returning(inbox.c.repeats)).scalar_one())

    def finish(self, update_id: int, *, at: datetime) -> None:
        """It is handled: what and whose it was is forgotten, its key stays so that it cannot come twice."""
        self._end(update_id, state=_DONE, ended_at=at)

    def give_up(self, update_id: int, *, cause: str, at: datetime) -> None:
        """It failed for good: forgotten like any other, its cause stays for whoever looks after the assistant."""
        self._end(update_id, state=_FAILED, cause=storable(cause), ended_at=at)

    def _end(self, update_id: int, **values: Any) -> None:
        with self._writing() as connection:
            connection.execute(update(inbox).where(inbox.c.id == update_id).values(body="", lane="", **values))

    def clear_away(self, *, before: datetime) -> None:
        """Drops what was finished or given up before that instant."""
        with self._writing() as connection:
            connection.execute(delete(inbox).where(self._mine, inbox.c.state != _WAITING, inbox.c.ended_at < before))

    def counts(self) -> InboxCounts:
        """For the self-check."""
        query = select(inbox.c.state, func.count()).where(self._mine).group_by(inbox.c.state)
        with self._reading() as connection:
            found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
        return InboxCounts(waiting=found.get(_WAITING, 0), failed=found.get(_FAILED, 0))


def get_channel_key(engine: Engine, name: str) -> bytes:
    """The secret key of that name: made at random by whoever asks first, the same for ever after.

    Raises:
        StoreError: the database fails.
    """
    with told_plainly(), writing(engine) as connection:
        found = connection.scalar(select(channel_key.c.key).where(channel_key.c.name == name))
        if found is None:
            found = secrets.token_bytes(KEY_BYTES)
            connection.execute(insert(channel_key).values(name=name, key=found))
        return bytes(found)
