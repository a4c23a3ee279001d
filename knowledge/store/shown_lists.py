"""Lists whose pages can still be turned, in a database: `knowledge.office.lists.ShownLists`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from knowledge.office.lists import KEPT
from knowledge.store.chat_texts import storable
from knowledge.store.connected import Connected
from knowledge.store.instants import as_utc
from knowledge.store.office_schema import shown_list


class SqlShownLists(Connected):
    """The lists that people of the channels were shown the first page of."""

    def keep(self, channel: str, person: str, name: str, told: str, at: datetime) -> None:
        """Keeps what the list consists of, in the place of what was kept under that name; drops what is too old."""
        values = {"channel": channel, "person": person, "name": name, "told": storable(told), "at": as_utc(at)}
        with self._writing() as connection:
            old = shown_list.c.at < as_utc(at) - KEPT
            connection.execute(delete(shown_list).where(_one(channel, person, name) | old))
            connection.execute(insert(shown_list).values(values))

    def find(self, channel: str, person: str, name: str) -> str | None:
        """What was kept, or None."""
        with self._reading() as connection:
            query = select(shown_list.c.told).where(_one(channel, person, name))
            found: str | None = connection.scalar(query)
            return found


def _one(channel: str, person: str, name: str) -> Any:
    return (shown_list.c.channel == channel) & (shown_list.c.person == person) & (shown_list.c.name == name)
