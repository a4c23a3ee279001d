"""The ledger of reminders (sổ nhắc việc): what is owed to whom, in which message it went, how it ended. Values only.

An `Obligation` is one reminder that is owed; a `Dispatch` is one message that carries some of them to one recipient, of
which there is at most one under way. Nothing here is undone by a crash: whoever comes next reads on which step it died.

    obligation   planned ⇄ queued → delivered | covered | superseded | waived | undeliverable
    dispatch     ready ⇄ sending → sent | uncertain | failed        ready → folded | empty

Where nobody knows whether a message arrived, the message ends as uncertain and what it carried is owed again: urgent
things a minute later, once a day; the rest in company of the recipient's next message, alone only on their last day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from knowledge.reminding.reminder import Recipient, Reminder

RESENT_AFTER: Final = timedelta(seconds=60)
"""How long an urgent reminder of an uncertain message waits before it is said again."""

RESENT_AGAIN_AFTER: Final = timedelta(days=1)
"""How long it waits where that was uncertain too: at most one blind repetition a day."""


class ObligationState(StrEnum):
    """How far a reminder is: it waits for its hour, is in a message, or has ended in one of five ways."""

    PLANNED = "planned"
    QUEUED = "queued"
    DELIVERED = "delivered"
    COVERED = "covered"
    SUPERSEDED = "superseded"
    WAIVED = "waived"
    UNDELIVERABLE = "undeliverable"


ENDED: Final = frozenset(ObligationState) - {ObligationState.PLANNED, ObligationState.QUEUED}


class Cause(StrEnum):
    """Why an obligation has ended."""

    SENT = "sent"  # delivered: the channel took the message
    PRESSED = "pressed"  # delivered: nobody knew, until somebody pressed a button of it
    LATER_MARK = "later_mark"  # covered: the message named a later mark of the same due day
    DONE = "done"  # superseded: the task is done, or waits for a leader
    CHANGED = "changed"  # superseded: another due day, another officer, another wish
    WITHDRAWN = "withdrawn"  # superseded: the task or plan is gone, or its reminding is switched off
    ANSWERED = "answered"  # superseded: the officer said that they know, or put it off
    MUTED = "muted"  # waived: the officer wants no more of this task
    WISHED = "wished"  # waived: the officer wants no reminders at all
    NO_ADDRESS = "no_address"  # undeliverable: there is no chat to write to
    BLOCKED = "blocked"  # undeliverable: every chat of the officer refuses us
    REJECTED = "rejected"  # undeliverable: the channel will not take this message


def state_without_message(cause: Cause) -> ObligationState:
    """How an obligation ends that no message carries any more."""
    if cause in (Cause.MUTED, Cause.WISHED):
        return ObligationState.WAIVED
    if cause in (Cause.NO_ADDRESS, Cause.BLOCKED, Cause.REJECTED):
        return ObligationState.UNDELIVERABLE
    return ObligationState.SUPERSEDED


class DispatchState(StrEnum):
    """How far a message is."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FOLDED = "folded"  # taken into a later message before it left
    EMPTY = "empty"  # nothing was left to say
    FAILED = "failed"  # no chat takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One reminder that is owed or was.

    `dispatch` is the message that carries it, or named a later mark (`is_covered`), 0 = none yet. `unsure_at` is when
    nobody knew whether it had arrived, None = that never happened.
    """

    id: int
    reminder: Reminder
    state: ObligationState
    cause: Cause | None = None
    dispatch: int = 0
    is_covered: bool = False
    unsure_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Address:
    """A chat of a channel."""

    channel: str
    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message to be: the ids of the obligations that it says, and of the earlier marks that it stands for."""

    recipient: Recipient
    address: Address
    kept: tuple[int, ...]
    covered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One message to one recipient.

    `fence` grows with each claim: what an earlier holder still wants to write is refused. `attempts` counts them, with
    the one that the claim began. `again` = some of what it
    says may have been said before. `message` is the channel's id of it once it was sent; `ended_at` when it ended,
    however it did.
    """

    id: int
    recipient: Recipient
    address: Address
    state: DispatchState
    again: bool
    fence: int
    queued_at: datetime
    next_at: datetime
    attempts: int = 0
    message: str = ""
    ended_at: datetime | None = None
    obligations: tuple[Obligation, ...] = ()

    @property
    def kept(self) -> tuple[Obligation, ...]:
        """What it says."""
        return tuple(one for one in self.obligations if not one.is_covered)

    @property
    def covered(self) -> tuple[Obligation, ...]:
        """Earlier marks that it stands for."""
        return tuple(one for one in self.obligations if one.is_covered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """The channel took it, as this message of its own."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """It surely did not arrive; again at `next_at`, at another `address` where one is given."""

    next_at: datetime
    cause: str
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Nobody knows."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """No chat takes it. `told` are the reminders that tell the keepers, owed from the same moment."""

    cause: Cause
    said: str
    told: tuple[Reminder, ...] = ()


Ending = Arrived | Postponed | Unsure | Undelivered
"""What became of one attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What planning changed: obligations that are new, that came back, that moved to another hour, that ended."""

    added: int = 0
    revived: int = 0
    moved: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCounts:
    """For whoever watches. `oldest_due` is since when the oldest thing waits that is due and has not ended.

    `attempts` are counted by what became of them: arrived, postponed, unsure, undelivered, empty (nothing was left to
    say), lost (with its process), "" = under way.
    """

    obligations: Mapping[ObligationState, int]
    dispatches: Mapping[DispatchState, int]
    attempts: Mapping[str, int]
    oldest_due: datetime | None = None


class Ledger(Protocol):
    """The store of both. Every method is one transaction; for several threads and, on PostgreSQL, processes.

    Each change is guarded by the state that it starts from: of two that do the same, one does it and the other finds
    it done. All instants are handed in.
    """

    def record(
        self, wanted: Iterable[Reminder], *, until: datetime, why: Callable[[Reminder], Cause], at: datetime
    ) -> Recorded:
        """Makes what is owed up to `until` be what is wanted; twice the same changes nothing.

        What is new is planned. What is planned and no longer wanted is superseded or waived, with the cause that `why`
        gives; wanted again it is planned again. What ended otherwise has ended. Reminders that only tell keepers what
        could not be delivered are left alone.
        """
        ...

    def due(self, at: datetime, *, since: datetime) -> Mapping[Recipient, tuple[Obligation, ...]]:
        """What may be said now, to whom; also what stands in a message that has not left, for it may be folded.

        Nobody whose only dues are held back for company, or stand in a ready message already, is in it; a message
        queued before `since` is of yesterday, and what it holds is due.
        """
        ...

    def queue(self, drafts: Iterable[Draft], at: datetime) -> int:
        """Makes messages of them, each in the place of one to the same recipient that has not left; how many.

        A draft of which some obligation is no longer as it was, or whose recipient's message is just leaving, changes
        nothing: what it holds is still due.
        """
        ...

    def end(
        self,
        obligations: Mapping[int, Cause],
        at: datetime,
        *,
        claimed: Dispatch | None = None,
        told: Iterable[Reminder] = (),
    ) -> None:
        """Ends without a message what is planned, or in a message that has not left or that the caller has claimed.

        A message that nothing is left of ends as empty; earlier marks that it stood for are owed again. `told` are
        reminders to keepers about it, owed from the same moment.
        """
        ...

    def claim(self, worker: str, *, at: datetime, since: datetime, most: int, lease: timedelta) -> tuple[Dispatch, ...]:
        """Takes ready messages whose time has come, at most `most`, oldest first, for the time of the lease.

        Of each an attempt begins: whoever dies before `settle` leaves it in doubt. None that was queued before `since`:
        planning folds it with what is due today.
        """
        ...

    def settle(self, dispatch: Dispatch, ending: Ending, at: datetime) -> bool:
        """Writes down what became of the attempt; False = it came too late to matter.

        That it arrived matters also where the message was given up as uncertain meanwhile.
        """
        ...

    def expire(self, at: datetime, *, every: bool = False) -> int:
        """Ends as unsure the attempts of messages whose holder is gone (`every` = whoever holds them)."""
        ...

    def arrived(self, dispatch: int, message: str, at: datetime) -> None:
        """A button of that message was pressed: whatever we knew of it, it is there."""
        ...

    def find_dispatch(self, dispatch: int) -> Dispatch | None:
        """One message with what it carries, or carried."""
        ...

    def obligations(
        self,
        *,
        states: Iterable[ObligationState] = (),
        recipient: Recipient | None = None,
        slug: str = "",
        span: tuple[datetime, datetime] | None = None,
        limit: int = 100,
    ) -> tuple[Obligation, ...]:
        """The latest first by the hour they are owed; without filters all of them."""
        ...

    def counts(self, at: datetime) -> LedgerCounts:
        """How many there are of each."""
        ...

    def clear_away(self, before: datetime) -> int:
        """Drops what ended before that instant; what was dropped and is planned again would be said again."""
        ...
