"""Migrations, run by the program itself inside the transaction of whoever opens the database.

To change the schema: edit the tables (`all_tables` names their files), add `versions/v000N_what.py` with `revision` and
`down_revision`, set `schema.HEAD`. A test compares a migrated database with the schema, on SQLite and PostgreSQL, and
prints what is missing. On SQLite alter tables with `op.batch_alter_table`.
"""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection

from knowledge.errors import StoreError
from knowledge.store.all_tables import metadata


def scripts() -> ScriptDirectory:
    """The packaged migrations."""
    return ScriptDirectory(str(Path(__file__).parent))


def upgrade(connection: Connection, to: str = "head") -> None:
    """Migrates within the caller's transaction, so that a migration that breaks off leaves nothing.

    Raises:
        StoreError: the database has a revision that this program does not know.
    """
    _run(connection, to, "upgrade")


def downgrade(connection: Connection, to: str) -> None:
    """Goes back to an older revision, or to "base" = nothing; within the caller's transaction."""
    _run(connection, to, "downgrade")


def _run(connection: Connection, to: str, direction: str) -> None:
    directory = scripts()

    def steps(revision: object, _context: MigrationContext) -> object:
        found = revision if isinstance(revision, str) else tuple(revision or ())  # type: ignore[arg-type]
        if direction == "upgrade":
            return directory._upgrade_revs(to, found)  # type: ignore[arg-type]
        return directory._downgrade_revs(to, found)  # type: ignore[arg-type]

    try:
        with EnvironmentContext(Config(), directory, fn=steps, destination_rev=to) as environment:
            environment.configure(
                connection=connection,
                target_metadata=metadata,
                transactional_ddl=True,
                render_as_batch=True,
            )
            environment.run_migrations()
    except (CommandError, RevisionError):
        raise StoreError(
            "Cơ sở dữ liệu do một bản Nhắc Việc mới hơn tạo ra; xin cập nhật chương trình rồi mở lại."
        ) from None
