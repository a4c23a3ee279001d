"""No window of any limit is ever overfull, and replies keep a room of their own."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.pace import CHAT, FORGET_BEYOND, GROUP, OVERALL, Pace, Place
from tests.fakes.telegram_server.limits import Limits

CHATS = st.sampled_from(["1", "2", "3", "-1", "-2"])
DELAYS = st.floats(min_value=0.0, max_value=3.0)


def go(pace: Pace, chat: str, now: float) -> None:
    """A message that is there at once."""
    pace.take(chat, now).ended_at = now


@settings(max_examples=60)
@given(st.lists(st.tuples(CHATS, st.booleans(), DELAYS, DELAYS), min_size=1, max_size=120))
def test_the_strict_server_takes_what_waited_its_turn_however_slow_the_network(messages):
    """It counts each message at some instant between its leaving and its end."""
    now, pace, counted = 0.0, Pace(), []
    on_its_way: list[tuple[float, Place]] = []
    for chat, reply, there, back in messages:
        while (wait := pace.wait(chat, now, reply=reply)) > 0:
            now = min([now + wait, *(end for end, _ in on_its_way if end > now)])
            for end, place in on_its_way:
                if end <= now and place.ended_at is None:
                    place.ended_at = end
        on_its_way.append((now + there + back, pace.take(chat, now)))
        counted.append((now + there, chat))
    clock = [0.0]
    limits = Limits(lambda: clock[0])
    for clock[0], chat in sorted(counted):
        limits.take(int(chat))


def test_thirty_chats_are_answered_at_once_and_the_thirty_first_waits():
    pace = Pace()
    for chat in range(30):
        assert pace.wait(str(chat), 0.0) == 0
        go(pace, str(chat), 0.0)
    assert 1 <= pace.wait("30", 0.0) < 1.5


def test_what_is_no_reply_leaves_places_to_the_replies_that_wait_and_to_no_others():
    pace = Pace()
    for chat in range(OVERALL.most - 1):
        go(pace, str(chat), 0.0)
    assert pace.wait("31", 0.0, reply=False) == 0
    with pace.reply_waits():
        assert pace.wait("31", 0.0, reply=False) > 0
        assert pace.wait("32", 0.0) == 0
    assert pace.wait("31", 0.0, reply=False) == 0


def test_however_many_replies_wait_the_rest_is_not_held_up_for_ever():
    pace = Pace()
    with ExitStack() as waiting:
        for _ in range(100):
            waiting.enter_context(pace.reply_waits())
        assert pace.wait("1", 0.0, reply=False) == 0


def test_in_a_group_replies_keep_a_room_of_their_own():
    pace, gone, now = Pace(), defaultdict(int), 0.0
    for _ in range(GROUP.most):
        now += CHAT.seconds
        for reply in (False, True):
            if pace.wait("-1", now, reply=reply) == 0:
                go(pace, "-1", now)
                gone[reply] += 1
                break
    assert dict(gone) == {False: GROUP.most - GROUP.room, True: GROUP.room}


def test_a_halt_holds_for_its_chat_alone_and_to_its_end():
    pace = Pace()
    pace.halt("1", 30.0)
    assert pace.wait("1", 0.5) == 29.5
    assert pace.wait("2", 0.5) == 0
    assert pace.wait("1", 30.0) == 0


def test_chats_are_not_remembered_for_ever():
    pace = Pace()
    for number in range(2 * FORGET_BEYOND):
        go(pace, str(number), float(number))
    assert len(pace._chats) <= FORGET_BEYOND
    assert pace.wait(str(2 * FORGET_BEYOND - 1), float(2 * FORGET_BEYOND)) > 0


def test_what_is_on_its_way_holds_its_place():
    pace = Pace()
    place = pace.take("1", 0.0)
    assert pace.wait("1", 100.0) > 1
    place.ended_at = 100.0
    assert pace.wait("1", 101.5) == 0
