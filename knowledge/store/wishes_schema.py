"""The tables of reminding: how plans, agencies and officers are reminded, and what officers answered."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Time,
)

from knowledge.reminding.wishes import AnswerKind, DayOff
from knowledge.store.columns import UtcDateTime, belongs_to, metadata, row_id
from knowledge.store.identity import LONGEST

DAYS = 100
"""The longest list of lead times as it is kept ("10,5,2")."""

plan_reminding = Table(
    "plan_reminding",
    metadata,
    Column("slug", String(200), primary_key=True),
    Column("since", Date),
    Column("day_off", String(10), nullable=False),
    Column("standing", Boolean, nullable=False),
    CheckConstraint(f"day_off IN ({', '.join(repr(rule.value) for rule in DayOff)})", name="day_off"),
)

# Of plans and agencies only: an officer's own go with the officer.
lead_times = Table(
    "lead_times",
    metadata,
    Column("scope", String(10), nullable=False),
    Column("name", String(LONGEST), nullable=False),
    Column("days", String(DAYS), nullable=False),
    PrimaryKeyConstraint("scope", "name"),
    CheckConstraint("scope IN ('plan', 'agency')", name="scope"),
)

officer_wish = Table(
    "officer_wish",
    metadata,
    Column("officer_id", ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True),
    Column("hour", Time),
    Column("silent", Boolean, nullable=False),
    Column("days", String(DAYS)),
)

# sqlite_autoincrement: buttons point to answers by their ids.
reminder_answer = Table(
    "reminder_answer",
    metadata,
    row_id(),
    belongs_to("officer"),
    Column("slug", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    Column("due_on", Date),
    Column("kind", String(10), nullable=False),
    Column("until", UtcDateTime),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint(f"kind IN ({', '.join(repr(kind.value) for kind in AnswerKind)})", name="kind"),
    Index(None, "officer_id"),
    Index(None, "slug", "key"),
    sqlite_autoincrement=True,
)
