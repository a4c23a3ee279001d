"""Every table of the database, for migrations and for the test that holds them against a migrated database."""

from __future__ import annotations

from knowledge.store import inbox_schema, office_schema, progress_schema, reminder_schema, schema, wishes_schema
from knowledge.store.columns import metadata

__all__ = ["inbox_schema", "metadata", "office_schema", "progress_schema", "reminder_schema", "schema", "wishes_schema"]
