"""The tables of plans; the office has its own in `office_schema`. A change needs a migration: see `migrations`."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from knowledge.deadline_fields import REQUIRED
from knowledge.store.chat_texts import TAUGHT_LENGTH
from knowledge.store.columns import UtcDateTime, belongs_to, metadata, row_id, text_column, whole_column

HEAD = "0012"
"""The revision that this schema is; a test holds it against the newest migration."""


def _span() -> tuple[Column[int], Column[int], Column[str], Column[str]]:
    """Where the value stands in its document (`SourceSpan`)."""
    return whole_column("first_line"), whole_column("last_line"), text_column("source_text"), source_place()


def source_place() -> Column[str]:
    """The place in words, "" in rows from before the column was there and where the lines tell."""
    return Column("source_place", Text, nullable=False, server_default=text("''"))


# sqlite_autoincrement: an id is never given twice, so what points to a task that is gone points to nothing else.
plan = Table(
    "plan",
    metadata,
    row_id(),
    Column("slug", String(200), nullable=False),
    text_column("title"),
    text_column("number"),
    text_column("issuer"),
    Column("signed_on", Date),
    text_column("signer"),
    text_column("signer_title"),
    whole_column("year"),
    UniqueConstraint("slug"),
    sqlite_autoincrement=True,
)

parent_document = Table(
    "parent_document",
    metadata,
    row_id(),
    belongs_to("plan"),
    whole_column("position"),
    text_column("citation"),
    Index(None, "plan_id"),
)

section = Table(
    "section",
    metadata,
    row_id(),
    belongs_to("plan"),
    whole_column("position"),
    Column("key", String(200), nullable=False),
    text_column("title"),
    UniqueConstraint("plan_id", "key"),
)

# section_key is no foreign key: a table may number its tasks under a section that it never titles.
task = Table(
    "task",
    metadata,
    row_id(),
    belongs_to("plan"),
    whole_column("position"),
    Column("key", String(200), nullable=False),
    text_column("section_key"),
    text_column("text"),
    text_column("goal"),
    text_column("product"),
    text_column("time"),
    text_column("legal_basis"),
    text_column("note"),
    Column("repairs", JSON, nullable=False),
    *_span(),
    UniqueConstraint("plan_id", "key"),
    Index(None, "plan_id", "position"),
    sqlite_autoincrement=True,
)

agency = Table(
    "agency",
    metadata,
    row_id(),
    Column("identity", String(300), nullable=False),
    text_column("name"),
    UniqueConstraint("identity"),
    sqlite_autoincrement=True,
)

agency_alias = Table(
    "agency_alias",
    metadata,
    row_id(),
    belongs_to("agency"),
    text_column("printed"),
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
    row_id(),
    belongs_to("task"),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("role", String(10), nullable=False),
    whole_column("position"),
    text_column("printed"),
    CheckConstraint("role IN ('lead', 'support')", name="role"),
    UniqueConstraint("task_id", "role", "position"),
    Index(None, "agency_id", "role"),
)

deadline = Table(
    "deadline",
    metadata,
    row_id(),
    belongs_to("task"),
    whole_column("position"),
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
    text_column("rule"),
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
    row_id(),
    belongs_to("plan"),
    whole_column("position"),
    text_column("indicator"),
    Column("comparator", String(20), nullable=False),
    Column("value", Double, nullable=False),
    text_column("unit"),
    text_column("scope"),
    text_column("place"),
    *_span(),
    Index(None, "plan_id"),
)

duty = Table(
    "duty",
    metadata,
    row_id(),
    belongs_to("plan"),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    whole_column("position"),
    text_column("unit"),
    text_column("text"),
    Column("role", String(10), nullable=False),
    text_column("place"),
    *_span(),
    Index(None, "plan_id"),
    Index(None, "agency_id"),
)

amendment = Table(
    "amendment",
    metadata,
    row_id(),
    belongs_to("plan"),
    whole_column("position"),
    text_column("document"),
    Column("signed_on", Date),
    Column("changes", JSON, nullable=False),
    Index(None, "plan_id"),
)

reading_warning = Table(
    "reading_warning",
    metadata,
    row_id(),
    belongs_to("plan"),
    whole_column("position"),
    whole_column("line"),
    text_column("message"),
    source_place(),
    Index(None, "plan_id"),
)

# By slug and not by plan: the history of a plan that was taken out stays.
import_record = Table(
    "import_record",
    metadata,
    row_id(),
    Column("slug", String(200), nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    text_column("source_name"),
    text_column("digest"),
    Column("report", JSON, nullable=False),
    Index(None, "slug"),
)

# By slug too: a plan that is taken out and imported again is put right again.
fix = Table(
    "fix",
    metadata,
    row_id(),
    Column("slug", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    Column("field", String(20), nullable=False),
    text_column("printed"),
    text_column("value"),
    Column("fixed_at", UtcDateTime, nullable=False),
    Index(None, "slug"),
)

teaching = Table(
    "teaching",
    metadata,
    row_id(),
    Column("said", String(TAUGHT_LENGTH), nullable=False),
    Column("printed", String(TAUGHT_LENGTH), nullable=False),
    Column("taught_at", UtcDateTime, nullable=False),
    UniqueConstraint("said", "printed"),
)

unanswered_question = Table(
    "unanswered_question",
    metadata,
    row_id(),
    text_column("text"),
    Column("chat_kind", String(50), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Index(None, "asked_at"),
)
