"""Groups that the assistant is in, the plans they are bound to, and plan files that wait for a yes: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from knowledge.office.days import AddedDays
from knowledge.office.lists import ShownLists
from knowledge.office.people import Deed, People
from knowledge.progress.events import EventStore
from knowledge.progress.reports import ProgressStore
from knowledge.reminding.ledger import Ledger
from knowledge.reminding.wishes import WishStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A group of a channel. `plans` are the slugs it is bound to; `listens` = it may speak without being addressed.

    `active` is False where the assistant was taken out or blocked. `bound_at` tells by slug since when, where that was
    written down.
    """

    id: int
    channel: str
    chat: str
    title: str = ""
    listens: bool = False
    active: bool = True
    plans: tuple[str, ...] = ()
    bound_at: Mapping[str, datetime] = field(default_factory=dict, compare=False)


class Chats(Protocol):
    """The groups of the office. Methods with a `Deed` behave as those of `People`."""

    def find_chat(self, channel: str, chat: str) -> Chat | None:
        """One chat, or None."""
        ...

    def groups(self) -> tuple[Chat, ...]:
        """Every group ever met, in the order met."""
        ...

    def chats_of_plan(self, slug: str) -> tuple[Chat, ...]:
        """The active groups bound to a plan."""
        ...

    def meet(self, channel: str, chat: str, *, title: str, active: bool = True) -> Chat:
        """Writes down a group, its present title ("" = as before) and whether the assistant is in it."""
        ...

    def bind(self, channel: str, chat: str, slugs: tuple[str, ...], deed: Deed) -> None:
        """Binds a group that was met to exactly these plans, in this order; () = to none. Unknown slugs are left.

        A plan that it was bound to before counts as bound since then.
        """
        ...

    def set_listening(self, channel: str, chat: str, listens: bool, deed: Deed) -> None:
        """Whether a group that was met is listened to."""
        ...

    def move(self, channel: str, old: str, new: str) -> None:
        """The chat goes on under another id; bindings and accounts follow. Again: nothing changes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPlan:
    """A plan file that was shown to who sent it and waits for their yes.

    `seen` is the state of the stored plans (`PlanStore.stamp`) that the shown changes were told against.
    """

    id: int
    officer: int
    file_name: str
    content: bytes = field(repr=False)
    seen: str
    expires_at: datetime


class PendingPlans(Protocol):
    """Plan files that nothing is stored of until they are confirmed; they go with their officer and with time."""

    def keep(
        self, *, officer: int, file_name: str, content: bytes, seen: str, at: datetime, expires_at: datetime
    ) -> int:
        """Keeps a file in the place of the officer's earlier one; its id, the same for the same file again."""
        ...

    def find(self, pending: int, at: datetime) -> PendingPlan | None:
        """The file, or None where it is gone or its time is over."""
        ...

    def count(self, at: datetime) -> int:
        """How many wait."""
        ...

    def drop(self, pending: int, at: datetime) -> None:
        """Forgets this file and every other whose time is over."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The stores of the office, side by side in the database of the plans."""

    people: People
    chats: Chats
    pending: PendingPlans
    progress: ProgressStore
    events: EventStore
    days: AddedDays
    lists: ShownLists
    wishes: WishStore
    ledger: Ledger
