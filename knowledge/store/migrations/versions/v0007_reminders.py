"""Reminders: what is owed, the messages that carry it, attempts to send them; and what replicas agree on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNDER_WAY = sa.text("state IN ('ready', 'sending')")


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "bucket",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("full_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bucket")),
    )
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('ready', 'sending', 'sent', 'uncertain', 'folded', 'empty', 'failed')",
            name=op.f("ck_dispatch_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_dispatch_state_next_at"), "dispatch", ["state", "next_at"], unique=False)
    op.create_index(
        "ix_dispatch_under_way",
        "dispatch",
        ["recipient"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "watermark",
        sa.Column("loop", sa.String(length=40), nullable=False),
        sa.Column("ok_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("loop", name=op.f("pk_watermark")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_attempt_dispatch_id_dispatch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_dispatch_id"), "attempt", ["dispatch_id"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("task", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_off", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=13), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=True),
        sa.Column("dispatch_id", sa.Integer(), nullable=True),
        sa.Column("may_ride_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("may_lead_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_call_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsure_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'queued', 'delivered', 'covered', 'superseded', 'waived', 'undeliverable')",
            name=op.f("ck_obligation_state"),
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_obligation_dispatch_id_dispatch"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("key", name=op.f("uq_obligation_key")),
    )
    op.create_index(op.f("ix_obligation_dispatch_id"), "obligation", ["dispatch_id"], unique=False)
    op.create_index(op.f("ix_obligation_recipient_state"), "obligation", ["recipient", "state"], unique=False)
    op.create_index(op.f("ix_obligation_state_may_lead_at"), "obligation", ["state", "may_lead_at"], unique=False)
    op.create_table(
        "carried",
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("is_covered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatch.id"], name=op.f("fk_carried_dispatch_id_dispatch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_carried_obligation_id_obligation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dispatch_id", "obligation_id", name=op.f("pk_carried")),
    )
    op.create_index(op.f("ix_carried_obligation_id"), "carried", ["obligation_id"], unique=False)


def downgrade() -> None:
    """Drops them, what hangs on another first."""
    for table in ("carried", "obligation", "attempt", "dispatch", "watermark", "lease", "bucket"):
        op.drop_table(table)
