"""Buttons that nobody can forge: what comes back with a press was made by us, for that chat and that person.

Callback data is sent by the client, so anyone who sees a message of the bot can send anything. It is
`v1:payload:mac`, at most 40 + 20 bytes of Telegram's 64.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from typing import Final

from bot.channels.base import PAYLOAD_BYTES

VERSION: Final = "v1"
MAC_BYTES: Final = 12
"""96 bits: a forger may try as often as Telegram lets them, and still never guesses one."""


class Signer:
    """Signs and reads callback data with one secret key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, payload: str, *, chat: str, person: str = "") -> str:
        """The callback data of a button in that chat; only `person` may press it, "" = anyone there.

        Raises:
            ValueError: the payload is empty, not ASCII or too long.
        """
        if not payload.isascii() or not 1 <= len(payload) <= PAYLOAD_BYTES:
            raise ValueError(f"a payload is 1 to {PAYLOAD_BYTES} ASCII characters, not {payload!r}")
        return f"{VERSION}:{payload}:{self._mac(payload, chat, person)}"

    def read(self, data: str, *, chat: str, person: str) -> str | None:
        """The payload, or None where it is not ours, not of this chat, or another person's."""
        version, _, rest = data.partition(":")
        payload, _, mac = rest.rpartition(":")
        if version != VERSION or not payload or not data.isascii():
            return None
        ours = [hmac.compare_digest(mac, self._mac(payload, chat, whose)) for whose in ("", person)]
        return payload if any(ours) else None

    def _mac(self, payload: str, chat: str, person: str) -> str:
        message = "\0".join((VERSION, chat, person, payload)).encode()
        return urlsafe_b64encode(hmac.digest(self._key, message, "sha256")[:MAC_BYTES]).decode()
