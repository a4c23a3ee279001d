"""The office: officers and their accounts, groups and their plans, and the book of what was changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "access_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
        sa.UniqueConstraint("channel", "person", name=op.f("uq_access_request_channel_person")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_access_request_step"), "access_request", ["step"], unique=False)
    op.create_table(
        "chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("listens", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
        sa.UniqueConstraint("channel", "chat", name=op.f("uq_chat_channel_chat")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
        sa.UniqueConstraint("event", "action", "about", name=op.f("uq_deed_event_action_about")),
    )
    op.create_index(op.f("ix_deed_actor_id"), "deed", ["actor_id"], unique=False)
    op.create_index(op.f("ix_deed_at"), "deed", ["at"], unique=False)
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('admin', 'leader', 'focal', 'viewer')", name=op.f("ck_officer_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "chat_plan",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_chat_plan_chat_id_chat"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_chat_plan_plan_id_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "plan_id", name=op.f("pk_chat_plan")),
    )
    op.create_index(op.f("ix_chat_plan_plan_id"), "chat_plan", ["plan_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["used_by"], ["officer.id"], name=op.f("fk_invitation_used_by_officer"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
    )
    op.create_table(
        "officer_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_account_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_account")),
        sa.UniqueConstraint("channel", "person", name=op.f("uq_officer_account_channel_person")),
    )
    op.create_index(op.f("ix_officer_account_officer_id"), "officer_account", ["officer_id"], unique=False)
    op.create_table(
        "officer_agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=300), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_agency_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_agency")),
        sa.UniqueConstraint("officer_id", "identity", name=op.f("uq_officer_agency_officer_id_identity")),
    )
    op.create_index(op.f("ix_officer_agency_identity"), "officer_agency", ["identity"], unique=False)
    op.create_table(
        "pending_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_pending_plan_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_plan")),
        sa.UniqueConstraint("officer_id", name=op.f("uq_pending_plan_officer_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stand_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absent_id", sa.Integer(), nullable=False),
        sa.Column("present_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("absent_id <> present_id", name=op.f("ck_stand_in_not_oneself")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_stand_in_days")),
        sa.ForeignKeyConstraint(
            ["absent_id"], ["officer.id"], name=op.f("fk_stand_in_absent_id_officer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["present_id"], ["officer.id"], name=op.f("fk_stand_in_present_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stand_in_absent_id_last_on"), "stand_in", ["absent_id", "last_on"], unique=False)
    op.create_index(op.f("ix_stand_in_present_id"), "stand_in", ["present_id"], unique=False)


def downgrade() -> None:
    """Drops them."""
    op.drop_index(op.f("ix_stand_in_present_id"), table_name="stand_in")
    op.drop_index(op.f("ix_stand_in_absent_id_last_on"), table_name="stand_in")
    op.drop_table("stand_in")
    op.drop_table("pending_plan")
    op.drop_index(op.f("ix_officer_agency_identity"), table_name="officer_agency")
    op.drop_table("officer_agency")
    op.drop_index(op.f("ix_officer_account_officer_id"), table_name="officer_account")
    op.drop_table("officer_account")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_chat_plan_plan_id"), table_name="chat_plan")
    op.drop_table("chat_plan")
    op.drop_table("officer")
    op.drop_index(op.f("ix_deed_at"), table_name="deed")
    op.drop_index(op.f("ix_deed_actor_id"), table_name="deed")
    op.drop_table("deed")
    op.drop_table("chat")
    op.drop_index(op.f("ix_access_request_step"), table_name="access_request")
    op.drop_table("access_request")
