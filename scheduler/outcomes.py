"""What became of a message that a channel was asked to say: whether it arrived is a value, not an exception."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It is there, as this message of the channel."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """It surely did not arrive."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """It did not arrive, and not before so many seconds it will."""

    cause: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """It may have arrived."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The channel will never take this message; `gone` = nothing at all for this chat."""

    cause: str
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Nothing was sent: the chat goes on under another id."""

    chat: str


Outcome = Sent | NotSent | Later | Uncertain | Refused | Moved
