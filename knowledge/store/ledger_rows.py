"""Obligations and dispatches as rows, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, case, select

from knowledge.reminding.ledger import Address, Cause, Dispatch, DispatchState, Obligation, ObligationState
from knowledge.reminding.reminder import Part, Reminder, ReminderKind, read_recipient
from knowledge.store.reminder_schema import carried, dispatch, obligation

_INSIDE = (
    select(obligation, carried.c.is_covered, carried.c.dispatch_id.label("carrier"))
    .join_from(obligation, carried, carried.c.obligation_id == obligation.c.id)
    .where(carried.c.dispatch_id.in_(bindparam("carriers", expanding=True)))
    .order_by(case((carried.c.is_covered, 1), else_=0), obligation.c.last_day, obligation.c.id)
)
"""What messages carry, the most pressing of each first."""


def row_of(reminder: Reminder) -> dict[str, Any]:
    """A new obligation as its row."""
    slug, key = reminder.task
    return {
        "key": reminder.key,
        "slug": slug,
        "task": key,
        "due_on": reminder.due_on,
        "kind": reminder.kind.value,
        "step": reminder.step,
        "part": reminder.part.value,
        "recipient": str(reminder.recipient),
        "put_off": reminder.put_off,
        "state": ObligationState.PLANNED.value,
        **movable(reminder),
    }


def movable(reminder: Reminder) -> dict[str, Any]:
    """What another wish may change of an obligation that is still planned."""
    last_call = reminder.at + timedelta(days=max(0, (reminder.last_day - reminder.at.date()).days))
    return {
        "last_day": reminder.last_day,
        "agency": reminder.agency,
        "at": reminder.at,
        "may_ride_at": reminder.at,
        "may_lead_at": reminder.at,
        "last_call_at": last_call,
    }


def reminder_of(row: Row[Any]) -> Reminder:
    """What an obligation is about."""
    return Reminder(
        task=(row.slug, row.task),
        due_on=row.due_on,
        last_day=row.last_day,
        kind=ReminderKind(row.kind),
        step=row.step,
        part=Part(row.part),
        recipient=read_recipient(row.recipient),
        agency=row.agency,
        at=row.at,
        put_off=row.put_off,
    )


def obligation_of(row: Row[Any]) -> Obligation:
    """The value of a row of `obligations_query`."""
    return Obligation(
        id=row.id,
        reminder=reminder_of(row),
        state=ObligationState(row.state),
        cause=None if row.cause is None else Cause(row.cause),
        dispatch=row.dispatch_id or 0,
        is_covered=bool(row.is_covered),
        unsure_at=row.unsure_at,
        ended_at=row.ended_at,
    )


def obligations_query() -> Select[Any]:
    """Obligations, each with its place in the message that it is in."""
    mine = (carried.c.obligation_id == obligation.c.id) & (carried.c.dispatch_id == obligation.c.dispatch_id)
    return select(obligation, carried.c.is_covered).outerjoin_from(obligation, carried, mine)


def load_dispatches(connection: Connection, ids: Iterable[int]) -> tuple[Dispatch, ...]:
    """Messages with what they carry or carried."""
    return make_dispatches(connection, connection.execute(select(dispatch).where(dispatch.c.id.in_(tuple(ids)))).all())


def make_dispatches(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Dispatch, ...]:
    """The messages of rows of `dispatch`, with what they carry or carried."""
    inside: dict[int, list[Obligation]] = {}
    for row in connection.execute(_INSIDE, {"carriers": [row.id for row in rows]}):
        inside.setdefault(row.carrier, []).append(obligation_of(row))
    return tuple(_dispatch_of(row, inside.get(row.id, ())) for row in rows)


def _dispatch_of(row: Row[Any], inside: Iterable[Obligation]) -> Dispatch:
    return Dispatch(
        id=row.id,
        recipient=read_recipient(row.recipient),
        address=Address(channel=row.channel, chat=row.chat),
        state=DispatchState(row.state),
        again=row.again,
        fence=row.fence,
        queued_at=row.queued_at,
        next_at=row.next_at,
        attempts=row.attempts,
        message=row.message,
        ended_at=row.ended_at,
        obligations=tuple(inside),
    )


def delay_after_doubt(row: Row[Any], at: datetime, first: timedelta, again: timedelta) -> dict[str, Any]:
    """When an obligation may be said once more after nobody knew whether it had arrived.

    Urgent things are said again by themselves; the rest rides with the next message, and leads one only on its last
    day. What was in doubt before waits longer.
    """
    ride = at + (first if row.unsure_at is None else again)
    lead = ride if reminder_of(row).is_urgent else max(ride, row.last_call_at)
    return {"unsure_at": at, "may_ride_at": ride, "may_lead_at": lead}
