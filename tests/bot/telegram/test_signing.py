"""Buttons that nobody can forge."""

from __future__ import annotations

import random
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import PAYLOAD_BYTES
from bot.channels.telegram.signing import Signer

SIGNER = Signer(b"a key of thirty-two random bytes")
PAYLOADS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=PAYLOAD_BYTES)


@given(payload=PAYLOADS, person=st.sampled_from(["", "101"]))
def test_what_was_signed_is_read_and_fits(payload, person):
    data = SIGNER.sign(payload, chat="-100123", person=person)
    assert len(data.encode()) <= 64
    assert SIGNER.read(data, chat="-100123", person="101") == payload


def test_another_person_chat_key_or_payload_is_not_read():
    data = SIGNER.sign("xong:4.1", chat="5", person="101")
    assert SIGNER.read(data, chat="5", person="102") is None
    assert SIGNER.read(data, chat="6", person="101") is None
    assert Signer(b"another").read(data, chat="5", person="101") is None
    assert SIGNER.read(data.replace("4.1", "4.2"), chat="5", person="101") is None
    # Chat and person cannot be shifted into one another.
    assert SIGNER.read(SIGNER.sign("x", chat="1", person="23"), chat="12", person="3") is None


@pytest.mark.parametrize("payload", ["", "ạ", "x" * (PAYLOAD_BYTES + 1)])
def test_a_payload_that_does_not_fit_is_our_own_fault(payload):
    with pytest.raises(ValueError, match="payload"):
        SIGNER.sign(payload, chat="5")


def test_a_hundred_thousand_forged_callbacks_change_nothing():
    chance = random.Random(20240311)
    good = SIGNER.sign("duyet:123", chat="5", person="101")
    stem, mac = good[:-16], good[-16:]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    def forge(number: int) -> str:
        match number % 5:
            case 0:  # a guessed signature
                return stem + urlsafe_b64encode(chance.randbytes(12)).decode()
            case 1:  # one letter of the real one changed
                at = chance.randrange(16)
                return stem + mac[:at] + chance.choice(letters.replace(mac[at], "")) + mac[at + 1 :]
            case 2:  # another payload under a real signature
                return f"v1:duyet:{chance.randrange(10**6, 10**7)}:{mac}"
            case 3:  # cut short
                return good[: chance.randrange(len(good))]
            case _:  # anything at all
                return "".join(chr(chance.randrange(1, 0x500)) for _ in range(chance.randrange(64)))

    assert not [data for number in range(100_000) if SIGNER.read(data := forge(number), chat="5", person="101")]
    assert SIGNER.read(good, chat="5", person="101") == "duyet:123"
