"""What a call that failed means. The library's classes do not tell: BadRequest and TimedOut are its NetworkErrors."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.secrecy import hide
from scheduler.outcomes import Later, NotSent, Refused, Uncertain


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    """`cause` is a word of the error's own, for the log; it holds no secret."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated(_Failed):
    """The chat goes on under another id."""

    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnotherPoller(_Failed):
    """Somebody else gets the updates of this bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongToken(_Failed):
    """Telegram does not know this bot."""


Failure = NotSent | Uncertain | Refused | Later | Migrated | AnotherPoller | WrongToken

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
# What Telegram says with 400 although the whole chat is out of reach.
_GONE = (
    "chat not found",
    "user is deactivated",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
)


def read_failure(error: TelegramError) -> Failure:
    """The meaning of an error; a word of its own text stays as the cause."""
    cause = hide(str(error))
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Later(cause=cause, seconds=float(wait) if isinstance(wait, int) else wait.total_seconds())
        case ChatMigrated():
            return Migrated(cause=cause, chat=str(error.new_chat_id))
        case Conflict():
            return AnotherPoller(cause=cause)
        case InvalidToken():
            # 404 is for tokens too short to be one, and for methods that this server does not have.
            return Refused(cause=cause) if "not found" in cause.casefold() else WrongToken(cause=cause)
        case Forbidden():
            return Refused(cause=cause, gone=True)
        case BadRequest():
            return Refused(cause=cause, gone=any(words in cause.casefold() for words in _GONE))
        case _:
            return NotSent(cause=cause) if _never_arrived(error.__cause__) else Uncertain(cause=cause)


def _never_arrived(reason: BaseException | None) -> bool:
    """Whether what lies under an error says so; None is a 5xx of what stands before Telegram, which took nothing."""
    if isinstance(reason, httpx.HTTPError):
        return isinstance(reason, _NEVER_LEFT)
    return not isinstance(reason, ValueError)  # that is an answer cut short: it was taken
