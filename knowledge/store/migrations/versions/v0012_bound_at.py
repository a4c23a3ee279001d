"""When a group was bound to a plan; of those bound before, nobody wrote it down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column."""
    op.add_column("chat_plan", sa.Column("bound_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Takes it away."""
    with op.batch_alter_table("chat_plan") as batch:
        batch.drop_column("bound_at")
