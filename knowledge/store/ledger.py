"""What is owed, in a database: `knowledge.reminding.ledger.Ledger`; its sending half is in `dispatches`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from knowledge.reminding.ledger import (
    ENDED,
    Cause,
    Dispatch,
    DispatchState,
    Draft,
    LedgerCounts,
    Obligation,
    ObligationState,
    Recorded,
    state_without_message,
)
from knowledge.reminding.reminder import Recipient, Reminder, ReminderKind
from knowledge.store.dispatches import SqlDispatches, empty_if_nothing_left, is_held, owe
from knowledge.store.ledger_rows import movable, obligation_of, obligations_query, reminder_of, row_of
from knowledge.store.queueing import queue_drafts
from knowledge.store.reminder_schema import attempt, carried, dispatch, obligation

_PLANNED, _QUEUED = ObligationState.PLANNED.value, ObligationState.QUEUED.value
_REVIVABLE = (ObligationState.SUPERSEDED.value, ObligationState.WAIVED.value)
_MOVABLE = (_PLANNED, *_REVIVABLE)
_READY = DispatchState.READY.value
_TOLD = ReminderKind.UNDELIVERED.value
AT_ONCE = 10_000
_ENDED = tuple(state.value for state in ENDED)


class SqlLedger(SqlDispatches):
    """The ledger beside the plans in SQLite or PostgreSQL; every method may raise `StoreError`."""

    def record(
        self, wanted: Iterable[Reminder], *, until: datetime, why: Callable[[Reminder], Cause], at: datetime
    ) -> Recorded:
        """Makes what is owed up to `until` be what is wanted; twice the same changes nothing."""
        left = {reminder.key: reminder for reminder in wanted}
        back, gone, moved = list[int](), list[int](), list[dict[str, Any]]()
        with self._writing() as connection:
            for number, key, state, *printed, kind in connection.execute(_known(left.values())):
                one = left.pop(key, None)
                if one is None:
                    if state == _PLANNED and printed[0] <= until and kind != _TOLD:
                        gone.append(number)
                    continue
                if state in _REVIVABLE:
                    back.append(number)
                if state in _MOVABLE and printed != [one.at, one.last_day, one.agency]:
                    moved.append({"number": number, **movable(one)})
            new = [row_of(reminder) for reminder in left.values()]
            if new:
                make = insert_on_sqlite if connection.dialect.name == "sqlite" else insert_on_postgresql
                connection.execute(make(obligation).on_conflict_do_nothing(), new)
            again = {"state": _PLANNED, "cause": None, "ended_at": None}
            for ids in _chunks(back):
                connection.execute(update(obligation).where(obligation.c.id.in_(ids)).values(again))
            if moved:
                connection.execute(update(obligation).where(obligation.c.id == bindparam("number")), moved)
            ended = _supersede(connection, gone, why, at)
        return Recorded(added=len(new), revived=len(back), moved=len(moved), ended=ended)

    def due(self, at: datetime, *, since: datetime) -> Mapping[Recipient, tuple[Obligation, ...]]:
        """What may be said now, to whom; also what stands in a message that has not left, for it may be folded."""
        leading = select(obligation.c.recipient).where(obligation.c.state == _PLANNED, obligation.c.may_lead_at <= at)
        stale = select(dispatch.c.recipient).where(dispatch.c.state == _READY, dispatch.c.queued_at < since)
        unsent = select(dispatch.c.id).where(dispatch.c.state == _READY)
        query = obligations_query().where(
            or_(obligation.c.recipient.in_(leading), obligation.c.recipient.in_(stale)),
            or_(
                (obligation.c.state == _PLANNED) & (obligation.c.may_ride_at <= at),
                (obligation.c.state == _QUEUED) & obligation.c.dispatch_id.in_(unsent),
            ),
        )
        found = defaultdict[Recipient, list[Obligation]](list)
        with self._reading() as connection:
            for row in connection.execute(query.order_by(obligation.c.at, obligation.c.id)):
                one = obligation_of(row)
                found[one.reminder.recipient].append(one)
        return {recipient: tuple(owed) for recipient, owed in found.items()}

    def queue(self, drafts: Iterable[Draft], at: datetime) -> int:
        """Makes messages of them, each in the place of one to the same recipient that has not left; how many."""
        with self._writing() as connection:
            return queue_drafts(connection, drafts, at)

    def end(
        self,
        obligations: Mapping[int, Cause],
        at: datetime,
        *,
        claimed: Dispatch | None = None,
        told: Iterable[Reminder] = (),
    ) -> None:
        """Ends without a message what is planned, or in a message that has not left or that the caller has claimed."""
        causes = defaultdict[Cause, list[int]](list)
        for number, cause in obligations.items():
            causes[cause].append(number)
        mine = dispatch.c.state == _READY
        if claimed is not None:
            mine = is_held(claimed)
        within = (obligation.c.state == _QUEUED) & obligation.c.dispatch_id.in_(select(dispatch.c.id).where(mine))
        with self._writing() as connection:
            carriers = set[int]()
            for cause, numbers in causes.items():
                open_ = obligation.c.id.in_(numbers) & or_(obligation.c.state == _PLANNED, within)
                ended = {"state": state_without_message(cause).value, "cause": cause.value, "ended_at": at}
                changed = update(obligation).where(open_).values(ended).returning(obligation.c.dispatch_id)
                carriers.update(number for number in connection.scalars(changed) if number is not None)
            for carrier in carriers:
                empty_if_nothing_left(connection, carrier, at)
            owe(connection, told)

    def obligations(
        self,
        *,
        states: Iterable[ObligationState] = (),
        recipient: Recipient | None = None,
        slug: str = "",
        span: tuple[datetime, datetime] | None = None,
        limit: int = 100,
    ) -> tuple[Obligation, ...]:
        """The latest first by the hour they are owed; without filters all of them. The end of a span is outside it."""
        query = obligations_query().order_by(obligation.c.at.desc(), obligation.c.id.desc()).limit(limit)
        if wanted := [state.value for state in states]:
            query = query.where(obligation.c.state.in_(wanted))
        if recipient is not None:
            query = query.where(obligation.c.recipient == str(recipient))
        if slug:
            query = query.where(obligation.c.slug == slug)
        if span is not None:
            query = query.where(obligation.c.at >= span[0], obligation.c.at < span[1])
        with self._reading() as connection:
            return tuple(map(obligation_of, connection.execute(query)))

    def counts(self, at: datetime) -> LedgerCounts:
        """How many there are of each."""
        open_ = obligation.c.state.in_((_PLANNED, _QUEUED)) & (obligation.c.may_lead_at <= at)
        with self._reading() as connection:
            owed = Counter[ObligationState](dict(_grouped(connection, obligation, ObligationState)))
            sent = Counter[DispatchState](dict(_grouped(connection, dispatch, DispatchState)))
            tries = select(attempt.c.outcome, func.count()).group_by(attempt.c.outcome)
            tried: dict[str, int] = {row[0]: row[1] for row in connection.execute(tries)}
            oldest = connection.scalar(select(func.min(obligation.c.may_lead_at)).where(open_))
        return LedgerCounts(obligations=owed, dispatches=sent, attempts=tried, oldest_due=oldest)

    def clear_away(self, before: datetime) -> int:
        """Drops what ended before that instant; what was dropped and is planned again would be said again."""
        with self._writing() as connection:
            old = obligation.c.state.in_(_ENDED) & (obligation.c.ended_at < before)
            dropped = connection.execute(delete(obligation).where(old)).rowcount
            used = select(carried.c.dispatch_id)
            done = (dispatch.c.ended_at < before) & dispatch.c.id.not_in(used)
            connection.execute(delete(dispatch).where(done))
            return dropped


def _known(wished: Iterable[Reminder]) -> Select[Any]:
    """What is planned, and what else has the hours of what is wished."""
    columns = obligation.c
    earliest = min((reminder.at for reminder in wished), default=None)
    near = columns.state == _PLANNED if earliest is None else or_(columns.state == _PLANNED, columns.at >= earliest)
    told = (columns.id, columns.key, columns.state, columns.at, columns.last_day, columns.agency, columns.kind)
    return select(*told).where(near)


def _supersede(connection: Connection, gone: list[int], why: Callable[[Reminder], Cause], at: datetime) -> int:
    causes = defaultdict[Cause, list[int]](list)
    for ids in _chunks(gone):
        for row in connection.execute(select(obligation).where(obligation.c.id.in_(ids))):
            causes[why(reminder_of(row))].append(row.id)
    for cause, numbers in causes.items():
        ended = {"state": state_without_message(cause).value, "cause": cause.value, "ended_at": at}
        for ids in _chunks(numbers):
            connection.execute(update(obligation).where(obligation.c.id.in_(ids)).values(ended))
    return len(gone)


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    """SQLite takes some thirty thousand values in one statement."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _grouped(connection: Connection, table: Any, states: Any) -> Iterable[tuple[Any, int]]:
    for state, number in connection.execute(select(table.c.state, func.count()).group_by(table.c.state)):
        yield states(state), number
