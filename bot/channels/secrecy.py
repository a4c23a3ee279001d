"""Tokens are part of the addresses that are called, and libraries log addresses: here they are taken out again."""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import quote

HIDDEN: Final = "<mã bí mật>"
_LOUD: Final = ("httpx", "httpcore")
"""Libraries that log each address they call."""

_secrets: set[str] = set()


def keep_secret(secret: str) -> None:
    """From now on `hide` knows it, as it is and as it stands in an address."""
    _secrets.update({secret, quote(secret, safe="")})


def hide(text: str) -> str:
    """The text without any secret.

    >>> keep_secret("1:khong-ai-biet")
    >>> hide("POST https://may/bot1:khong-ai-biet/getMe")
    'POST https://may/bot<mã bí mật>/getMe'
    """
    for secret in _secrets:
        text = text.replace(secret, HIDDEN)
    return text


def guard_logs() -> None:
    """Hides secrets in every line, traceback included, that the handlers of the root logger write from now on."""
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Hiding(handler.formatter or logging.Formatter()))


class _Hiding(logging.Formatter):
    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return hide(self._inner.format(record))
