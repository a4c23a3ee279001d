"""Groups and plan files that wait for a yes, in a database: `knowledge.office.chats`."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from knowledge.office.chats import Chat, PendingPlan
from knowledge.office.people import Deed
from knowledge.store import office_schema as tables
from knowledge.store import schema
from knowledge.store.chat_texts import storable
from knowledge.store.connected import Connected
from knowledge.store.deeds import write_deed
from knowledge.store.instants import as_utc


class SqlChats(Connected):
    """The groups of the office: `knowledge.office.chats.Chats`."""

    def find_chat(self, channel: str, chat: str) -> Chat | None:
        """One chat, or None."""
        with self._reading() as connection:
            return _find(connection, channel, chat)

    def groups(self) -> tuple[Chat, ...]:
        """Every group ever met, in the order met."""
        with self._reading() as connection:
            return _load(connection, tables.chat.c.id > 0)

    def chats_of_plan(self, slug: str) -> tuple[Chat, ...]:
        """The active groups bound to a plan."""
        link = tables.chat_plan
        bound = select(link.c.chat_id).join(schema.plan, schema.plan.c.id == link.c.plan_id)
        with self._reading() as connection:
            here = tables.chat.c.id.in_(bound.where(schema.plan.c.slug == slug))
            return _load(connection, here & tables.chat.c.active)

    def meet(self, channel: str, chat: str, *, title: str, active: bool = True) -> Chat:
        """Writes down a group, its present title ("" = as before) and whether the assistant is in it."""
        known = self.find_chat(channel, chat)
        told = storable(title) or ("" if known is None else known.title)
        if known is not None and (known.title, known.active) == (told, active):
            return known
        with self._writing() as connection:
            values = {"title": told, "active": active}
            if not connection.execute(update(tables.chat).where(_at(channel, chat)).values(values)).rowcount:
                connection.execute(insert(tables.chat).values(channel=channel, chat=chat, listens=False, **values))
            return _get(connection, channel, chat)

    def bind(self, channel: str, chat: str, slugs: tuple[str, ...], deed: Deed) -> None:
        """Binds a group that was met to exactly these plans, in this order; () = to none. Unknown slugs are left."""
        link, plan = tables.chat_plan, schema.plan
        with self._writing() as connection:
            if not write_deed(connection, deed):
                return
            group = _get(connection, channel, chat)
            connection.execute(delete(link).where(link.c.chat_id == group.id))
            found = connection.execute(select(plan.c.slug, plan.c.id).where(plan.c.slug.in_(slugs)))
            ids = {row.slug: row.id for row in found}
            for position, slug in enumerate(dict.fromkeys(slugs)):
                if slug in ids:
                    since = None if slug in group.plans else as_utc(deed.at)
                    row = {"chat_id": group.id, "plan_id": ids[slug], "position": position}
                    row["bound_at"] = group.bound_at.get(slug, since)
                    connection.execute(insert(link).values(row))

    def set_listening(self, channel: str, chat: str, listens: bool, deed: Deed) -> None:
        """Whether a group that was met is listened to."""
        with self._writing() as connection:
            if write_deed(connection, deed):
                connection.execute(update(tables.chat).where(_at(channel, chat)).values(listens=listens))

    def move(self, channel: str, old: str, new: str) -> None:
        """The chat goes on under another id; bindings and accounts follow. Again: nothing changes."""
        account = tables.officer_account
        with self._writing() as connection:
            if _find(connection, channel, old) is not None:
                # What was met under the new id before the news of the move came knows nothing yet.
                connection.execute(delete(tables.chat).where(_at(channel, new)))
                connection.execute(update(tables.chat).where(_at(channel, old)).values(chat=new))
            there = (account.c.channel == channel) & (account.c.chat == old)
            connection.execute(update(account).where(there).values(chat=new))


class SqlPendingPlans(Connected):
    """Plan files that wait: `knowledge.office.chats.PendingPlans`."""

    def keep(
        self, *, officer: int, file_name: str, content: bytes, seen: str, at: datetime, expires_at: datetime
    ) -> int:
        """Keeps a file in the place of the officer's earlier one; its id, the same for the same file again."""
        table = tables.pending_plan
        values = {
            "officer_id": officer,
            "file_name": storable(file_name),
            "content": content,
            "seen": seen,
            "expires_at": as_utc(expires_at),
        }
        with self._writing() as connection:
            there = connection.execute(select(table).where(table.c.officer_id == officer)).first()
            if there is not None and all(getattr(there, name) == value for name, value in values.items()):
                return int(there.id)
            over = table.c.expires_at <= as_utc(at)
            connection.execute(delete(table).where((table.c.officer_id == officer) | over))
            return int(connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())

    def find(self, pending: int, at: datetime) -> PendingPlan | None:
        """The file, or None where it is gone or its time is over."""
        table = tables.pending_plan
        this = (table.c.id == pending) & (table.c.expires_at > as_utc(at))
        with self._reading() as connection:
            row = connection.execute(select(table).where(this)).first()
        if row is None:
            return None
        return PendingPlan(
            id=row.id,
            officer=row.officer_id,
            file_name=row.file_name,
            content=bytes(row.content),
            seen=row.seen,
            expires_at=row.expires_at,
        )

    def count(self, at: datetime) -> int:
        """How many wait."""
        table = tables.pending_plan
        with self._reading() as connection:
            found = connection.scalar(select(func.count()).select_from(table).where(table.c.expires_at > as_utc(at)))
        return int(found or 0)

    def drop(self, pending: int, at: datetime) -> None:
        """Forgets this file and every other whose time is over."""
        table = tables.pending_plan
        with self._writing() as connection:
            over = table.c.expires_at <= as_utc(at)
            connection.execute(delete(table).where((table.c.id == pending) | over))


def _at(channel: str, chat: str) -> ColumnElement[bool]:
    return (tables.chat.c.channel == channel) & (tables.chat.c.chat == chat)


def _find(connection: Connection, channel: str, chat: str) -> Chat | None:
    return next(iter(_load(connection, _at(channel, chat))), None)


def _get(connection: Connection, channel: str, chat: str) -> Chat:
    found = _find(connection, channel, chat)
    if found is None:
        raise LookupError(f"no chat {chat} of {channel} was met")
    return found


def _load(connection: Connection, which: ColumnElement[bool]) -> tuple[Chat, ...]:
    link = tables.chat_plan
    bound = (
        select(link.c.chat_id, link.c.bound_at, schema.plan.c.slug)
        .join(schema.plan, schema.plan.c.id == link.c.plan_id)
        .join(tables.chat, tables.chat.c.id == link.c.chat_id)
        .where(which)
        .order_by(link.c.position)
    )
    plans: dict[int, dict[str, datetime | None]] = defaultdict(dict)
    for row in connection.execute(bound):
        plans[row.chat_id][row.slug] = row.bound_at
    return tuple(
        Chat(
            id=row.id,
            channel=row.channel,
            chat=row.chat,
            title=row.title,
            listens=row.listens,
            active=row.active,
            plans=tuple(plans[row.id]),
            bound_at={slug: at for slug, at in plans[row.id].items() if at is not None},
        )
        for row in connection.execute(select(tables.chat).where(which).order_by(tables.chat.c.id))
    )
