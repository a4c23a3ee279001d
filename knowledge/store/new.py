"""A new database: its tables at once, as the newest revision has them.

Walking all migrations, and loading what walks them, takes as long as reading a plan. A test holds the two against each
other, constraint by constraint.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert

from knowledge.store.all_tables import metadata
from knowledge.store.schema import HEAD

_revision = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Where Alembic looks for what a database is; it is Alembic's own, so no part of our metadata."""


def make_all(connection: Connection) -> None:
    """Makes every table in a database that holds none of ours, within the caller's transaction."""
    metadata.create_all(connection, checkfirst=False)
    _revision.create(connection, checkfirst=True)  # one that went back to its beginning still has it
    connection.execute(insert(_revision).values(version_num=HEAD))
