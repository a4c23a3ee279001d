"""When a reminder is said again: the times that buttons offer, and the instant that was told in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.desk.wording import say
from bot.rendering.reminder_items import weekday_words
from nlu.reminding import Wish
from scheduler.calendar import WorkingCalendar
from scheduler.policy import Policy

AFTERNOON: Final = time(14)
OFFERED_DAYS: Final = 9
"""Working days to choose from."""
_DAY: Final = timedelta(days=1)
_SOON: Final = timedelta(minutes=10)
"""How much before its hour "chiều nay" is still offered."""


class Times:
    """The times of one person: `morning` is when their message comes."""

    def __init__(self, calendar: WorkingCalendar, policy: Policy, now: datetime, morning: time) -> None:
        self._calendar = calendar
        self._policy = policy
        self._now = now
        self._morning = morning

    def offered(self) -> Iterator[tuple[str, datetime]]:
        """This afternoon, tomorrow, the next week's first working day: those that there are, with their labels."""
        today = self._now.date()
        afternoon = self._at(today, AFTERNOON)
        if self._calendar.is_working(today) and afternoon - _SOON > self._now:
            yield say("when.afternoon"), afternoon
        tomorrow = today + _DAY
        if self._calendar.is_working(tomorrow):
            yield say("when.tomorrow"), self._at(tomorrow, self._morning)
        monday = self._calendar.on_or_after(today + timedelta(days=7 - today.weekday()))
        if monday != tomorrow:
            yield _day_label(monday), self._at(monday, self._morning)

    def days(self) -> Iterator[tuple[str, datetime]]:
        """The next working days, with their labels."""
        day = self._now.date()
        for _ in range(OFFERED_DAYS):
            day = self._calendar.add_working_days(day, 1)
            yield say("when.day_button", weekday=weekday_words(day), day=f"{day:%d/%m}"), self._at(day, self._morning)

    def told(self, wish: Wish) -> datetime | None:
        """The instant that a wish names: still to come, on a working day, at an hour at which nobody is disturbed.

        None where it names none, or one that has passed.

        Raises:
            NoCalendarError: its year has no calendar.
        """
        if wish.soon is not None:
            return self._working((self._now + wish.soon).replace(second=0, microsecond=0))
        if wish.on is None and wish.hour is None:
            return None
        if wish.on is None:
            assert wish.hour is not None
            today = self._at(self._now.date(), wish.hour)
            return self._working(today if today > self._now else today + _DAY)
        hour = wish.hour
        if hour is None:
            hour = self._morning if wish.on > self._now.date() else AFTERNOON
        at = self._at(wish.on, hour)
        return self._working(at) if at > self._now else None

    def is_fit(self, at: datetime) -> bool:
        """Whether it is still to come, on a working day that a calendar covers, at an hour for being told."""
        is_covered = at.year in self._calendar.years and self._calendar.is_working(at.date())
        return at > self._now and is_covered and not self._policy.is_quiet(at.timetz().replace(tzinfo=None))

    def before(self, last_day: date, days: int) -> datetime | None:
        """The morning so many working days before a last day; None where it has passed."""
        at = self._at(self._calendar.add_working_days(last_day, -days), self._morning)
        return at if at > self._now else None

    def _working(self, at: datetime) -> datetime:
        """The instant itself, else one on the working day before; where that is over, on the next one."""
        if self._policy.is_quiet(at.timetz().replace(tzinfo=None)):
            later = at.date() if at.time() < self._policy.quiet_until else at.date() + _DAY
            at = self._at(later, self._morning)
        if self._calendar.is_working(at.date()):
            return at
        sooner = self._calendar.on_or_before(at.date())
        day = sooner if sooner > self._now.date() else self._calendar.on_or_after(at.date())
        return self._at(day, at.timetz().replace(tzinfo=None))

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=self._now.tzinfo)


def _day_label(day: date) -> str:
    weekday = weekday_words(day)
    return say("when.next_week", weekday=weekday[0].upper() + weekday[1:], day=f"{day:%d/%m}")
