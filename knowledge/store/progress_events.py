"""Events that clocks hang on, in a database: `knowledge.progress.events.EventStore`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from knowledge.office.people import Deed
from knowledge.progress.events import Clock, EventReport
from knowledge.store.chat_texts import storable
from knowledge.store.connected import Connected
from knowledge.store.deeds import write_deed
from knowledge.store.instants import as_utc
from knowledge.store.progress_schema import event_clock, event_report

_table = event_report


class SqlEvents(Connected):
    """The reported events, beside the plans in SQLite or PostgreSQL. Safe for several threads and processes."""

    def report_event(self, event: EventReport, deed: Deed) -> EventReport:
        """Keeps an event, who reported it and when taken from the deed; again: the event kept then."""
        with self._writing() as connection:
            if not write_deed(connection, replace(deed, about=event.happened_on.isoformat())):
                return _load(connection, _table.c.event == deed.event)[0]
            kept = insert(_table).values(
                happened_on=event.happened_on,
                words=storable(event.words),
                document=storable(event.document),
                officer_id=deed.actor,
                at=as_utc(deed.at),
                event=deed.event or None,
            )
            number = connection.execute(kept.returning(_table.c.id)).scalar_one()
            for clock in event.clocks:
                values: dict[str, Any] = {"slug": clock.slug, "key": clock.key, "event": clock.event}
                connection.execute(insert(event_clock).values(event_report_id=number, **values))
            return _load(connection, _table.c.id == number)[0]

    def revoke_event(self, event: int, deed: Deed) -> EventReport | None:
        """Takes an event back and with it the days that it set; None where it is unknown. Again: the same."""
        with self._writing() as connection:
            found = _find(connection, event)
            if found is None or found.revoked_at is not None:
                return found
            write_deed(connection, replace(deed, about=f"event {event}"))
            connection.execute(update(_table).where(_table.c.id == event).values(revoked_at=as_utc(deed.at)))
            return _find(connection, event)

    def find_event(self, event: int) -> EventReport | None:
        """One event by its id, also one revoked."""
        with self._reading() as connection:
            return _find(connection, event)

    def standing_events(self, slugs: tuple[str, ...]) -> tuple[EventReport, ...]:
        """The events that stand and started a clock in these plans, oldest first."""
        touched = select(event_clock.c.event_report_id).where(event_clock.c.slug.in_(slugs))
        with self._reading() as connection:
            return _load(connection, _table.c.revoked_at.is_(None) & _table.c.id.in_(touched))


def _find(connection: Connection, event: int) -> EventReport | None:
    return next(iter(_load(connection, _table.c.id == event)), None)


def _load(connection: Connection, which: ColumnElement[bool]) -> tuple[EventReport, ...]:
    found = connection.execute(select(_table).where(which).order_by(_table.c.id)).all()
    clocks: dict[int, list[Clock]] = {row.id: [] for row in found}
    of_these = event_clock.c.event_report_id.in_(list(clocks))
    for row in connection.execute(select(event_clock).where(of_these).order_by(event_clock.c.id)):
        clocks[row.event_report_id].append(Clock(slug=row.slug, key=row.key, event=row.event))
    return tuple(
        EventReport(
            id=row.id,
            happened_on=row.happened_on,
            clocks=tuple(clocks[row.id]),
            words=row.words,
            document=row.document,
            officer=row.officer_id,
            at=row.at,
            revoked_at=row.revoked_at,
        )
        for row in found
    )
