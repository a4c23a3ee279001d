"""The tables of reminders: what is owed, the messages that carry it, the attempts to send them; and of replicas."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from knowledge.reminding.ledger import DispatchState, ObligationState
from knowledge.store.columns import UtcDateTime, belongs_to, metadata, row_id, text_column, whole_column

NAME = 40
"""The longest name of a channel, a lease, a loop."""

UNDER_WAY = text(f"state IN ('{DispatchState.READY.value}', '{DispatchState.SENDING.value}')")


def _one_of(states: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"state IN ({', '.join(repr(state.value) for state in states)})", name="state")


# sqlite_autoincrement: buttons point to messages by their ids.
dispatch = Table(
    "dispatch",
    metadata,
    row_id(),
    Column("recipient", Text, nullable=False),
    Column("channel", String(NAME), nullable=False),
    text_column("chat"),
    Column("state", String(9), nullable=False),
    Column("again", Boolean, nullable=False),
    whole_column("fence"),
    whole_column("attempts"),
    text_column("worker"),
    Column("lease_until", UtcDateTime),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    text_column("message"),
    Column("ended_at", UtcDateTime),
    _one_of(DispatchState),
    Index(None, "state", "next_at"),
    # Two planners that wake up together cannot both write to one officer.
    Index("ix_dispatch_under_way", "recipient", unique=True, sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
    sqlite_autoincrement=True,
)

obligation = Table(
    "obligation",
    metadata,
    row_id(),
    Column("key", Text, nullable=False),
    Column("slug", String(200), nullable=False),
    Column("task", String(200), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("kind", String(20), nullable=False),
    whole_column("step"),
    Column("part", String(20), nullable=False),
    Column("recipient", Text, nullable=False),
    text_column("agency"),
    Column("at", UtcDateTime, nullable=False),
    whole_column("put_off"),
    Column("state", String(13), nullable=False),
    Column("cause", String(20)),
    Column("dispatch_id", ForeignKey("dispatch.id", ondelete="SET NULL")),
    Column("may_ride_at", UtcDateTime, nullable=False),  # from then it may go with others
    Column("may_lead_at", UtcDateTime, nullable=False),  # from then it is reason enough for a message
    Column("last_call_at", UtcDateTime, nullable=False),  # its hour on the last day on which it is of use
    Column("unsure_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    _one_of(ObligationState),
    UniqueConstraint("key"),
    Index(None, "state", "may_lead_at"),
    Index(None, "recipient", "state"),
    Index(None, "dispatch_id"),
)

carried = Table(
    "carried",
    metadata,
    Column("dispatch_id", ForeignKey("dispatch.id", ondelete="CASCADE"), primary_key=True),
    Column("obligation_id", ForeignKey("obligation.id", ondelete="CASCADE"), primary_key=True),
    Column("is_covered", Boolean, nullable=False),
    Index(None, "obligation_id"),
)

attempt = Table(
    "attempt",
    metadata,
    row_id(),
    belongs_to("dispatch"),
    whole_column("fence"),
    text_column("worker"),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    text_column("outcome"),
    text_column("cause"),
    Index(None, "dispatch_id"),
)

bucket = Table(
    "bucket",
    metadata,
    Column("name", String(NAME), primary_key=True),
    Column("full_at", Float, nullable=False),  # seconds since 1970 on the clock of the database
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(NAME), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

watermark = Table(
    "watermark",
    metadata,
    Column("loop", String(NAME), primary_key=True),
    Column("ok_at", UtcDateTime, nullable=False),
)
