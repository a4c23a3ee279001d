"""A channel without a network: what was accepted is its log, and what goes wrong is told beforehand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from knowledge.reminding.ledger import Dispatch
from scheduler.outcomes import Later, Moved, NotSent, Outcome, Refused, Sent, Uncertain


class Killed(BaseException):
    """The process is gone at this point: nothing below may catch it."""


class Fault(Enum):
    """What goes wrong with one message."""

    CUT_BEFORE = "nobody knows; it was not accepted"
    CUT_AFTER = "nobody knows; it was accepted"
    UNSENT = "surely not accepted"
    FLOOD = "too many, later"
    REJECTED = "this message will never be accepted"
    KILLED_BEFORE = "the process dies before it was accepted"
    KILLED_AFTER = "the process dies after it was accepted"


@dataclass(frozen=True)
class Said:
    """A message as composed: the keys of what it says."""

    dispatch: int
    keys: tuple[str, ...]
    again: bool


@dataclass(frozen=True)
class Accepted:
    """A message that people see."""

    at: datetime
    chat: str
    said: Said


class Words:
    """A composer whose words are the keys of the reminders."""

    def compose(self, dispatch: Dispatch, /, *, at: datetime) -> Said | None:
        del at
        return Said(dispatch.id, tuple(one.reminder.key for one in dispatch.kept), dispatch.again)


@dataclass
class Chats:
    """The channel; `accepted` in order, `unknown` counts by key how often nobody could know."""

    now: Callable[[], datetime]
    accepted: list[Accepted] = field(default_factory=list)
    tried: list[Said] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    blocked: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    look: Callable[[Said], None] = lambda _: None

    def fail(self, faults: Iterable[Fault]) -> None:
        self.faults.extend(faults)

    def say(self, chat: str, message: Said, /) -> Outcome:
        self.tried.append(message)
        if chat in self.blocked:
            return Refused(cause="blocked", gone=True)
        if chat in self.moved:
            return Moved(chat=self.moved[chat])
        match self.faults.popleft() if self.faults else None:
            case None:
                return Sent(message=self._accept(chat, message))
            case Fault.UNSENT:
                return NotSent(cause="no network")
            case Fault.FLOOD:
                return Later(cause="429", seconds=30)
            case Fault.REJECTED:
                return Refused(cause="bad request")
            case fault:
                for key in message.keys:
                    self.unknown[key] = self.unknown.get(key, 0) + 1
                if fault in (Fault.CUT_AFTER, Fault.KILLED_AFTER):
                    self._accept(chat, message)
                if fault in (Fault.CUT_BEFORE, Fault.CUT_AFTER):
                    return Uncertain(cause="cut")
                raise Killed

    def _accept(self, chat: str, message: Said) -> str:
        self.look(message)
        self.accepted.append(Accepted(self.now(), chat, message))
        return str(len(self.accepted))
