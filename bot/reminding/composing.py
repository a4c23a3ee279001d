"""What a reminder message says as it leaves: `scheduler.delivery.Composer` over the office's plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from bot.channels.base import Outgoing
from bot.library import Library
from bot.rendering.reminders import render_reminders
from knowledge.plan import Plan
from knowledge.reminding.ledger import Dispatch
from scheduler.calendar import WorkingCalendar


class PlainComposer:
    """The words alone.

    Args:
        plans: the plans as they are now.
        calendar: working days as they are now.
        zone: where "today" is told.
    """

    def __init__(
        self, plans: Callable[[], tuple[Plan, ...]], calendar: Callable[[], WorkingCalendar], *, zone: tzinfo
    ) -> None:
        self._plans = plans
        self._calendar = calendar
        self._zone = zone
        self._held: tuple[tuple[Plan, ...], Library] | None = None

    def compose(self, dispatch: Dispatch, /, *, at: datetime) -> Outgoing | None:
        """The message of what `dispatch` keeps; None where none of its tasks is there any more."""
        today = at.astimezone(self._zone).date()
        reminders = [one.reminder for one in dispatch.kept]
        told = render_reminders(
            reminders,
            library=self._library(),
            today=today,
            calendar=self._calendar(),
            again=dispatch.again,
            missed=[one for one in reminders if one.at.astimezone(self._zone).date() < today],
        )
        return Outgoing(text="\n".join(told.lines), source=told.source) if told.lines else None

    def _library(self) -> Library:
        plans, held = self._plans(), self._held
        if held is None or held[0] is not plans:
            held = self._held = (plans, Library(plans))
        return held[1]
