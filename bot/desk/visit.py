"""One message or press with all that decides about it: who, where, when, with what rights, about which plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.channels.base import Button, ChatKind, Outgoing, Place
from bot.memory import TOPIC
from bot.session import Conversation
from knowledge.agency_identity import covers, same_agency
from knowledge.office.chats import Chat
from knowledge.office.people import Account, Deed, Officer, Role
from knowledge.office.rights import Action, Relation, Where, may
from knowledge.plan import PlanTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who came and where. `event` names it once for ever; `message` is the one whose button was pressed.

    `group` is None in private. `absent` are the officers whose work the visitor does today beside their own.
    """

    event: str
    at: datetime
    today: date
    place: Place
    account: Account | None = None
    group: Chat | None = None
    absent: tuple[Officer, ...] = ()
    addressed: bool = True
    message: str = ""

    @property
    def role(self) -> Role | None:
        """The visitor's role, or that of whom they stand in for where it is higher; None for somebody without.

        Administration is never handed on: it opens the door to everybody else's rights.
        """
        if self.account is None:
            return None
        lent = (officer.role for officer in self.absent if officer.role is not Role.ADMIN)
        return min((self.account.officer.role, *lent), key=list(Role).index)

    @property
    def officer(self) -> int | None:
        """The visitor as an officer, None for somebody without a role."""
        return None if self.account is None else self.account.officer.id

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads along."""
        return self.place.kind is ChatKind.PRIVATE

    @property
    def where(self) -> Where:
        """The kind of chat, for the table of rights."""
        if self.is_private:
            return Where.PRIVATE
        return Where.BOUND if self.plans else Where.UNBOUND

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans spoken of here: those a group is bound to; () in private = all of the office."""
        return () if self.group is None else self.group.plans

    @property
    def agencies(self) -> tuple[str, ...]:
        """The visitor's own agencies, then those of whom they stand in for."""
        if self.account is None:
            return ()
        named = (*self.account.officer.agencies, *(name for officer in self.absent for name in officer.agencies))
        return tuple(dict.fromkeys(named))

    @property
    def person(self) -> str:
        """The person over all channels."""
        return f"{self.place.channel}:{self.place.person}"

    def may(self, action: Action, relation: Relation = Relation.OTHER) -> bool:
        """What the table of rights says."""
        return may(self.role, action, self.where, relation)

    def sees(self, slug: str) -> bool:
        """Whether this plan may be spoken of here."""
        return self.may(Action.ASK) and (not self.plans or slug in self.plans)

    def relation_to(self, task: PlanTask) -> Relation:
        """What the visitor's agencies have to do with a task; a collective that takes one in counts as it."""
        for relation, named in ((Relation.LEAD, task.leads), (Relation.SUPPORT, task.supports)):
            if any(same_agency(name, own) or covers(name, own) for name in named for own in self.agencies):
                return relation
        return Relation.OTHER

    def deed(self, action: str, about: str = "") -> Deed:
        """What the visitor does, for the book of deeds."""
        return Deed(at=self.at, action=action, actor=self.officer, about=about, event=self.event)

    def conversation(self, asker: str | None = None) -> Conversation:
        """The talk that this belongs to; `asker` = in the name of another agency than the visitor's first."""
        own = self.agencies[0] if self.agencies else ""
        chat = f"{self.place.channel}:{self.place.chat}"
        return Conversation(
            chat=f"{chat}{TOPIC}{self.place.thread}" if self.place.thread else chat,
            person=self.person,
            today=self.today,
            at=self.at,
            plans=self.plans,
            asker=own if asker is None else asker,
            addressed=self.addressed,
        )

    def button(self, label: str, payload: str) -> Button:
        """A button for the visitor alone."""
        return Button(label=label, payload=payload, person="" if self.is_private else self.place.person)


Handler = Callable[[Visit, str], Iterable[Outgoing]]
"""What a command does with the words behind it, or a press with the parts of its payload."""


Hearer = Callable[[Visit, str], Iterable[Outgoing] | None]
"""What hears words addressed to us before they are taken for a question; None = they are somebody else's."""


class Counter(Protocol):
    """One of the things that the desk does: the commands and the presses that are its own."""

    @property
    def commands(self) -> Mapping[str, Handler]:
        """By the name of the command, without its stroke."""
        ...

    @property
    def presses(self) -> Mapping[str, Handler]:
        """By the letter that opens the payload."""
        ...
