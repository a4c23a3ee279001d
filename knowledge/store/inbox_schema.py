"""The tables of the chat channels: what came in, and the keys that buttons are signed with."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, String, Table, UniqueConstraint

from knowledge.store.columns import UtcDateTime, metadata, row_id, text_column, whole_column

KEY = 100
"""The longest key of an update, and the longest name of its lane."""

inbox = Table(
    "inbox",
    metadata,
    row_id(),
    Column("channel", String(20), nullable=False),
    Column("key", String(KEY), nullable=False),
    Column("lane", String(KEY), nullable=False),
    text_column("body"),
    Column("state", String(7), nullable=False),
    whole_column("repeats"),
    text_column("cause"),
    Column("received_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state"),
    UniqueConstraint("channel", "key"),
    Index(None, "channel", "state"),
)

channel_key = Table(
    "channel_key",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
