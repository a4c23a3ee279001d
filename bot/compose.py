"""The only file that picks implementations: which store, which language world, put together into an assistant."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.settings import Settings
from knowledge.plan import Plan
from knowledge.query import AskedStore, PlanStore
from scheduler import clock

if TYPE_CHECKING:
    import asyncio

    from bot.channels.base import Channel
    from bot.desk.desk import OfficeDesk
    from bot.desk.plan_intake import ReadFile
    from bot.desk.reminding.message import Messages
    from bot.desk.shelf import Shelf, Shelves
    from bot.memory import Memories
    from bot.plan_files import Reading
    from bot.session import Assistant
    from knowledge.documents.steps import Step
    from knowledge.office.chats import Office
    from knowledge.store.sql import SqlPlanStore


SHARED_PACE = 25.0
"""Reminders a second of all processes on one database together; the rest of Telegram's thirty is for replies."""


class Runs(Protocol):
    """Something that runs in the event loop until `stop` is set, then ends what it has begun."""

    async def run(self, stop: asyncio.Event) -> None:
        """Runs."""
        ...


def open_plan_store(settings: Settings) -> SqlPlanStore:
    """The store of the settings, brought to the newest schema, an empty one filled with the bundled plans.

    Raises:
        KnowledgeError: the database cannot be opened or filled.
    """
    with uncollected():
        from knowledge.store.open import open_store

        store = open_store(settings.database_url)
        if settings.samples and not store.slugs():
            from knowledge.samples import fill_if_empty

            fill_if_empty(store, at=clock.now(settings.zone))
        return store


def open_for_one_question(settings: Settings) -> AskedStore:
    """The same store as one question needs it: opened only where its plans changed since the last question.

    Raises:
        KnowledgeError: the database cannot be opened or filled.
    """
    from knowledge.store.kept import kept_plans

    with uncollected():
        return kept_plans(settings.database_url, partial(open_plan_store, settings))


@contextmanager
def uncollected() -> Iterator[None]:
    """Holds the garbage collector off where much is made and next to nothing is thrown away."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def build_assistant(
    store: AskedStore,
    *,
    chat_kind: str = "",
    segment: bool = False,
    background: bool = False,
    memories: Memories | None = None,
) -> Assistant:
    """An assistant on the plans that the store holds now; questions without an answer are kept under `chat_kind`.

    An empty `chat_kind` keeps none: a batch of test questions is nothing that keepers should read. With `segment`
    underthesea tells the words of marked text, loaded now or, with `background`, beside the first questions. With
    `memories` the talks of an earlier assistant go on.
    """
    with uncollected():
        from bot.library import Library
        from bot.session import Assistant
        from bot.world import build_world
        from nlu.understanding import understand

        plans = tuple(store.plans())
        world = build_world(plans, store.teachings())
    gc.freeze()  # plans and index live as long as the process: no collection need walk them again
    if segment:
        from nlu.segment import segments, warm_up

        if background:
            warm_up(then=partial(world.learn_compounds, segments))
        else:
            world.learn_compounds(segments)
    log = partial(_log_unanswered, store, chat_kind) if chat_kind else None
    return Assistant(Library(plans), partial(understand, world=world), memories=memories, log_unanswered=log)


def open_office(store: SqlPlanStore) -> Office:
    """The officers, groups, deeds and progress that are kept beside the plans."""
    from knowledge.store.office import office_of

    return office_of(store.engine)


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


def build_service(
    settings: Settings, store: SqlPlanStore, *, holder: str, now: Callable[[], datetime] | None = None
) -> tuple[Runs, ...]:
    """All that runs while `serve` does: the channels that are set, one desk behind them, and their reminders.

    Inboxes, keys and the ledger of reminders are in the database of the plans.

    Args:
        settings: which channels, and whether somebody watches.
        store: the plans.
        holder: the name of this process among those that share the database.
        now: the instant it is, None = by the clock; rehearsals have a clock of their own.

    Raises:
        StoreError: the database fails.
        ChannelError: the port for watching is taken.
    """
    if settings.telegram is None:
        return ()
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.incoming import CHANNEL
    from bot.desk.self_check import log_findings
    from knowledge.store.inbox import SqlInbox, get_channel_key
    from knowledge.store.replicas import SqlReplicas
    from scheduler.turns import Turn

    links: dict[str, str] = {}
    channels: dict[str, Channel] = {}
    now = now or partial(clock.now, settings.zone)
    segment = settings.segment is not False  # it lives long, and has no question yet when the words are known
    office, shelves = open_office(store), build_shelves(store, segment=segment)
    desk = build_desk(store, office, zone=settings.zone, links=links, channels=channels, shelves=shelves)
    # Of processes that share a database one alone may ask for updates; a SQLite file has one process only.
    shared = store.engine.dialect.name != "sqlite"
    telegram = TelegramChannel(
        settings.telegram,
        desk=desk,
        inbox=SqlInbox(store.engine, CHANNEL),
        key=get_channel_key(store.engine, CHANNEL),
        now=now,
        links=links,
        ready=lambda: log_findings(desk.check.look(clock.now(settings.zone))),
        turn=Turn(SqlReplicas(store.engine), f"poll:{CHANNEL}", holder, now=now) if shared else None,
    )
    channels[CHANNEL] = telegram
    composer = build_composer(office, shelves, zone=settings.zone)
    return telegram, *build_reminding(settings, store, channels, composer, holder=holder, now=now)


def build_reminding(
    settings: Settings,
    store: SqlPlanStore,
    channels: Mapping[str, Channel],
    composer: Messages,
    *,
    holder: str,
    now: Callable[[], datetime],
) -> tuple[Runs, ...]:
    """What plans, sends and watches over reminders; they run beside the channels.

    Raises:
        StoreError: the database fails.
        ChannelError: the port for watching is taken.
    """
    from bot.reminding.telling import Marks, Teller
    from knowledge.store.replicas import SqlReplicas
    from scheduler.delivery import Deliverer
    from scheduler.office_now import KeptPlans, OfficeNow
    from scheduler.planner import KEPT, Planner
    from scheduler.runner import Metronome, Tick
    from scheduler.watching import AUDITOR, DELIVERER, PLANNER, Auditor, Watch

    office = open_office(store)
    ledger, replicas = office.ledger, SqlReplicas(store.engine)
    plans = KeptPlans(store)
    reached = OfficeNow(office, plans, zone=settings.zone)
    planner = Planner(ledger, read=reached.situation, office=reached, state=reached.state)
    marks = Marks(replicas.mark, now)
    shared = store.engine.dialect.name != "sqlite"
    deliverer = Deliverer(
        ledger,
        senders=channels,
        composer=composer,
        office=reached,
        worker=holder,
        now=now,
        turns=(lambda most: replicas.take_turns("reminders", most=most, a_second=SHARED_PACE, at=now()))
        if shared
        else None,
        alive=partial(marks, DELIVERER),
    )
    watch = Watch(ledger, replicas, is_open=reached.is_open, now=now)
    auditor = Auditor(watch, Teller(office.people, channels))
    if not shared:
        ledger.expire(now(), every=True)  # one process only: whatever was held died with the one before

    def is_mine(name: str, every: int) -> bool:
        """Of replicas one does it: twice would do no harm, and be work, or a message, for nothing."""
        lasts = timedelta(seconds=1.5 * every)
        return not shared or replicas.take(name, holder, for_=lasts, at=now()) is not None

    ticks = (
        Tick(name=PLANNER, every=30, work=lambda _: is_mine(PLANNER, 30) and planner.plan(now())),
        Tick(name=DELIVERER, every=2, work=deliverer.run),
        Tick(name=AUDITOR, every=300, work=lambda _: is_mine(AUDITOR, 300) and auditor.audit()),
        Tick(name="tidying", every=86_400, work=lambda _: ledger.clear_away(now() - KEPT)),
    )
    metronome = Metronome(ticks, done=marks, now=now)
    if settings.watch_port is None:
        return (metronome,)
    from bot.reminding.watch_port import WatchPort

    return metronome, WatchPort(settings.watch_port, watch.look)


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


def _log_unanswered(store: AskedStore, chat_kind: str, text: str, at: datetime) -> None:
    store.log_unanswered(text, chat_kind=chat_kind, at=at)


def are_bundled(plans: Iterable[Plan]) -> bool:
    """Whether all these plans are ones that came with the product."""
    from knowledge.samples import sample_slugs

    slugs = {plan.slug for plan in plans}
    return bool(slugs) and slugs <= set(sample_slugs())
