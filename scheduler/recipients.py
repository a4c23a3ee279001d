"""Who is told of an agency's tasks: its focal officers, who stands in for them, then the groups of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Final, Protocol, assert_never

from knowledge.agency_identity import agency_key, covers, is_collective, same_agency
from knowledge.office.chats import Chats
from knowledge.office.people import Officer, People, Role, StandIn
from knowledge.reminding.reminder import Part, Recipient, RecipientKind

_FOCAL: Final = frozenset({Role.FOCAL, Role.ADMIN})
_LEADING: Final = frozenset({Role.LEADER})


class Directory(Protocol):
    """Finds recipients. Answers hold for as long as the value lives: make a new one for each planning."""

    def told(
        self, agency: str, part: Part, *, slug: str, on: date, without: tuple[str, ...] = ()
    ) -> tuple[Recipient, ...]:
        """Who is told for an agency, as a plan prints it, on a day; () = nobody can be.

        For `Part.LEADER` its leaders, else those of the office; for `Part.KEEPER` the administrators. Of a collective
        the agencies of `without` have done their part and are told nothing more.
        """
        ...

    def groups(self, slug: str, *, on: date) -> tuple[Recipient, ...]:
        """The groups that were bound to a plan by the morning of a day."""
        ...


class PrintedDirectory:
    """Where nobody is registered: each lead agency, as the plan names it, stands for its officers."""

    def told(
        self, agency: str, part: Part, *, slug: str, on: date, without: tuple[str, ...] = ()
    ) -> tuple[Recipient, ...]:
        """The agency itself for what it leads."""
        del slug, on, without
        return (Recipient(kind=RecipientKind.AGENCY, name=agency),) if part is Part.LEAD else ()

    def groups(self, slug: str, *, on: date) -> tuple[Recipient, ...]:
        """None."""
        del slug, on
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _InCharge:
    """Who is told of an agency's tasks, and its leaders."""

    told: tuple[Recipient, ...]
    leaders: tuple[Recipient, ...]


class OfficeDirectory:
    """The registered officers and groups.

    Args:
        people: the officers.
        chats: the groups.
        morning: the hour at which groups are told, in its zone; None = as if they had always been bound.
        silent: officers who want no reminders.
    """

    def __init__(
        self, people: People, chats: Chats, *, morning: time | None, silent: frozenset[int] = frozenset()
    ) -> None:
        self._people = people
        self._chats = chats
        self._silent = silent
        self._morning = morning
        self._known: dict[tuple[str, tuple[int, ...], tuple[str, ...]], _InCharge] = {}
        self._taken_in: dict[str, tuple[str, ...]] = {}
        self._holding_on: dict[date, tuple[int, ...]] = {}

    @cached_property
    def _officers(self) -> tuple[Officer, ...]:
        """Read when somebody is first looked for: much is asked of a situation that needs nobody."""
        return self._people.officers()

    @cached_property
    def _bound(self) -> Mapping[str, list[tuple[Recipient, datetime | None]]]:
        """The active groups of each plan, and since when they are."""
        found: dict[str, list[tuple[Recipient, datetime | None]]] = defaultdict(list)
        for chat in self._chats.groups():
            group = Recipient(kind=RecipientKind.GROUP, name=str(chat.id))
            for slug in chat.plans if chat.active else ():
                found[slug].append((group, chat.bound_at.get(slug)))
        return found

    @cached_property
    def _stand_ins(self) -> Mapping[int, StandIn]:
        return {held.id: held for held in self._people.stand_ins()}

    @cached_property
    def _by_agency(self) -> Mapping[str, list[Officer]]:
        found: dict[str, list[Officer]] = defaultdict(list)
        for officer in self._officers:
            for name in officer.agencies:
                found[agency_key(name)].append(officer)
        return found

    @cached_property
    def _keepers(self) -> tuple[Recipient, ...]:
        return _recipients(officer.id for officer in self._officers if officer.role is Role.ADMIN)

    @cached_property
    def _office_leaders(self) -> tuple[Recipient, ...]:
        return _recipients(one.id for one in self._officers if one.role is Role.LEADER and not one.agencies)

    def __eq__(self, other: object) -> bool:
        """Whether the same people and groups are registered: then both find the same."""
        if not isinstance(other, OfficeDirectory):
            return NotImplemented
        return self._facts == other._facts

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def _facts(self) -> tuple[object, ...]:
        return self._morning, self._silent, self._officers, self._stand_ins, self._bound

    def told(
        self, agency: str, part: Part, *, slug: str, on: date, without: tuple[str, ...] = ()
    ) -> tuple[Recipient, ...]:
        """Who is told; where no officer of an agency can be, the groups of the plan for what it leads."""
        match part:
            case Part.KEEPER:
                return self._keepers
            case Part.LEADER:
                return self._in_charge(agency, on, without).leaders or self._office_leaders
            case Part.LEAD:
                left = self._in_charge(agency, on, without).told
                return left if left or self._in_charge(agency, on).told else self.groups(slug, on=on)
            case Part.SUPPORT:
                return self._in_charge(agency, on).told
            case _:
                assert_never(part)

    def groups(self, slug: str, *, on: date) -> tuple[Recipient, ...]:
        """The groups that were bound to a plan by the morning of a day: what was said before is none of theirs."""
        morning = None if self._morning is None else datetime.combine(on, self._morning)
        bound = self._bound.get(slug, ())
        return tuple(group for group, since in bound if since is None or morning is None or since <= morning)

    def _in_charge(self, agency: str, on: date, without: tuple[str, ...] = ()) -> _InCharge:
        """Looked for once for all days on which the same officers stand in: a planning asks for each mark."""
        holding = self._holding(on)
        known = self._known.get((agency, holding, without))
        if known is None:
            known = self._known[agency, holding, without] = self._find_in_charge(agency, holding, without)
        return known

    def _find_in_charge(self, agency: str, holding: Iterable[int], without: Iterable[str]) -> _InCharge:
        names = self._members(agency) if is_collective(agency) else (agency,)
        names = tuple(name for name in names if not any(same_agency(name, done) for done in without))
        own = {officer.id: officer.role for name in names for officer in self._by_agency.get(agency_key(name), ())}
        held = (self._stand_ins[number] for number in holding)
        # Who stands in does so in the role of whom they stand in for.
        roles = {one.present.id: one.absent.role for one in held if one.absent.id in own} | own
        focal, leaders = (
            [officer for officer, role in roles.items() if role in wanted] for wanted in (_FOCAL, _LEADING)
        )
        told = set(focal) - self._silent or set(leaders) - self._silent
        return _InCharge(told=_recipients(sorted(told)), leaders=_recipients(leaders))

    def _holding(self, on: date) -> tuple[int, ...]:
        """The numbers of the stand-ins that hold on a day."""
        known = self._holding_on.get(on)
        if known is None:
            found = (held.id for held in self._stand_ins.values() if held.first_on <= on <= held.last_on)
            known = self._holding_on[on] = tuple(found)
        return known

    def _members(self, collective: str) -> tuple[str, ...]:
        """The agencies of officers that a collective takes in, and itself where an officer stands for it."""
        known = self._taken_in.get(collective)
        if known is None:
            named = dict.fromkeys(name for officer in self._officers for name in officer.agencies)
            known = self._taken_in[collective] = (collective, *(name for name in named if covers(collective, name)))
        return known


def _recipients(ids: Iterable[int]) -> tuple[Recipient, ...]:
    return tuple(Recipient(kind=RecipientKind.OFFICER, name=str(officer)) for officer in ids)
