"""Claim → check again → send → write down. What a message says is composed as it leaves, from what is owed then.

No transaction is open while a channel is called. A process that dies here leaves an attempt that has begun and not
ended: whoever comes next knows exactly which messages are in doubt, at most `IN_FLIGHT` of each process.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import Final, Generic, Protocol, TypeVar, assert_never

from knowledge.errors import KnowledgeError
from knowledge.reminding.ledger import (
    Address,
    Arrived,
    Cause,
    Dispatch,
    Ending,
    Ledger,
    Obligation,
    Postponed,
    Undelivered,
    Unsure,
)
from knowledge.reminding.reminder import Part, Recipient, Reminder, ReminderKind
from scheduler.outcomes import Later, Moved, NotSent, Outcome, Refused, Sent, Uncertain

_log = logging.getLogger(__name__)

IN_FLIGHT: Final = 4
"""Messages on their way at once: enough for thirty a second, and the most that a crash leaves in doubt."""

LEASE: Final = timedelta(seconds=45)
"""Longer than a channel's longest wait for an answer and the writing down together."""

PAUSES: Final = (2, 5, 15, 30, 60, 120, 300)
"""Seconds between the tries to send what surely did not arrive; the last for ever, for networks come back."""

MessageT_contra = TypeVar("MessageT_contra", contravariant=True)
MessageT_co = TypeVar("MessageT_co", covariant=True)
MessageT = TypeVar("MessageT")


class Sender(Protocol[MessageT_contra]):
    """A channel as delivery sees it. Blocking; for several threads."""

    def say(self, chat: str, message: MessageT_contra, /) -> Outcome:
        """One message of ours that nobody waits for, in a chat."""
        ...


class Composer(Protocol[MessageT_co]):
    """Puts into words what is owed; blocking, for several threads."""

    def compose(self, dispatch: Dispatch, /, *, at: datetime) -> MessageT_co | None:
        """The message of what `dispatch` keeps; None where nothing is left to say."""
        ...


class Office(Protocol):
    """What delivery asks of the office, fresh each time."""

    def is_open(self, at: datetime) -> bool:
        """Whether people may be disturbed now."""
        ...

    def day_began(self, at: datetime) -> datetime:
        """The first instant of the day it is."""
        ...

    def unwanted(self, obligations: Iterable[Obligation]) -> Mapping[int, Cause]:
        """What need not be said any more, by id."""
        ...

    def addresses(self, recipients: Collection[Recipient]) -> Mapping[Recipient, tuple[Address, ...]]:
        """Where each of these can be reached, the best first."""
        ...

    def keepers(self) -> tuple[Recipient, ...]:
        """Who is told of what could not be delivered."""
        ...


class Deliverer(Generic[MessageT]):
    """Sends what is ready. One for a process; `run` from one thread at a time.

    Args:
        ledger: what is owed.
        senders: the channels by name.
        composer: words.
        office: what holds now.
        worker: the name of this process.
        now: the instant it is.
        alive: told again and again while it is at work.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        senders: Mapping[str, Sender[MessageT]],
        composer: Composer[MessageT],
        office: Office,
        worker: str,
        now: Callable[[], datetime],
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self._ledger = ledger
        self._senders = senders
        self._composer = composer
        self._office = office
        self._worker = worker
        self._now = now
        self._alive = alive
        self._unsettled: deque[tuple[Dispatch, Ending, datetime]] = deque()
        self._looked: tuple[datetime, bool] | None = None

    def run(self, stop: Event | None = None) -> int:
        """Sends until nothing is ready, the office closes or `stop` is set; how many were tried.

        Raises:
            StoreError: the database fails; what is on its way is still settled.
        """
        stop = stop or Event()
        self._settle_late()
        self._ledger.expire(self._now())
        tried, flying = 0, set[Future[None]]()
        with ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="delivery") as pool:
            while not stop.is_set():
                self._alive()
                claimed = self._claim(IN_FLIGHT - len(flying))
                if not claimed and not flying:
                    break
                for dispatch in claimed:
                    flying.add(pool.submit(self._deliver, dispatch))
                    tried += 1
                done, flying = wait(flying, return_when=FIRST_COMPLETED)
                if len(flying) > IN_FLIGHT // 2:  # two are claimed at once for the price of one
                    more, flying = wait(flying, return_when=FIRST_COMPLETED)
                    done |= more
                for future in done:
                    future.result()
        return tried

    def _claim(self, free: int) -> tuple[Dispatch, ...]:
        """What may be sent now."""
        at = self._now()
        if not free or not self._is_open(at):
            return ()
        return self._ledger.claim(self._worker, at=at, since=self._office.day_began(at), most=free, lease=LEASE)

    def _is_open(self, at: datetime) -> bool:
        """Asked once a minute: the office opens and closes on the minute, and a message leaves every few hundredths."""
        minute = at.replace(second=0, microsecond=0)
        if self._looked is None or self._looked[0] != minute:
            self._looked = minute, self._office.is_open(at)
        return self._looked[1]

    def _deliver(self, dispatch: Dispatch) -> None:
        try:
            message = self._compose(dispatch)
        except Exception as error:
            # Nothing has left, so that nothing is in doubt.
            self._settle(dispatch, Postponed(next_at=self._now() + LEASE, cause=type(error).__name__))
            raise
        if message is not None:
            self._settle(dispatch, self._ending(dispatch, self._send(dispatch, message)))

    def _compose(self, dispatch: Dispatch) -> MessageT | None:
        """Looks again at what is to be said and puts it into words; None where nothing is left, which then is ended."""
        gone = self._office.unwanted(dispatch.obligations)
        if gone:
            self._ledger.end(gone, self._now(), claimed=dispatch)
            dispatch = replace(dispatch, obligations=tuple(one for one in dispatch.obligations if one.id not in gone))
        if not dispatch.kept:
            return None
        message = self._composer.compose(dispatch, at=self._now())
        if message is None:
            self._ledger.end(dict.fromkeys(_ids(dispatch), Cause.WITHDRAWN), self._now(), claimed=dispatch)
        return message

    def _send(self, dispatch: Dispatch, message: MessageT) -> Outcome:
        sender = self._senders.get(dispatch.address.channel)
        if sender is None:
            return Refused(cause="no such channel", gone=True)
        try:
            return sender.say(dispatch.address.chat, message)
        except Exception as error:
            _log.exception("a reminder could not be sent")
            return Uncertain(cause=type(error).__name__)

    def _settle(self, dispatch: Dispatch, ending: Ending) -> None:
        self._unsettled.append((dispatch, ending, self._now()))
        self._settle_late()

    def _settle_late(self) -> None:
        """Writes down what became of attempts; what the database does not take now is tried again next time."""
        for _ in range(len(self._unsettled)):
            try:
                dispatch, ending, at = self._unsettled.popleft()
            except IndexError:  # another thread was quicker
                return
            try:
                self._ledger.settle(dispatch, ending, at)
            except KnowledgeError:
                self._unsettled.append((dispatch, ending, at))
                raise

    def _ending(self, dispatch: Dispatch, outcome: Outcome) -> Ending:
        at = self._now()
        match outcome:
            case Sent(message=message):
                return Arrived(message=message)
            case Uncertain(cause=cause):
                return Unsure(cause=cause)
            case NotSent(cause=cause):
                pause = PAUSES[min(dispatch.attempts, len(PAUSES)) - 1]
                return Postponed(next_at=at + timedelta(seconds=pause), cause=cause)
            case Later(cause=cause, seconds=seconds):
                return Postponed(next_at=at + timedelta(seconds=seconds), cause=cause)
            case Moved(chat=chat):
                return Postponed(next_at=at, cause="moved", address=replace(dispatch.address, chat=chat))
            case Refused(cause=cause, gone=False):
                return self._undelivered(dispatch, Cause.REJECTED, cause)
            case Refused(cause=cause):
                reached = self._office.addresses([dispatch.recipient])[dispatch.recipient]
                others = [one for one in reached if one != dispatch.address]
                if others:
                    return Postponed(next_at=at, cause=cause, address=others[0])
                return self._undelivered(dispatch, Cause.BLOCKED, cause)
            case _:
                assert_never(outcome)

    def _undelivered(self, dispatch: Dispatch, cause: Cause, said: str) -> Undelivered:
        return Undelivered(
            cause=cause, said=said, told=told_to_keepers(dispatch.kept, self._office.keepers(), self._now())
        )


def told_to_keepers(
    obligations: Iterable[Obligation], keepers: Iterable[Recipient], at: datetime
) -> tuple[Reminder, ...]:
    """Reminders that tell each keeper which tasks reached nobody; none about a keeper's own or about such reminders."""
    return tuple(
        replace(one.reminder, kind=ReminderKind.UNDELIVERED, part=Part.KEEPER, recipient=keeper, at=at, put_off=0)
        for keeper in keepers
        for one in obligations
        if one.reminder.kind is not ReminderKind.UNDELIVERED and one.reminder.recipient != keeper
    )


def _ids(dispatch: Dispatch) -> tuple[int, ...]:
    return tuple(one.id for one in dispatch.obligations)
