"""The tables of progress: reports on tasks, events that clocks hang on, plans that need a leader's yes, days set."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from knowledge.progress.reports import TaskState
from knowledge.store.columns import UtcDateTime, belongs_to, metadata, row_id, text_column

EVENT = 200
"""The longest name of an event of a channel."""


def _task() -> tuple[Column[str], Column[str]]:
    """A task by slug and key, and no foreign key: reports outlive a new import of the plan."""
    return Column("slug", String(200), nullable=False), Column("key", String(200), nullable=False)


def _officer() -> Column[int]:
    """Who reported; nobody where the person was forgotten."""
    return Column("officer_id", ForeignKey("officer.id", ondelete="SET NULL"))


# sqlite_autoincrement: buttons point to reports and events by their ids.
progress_report = Table(
    "progress_report",
    metadata,
    row_id(),
    *_task(),
    text_column("agency"),
    Column("state", String(20), nullable=False),
    Column("percent", Integer),
    text_column("note"),
    text_column("document"),
    Column("due_on", Date),
    _officer(),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(EVENT)),
    Column("undone_at", UtcDateTime),
    Column("undone_event", String(EVENT)),
    CheckConstraint(f"state IN ({', '.join(repr(state.value) for state in TaskState)})", name="state"),
    CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    UniqueConstraint("event", "slug", "key"),
    Index(None, "slug", "key"),
    Index(None, "officer_id"),
    sqlite_autoincrement=True,
)

plan_approval = Table(
    "plan_approval",
    metadata,
    Column("slug", String(200), primary_key=True),
    Column("needed", Boolean, nullable=False),
)

event_report = Table(
    "event_report",
    metadata,
    row_id(),
    Column("happened_on", Date, nullable=False),
    text_column("words"),
    text_column("document"),
    _officer(),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(EVENT)),
    Column("revoked_at", UtcDateTime),
    UniqueConstraint("event"),
    Index(None, "officer_id"),
    sqlite_autoincrement=True,
)

event_clock = Table(
    "event_clock",
    metadata,
    row_id(),
    belongs_to("event_report"),
    *_task(),
    text_column("event"),
    Index(None, "event_report_id"),
    Index(None, "slug", "key"),
)

added_day = Table(
    "added_day",
    metadata,
    Column("on", Date, primary_key=True),
    Column("works", Boolean, nullable=False),
    text_column("name"),
)

waiting_words = Table(
    "waiting_words",
    metadata,
    row_id(),
    belongs_to("officer"),
    text_column("said"),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(EVENT), nullable=False),
    UniqueConstraint("event"),
    Index(None, "officer_id"),
    sqlite_autoincrement=True,
)
