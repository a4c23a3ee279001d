"""Messages made of what is owed, many at a time: each in the place of one to the same recipient that has not left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from knowledge.reminding.ledger import DispatchState, Draft, ObligationState
from knowledge.store.reminder_schema import UNDER_WAY, carried, dispatch, obligation

_PLANNED, _QUEUED = ObligationState.PLANNED.value, ObligationState.QUEUED.value
_READY = DispatchState.READY.value

_Rows = Mapping[Any, Any]


def queue_drafts(connection: Connection, drafts: Iterable[Draft], at: datetime) -> int:
    """Makes messages of them, of several to one recipient of the last; how many.

    A draft of which something is no longer as it was, or whose recipient's message is just leaving, changes nothing.
    """
    wanted = {str(draft.recipient): draft for draft in drafts if draft.kept}
    under_way = _under_way(connection, wanted)
    owed = _owed(connection, [number for draft in wanted.values() for number in _ids(draft)])
    fit = {name: draft for name, draft in wanted.items() if _fits(draft, under_way.get(name), owed)}
    if not fit:
        return 0
    _fold(connection, [under_way[name].id for name in fit if name in under_way], at)
    connection.execute(insert(dispatch), [_message(name, draft, owed, at) for name, draft in fit.items()])
    made = _under_way(connection, fit)
    items = [
        {"dispatch_id": made[name].id, "obligation_id": one, "is_covered": one not in draft.kept}
        for name, draft in fit.items()
        for one in _ids(draft)
    ]
    connection.execute(insert(carried), items)
    into = update(obligation).where(obligation.c.id == bindparam("obligation_id"))
    connection.execute(into.values(state=_QUEUED, dispatch_id=bindparam("dispatch_id")), items)
    return len(fit)


def _ids(draft: Draft) -> tuple[int, ...]:
    return (*draft.kept, *draft.covered)


def _under_way(connection: Connection, names: Iterable[str]) -> _Rows:
    """By recipient the message that has not ended."""
    query = select(dispatch.c.id, dispatch.c.recipient, dispatch.c.state)
    mine = query.where(dispatch.c.recipient.in_(tuple(names)), UNDER_WAY).with_for_update()
    return {row.recipient: row for row in connection.execute(mine)}


def _owed(connection: Connection, ids: Iterable[int]) -> _Rows:
    query = select(obligation.c.id, obligation.c.state, obligation.c.dispatch_id, obligation.c.unsure_at)
    wanted = query.where(obligation.c.id.in_(tuple(ids))).with_for_update()
    return {row.id: row for row in connection.execute(wanted)}


def _fits(draft: Draft, before: Any, owed: _Rows) -> bool:
    if before is not None and before.state != _READY:
        return False
    old = 0 if before is None else before.id
    rows = [owed.get(number) for number in _ids(draft)]
    return all(
        row is not None and (row.state == _PLANNED or (row.state == _QUEUED and row.dispatch_id == old)) for row in rows
    )


def _fold(connection: Connection, old: list[int], at: datetime) -> None:
    """Ends messages that have not left; what they held is owed again."""
    if old:
        folded = {"state": DispatchState.FOLDED.value, "ended_at": at}
        connection.execute(update(dispatch).where(dispatch.c.id.in_(old)).values(folded))
        left = obligation.c.dispatch_id.in_(old) & (obligation.c.state == _QUEUED)
        connection.execute(update(obligation).where(left).values(state=_PLANNED))


def _message(recipient: str, draft: Draft, owed: _Rows, at: datetime) -> dict[str, Any]:
    return {
        "recipient": recipient,
        "channel": draft.address.channel,
        "chat": draft.address.chat,
        "state": _READY,
        "again": any(owed[number].unsure_at is not None for number in draft.kept),
        "fence": 0,
        "attempts": 0,
        "queued_at": at,
        "next_at": at,
    }
