"""From the state to messages that wait to leave. A planner remembers nothing: what was missed follows from the state.

Two at once do no harm: what one has recorded or queued the other finds done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from knowledge.reminding.ledger import Address, Cause, Draft, Ledger, Obligation, Recorded
from knowledge.reminding.reminder import Recipient, RecipientKind
from scheduler.delivery import Office, told_to_keepers
from scheduler.folding import fold
from scheduler.foresight import Foresight
from scheduler.situation import Situation
from scheduler.wanted import cause_of

_log = logging.getLogger(__name__)

BEHIND: Final = timedelta(days=30)
"""How far back marks are looked for that nobody has said: longer than any process is down."""

AHEAD: Final = timedelta(days=2)
"""How far ahead they are written down, for whoever looks at the ledger."""

KEPT: Final = timedelta(days=400)
"""How long what ended is kept; far longer than `BEHIND`, or it would be planned again."""

AT_ONCE: Final = 200
"""Messages queued in one transaction, so that the first leave while the last are still written."""

REPLANNED: Final = timedelta(minutes=10)
"""After this long all is planned anew though nothing seems to have changed: groups come and go without a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The last planning: of which state, on which day, when. Losing it costs one planning and nothing else."""

    state: object
    day: date
    at: datetime
    situation: Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What one planning did."""

    recorded: Recorded
    queued: int = 0
    undeliverable: int = 0


class Planner:
    """Records what is owed, folds what is due into messages.

    Args:
        ledger: what is owed.
        read: the situation now.
        office: where recipients are, and whether it is open.
        state: a value that is another one after any change of what the situation is read from; by default always
            another, so that each planning reads everything. What is equal is not written down again for a while.
    """

    def __init__(
        self, ledger: Ledger, *, read: Callable[[], Situation], office: Office, state: Callable[[], object] = object
    ) -> None:
        self._ledger = ledger
        self._read = read
        self._office = office
        self._state = state
        self._held: _Held | None = None
        self._foresight = Foresight()

    def plan(self, at: datetime) -> Planned:
        """One planning.

        Raises:
            StoreError: the database fails.
            NoCalendarError: today is of a year without a calendar.
        """
        state = self._state()
        held = self._held
        if (
            held is not None
            and (held.state, held.day) == (state, _date(at, held.situation))
            and at - held.at < REPLANNED
        ):
            situation, recorded = held.situation, Recorded()
        else:
            situation, recorded = self._record(at)
            self._held = _Held(state=state, day=_date(at, situation), at=at, situation=situation)
        if not self._office.is_open(at):
            return Planned(recorded=recorded)
        due = self._ledger.due(at, since=self._office.day_began(at))
        now = {recipient: owed for recipient, owed in due.items() if _is_time(situation, recipient, owed, at)}
        queued, lost = self._queue(now, at)
        return Planned(recorded=recorded, queued=queued, undeliverable=lost)

    def _record(self, at: datetime) -> tuple[Situation, Recorded]:
        situation = self._read()
        start, end = plan_days(situation, at)
        wanted = self._foresight.reminders(situation, start=start, end=end)
        until = datetime.combine(end + timedelta(days=1), datetime.min.time(), tzinfo=situation.zone)
        return situation, self._ledger.record(wanted, until=until, why=lambda one: cause_of(situation, one), at=at)

    def _queue(self, due: Mapping[Recipient, tuple[Obligation, ...]], at: datetime) -> tuple[int, int]:
        queued = lost = 0
        left = iter(due.items())
        while some := dict(islice(left, AT_ONCE)):
            drafts: list[Draft] = []
            addresses = self._office.addresses(some)
            for recipient, owed in some.items():
                if addresses[recipient]:
                    drafts += _drafts(recipient, addresses[recipient][0], owed)
                else:
                    lost += len(owed)
                    told = told_to_keepers(owed, self._office.keepers(), at)
                    self._ledger.end(dict.fromkeys((one.id for one in owed), Cause.NO_ADDRESS), at, told=told)
            queued += self._ledger.queue(drafts, at)
        return queued, lost


def plan_days(situation: Situation, at: datetime) -> tuple[date, date]:
    """From when to when marks are looked for, as far as calendars reach."""
    today = at.astimezone(situation.zone).date()
    years = situation.calendar.years
    start, end = today - BEHIND, today + AHEAD
    if start.year not in years:
        start = date(today.year, 1, 1)
    if end.year not in years:
        end = date(today.year, 12, 31)
    return start, end


def _is_time(situation: Situation, recipient: Recipient, owed: Iterable[Obligation], at: datetime) -> bool:
    """What was left over from another day waits for the morning's message, or for what is to be said before it."""
    here = at.astimezone(situation.zone)
    officer = int(recipient.name) if recipient.kind is RecipientKind.OFFICER else 0
    morning = (situation.wishes.hours or {}).get(officer, situation.policy.hour)
    return here.time() >= morning or any(here.date() == _day(one, situation) for one in owed)


def _day(one: Obligation, situation: Situation) -> date:
    return _date(one.reminder.at, situation)


def _date(at: datetime, situation: Situation) -> date:
    return at.astimezone(situation.zone).date()


def _drafts(recipient: Recipient, address: Address, owed: Iterable[Obligation]) -> Iterable[Draft]:
    ids = {one.reminder.key: one.id for one in owed}
    for digest in fold(one.reminder for one in owed):
        kept = tuple(ids[reminder.key] for reminder in digest.kept)
        covered = tuple(ids[reminder.key] for reminder in digest.covered)
        yield Draft(recipient=recipient, address=address, kept=kept, covered=covered)
