"""Texts as Telegram must take them: whatever stands in them, the strict parser reads back what we meant."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Button, File, Outgoing
from bot.channels.telegram.markup import CAPTION_UNITS, TEXT_UNITS, Run, cut, html, plain, shown, utf16_units
from bot.channels.telegram.outgoing import Message, plan_messages, render_toast
from bot.channels.telegram.signing import Signer
from tests.fakes.telegram_server.html import parse_html, utf16_length

SIGNER = Signer(b"k" * 32)
PNG = b"\x89PNG"

# What means something in markup or to Telegram, among every other character, halves of characters too.
AWKWARD = (
    "<b>",
    "</i>",
    "<a href='http://x.vn'>",
    "&amp;",
    "&",
    "&lt",
    "`",
    "*",
    "\0",
    "\r\n",
    "\u202e",
    "\ud83c",
    "🎉",
)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=20)
TEXTS = st.builds(lambda head, mark, tail: head + mark + tail, ANYTHING, st.sampled_from(AWKWARD), ANYTHING)
LINKS = ("", "https://a.vn/x", "javascript:alert(1)", "http://")


def planned(outgoing: Outgoing) -> Sequence[Message]:
    return plan_messages(outgoing, SIGNER, chat="101")


def check(message: Message) -> str:
    """Reads a message as Telegram would; gives its text."""
    text, entities = parse_html(html(message.runs))
    assert {str(entity["type"]) for entity in entities} <= {"bold", "italic"}
    assert text == plain(message.runs) == text.strip()
    assert utf16_length(text) <= (CAPTION_UNITS if message.picture or message.document else TEXT_UNITS)
    assert text or message.picture or message.document or message.edits
    text.encode()
    for row in message.keys:
        assert 1 <= len(row) <= 8
        for key in row:
            assert key.label.strip()
            assert key.link.startswith("https://") if key.link else 1 <= len(key.data.encode()) <= 64
    return text


@settings(max_examples=2000)
@given(text=TEXTS, picture=st.sampled_from([b"", PNG]), edits=st.sampled_from(["", "12", "không phải số"]))
def test_whatever_stands_in_every_field_is_taken_and_means_nothing_else(text, picture, edits):
    payload = text.encode("ascii", "ignore").decode()
    outgoing = Outgoing(
        text=text,
        heading=text,
        source=text,
        toast=text * 9,
        buttons=(tuple(Button(label=text, payload=payload, person=text, link=link) for link in LINKS * 3),),
        picture=picture,
        file=File(name=text, content=b"x", caption=text),
        edits=edits,
    )
    for message in planned(outgoing):
        check(message)
        assert not set(message.name) & set('<>/\\\n"')
    assert utf16_length(render_toast(outgoing.toast)) <= 200


@settings(max_examples=100)
@given(text=TEXTS, heading=TEXTS, times=st.integers(1, 500))
def test_long_answers_are_cut_without_losing_a_letter(text, heading, times):
    messages = planned(Outgoing(text=text * times, heading=heading * times, source=text))
    whole = "".join(check(message) for message in messages)
    letters = "".join(shown(part) for part in (heading * times, text * times, text))
    assert "".join(whole.split()) == "".join(letters.split())


@given(text=TEXTS, most=st.integers(4, 40))
def test_a_cut_halves_no_character(text, most):
    clean = text.encode("utf-8", "replace").decode()
    for piece in cut((Run(text=clean),), most):
        assert 1 <= utf16_units(plain(piece)) <= most


def test_a_cut_falls_at_a_line_end_before_a_space_before_a_letter():
    text = "một hai\nba bốn năm"
    assert [plain(piece) for piece in cut((Run(text=text),), 12)] == ["một hai", "ba bốn năm"]
    assert [plain(piece) for piece in cut((Run(text="một hai ba bốn"),), 11)] == ["một hai ba", "bốn"]
    assert [plain(piece) for piece in cut((Run(text="mộthaiba"),), 3)] == ["một", "hai", "ba"]


def test_heading_text_and_source_are_told_apart():
    (message,) = planned(Outgoing(heading="Việc 4.1", text="Sở A & Sở B", source="KH 12/KH-UBND"))
    assert html(message.runs) == "<b>Việc 4.1</b>\nSở A &amp; Sở B\n<i>KH 12/KH-UBND</i>"


@pytest.mark.parametrize(
    ("outgoing", "shapes"),
    [
        (Outgoing(toast="Đã nhận."), []),
        (Outgoing(), []),
        (Outgoing(edits="12"), ["keys"]),
        (Outgoing(text="a", picture=PNG), ["picture+a"]),
        (Outgoing(text="a" * 1025, picture=PNG), ["picture+", "text"]),
        (Outgoing(text="a", file=File(name="b.xlsx", content=b"1")), ["file+a"]),
        (Outgoing(text="a", file=File(name="b.xlsx", content=b"1", caption="c")), ["text", "file+c"]),
        (Outgoing(text="a", picture=PNG, file=File(name="b.xlsx", content=b"1")), ["picture+a", "file+"]),
        (Outgoing(text="a", file=File(name="b.xlsx", content=b"")), ["text"]),
        (Outgoing(file=File(name="b.xlsx", content=b"1", caption="c" * 2000)), ["file+" + "c" * 1024]),
    ],
)
def test_how_an_answer_becomes_messages(outgoing, shapes):
    def shape(message: Message) -> str:
        if message.picture or message.document:
            return f"{'picture' if message.picture else 'file'}+{plain(message.runs)}"
        return "text" if message.runs else "keys"

    assert [shape(message) for message in planned(outgoing)] == shapes


def test_only_what_a_message_can_replace_is_edited():
    assert [message.edits for message in planned(Outgoing(text="x" * 5000, edits="7"))] == [7, 0]
    assert [message.edits for message in planned(Outgoing(text="x", picture=PNG, edits="7"))] == [0]
    (message,) = plan_messages(Outgoing(text="xong", edits_last=True), SIGNER, chat="1", last=9)
    assert message.edits == 9
