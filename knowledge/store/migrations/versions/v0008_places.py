"""Where a value is printed in a file that has no lines of its own: the page, table and row, or the cell of a sheet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = ("task", "target", "duty", "deadline", "reading_warning")


def upgrade() -> None:
    """Adds the column; what is stored was read from text files, whose lines tell."""
    for table in _TABLES:
        op.add_column(table, sa.Column("source_place", sa.Text(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Takes it away."""
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("source_place")
