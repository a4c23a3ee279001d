"""Messages on their way, in a database: the half of `knowledge.reminding.ledger.Ledger` that delivery uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from knowledge.reminding.ledger import (
    RESENT_AFTER,
    RESENT_AGAIN_AFTER,
    Arrived,
    Cause,
    Dispatch,
    DispatchState,
    Ending,
    ObligationState,
    Postponed,
    Undelivered,
    Unsure,
)
from knowledge.reminding.reminder import Recipient, RecipientKind, Reminder
from knowledge.store.chat_texts import storable
from knowledge.store.connected import Connected
from knowledge.store.ledger_rows import delay_after_doubt, load_dispatches, row_of
from knowledge.store.reminder_schema import attempt, carried, dispatch, obligation

_READY, _SENDING = DispatchState.READY.value, DispatchState.SENDING.value
COVERED = (ObligationState.COVERED, Cause.LATER_MARK)
_PLANNED, _QUEUED = ObligationState.PLANNED.value, ObligationState.QUEUED.value


class SqlDispatches(Connected):
    """Claims, attempts and how they ended. Rows are locked one by one: replicas do not wait for each other."""

    def claim(self, worker: str, *, at: datetime, since: datetime, most: int, lease: timedelta) -> tuple[Dispatch, ...]:
        """Takes ready messages whose time has come, at most `most`, oldest first, for the time of the lease."""
        ready = (
            select(dispatch.c.id)
            .where(dispatch.c.state == _READY, dispatch.c.next_at <= at, dispatch.c.queued_at >= since)
            .order_by(dispatch.c.next_at, dispatch.c.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        with self._claiming() as connection:
            ids = tuple(connection.scalars(ready))
            taken = {
                "state": _SENDING,
                "worker": worker,
                "fence": dispatch.c.fence + 1,
                "lease_until": at + lease,
            }
            connection.execute(update(dispatch).where(dispatch.c.id.in_(ids)).values(taken))
            return load_dispatches(connection, ids)

    def begin(self, claimed: Dispatch, *, at: datetime, lease: timedelta) -> bool:
        """Writes down, before the call, that an attempt begins; False = the claim is lost: no call may be made."""
        with self._claiming() as connection:
            held = (
                update(dispatch)
                .where(is_held(claimed))
                .values(attempts=dispatch.c.attempts + 1, lease_until=at + lease)
            )
            worker = connection.scalar(held.returning(dispatch.c.worker))
            if worker is None:
                return False
            begun = {"dispatch_id": claimed.id, "fence": claimed.fence, "worker": worker, "started_at": at}
            connection.execute(insert(attempt).values(begun))
            return True

    def release(self, claimed: Dispatch) -> None:
        """Gives a claim back before any attempt."""
        with self._claiming() as connection:
            connection.execute(update(dispatch).where(is_held(claimed)).values(state=_READY, lease_until=None))

    def settle(self, claimed: Dispatch, ending: Ending, at: datetime) -> bool:
        """Writes down what became of the attempt; False = it came too late to matter."""
        with self._claiming() as connection:
            self._end_attempt(connection, claimed, ending, at)
            held = connection.scalar(select(dispatch.c.id).where(is_held(claimed)).with_for_update())
            match ending:
                case Arrived(message=message):
                    return _arrive(connection, claimed.id, message, Cause.SENT, at)
                case _ if held is None:
                    return False
                case Postponed(next_at=next_at, address=address):
                    where = {} if address is None else {"channel": address.channel, "chat": address.chat}
                    _set(connection, claimed.id, state=_READY, lease_until=None, next_at=next_at, **where)
                case Unsure():
                    _doubt(connection, claimed.id, at)
                case Undelivered(cause=cause, told=told):
                    _finish(connection, claimed.id, DispatchState.FAILED, at)
                    ended = {"state": ObligationState.UNDELIVERABLE.value, "cause": cause.value, "ended_at": at}
                    connection.execute(update(obligation).where(_inside(claimed.id)).values(ended))
                    known = set(
                        connection.scalars(select(obligation.c.key).where(obligation.c.key.in_([t.key for t in told])))
                    )
                    new = {one.key: row_of(one) for one in told if one.key not in known}
                    if new:
                        connection.execute(insert(obligation), list(new.values()))
                case _:
                    assert_never(ending)
            return True

    def expire(self, at: datetime, *, every: bool = False) -> int:
        """Frees messages whose holder is gone (`every` = whoever holds them): unsure where an attempt had begun."""
        gone = [dispatch.c.state == _SENDING] + ([] if every else [dispatch.c.lease_until < at])
        query = select(dispatch.c.id, dispatch.c.fence).where(*gone).with_for_update(skip_locked=True)
        with self._claiming() as connection:
            found = connection.execute(query).all()
            for row in found:
                open_ = (
                    (attempt.c.dispatch_id == row.id) & (attempt.c.fence == row.fence) & attempt.c.ended_at.is_(None)
                )
                broken_off = update(attempt).where(open_).values(ended_at=at, outcome="lost")
                if connection.execute(broken_off).rowcount:
                    _doubt(connection, row.id, at)
                else:
                    _set(connection, row.id, state=_READY, lease_until=None)
            return len(found)

    def arrived(self, sent: int, message: str, at: datetime) -> None:
        """A button of that message was pressed: whatever we knew of it, it is there."""
        with self._claiming() as connection:
            _arrive(connection, sent, message, Cause.PRESSED, at)

    def find_dispatch(self, number: int) -> Dispatch | None:
        """One message with what it carries, or carried."""
        with self._reading() as connection:
            return next(iter(load_dispatches(connection, [number])), None)

    @staticmethod
    def _end_attempt(connection: Connection, claimed: Dispatch, ending: Ending, at: datetime) -> None:
        match ending:
            case Arrived():
                said = ""
            case Postponed(cause=said) | Unsure(cause=said) | Undelivered(said=said):
                pass
            case _:
                assert_never(ending)
        mine = (attempt.c.dispatch_id == claimed.id) & (attempt.c.fence == claimed.fence)
        told = {"ended_at": at, "outcome": type(ending).__name__.lower(), "cause": storable(said)}
        connection.execute(update(attempt).where(mine).values(told))


def is_held(claimed: Dispatch) -> ColumnElement[bool]:
    """Still in the hands of whoever claimed it."""
    return (dispatch.c.id == claimed.id) & (dispatch.c.state == _SENDING) & (dispatch.c.fence == claimed.fence)


def _inside(number: int) -> ColumnElement[bool]:
    """What a message is to say and has not ended otherwise."""
    return (obligation.c.dispatch_id == number) & (obligation.c.state == _QUEUED)


def _set(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(dispatch).where(dispatch.c.id == number).values(values))


def _finish(connection: Connection, number: int, state: DispatchState, at: datetime) -> None:
    _set(connection, number, state=state.value, lease_until=None, ended_at=at)


def _doubt(connection: Connection, number: int, at: datetime) -> None:
    """Nobody knows whether it arrived: the message ends, and what it said is owed again."""
    _finish(connection, number, DispatchState.UNCERTAIN, at)
    for row in connection.execute(select(obligation).where(_inside(number))).all():
        again = delay_after_doubt(row, at, RESENT_AFTER, RESENT_AGAIN_AFTER)
        connection.execute(update(obligation).where(obligation.c.id == row.id).values(state=_PLANNED, **again))


def _arrive(connection: Connection, number: int, message: str, cause: Cause, at: datetime) -> bool:
    """It is there: also what was owed again since, in doubt, has been said; not what another message is just saying."""
    row = connection.execute(select(dispatch).where(dispatch.c.id == number).with_for_update()).first()
    if row is None or row.state not in (_READY, _SENDING, DispatchState.UNCERTAIN.value):
        return False
    _set(connection, number, message=message)
    _finish(connection, number, DispatchState.SENT, at)
    ended: dict[bool, list[int]] = {True: [], False: []}
    others = set[int]()
    for one in connection.execute(_said_by(number)).all():
        if one.state == _QUEUED and one.dispatch_id != number:
            if one.carrier != _READY:
                continue
            others.add(one.dispatch_id)
        ended[one.is_covered].append(one.id)
    for is_covered, ids in ended.items():
        state, why = COVERED if is_covered else (ObligationState.DELIVERED, cause)
        values = {"state": state.value, "cause": why.value, "ended_at": at, "dispatch_id": number}
        connection.execute(update(obligation).where(obligation.c.id.in_(ids)).values(values))
    for other in others:
        empty_if_nothing_left(connection, other, at)
    return True


def _said_by(number: int) -> Any:
    """What a message says that has not ended, with the state of the message that it is in now."""
    mine = (carried.c.obligation_id == obligation.c.id) & (carried.c.dispatch_id == number)
    return (
        select(obligation.c.id, obligation.c.state, obligation.c.dispatch_id, carried.c.is_covered)
        .add_columns(dispatch.c.state.label("carrier"))
        .join_from(obligation, carried, mine)
        .outerjoin(dispatch, dispatch.c.id == obligation.c.dispatch_id)
        .where(obligation.c.state.in_((_PLANNED, _QUEUED)))
    )


def empty_if_nothing_left(connection: Connection, number: int, at: datetime) -> None:
    """Ends a message of which nothing that it says (beside earlier marks) is left; those marks are owed again."""
    left: list[Row[Any]] = list(
        connection.execute(
            select(obligation.c.id, carried.c.is_covered)
            .join_from(obligation, carried, (carried.c.obligation_id == obligation.c.id))
            .where(_inside(number), carried.c.dispatch_id == number)
        )
    )
    if any(not row.is_covered for row in left):
        return
    changed = update(dispatch).where(dispatch.c.id == number, dispatch.c.state.in_((_READY, _SENDING)))
    if connection.execute(changed.values(state=DispatchState.EMPTY.value, lease_until=None, ended_at=at)).rowcount:
        connection.execute(update(obligation).where(_inside(number)).values(state=_PLANNED))


def owe(connection: Connection, told: Iterable[Reminder]) -> None:
    """Plans what is not known yet."""
    wanted = {reminder.key: row_of(reminder) for reminder in told}
    known = set(connection.scalars(select(obligation.c.key).where(obligation.c.key.in_(wanted))))
    if new := [row for key, row in wanted.items() if key not in known]:
        connection.execute(insert(obligation), new)


def forget_recipient(connection: Connection, officer: int) -> None:
    """Drops what an officer was owed or told: it holds their chat."""
    theirs = str(Recipient(kind=RecipientKind.OFFICER, name=str(officer)))
    connection.execute(delete(obligation).where(obligation.c.recipient == theirs))
    connection.execute(delete(dispatch).where(dispatch.c.recipient == theirs))
