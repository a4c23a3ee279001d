"""Which counters and what stands behind them: the desk that every channel hands its messages to."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from bot.compose.assistant import build_assistant
from knowledge.query import PlanStore

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.channels.base import Channel
    from bot.desk.desk import OfficeDesk
    from bot.desk.plan_intake import ReadFile
    from bot.desk.reminding.message import Messages
    from bot.desk.shelf import Shelf, Shelves
    from bot.memory import Memories
    from bot.reading.wire import Reading
    from knowledge.documents.steps import Step
    from knowledge.office.chats import Office


def build_shelves(store: PlanStore, *, segment: bool = False) -> Shelves:
    """The plans as they are answered from, anew when they change; `segment` as for `build_desk`."""
    from bot.desk.shelf import Shelves
    from bot.memory import Memories

    return Shelves(stamp=store.stamp, build=partial(_build_shelf, store, Memories(), segment))


def build_composer(office: Office, shelves: Shelves, *, zone: ZoneInfo) -> Messages:
    """What puts reminders into words as they leave."""
    from bot.desk.reminding.message import Messages
    from bot.desk.reminding.outlook import Outlook

    return Messages(Outlook(office, shelves, zone), shelves)


def build_desk(
    store: PlanStore,
    office: Office,
    *,
    zone: ZoneInfo,
    segment: bool = False,
    links: Mapping[str, str] | None = None,
    channels: Mapping[str, Channel] | None = None,
    read: ReadFile | None = None,
    shelves: Shelves | None = None,
) -> OfficeDesk:
    """The session layer that every channel hands its messages to.

    Args:
        store: the plans; a change of them by anybody is seen with the next message.
        office: the office beside them.
        zone: where "today" is told.
        segment: whether underthesea tells the words of marked text, beside the first questions.
        links: for each channel an address with `{code}` that hands a one-time code in; may be filled in later.
        channels: by name, for the self-check; may be filled in later.
        read: reads the files that are sent; in a process of their own where none is given.
        shelves: where the plans are answered from, made here where none are given.
    """
    from bot.desk.approval import Approval
    from bot.desk.asking import Asking
    from bot.desk.book import Book
    from bot.desk.calendar_days import CalendarDays
    from bot.desk.desk import OfficeDesk
    from bot.desk.events import Events
    from bot.desk.groups import Groups
    from bot.desk.help import Help
    from bot.desk.invitations import Invitations
    from bot.desk.leave import Leave
    from bot.desk.oneself import Oneself
    from bot.desk.own_days import OwnDays
    from bot.desk.plan_intake import PlanIntake
    from bot.desk.progress import Progress
    from bot.desk.reminding.outlook import Outlook
    from bot.desk.reminding.room import open_room
    from bot.desk.reports import Reports
    from bot.desk.roster import Roster
    from bot.desk.self_check import SelfCheck
    from bot.desk.standing import TaskStandings
    from bot.desk.welcome import Welcome
    from nlu.meaning import Intent

    shelves = shelves or build_shelves(store, segment=segment)
    calendar = CalendarDays(office.days)
    approval = Approval(office.progress, office.people, shelves)
    done = Progress(office.progress, office.people, shelves, approval)
    happened = Events(office.events, office.progress, shelves, calendar)
    standing = TaskStandings(office.progress, office.events, shelves, calendar)
    check = SelfCheck(office, shelves, {} if channels is None else channels)
    figures = Reports(standing, shelves)
    asking = Asking(
        shelves,
        standing,
        office.lists,
        doers={
            Intent.REPORT_DONE: done.unclear,
            Intent.REPORT_EVENT: happened.unclear,
            Intent.REMIND_ME: lambda visit, understanding: reminding.unclear(visit, understanding),
        },
    )
    reminding = open_room(office, shelves=shelves, zone=zone, asking=asking, progress=done)
    return OfficeDesk(
        office=office,
        zone=zone,
        asking=asking,
        welcome=Welcome(office, shelves),
        groups=Groups(office, shelves),
        leave=Leave(office.people),
        intake=PlanIntake(store, office, shelves, read or _read_file),
        counters=(
            Invitations(office.people, shelves, {} if links is None else links),
            Oneself(office.people, shelves),
            Roster(office.people),
            Book(office),
            Help(office.people, check),
            approval,
            calendar,
            done,
            happened,
            figures,
            OwnDays(standing, shelves, Outlook(office, shelves, zone)),
            *reminding.counters,
        ),
        check=check,
        hearers=(reminding.hear, happened.hear, figures.hear, standing.hear, approval.hear, done.hear),
    )


def _read_file(data: bytes, name: str, year: int | None) -> Iterator[Step | Reading]:
    from bot.reading.apart import read_apart

    return read_apart(data, name, year=year)


def _build_shelf(store: PlanStore, memories: Memories, segment: bool) -> Shelf:
    from bot.desk.agency_search import has_officers
    from bot.desk.shelf import Shelf

    gc.unfreeze()  # what an earlier shelf left behind may go now
    gc.collect()
    stamp = store.stamp()  # first: what changes while the plans are read is seen with the next message
    assistant = build_assistant(store, chat_kind="desk", segment=segment, background=True, memories=memories)
    ids = {f"{slug}/{key}": number for slug in store.slugs() for key, number in store.task_ids(slug).items()}
    led = Counter(name for plan in assistant.library.plans for task in plan.tasks for name in task.leads)
    agencies = sorted(
        filter(has_officers, store.agencies()),
        key=lambda agency: -sum(led[name] for name in (agency.name, *agency.aliases)),
    )
    return Shelf(
        stamp=stamp,
        assistant=assistant,
        refs={number: ref for ref, number in ids.items()},
        ids=ids,
        agencies=tuple(agencies),
    )
