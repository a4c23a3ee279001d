"""The calendar of the office: the bundled one with the days that administrators set, and the setting of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.channels.base import Outgoing
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.rendering.words import day_words
from knowledge.office.days import AddedDay, AddedDays
from knowledge.office.rights import Action
from nlu.text import fold
from nlu.timex import find_times
from scheduler.calendar import WorkingCalendar, load_calendar
from scheduler.errors import NoCalendarError
from scheduler.situation import read_calendar

SHOWN: Final = 8
LONGEST_NAME: Final = 100
_VERB: Final = re.compile(r"^\W*(lam|bo)\b\s*")


class CalendarDays:
    """The counter for `/ngaynghi`; called, it gives the calendar as it stands."""

    def __init__(self, days: AddedDays) -> None:
        self._days = days
        self.commands: dict[str, Handler] = {"ngaynghi": self._command}
        self.presses: dict[str, Handler] = {}

    def __call__(self) -> WorkingCalendar:
        """The bundled calendar with the days of this office."""
        return read_calendar(self._days)

    def _command(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        """Shows the days to come; "23/11 …" sets a day off, "làm 28/11 …" sets one worked, "bỏ 23/11" takes it out."""
        if not visit.may(Action.ASK):
            yield Outgoing(text=say("no.role" if visit.is_private else "no.binding"))
        elif not words:
            yield self._list(visit)
        elif not visit.may(Action.SET_CALENDAR):
            yield Outgoing(text=say("no.right"))
        else:
            yield self._set(visit, words)

    def _list(self, visit: Visit) -> Outgoing:
        try:
            days = [day for day in self().days_of(visit.today.year) if day.on >= visit.today]
        except NoCalendarError as error:
            return Outgoing(text=str(error))
        lines = [
            say("days.worked" if day.works else "days.off", day=day_words(day.on), name=day.name)
            for day in days[:SHOWN]
        ]
        how = [say("days.how")] if visit.may(Action.SET_CALENDAR) else []
        heading = say("days.heading", year=visit.today.year)
        return Outgoing(heading=heading, text="\n".join([*(lines or [say("days.none")]), *how]))

    def _set(self, visit: Visit, words: str) -> Outgoing:
        verb = _VERB.match(fold(words))
        said = words[verb.end() :] if verb is not None else words
        found = [time for time in find_times(said, today=visit.today) if time.window is not None]
        window = found[0].window if found else None
        if window is None or window.start != window.end:
            return Outgoing(text=say("days.how"))
        on, name = window.start, " ".join(said[found[0].end :].split()).strip(" ,.:;-–")[:LONGEST_NAME]
        if verb is not None and verb[1] == "bo":
            return self._drop(visit, on)
        works = verb is not None
        try:
            load_calendar().is_working(on)
        except NoCalendarError as error:
            return Outgoing(text=str(error))
        reason = name or say("days.name_worked" if works else "days.name_off")
        self._days.set_day(AddedDay(on=on, works=works, name=reason), visit.deed("set_day"))
        return Outgoing(text=say("days.set_worked" if works else "days.set_off", day=day_words(on), name=reason))

    def _drop(self, visit: Visit, on: date) -> Outgoing:
        dropped = self._days.drop_day(on, visit.deed("drop_day"))
        return Outgoing(text=say("days.dropped" if dropped else "days.not_set", day=day_words(on)))
