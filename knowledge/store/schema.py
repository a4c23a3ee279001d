"""The tables. A change here needs a migration beside it: see `knowledge.store.migrations`."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from knowledge.deadline_fields import REQUIRED
from knowledge.store.chat_texts import TAUGHT_LENGTH
from knowledge.store.instants import as_utc

HEAD = "0001"
"""The revision that this schema is; a test holds it against the newest migration."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in and coming out, kept in UTC (SQLite would drop the zone and keep the local hour)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turns an aware instant to UTC; SQLite takes it without its zone."""
        if value is None:
            return None
        in_utc = as_utc(value)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class names it
        """Gives the instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _of(parent: str, name: str | None = None) -> Column[int]:
    """A column that belongs to a row of `parent` and goes with it."""
    return Column(name or f"{parent}_id", ForeignKey(f"{parent}.id", ondelete="CASCADE"), nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _span() -> tuple[Column[int], Column[int], Column[str]]:
    """Where the value stands in its document (`SourceSpan`)."""
    return _whole("first_line"), _whole("last_line"), _text("source_text")


# sqlite_autoincrement: an id is never given twice, so what points to a task that is gone points to nothing else.
plan = Table(
    "plan",
    metadata,
    _id(),
    Column("slug", String(200), nullable=False),
    _text("title"),
    _text("number"),
    _text("issuer"),
    Column("signed_on", Date),
    _text("signer"),
    _text("signer_title"),
    _whole("year"),
    UniqueConstraint("slug"),
    sqlite_autoincrement=True,
)

parent_document = Table(
    "parent_document",
    metadata,
    _id(),
    _of("plan"),
    _whole("position"),
    _text("citation"),
    Index(None, "plan_id"),
)

section = Table(
    "section",
    metadata,
    _id(),
    _of("plan"),
    _whole("position"),
    Column("key", String(200), nullable=False),
    _text("title"),
    UniqueConstraint("plan_id", "key"),
)

# section_key is no foreign key: a table may number its tasks under a section that it never titles.
task = Table(
    "task",
    metadata,
    _id(),
    _of("plan"),
    _whole("position"),
    Column("key", String(200), nullable=False),
    _text("section_key"),
    _text("text"),
    _text("goal"),
    _text("product"),
    _text("time"),
    _text("legal_basis"),
    _text("note"),
    Column("repairs", JSON, nullable=False),
    *_span(),
    UniqueConstraint("plan_id", "key"),
    Index(None, "plan_id", "position"),
    sqlite_autoincrement=True,
)

agency = Table(
    "agency",
    metadata,
    _id(),
    Column("identity", String(300), nullable=False),
    _text("name"),
    UniqueConstraint("identity"),
    sqlite_autoincrement=True,
)

agency_alias = Table(
    "agency_alias",
    metadata,
    _id(),
    _of("agency"),
    _text("printed"),
    Index(None, "agency_id"),
)

agency_member = Table(
    "agency_member",
    metadata,
    Column("collective_id", ForeignKey("agency.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("agency.id", ondelete="CASCADE"), primary_key=True),
    CheckConstraint("collective_id <> member_id", name="not_itself"),
    Index(None, "member_id"),
)

task_agency = Table(
    "task_agency",
    metadata,
    _id(),
    _of("task"),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("role", String(10), nullable=False),
    _whole("position"),
    _text("printed"),
    CheckConstraint("role IN ('lead', 'support')", name="role"),
    UniqueConstraint("task_id", "role", "position"),
    Index(None, "agency_id", "role"),
)

deadline = Table(
    "deadline",
    metadata,
    _id(),
    _of("task"),
    _whole("position"),
    Column("kind", String(20), nullable=False),
    Column("due_on", Date),
    Column("start_on", Date),
    Column("end_on", Date),
    Column("every", String(10)),
    Column("day", Integer),
    Column("month_of_quarter", Integer),
    Column("month", Integer),
    Column("exclusive", Boolean),
    Column("offset_count", Integer),
    Column("unit", String(20)),
    Column("direction", String(10)),
    Column("event", Text),
    Column("document", Text),
    Column("unread_text", Text),
    Column("reason", Text),
    _text("rule"),
    *_span(),
    CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in REQUIRED)})", name="kind"),
    CheckConstraint("kind <> 'date' OR due_on IS NOT NULL", name="date_due"),
    CheckConstraint("kind <> 'period' OR (start_on IS NOT NULL AND end_on IS NOT NULL)", name="period_ends"),
    UniqueConstraint("task_id", "position"),
    Index(None, "due_on"),
    Index(None, "end_on"),
)

target = Table(
    "target",
    metadata,
    _id(),
    _of("plan"),
    _whole("position"),
    _text("indicator"),
    Column("comparator", String(20), nullable=False),
    Column("value", Double, nullable=False),
    _text("unit"),
    _text("scope"),
    _text("place"),
    *_span(),
    Index(None, "plan_id"),
)

duty = Table(
    "duty",
    metadata,
    _id(),
    _of("plan"),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    _whole("position"),
    _text("unit"),
    _text("text"),
    Column("role", String(10), nullable=False),
    _text("place"),
    *_span(),
    Index(None, "plan_id"),
    Index(None, "agency_id"),
)

reading_warning = Table(
    "reading_warning",
    metadata,
    _id(),
    _of("plan"),
    _whole("position"),
    _whole("line"),
    _text("message"),
    Index(None, "plan_id"),
)

# By slug and not by plan: the history of a plan that was taken out stays.
import_record = Table(
    "import_record",
    metadata,
    _id(),
    Column("slug", String(200), nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    _text("source_name"),
    _text("digest"),
    Column("report", JSON, nullable=False),
    Index(None, "slug"),
)

teaching = Table(
    "teaching",
    metadata,
    _id(),
    Column("said", String(TAUGHT_LENGTH), nullable=False),
    Column("printed", String(TAUGHT_LENGTH), nullable=False),
    Column("taught_at", UtcDateTime, nullable=False),
    UniqueConstraint("said", "printed"),
)

unanswered_question = Table(
    "unanswered_question",
    metadata,
    _id(),
    _text("text"),
    Column("chat_kind", String(50), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Index(None, "asked_at"),
)
