"""Opens the database: finds out which version it is, brings it up to date, says in one sentence what is wrong."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect

from knowledge.store import schema
from knowledge.store.engine import make_engine, reading, writing
from knowledge.store.sql import SqlPlanStore
from knowledge.store.troubles import told_plainly


def open_store(url: str) -> SqlPlanStore:
    """The store at a database address, created or migrated where needed.

    Args:
        url: `sqlite:////path/to/file.db` (folder and file are made) or `postgresql://user:password@host/name`.

    Raises:
        StoreError: the address is wrong, the database cannot be reached, written or read, or a newer version of the
            program made it. The message never shows the address of a server.
    """
    with told_plainly():
        engine = make_engine(url)
        try:
            _bring_up_to_date(engine)
        except BaseException:
            engine.dispose()
            raise
        return SqlPlanStore(engine)


def _bring_up_to_date(engine: Engine) -> None:
    with reading(engine) as connection:
        if find_revision(connection) == schema.HEAD:
            return
    with writing(engine) as connection:
        # Looked at again: another process may have migrated while this one waited.
        match find_revision(connection):
            case schema.HEAD:
                return
            case None:
                from knowledge.store.new import make_all

                make_all(connection)
            case _:
                # Alembic costs as much as all else of a start, and is needed after an update only.
                from knowledge.store.migrations import upgrade

                upgrade(connection)


def find_revision(connection: Connection) -> str | None:
    """The revision that the database says it has; None = nothing of ours is in it."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
