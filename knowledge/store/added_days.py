"""Days that administrators set, in a database: `knowledge.office.days.AddedDays`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import delete, insert, select

from knowledge.office.days import AddedDay
from knowledge.office.people import Deed
from knowledge.store.chat_texts import storable
from knowledge.store.connected import Connected
from knowledge.store.deeds import write_deed
from knowledge.store.progress_schema import added_day

_DAYS = select(added_day).order_by(added_day.c.on)


class SqlAddedDays(Connected):
    """The days of the office, beside the plans in SQLite or PostgreSQL."""

    def days(self) -> tuple[AddedDay, ...]:
        """Every day set, in order."""
        with self._reading() as connection:
            return tuple(AddedDay(on=row.on, works=row.works, name=row.name) for row in connection.execute(_DAYS))

    def set_day(self, day: AddedDay, deed: Deed) -> None:
        """Sets a day, in the place of what was set for it before."""
        with self._writing() as connection:
            if write_deed(connection, replace(deed, about=day.on.isoformat())):
                connection.execute(delete(added_day).where(added_day.c.on == day.on))
                connection.execute(insert(added_day).values(on=day.on, works=day.works, name=storable(day.name)))

    def drop_day(self, on: date, deed: Deed) -> bool:
        """Takes a day out: the calendar holds for it again. False = it was not set."""
        with self._writing() as connection:
            if not connection.execute(delete(added_day).where(added_day.c.on == on)).rowcount:
                return False
            write_deed(connection, replace(deed, about=on.isoformat()))
            return True
