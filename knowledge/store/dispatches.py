"""Messages on their way, in a database: the half of `knowledge.reminding.ledger.Ledger` that delivery uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

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
from knowledge.store.ledger_rows import delay_after_doubt, load_dispatches, make_dispatches, row_of
from knowledge.store.reminder_schema import attempt, carried, dispatch, obligation

_READY, _SENDING = DispatchState.READY.value, DispatchState.SENDING.value
COVERED = (ObligationState.COVERED, Cause.LATER_MARK)
_PLANNED, _QUEUED = ObligationState.PLANNED.value, ObligationState.QUEUED.value


_LIVE = (_READY, _SENDING, DispatchState.UNCERTAIN.value)
"""The states from which a message may turn out to have arrived."""

# What each message needs is built once: making a statement costs more than running it.
_READY_NOW = (
    select(dispatch.c.id)
    .where(dispatch.c.state == _READY, dispatch.c.next_at <= bindparam("at"))
    .where(dispatch.c.queued_at >= bindparam("since"))
    .order_by(dispatch.c.next_at, dispatch.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_END_ATTEMPT = update(attempt).where(attempt.c.dispatch_id == bindparam("of"), attempt.c.fence == bindparam("held"))
_SEND = (
    update(dispatch)
    .where(dispatch.c.id == bindparam("of"), dispatch.c.state.in_(_LIVE))
    .values(state=DispatchState.SENT.value, lease_until=None)
)
_SAID_BY = (
    select(obligation.c.id, obligation.c.state, obligation.c.dispatch_id, carried.c.is_covered)
    .add_columns(dispatch.c.state.label("carrier"))
    .join_from(carried, obligation, carried.c.obligation_id == obligation.c.id)
    .outerjoin(dispatch, dispatch.c.id == obligation.c.dispatch_id)
    .where(carried.c.dispatch_id == bindparam("of"), obligation.c.state.in_((_PLANNED, _QUEUED)))
)
"""What a message says that has not ended, with the state of the message that it is in now."""

_END_SAID = update(obligation).where(obligation.c.id == bindparam("said"))


class SqlDispatches(Connected):
    """Attempts and how they ended. Rows are locked one by one: replicas do not wait for each other."""

    def claim(self, worker: str, *, at: datetime, since: datetime, most: int, lease: timedelta) -> tuple[Dispatch, ...]:
        """Takes ready messages whose time has come, at most `most`, oldest first; of each an attempt begins."""
        with self._claiming() as connection:
            ids = connection.scalars(_READY_NOW, {"at": at, "since": since, "most": most}).all()
            if not ids:
                return ()
            taken = {
                "state": _SENDING,
                "worker": worker,
                "fence": dispatch.c.fence + 1,
                "attempts": dispatch.c.attempts + 1,
                "lease_until": at + lease,
            }
            claiming = update(dispatch).where(dispatch.c.id.in_(ids)).values(taken).returning(dispatch)
            rows = sorted(connection.execute(claiming), key=lambda row: ids.index(row.id))
            begun = [{"dispatch_id": row.id, "fence": row.fence, "worker": worker, "started_at": at} for row in rows]
            connection.execute(insert(attempt), begun)
            return make_dispatches(connection, rows)

    def settle(self, claimed: Dispatch, ending: Ending, at: datetime) -> bool:
        """Writes down what became of the attempt; False = it came too late to matter."""
        with self._claiming() as connection:
            self._end_attempt(connection, claimed, ending, at)
            if isinstance(ending, Arrived):
                return _arrive(connection, claimed.id, ending.message, Cause.SENT, at)
            if connection.scalar(select(dispatch.c.id).where(is_held(claimed)).with_for_update()) is None:
                return False
            match ending:
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
        """Ends as unsure the attempts of messages whose holder is gone (`every` = whoever holds them)."""
        gone = [dispatch.c.state == _SENDING] + ([] if every else [dispatch.c.lease_until < at])
        query = select(dispatch.c.id, dispatch.c.fence).where(*gone).with_for_update(skip_locked=True)
        with self._claiming() as connection:
            found = connection.execute(query).all()
            for row in found:
                broken_off = {"ended_at": at, "outcome": "lost"}
                connection.execute(_END_ATTEMPT.values(broken_off), {"of": row.id, "held": row.fence})
                _doubt(connection, row.id, at)
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
        told = {"ended_at": at, "outcome": type(ending).__name__.lower(), "cause": storable(said)}
        connection.execute(_END_ATTEMPT, {"of": claimed.id, "held": claimed.fence, **told})


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
    sent = {"of": number, "message": message, "ended_at": at}
    if not connection.execute(_SEND, sent).rowcount:
        return False
    ended, others = list[dict[str, Any]](), set[int]()
    for one in connection.execute(_SAID_BY, {"of": number}).all():
        if one.state == _QUEUED and one.dispatch_id != number:
            if one.carrier != _READY:
                continue
            others.add(one.dispatch_id)
        state, why = COVERED if one.is_covered else (ObligationState.DELIVERED, cause)
        ended.append({"said": one.id, "state": state.value, "cause": why.value, "ended_at": at, "dispatch_id": number})
    if ended:
        connection.execute(_END_SAID, ended)
    for other in others:
        empty_if_nothing_left(connection, other, at)
    return True


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
        begun = (attempt.c.dispatch_id == number) & attempt.c.ended_at.is_(None)
        connection.execute(update(attempt).where(begun).values(ended_at=at, outcome="empty"))
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
