"""The office as planning and delivery ask about it: read from its stores, again whenever they have changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, tzinfo
from itertools import groupby

from knowledge.office.chats import Office
from knowledge.office.people import Role
from knowledge.plan import Plan
from knowledge.query import PlanStore
from knowledge.reminding.ledger import Address, Cause, Obligation
from knowledge.reminding.reminder import Recipient, RecipientKind
from scheduler.policy import load_policy
from scheduler.recipients import PrintedDirectory
from scheduler.situation import Situation, read_calendar, read_situation
from scheduler.wanted import unwanted

State = tuple[tuple[Plan, ...], int]
"""The plans, and the number of the newest deed."""


class PlansNow:
    """The plans of a store, read again only when they have changed."""

    def __init__(self, store: PlanStore) -> None:
        self._store = store
        self._held: tuple[str, tuple[Plan, ...]] | None = None

    def __call__(self) -> tuple[Plan, ...]:
        """All of them."""
        held, stamp = self._held, self._store.stamp()
        if held is None or held[0] != stamp:
            held = self._held = (stamp, tuple(self._store.plans()))
        return held[1]


class OfficeNow:
    """`scheduler.delivery.Office` over the stores. For several threads.

    Args:
        office: the stores.
        plans: the plans as they are now.
        zone: where hours are told.
    """

    def __init__(self, office: Office, plans: Callable[[], tuple[Plan, ...]], *, zone: tzinfo) -> None:
        self._office = office
        self._plans = plans
        self._zone = zone
        self._held: dict[str, tuple[State, Situation]] = {}

    def situation(self) -> Situation:
        """All that planning follows from."""
        return read_situation(self._plans(), self._office, zone=self._zone)

    def state(self) -> State:
        """Another value after any change of a plan and anything that somebody has done."""
        return self._plans(), self._office.people.last_deed()

    def is_open(self, at: datetime) -> bool:
        """Whether people may be disturbed: on working days, out of the quiet hours.

        Raises:
            NoCalendarError: the day is of a year without a calendar.
        """
        here = at.astimezone(self._zone)
        return not load_policy().is_quiet(here.time()) and read_calendar(self._office.days).is_working(here.date())

    def day_began(self, at: datetime) -> datetime:
        """The midnight before."""
        return at.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def unwanted(self, obligations: Iterable[Obligation]) -> Mapping[int, Cause]:
        """What need not be said any more, by id."""
        gone: dict[int, Cause] = {}
        state = self.state()
        for slug, asked in groupby(sorted(obligations, key=_slug), key=_slug):
            told = tuple(asked)
            found = unwanted(self._situation_of(slug, state), (one.reminder for one in told))
            gone.update({one.id: found[one.reminder.key] for one in told if one.reminder.key in found})
        return gone

    def _situation_of(self, slug: str, state: State) -> Situation:
        """One plan's, read again only when a plan has changed or somebody has done something since."""
        held = self._held.get(slug)
        if held is None or held[0] != state:
            mine = (plan for plan in state[0] if plan.slug == slug)
            read = read_situation(mine, self._office, zone=self._zone, directory=PrintedDirectory())
            held = self._held[slug] = (state, read)
        return held[1]

    def addresses(self, recipients: Collection[Recipient]) -> Mapping[Recipient, tuple[Address, ...]]:
        """Where each of these can be reached, the account that came first first; an agency by itself nowhere."""
        found: dict[Recipient, tuple[Address, ...]] = dict.fromkeys(recipients, ())
        officers = [int(one.name) for one in recipients if one.kind is RecipientKind.OFFICER]
        for account in self._office.people.accounts(*officers) if officers else ():
            if account.chat and account.reachable:
                theirs = Recipient(kind=RecipientKind.OFFICER, name=str(account.officer.id))
                found[theirs] += (Address(channel=account.channel, chat=account.chat),)
        if any(one.kind is RecipientKind.GROUP for one in recipients):
            for chat in self._office.chats.groups():
                group = Recipient(kind=RecipientKind.GROUP, name=str(chat.id))
                if group in found and chat.active:
                    found[group] += (Address(channel=chat.channel, chat=chat.chat),)
        return found

    def keepers(self) -> tuple[Recipient, ...]:
        """The administrators."""
        admins = (officer for officer in self._office.people.officers() if officer.role is Role.ADMIN)
        return tuple(Recipient(kind=RecipientKind.OFFICER, name=str(admin.id)) for admin in admins)


def _slug(one: Obligation) -> str:
    return one.reminder.task[0]
