"""How plans, agencies and officers are reminded, and what officers answered to reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "plan_reminding",
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("day_off", sa.String(length=10), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.CheckConstraint("day_off IN ('previous', 'next')", name=op.f("ck_plan_reminding_day_off")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_plan_reminding")),
    )
    op.create_table(
        "lead_times",
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("days", sa.String(length=100), nullable=False),
        sa.CheckConstraint("scope IN ('plan', 'agency')", name=op.f("ck_lead_times_scope")),
        sa.PrimaryKeyConstraint("scope", "name", name=op.f("pk_lead_times")),
    )
    op.create_table(
        "officer_wish",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Time(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("days", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_wish_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officer_wish")),
    )
    op.create_table(
        "reminder_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('seen', 'put_off', 'muted')", name=op.f("ck_reminder_answer_kind")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_reminder_answer_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_answer")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reminder_answer_officer_id"), "reminder_answer", ["officer_id"], unique=False)
    op.create_index(op.f("ix_reminder_answer_slug_key"), "reminder_answer", ["slug", "key"], unique=False)


def downgrade() -> None:
    """Drops them."""
    op.drop_table("reminder_answer")
    op.drop_table("officer_wish")
    op.drop_table("lead_times")
    op.drop_table("plan_reminding")
