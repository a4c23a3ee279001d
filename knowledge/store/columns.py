"""What the tables are made of: the one `metadata`, instants, and the columns that many tables have."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Integer, MetaData, Text, TypeDecorator
from sqlalchemy.types import TypeEngine, UserDefinedType

from knowledge.store.instants import as_utc

_ZONE: Final = "+00:00"


@lru_cache(maxsize=4096)  # reminders by the thousand have the hour of one morning
def _written(at: datetime) -> str:
    """An instant as SQLite keeps it."""
    return as_utc(at).isoformat(" ", "microseconds")[: -len(_ZONE)]


class _WrittenInstant(UserDefinedType[str]):
    """An instant as SQLite keeps it, in words that sort: 2024-03-15 00:30:00.000000."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type that SQLAlchemy's own instants have there."""
        return "DATETIME"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in and coming out, kept in UTC (SQLite would drop the zone and keep the local hour).

    On SQLite it is written and read here as SQLAlchemy would, but by the standard library's own code, which writes in
    two thirds of the time and reads in a third of it: every reminder has five of them.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """What the database keeps."""
        return dialect.type_descriptor(_WrittenInstant() if dialect.name == "sqlite" else self.impl_instance)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Turns an aware instant to UTC."""
        if value is None:
            return None
        return _written(value) if dialect.name == "sqlite" else as_utc(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class names it
        """Gives the instant back in UTC."""
        if value is None:
            return None
        return datetime.fromisoformat(value + _ZONE) if isinstance(value, str) else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    """The number of a row, given by the database."""
    return Column("id", Integer, primary_key=True)


def belongs_to(parent: str, name: str | None = None) -> Column[int]:
    """A column that belongs to a row of `parent` and goes with it."""
    return Column(name or f"{parent}_id", ForeignKey(f"{parent}.id", ondelete="CASCADE"), nullable=False)


def text_column(name: str) -> Column[str]:
    """Words of any length, "" where there are none."""
    return Column(name, Text, nullable=False, default="")


def whole_column(name: str) -> Column[int]:
    """A whole number that is always there."""
    return Column(name, Integer, nullable=False)
