"""A reminder from the plan to the phone and back: planned, sent, pressed, done, silent; counted at the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.base import Incoming, Outgoing
from bot.compose.desk import build_composer, build_desk, build_shelves
from bot.compose.stores import open_office
from bot.desk.codes import make_code
from knowledge.office.chats import Office
from knowledge.office.people import Deed, Role
from knowledge.reminding.ledger import Cause, ObligationState
from knowledge.reminding.wishes import PlanReminding
from knowledge.samples import fill_if_empty
from knowledge.store.sql import SqlPlanStore
from scheduler import clock
from scheduler.delivery import Deliverer
from scheduler.office_now import OfficeNow
from scheduler.planner import Planner
from tests.bot.telegram.harness import AT, Running, running
from tests.fakes.telegram_server import Person
from tests.fakes.telegram_server.calls import Call, Fault

BINH = Person(102, "Lê Bình")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AGENCY = "Trung tâm Phục vụ hành chính công"


class Morning:
    """The desk and the scheduler on the bundled plans, at an hour that the test sets."""

    def __init__(self) -> None:
        self.at = AT

    def set(self, text: str) -> None:
        self.at = datetime.fromisoformat(text).replace(tzinfo=ZONE)

    def __call__(self, store: SqlPlanStore) -> Callable[[Incoming], Iterable[Outgoing]]:
        fill_if_empty(store, at=AT)
        self.office: Office = open_office(store)
        made = Deed(at=clock.now(ZONE), action="invite", about="test")  # messages carry the real time
        self.code = make_code(self.office.people, Role.FOCAL, AGENCY, made) or ""
        on = PlanReminding(slug="dong-nai", since=date(2024, 3, 11))
        self.office.wishes.set_plan(on, Deed(at=AT, action="start_reminders"))
        self.shelves = build_shelves(store)
        return build_desk(store, self.office, zone=ZONE, shelves=self.shelves).handle

    def tick(self, bot: Running) -> None:
        """What the scheduler does again and again, once."""
        now = OfficeNow(self.office, lambda: self.shelves.now().assistant.library.plans, zone=ZONE)
        Planner(self.office.ledger, read=now.situation, office=now, state=now.state).plan(self.at)
        Deliverer(
            self.office.ledger,
            senders={"telegram": bot.channel},
            composer=build_composer(self.office, self.shelves, zone=ZONE),
            office=now,
            worker="test",
            now=lambda: self.at,
        ).run()


@contextmanager
def registered(folder: Path) -> Iterator[tuple[Running, Morning]]:
    """Bình is the officer of an agency whose task 2.5 must be done before 14/3."""
    morning = Morning()
    with running(folder, answer_of=morning, now=lambda: morning.at) as bot:
        bot.server.world.say(BINH, f"/start {morning.code}")
        bot.server.wait_for_messages(BINH.id, 1)
        yield bot, morning


def reminders(bot: Running) -> list[Call]:
    return [call for call in bot.server.accepted("sendMessage", chat=BINH.id) if "Nhắc việc" in call.text]


def press(bot: Running, shown: Call, label: str) -> Call:
    """What the message becomes."""
    before = len(bot.server.accepted("editMessageText", chat=BINH.id))
    bot.server.world.press(BINH, shown.buttons[label], message=shown.message)
    edits = bot.server.wait(lambda: bot.server.accepted("editMessageText", chat=BINH.id)[before:])
    bot.server.wait(lambda: not bot.inbox.counts().waiting)
    return edits[-1]


def test_seen_then_done_then_silent(tmp_path):
    with registered(tmp_path) as (bot, morning):
        for hour in ("2024-03-11T07:00", "2024-03-11T07:30", "2024-03-11T07:31"):
            morning.set(hour)
            morning.tick(bot)
        assert len(reminders(bot)) == 1
        shown = reminders(bot)[0]
        assert "Còn 2 ngày làm việc, hạn trước ngày 14/03/2024" in shown.text
        assert list(shown.buttons) == ["Đã nhận", "Xong", "Nhắc lại", "Chi tiết"]

        seen = press(bot, shown, "Đã nhận")
        assert "✓ Đã nhận" in seen.text
        morning.set("2024-03-13T07:30")  # the last day is told of though it was seen
        morning.tick(bot)
        assert len(reminders(bot)) == 2
        done = press(bot, reminders(bot)[1], "Xong")
        assert "Hoàn thành" in done.text
        for day in (14, 15, 18, 19):
            morning.set(f"2024-03-{day}T07:30")
            morning.tick(bot)
        assert len(reminders(bot)) == 2
        # An old button says kindly that nothing is left to do.
        assert "✓ Đã báo hoàn thành" in str(press(bot, shown, "Đã nhận").text)


def test_put_off_it_comes_then_and_not_before(tmp_path):
    with registered(tmp_path) as (bot, morning):
        morning.set("2024-03-11T07:30")
        morning.tick(bot)
        shown = reminders(bot)[0]
        choose = press(bot, shown, "Nhắc lại")
        assert "✓ Hẹn nhắc 14:00" in str(press(bot, choose, "Chiều nay").text)
        for hour in ("08:00", "13:59"):
            morning.set(f"2024-03-11T{hour}")
            morning.tick(bot)
        assert len(reminders(bot)) == 1
        for hour in ("14:00", "15:00"):
            morning.set(f"2024-03-11T{hour}")
            morning.tick(bot)
        assert len(reminders(bot)) == 2
        assert "Hẹn nhắc lại; còn 2 ngày làm việc" in str(reminders(bot)[1].text)


def test_a_press_shows_that_an_uncertain_message_arrived(tmp_path):
    with registered(tmp_path) as (bot, morning):
        bot.server.fail("sendMessage", Fault.CUT_AFTER, chat=BINH.id)
        morning.set("2024-03-11T07:30")
        morning.tick(bot)
        shown = reminders(bot)[0]
        press(bot, shown, "Đã nhận")
        [owed] = morning.office.ledger.obligations(slug="dong-nai", states=[ObligationState.DELIVERED])
        assert owed.cause is Cause.PRESSED
        morning.set("2024-03-12T07:30")
        morning.tick(bot)
        assert len(reminders(bot)) == 1
