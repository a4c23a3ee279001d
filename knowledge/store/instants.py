"""Instants as they are kept: in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def as_utc(at: datetime) -> datetime:
    """The instant in UTC.

    Raises:
        ValueError: it has no zone, so it is no instant.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(UTC)
