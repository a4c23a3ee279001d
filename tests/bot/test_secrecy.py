"""A token reaches no log line, whoever writes it and however."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.channels.secrecy import HIDDEN, guard_logs, hide, keep_secret

TOKEN = "7000001:a-token-of-this-test"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    written = io.StringIO()
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.StreamHandler(written)])
    before = {name: logging.getLogger(name).level for name in ("httpx", "httpcore")}
    keep_secret(TOKEN)
    guard_logs()
    yield written
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def test_a_message_its_arguments_and_a_traceback_are_cleaned(lines):
    log = logging.getLogger("bot.somewhere")
    log.warning("calling %s", f"https://api/bot{TOKEN}/getMe")
    log.warning("as in an address: %s", TOKEN.replace(":", "%3A"))
    try:
        raise ValueError(f"bad url bot{TOKEN}")
    except ValueError:
        log.exception("it failed")
    written = lines.getvalue()
    assert "a-token-of-this-test" not in written
    assert written.count(HIDDEN) >= 3
    assert "Traceback" in written


def test_libraries_that_log_addresses_are_silent(lines):
    logging.getLogger("httpx").info("HTTP Request: POST https://api/bot%s/getMe", TOKEN)
    assert lines.getvalue() == ""


def test_a_text_without_a_secret_is_left():
    assert hide("không có gì ở đây") == "không có gì ở đây"
