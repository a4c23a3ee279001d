"""The room put together: what shows reminders, what their buttons do, what hears of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.channels.base import Outgoing
from bot.desk.asking import Asking
from bot.desk.progress import Progress
from bot.desk.reminding.answering import Answering
from bot.desk.reminding.asked import AskedTimes
from bot.desk.reminding.ledger_pages import LedgerPages
from bot.desk.reminding.meant import MeantDays
from bot.desk.reminding.message import Messages
from bot.desk.reminding.outlook import Outlook
from bot.desk.reminding.own import OwnReminders
from bot.desk.reminding.plans import PlanReminders
from bot.desk.reminding.pressed import Presses
from bot.desk.reminding.preview import Preview
from bot.desk.reminding.said import Wishing
from bot.desk.reminding.settings import ReminderSettings
from bot.desk.shelf import Shelves
from bot.desk.visit import Counter, Hearer, Visit
from knowledge.office.chats import Office
from nlu.meaning import Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What the desk takes from it; `unclear` answers what is about reminders and says too little."""

    counters: tuple[Counter, ...]
    hear: Hearer
    unclear: Callable[[Visit, Understanding], Iterator[Outgoing]]


def open_room(office: Office, *, shelves: Shelves, zone: ZoneInfo, asking: Asking, progress: Progress) -> Room:
    """The room of an office."""
    outlook = Outlook(office, shelves, zone)
    answering = Answering(office.wishes, outlook)
    messages = Messages(outlook, shelves)
    own = OwnReminders(office.wishes, answering, shelves)
    asked = AskedTimes()
    plans = PlanReminders(office.wishes, outlook, Preview(office, outlook), shelves)
    presses = Presses(
        answering=answering,
        messages=messages,
        outlook=outlook,
        ledger=office.ledger,
        shelves=shelves,
        asking=asking,
        progress=progress,
        asked=asked,
    )
    wishing = Wishing(
        answering=answering,
        messages=messages,
        outlook=outlook,
        days=MeantDays(outlook, messages, office.ledger, shelves),
        shelves=shelves,
        presses=presses,
        own=own,
        plans=plans,
        asked=asked,
    )
    settings = ReminderSettings(own, plans, wishing, shelves)
    return Room(
        counters=(presses, settings, plans, LedgerPages(office, shelves)), hear=wishing.hear, unclear=wishing.unclear
    )
