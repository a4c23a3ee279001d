"""A strict Bot API server over real HTTP on loopback, for tests that drive the real client library.

It refuses what Telegram refuses (limits, lengths, markup, foreign and stale ids), fails where it is told to, and keeps
a log of what it accepted. Where Telegram is lenient or vague it takes the strict side, and says so where it does.
"""

from tests.fakes.telegram_server.calls import Call, Fault
from tests.fakes.telegram_server.errors import ApiError
from tests.fakes.telegram_server.people import Chat, Person
from tests.fakes.telegram_server.server import TOKEN, TelegramServer

__all__ = ["TOKEN", "ApiError", "Call", "Chat", "Fault", "Person", "TelegramServer"]
