"""Lists whose further pages somebody may still ask for by button."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "shown_list",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "person", "name", name=op.f("pk_shown_list")),
    )
    op.create_index(op.f("ix_shown_list_at"), "shown_list", ["at"], unique=False)


def downgrade() -> None:
    """Drops it."""
    op.drop_table("shown_list")
