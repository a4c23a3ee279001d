"""Lists whose further pages somebody may still ask for by button: kept beside the plans, for a button outlives us."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Protocol

KEPT: Final = timedelta(days=14)
"""How long the pages of a list can be turned; who asks later asks anew, for days have passed."""


class ShownLists(Protocol):
    """By whom a list was asked for and its own name; they go with their person and with time."""

    def keep(self, channel: str, person: str, name: str, told: str, at: datetime) -> None:
        """Keeps what the list consists of, in the place of what was kept under that name; drops what is too old."""
        ...

    def find(self, channel: str, person: str, name: str) -> str | None:
        """What was kept, or None."""
        ...
