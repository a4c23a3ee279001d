"""Officers (cán bộ) and how they come to be known: values only.

An officer is a person with a role; an account is that person on one channel. Ids of people and chats are the channel's
own, as text. Agencies are names as the plans print them; two spellings of one agency are one agency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a person is in the office, the highest first: quản trị, lãnh đạo, cán bộ đầu mối, người xem."""

    ADMIN = "admin"
    LEADER = "leader"
    FOCAL = "focal"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person with a role; `agencies` in the order they were added. `consent_at`: told what is kept, and went on."""

    id: int
    name: str
    role: Role
    agencies: tuple[str, ...] = ()
    consent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An officer on one channel: who they are there, and the private chat to write to ("" = none yet)."""

    officer: Officer
    channel: str
    person: str
    chat: str = ""
    reachable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a one-time code gives: a role, and an agency ("" = none)."""

    role: Role
    agency: str
    expires_at: datetime


class Step(StrEnum):
    """How far a person without a role has come in asking for one."""

    NAMING = "naming"  # asked for their name
    CHOOSING = "choosing"  # asked for their agency
    WAITING = "waiting"  # administrators are asked
    APPROVED = "approved"  # has a role now; name and agency are the officer's
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """A person without a role who asked for access; at most one for each person of a channel."""

    id: int
    channel: str
    person: str
    chat: str
    step: Step
    name: str = ""
    agency: str = ""
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """One officer doing another's work (ủy quyền) from `first_on` to `last_on`, both days included."""

    id: int
    absent: Officer
    present: Officer
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An officer in charge of an agency's tasks on some day; `instead_of` is who they stand in for, None = nobody."""

    officer: Officer
    instead_of: Officer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is written down of a change: when, by whom, what, on what; never a name or a platform's id.

    `event` is the message or press that brought it ("telegram:123"): the same event does the same deed on the same
    thing once only. "" = it came from no event (a command at the machine).
    """

    at: datetime
    action: str
    actor: int | None = None
    about: str = ""
    event: str = ""


class People(Protocol):
    """Officers, their accounts, invitations, requests for access, stand-ins.

    A method that takes a `Deed` changes something and writes the deed down in the same transaction; where its event
    has done it before it changes nothing.
    """

    def find_account(self, channel: str, person: str) -> Account | None:
        """The officer behind a person of a channel, or None."""
        ...

    def find_officer(self, officer: int) -> Officer | None:
        """One officer, or None."""
        ...

    def officers(self) -> tuple[Officer, ...]:
        """Everybody with a role, in the order they came."""
        ...

    def accounts(self, *officers: int) -> tuple[Account, ...]:
        """The accounts of these officers, in the order they came."""
        ...

    def accounts_of_role(self, role: Role, channel: str) -> tuple[Account, ...]:
        """The accounts of one channel whose officers have that role."""
        ...

    def in_charge(self, agency: str, on: date) -> tuple[Charge, ...]:
        """The officers of an agency on a day: its own and, beside each who is away, who stands in for them."""
        ...

    def rename(self, officer: int, name: str, deed: Deed) -> None:
        """Another name for an officer."""
        ...

    def set_role(self, officer: int, role: Role, deed: Deed) -> None:
        """Another role for an officer."""
        ...

    def add_agency(self, officer: int, agency: str, deed: Deed) -> None:
        """One more agency; one that is there under another spelling changes nothing."""
        ...

    def drop_agency(self, officer: int, agency: str, deed: Deed) -> None:
        """Takes an agency off an officer."""
        ...

    def set_reachable(self, channel: str, chat: str, reachable: bool) -> None:
        """Whether the private chat of an account may be written to."""
        ...

    def forget(self, channel: str, person: str, deed: Deed) -> None:
        """Deletes all that is kept of a person, on every channel; deeds stay without who did them."""
        ...

    def invite(self, code_hash: str, invitation: Invitation, deed: Deed) -> bool:
        """Keeps a code's hash with what it gives; False = this event made one before."""
        ...

    def redeem(
        self, code_hash: str, *, channel: str, person: str, chat: str, name: str, deed: Deed
    ) -> tuple[Account, Invitation] | None:
        """Uses up a code; None = no such code, expired, or used by another.

        A person who has a role already gets the agency beside their own, and the role only where it is a higher one.
        The same person using the same code again gets the same answer.
        """
        ...

    def find_request(self, channel: str, person: str) -> AccessRequest | None:
        """What a person has asked for so far, or None."""
        ...

    def waiting_requests(self) -> tuple[AccessRequest, ...]:
        """Requests that wait for an administrator, oldest first."""
        ...

    def keep_request(
        self, channel: str, person: str, *, chat: str, step: Step, name: str, agency: str, deed: Deed
    ) -> AccessRequest | None:
        """Writes how far a person has come; what stands there now, None where it was decided or deleted since."""
        ...

    def approve(self, request: int, role: Role, deed: Deed) -> Account | None:
        """Makes the person of a waiting request an officer; None = nothing waits there.

        The event that approved it gets the same answer again: whoever broke off before telling it can tell it then.
        """
        ...

    def refuse(self, request: int, deed: Deed) -> AccessRequest | None:
        """Refuses a waiting request; None = nothing waits there. Again by the same event: the same answer."""
        ...

    def stand_in(self, absent: int, present: int, first_on: date, last_on: date, deed: Deed) -> None:
        """Lets one officer stand in for another; it ends by itself."""
        ...

    def end_stand_in(self, stand_in: int, deed: Deed) -> None:
        """Ends it before its day."""
        ...

    def stand_ins(self, on: date | None = None) -> tuple[StandIn, ...]:
        """Those that hold on a day, else all that are kept."""
        ...

    def write_down(self, deed: Deed) -> bool:
        """Writes down a deed whose change is kept elsewhere; False = its event did it before."""
        ...

    def deeds(self, *, limit: int = 100) -> tuple[Deed, ...]:
        """What was changed, newest first."""
        ...

    def last_deed(self) -> int:
        """The number of the newest deed, 0 = none: as long as it stands, nothing that deeds tell of has changed."""
        ...
