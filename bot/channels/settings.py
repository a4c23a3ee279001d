"""What an installation sets for its chat channels: checked here, read by `bot.settings`; loads no library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from bot.errors import SettingsError

TELEGRAM_TOKEN: Final = "NHACVIEC_TELEGRAM_TOKEN"
TELEGRAM_BASE_URL: Final = "NHACVIEC_TELEGRAM_BASE_URL"
TELEGRAM_WEBHOOK_URL: Final = "NHACVIEC_TELEGRAM_WEBHOOK_URL"
TELEGRAM_WEBHOOK_LISTEN: Final = "NHACVIEC_TELEGRAM_WEBHOOK_LISTEN"

PUBLIC_API: Final = "https://api.telegram.org"
LISTEN: Final = "127.0.0.1:8443"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """Updates are posted to `url` (seen from outside, HTTPS); the office's proxy hands them on to `host`:`port`."""

    url: str
    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """`base_url` is the root of the Bot API server, without a slash at its end; without `webhook` we poll."""

    token: str = field(repr=False)
    base_url: str = PUBLIC_API
    webhook: WebhookSettings | None = None


def load_telegram(values: Mapping[str, str]) -> TelegramSettings | None:
    """The settings of the Telegram channel, None where no token is set.

    Raises:
        SettingsError: a value cannot be used; the sentence names its variable, and never shows the token.
    """
    token = values.get(TELEGRAM_TOKEN)
    if token is None:
        return None
    if not re.fullmatch(r"[\w:-]+", token, re.ASCII):  # it becomes a part of addresses
        raise SettingsError(f"{TELEGRAM_TOKEN} không đúng dạng mã do @BotFather cấp.", variable=TELEGRAM_TOKEN)
    base_url = _address(TELEGRAM_BASE_URL, values.get(TELEGRAM_BASE_URL, PUBLIC_API)).rstrip("/")
    return TelegramSettings(token=token, base_url=base_url, webhook=_webhook(values))


def _webhook(values: Mapping[str, str]) -> WebhookSettings | None:
    url = values.get(TELEGRAM_WEBHOOK_URL)
    if url is None:
        return None
    host, _, port = values.get(TELEGRAM_WEBHOOK_LISTEN, LISTEN).rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(
            f"{TELEGRAM_WEBHOOK_LISTEN} phải có dạng địa-chỉ:cổng, ví dụ {LISTEN}.", variable=TELEGRAM_WEBHOOK_LISTEN
        )
    return WebhookSettings(url=_address(TELEGRAM_WEBHOOK_URL, url), host=host.strip("[]"), port=int(port))


def _address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment
        usable = usable and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"{name} phải là một địa chỉ dạng https://tên-máy/….", variable=name)
    return value
