"""What nobody asked for: said by another thread, its end told as a value; over the strict server."""

from __future__ import annotations

import pytest

from bot.channels.base import Button, Moved, Outgoing, Reachable
from scheduler import outcomes
from tests.bot.telegram.harness import running
from tests.fakes.telegram_server import Chat, Fault, Person

AN = Person(101)
LONG = "\n".join(f"{number}. Việc phải làm trong tháng này" for number in range(300))
TOLD = Outgoing(text="Nhắc việc", buttons=((Button(label="Đã nhận", payload="n.1"),),))


@pytest.fixture
def channel(tmp_path):
    with running(tmp_path) as ran:
        ran.server.world.say(AN, "chào")
        ran.server.wait_for_messages(AN.id)
        yield ran


def test_it_is_there_with_its_buttons(channel):
    said = channel.channel.say(str(AN.id), TOLD)
    shown = channel.server.accepted(chat=AN.id)[-1]
    assert said == outcomes.Sent(message=str(shown.message))
    assert (shown.text, list(shown.buttons)) == ("Nhắc việc", ["Đã nhận"])


@pytest.mark.parametrize(
    ("fault", "outcome", "accepted"),
    [
        (Fault.CUT_AFTER, outcomes.Uncertain, True),
        (Fault.CUT_BEFORE, outcomes.Uncertain, False),
        (Fault.BAD_GATEWAY, outcomes.NotSent, False),
    ],
)
def test_it_is_tried_once_whatever_happens(channel, fault, outcome, accepted):
    channel.server.fail("sendMessage", fault)
    assert isinstance(channel.channel.say(str(AN.id), TOLD), outcome)
    assert (channel.server.texts(AN.id)[-1] == "Nhắc việc") is accepted


def test_bad_markup_is_said_plainly(channel):
    channel.server.fail("sendMessage", Fault.NO_ENTITIES)
    assert isinstance(channel.channel.say(str(AN.id), TOLD), outcomes.Sent)


def test_who_blocks_us_is_told_to_the_desk(channel):
    channel.server.world.blocked.add(AN.id)
    assert channel.channel.say(str(AN.id), TOLD) == outcomes.Refused(
        cause="Forbidden: bot was blocked by the user", gone=True
    )
    (gone,) = channel.desk.of(Reachable)
    assert (gone.place.chat, gone.active) == (str(AN.id), False)


def test_a_group_that_moved_is_told_to_the_desk_and_nothing_is_sent(channel):
    old, new = Chat(-5), Chat(-6)
    channel.server.world.move(AN, old, new)
    channel.server.wait(lambda: channel.desk.of(Moved))
    assert channel.channel.say("-5", TOLD) == outcomes.Moved(chat="-6")
    assert channel.server.accepted(chat=-6) == []


def test_of_a_long_message_that_breaks_off_nobody_knows(channel):
    before = len(channel.server.accepted(chat=AN.id))
    channel.server.faults.clear()
    assert isinstance(channel.channel.say(str(AN.id), Outgoing(text=LONG)), outcomes.Sent)
    pieces = len(channel.server.accepted(chat=AN.id)) - before
    assert pieces > 1
    channel.server.fail("sendMessage", Fault.BAD_GATEWAY, chat=AN.id)
    assert isinstance(channel.channel.say(str(AN.id), Outgoing(text=LONG)), outcomes.NotSent)


def test_too_many_for_a_moment_is_waited_for(channel):
    channel.server.fail("sendMessage", Fault.FLOOD, chat=AN.id)
    said = channel.channel.say(str(AN.id), TOLD)
    assert isinstance(said, outcomes.Sent)
    assert len(channel.server.refused("sendMessage")) == 1


def test_before_it_runs_nothing_is_sent(tmp_path):
    with running(tmp_path) as ran:
        ran.stop()
        ran.ended.wait(20)
        assert ran.channel.say(str(AN.id), TOLD) == outcomes.NotSent(cause="not running")
