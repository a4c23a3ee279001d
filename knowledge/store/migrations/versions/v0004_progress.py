"""Progress: reports on tasks, events that clocks hang on, plans whose tasks need a leader's yes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "plan_approval",
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("needed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_plan_approval")),
    )
    op.create_table(
        "event_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_event_report_officer_id_officer"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_report")),
        sa.UniqueConstraint("event", name=op.f("uq_event_report_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_report_officer_id"), "event_report", ["officer_id"], unique=False)
    op.create_table(
        "progress_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_event", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state IN ('not_started', 'doing', 'waiting', 'done', 'dropped')", name=op.f("ck_progress_report_state")
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_progress_report_percent")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_progress_report_officer_id_officer"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
        sa.UniqueConstraint("event", "slug", "key", name=op.f("uq_progress_report_event_slug_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_progress_report_officer_id"), "progress_report", ["officer_id"], unique=False)
    op.create_index(op.f("ix_progress_report_slug_key"), "progress_report", ["slug", "key"], unique=False)
    op.create_table(
        "event_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_report_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_report_id"],
            ["event_report.id"],
            name=op.f("fk_event_clock_event_report_id_event_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_clock")),
    )
    op.create_index(op.f("ix_event_clock_event_report_id"), "event_clock", ["event_report_id"], unique=False)
    op.create_table(
        "waiting_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_waiting_words_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_words")),
        sa.UniqueConstraint("event", name=op.f("uq_waiting_words_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_waiting_words_officer_id"), "waiting_words", ["officer_id"], unique=False)
    op.create_index(op.f("ix_event_clock_slug_key"), "event_clock", ["slug", "key"], unique=False)


def downgrade() -> None:
    """Drops them, what hangs on another first."""
    op.drop_index(op.f("ix_waiting_words_officer_id"), table_name="waiting_words")
    op.drop_table("waiting_words")
    op.drop_index(op.f("ix_event_clock_slug_key"), table_name="event_clock")
    op.drop_index(op.f("ix_event_clock_event_report_id"), table_name="event_clock")
    op.drop_table("event_clock")
    op.drop_index(op.f("ix_progress_report_slug_key"), table_name="progress_report")
    op.drop_index(op.f("ix_progress_report_officer_id"), table_name="progress_report")
    op.drop_table("progress_report")
    op.drop_index(op.f("ix_event_report_officer_id"), table_name="event_report")
    op.drop_table("event_report")
    op.drop_table("plan_approval")
