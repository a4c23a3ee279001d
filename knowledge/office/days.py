"""Days that an administrator set beside the calendar that comes with the program: values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from knowledge.office.people import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedDay:
    """A day that is worked or off otherwise than the calendar has it; `name` says why in Vietnamese."""

    on: date
    works: bool
    name: str


class AddedDays(Protocol):
    """The days of the office. Methods with a `Deed` behave as those of `People`."""

    def days(self) -> tuple[AddedDay, ...]:
        """Every day set, in order."""
        ...

    def set_day(self, day: AddedDay, deed: Deed) -> None:
        """Sets a day, in the place of what was set for it before."""
        ...

    def drop_day(self, on: date, deed: Deed) -> bool:
        """Takes a day out: the calendar holds for it again. False = it was not set."""
        ...
