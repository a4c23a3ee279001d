"""No window of any limit is ever overfull, and replies keep a room of their own."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.pace import FORGET_BEYOND, Pace
from tests.fakes.telegram_server.limits import Limits

CHATS = st.sampled_from(["1", "2", "3", "-1", "-2"])


@settings(max_examples=60)
@given(st.lists(st.tuples(CHATS, st.booleans()), min_size=1, max_size=120))
def test_the_strict_server_takes_what_waited_its_turn(messages):
    now = 0.0
    pace, limits = Pace(), Limits(lambda: now)
    for chat, reply in messages:
        while (wait := pace.wait(chat, now, reply=reply)) > 0:
            now += wait
        pace.take(chat, now)
        limits.take(int(chat))


def test_thirty_chats_are_answered_at_once_and_the_thirty_first_waits():
    pace = Pace()
    for chat in range(30):
        assert pace.wait(str(chat), 0.0) == 0
        pace.take(str(chat), 0.0)
    assert 1 <= pace.wait("30", 0.0) < 1.5


def test_what_is_no_reply_leaves_room_for_replies():
    pace, gone = Pace(), defaultdict(int)
    for chat in range(100):
        for reply in (False, True):
            if pace.wait(str(chat), 0.0, reply=reply) == 0:
                pace.take(str(chat), 0.0)
                gone[reply] += 1
                break
    assert dict(gone) == {False: 25, True: 5}


def test_a_halt_holds_for_its_chat_alone_and_to_its_end():
    pace = Pace()
    pace.halt("1", 30.0)
    assert pace.wait("1", 0.5) == 29.5
    assert pace.wait("2", 0.5) == 0
    assert pace.wait("1", 30.0) == 0


def test_chats_are_not_remembered_for_ever():
    pace = Pace()
    for number in range(2 * FORGET_BEYOND):
        pace.take(str(number), float(number))
    assert len(pace._chats) <= FORGET_BEYOND
    assert pace.wait(str(2 * FORGET_BEYOND - 1), float(2 * FORGET_BEYOND)) > 0
