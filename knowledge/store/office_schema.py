"""The tables of the office: officers, their accounts and agencies, chats, and the book of what was changed."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from knowledge.store.columns import UtcDateTime, belongs_to, metadata, row_id, text_column, whole_column
from knowledge.store.identity import LONGEST

PLATFORM_ID = 100
"""The longest id of a chat or a person on any channel."""

_CHANNEL = 20


def _channel() -> Column[str]:
    return Column("channel", String(_CHANNEL), nullable=False)


def _platform(name: str) -> Column[str]:
    return Column(name, String(PLATFORM_ID), nullable=False, default="")


# sqlite_autoincrement: the id of an officer who is gone never becomes another's; buttons and deeds point to it.
officer = Table(
    "officer",
    metadata,
    row_id(),
    text_column("name"),
    Column("role", String(10), nullable=False),
    Column("consent_at", UtcDateTime),
    CheckConstraint("role IN ('admin', 'leader', 'focal', 'viewer')", name="role"),
    sqlite_autoincrement=True,
)

officer_account = Table(
    "officer_account",
    metadata,
    row_id(),
    belongs_to("officer"),
    _channel(),
    _platform("person"),
    _platform("chat"),
    Column("reachable", Boolean, nullable=False),
    UniqueConstraint("channel", "person"),
    Index(None, "officer_id"),
)

# By identity and not by the row of `agency`: an officer's agency stays when no plan names it any more.
officer_agency = Table(
    "officer_agency",
    metadata,
    row_id(),
    belongs_to("officer"),
    Column("identity", String(LONGEST), nullable=False),
    text_column("name"),
    UniqueConstraint("officer_id", "identity"),
    Index(None, "identity"),
)

invitation = Table(
    "invitation",
    metadata,
    row_id(),
    Column("code_hash", String(64), nullable=False),
    Column("role", String(10), nullable=False),
    text_column("agency"),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_by", ForeignKey("officer.id", ondelete="SET NULL")),
    Column("used_at", UtcDateTime),
    UniqueConstraint("code_hash"),
)

access_request = Table(
    "access_request",
    metadata,
    row_id(),
    _channel(),
    _platform("person"),
    _platform("chat"),
    Column("step", String(10), nullable=False),
    text_column("name"),
    text_column("agency"),
    Column("asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "person"),
    Index(None, "step"),
    sqlite_autoincrement=True,
)

stand_in = Table(
    "stand_in",
    metadata,
    row_id(),
    belongs_to("officer", "absent_id"),
    belongs_to("officer", "present_id"),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    CheckConstraint("first_on <= last_on", name="days"),
    CheckConstraint("absent_id <> present_id", name="not_oneself"),
    Index(None, "absent_id", "last_on"),
    Index(None, "present_id"),
    sqlite_autoincrement=True,
)

# Groups only: a private chat is its officer's account.
chat = Table(
    "chat",
    metadata,
    row_id(),
    _channel(),
    _platform("chat"),
    text_column("title"),
    Column("listens", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("channel", "chat"),
    sqlite_autoincrement=True,
)

chat_plan = Table(
    "chat_plan",
    metadata,
    Column("chat_id", ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True),
    Column("plan_id", ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True),
    whole_column("position"),
    Column("bound_at", UtcDateTime),
    Index(None, "plan_id"),
)

pending_plan = Table(
    "pending_plan",
    metadata,
    row_id(),
    belongs_to("officer"),
    text_column("file_name"),
    Column("content", LargeBinary, nullable=False),
    text_column("seen"),
    Column("expires_at", UtcDateTime, nullable=False),
    UniqueConstraint("officer_id"),
    sqlite_autoincrement=True,
)

# No foreign key: members of a group who are no officers turn pages too.
shown_list = Table(
    "shown_list",
    metadata,
    Column("channel", String(_CHANNEL), primary_key=True),
    Column("person", String(PLATFORM_ID), primary_key=True),
    Column("name", String(20), primary_key=True),
    text_column("told"),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)

# No foreign key: a deed outlives who did it, and then stands without them.
deed = Table(
    "deed",
    metadata,
    row_id(),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_id", Integer),
    Column("action", String(40), nullable=False),
    Column("about", String(200), nullable=False),
    Column("event", String(200)),
    UniqueConstraint("event", "action", "about"),
    Index(None, "at"),
    Index(None, "actor_id"),
)
