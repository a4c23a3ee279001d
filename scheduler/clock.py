"""The only reader of the wall clock; everything else is handed a day or an instant."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def now(zone: ZoneInfo) -> datetime:
    """This instant, aware, in `zone`."""
    return datetime.now(zone)  # noqa: TID251 - the one place that may


def today(zone: ZoneInfo) -> date:
    """The calendar day it is in `zone`."""
    return now(zone).date()
