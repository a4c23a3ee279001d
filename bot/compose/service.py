"""Which channels, and what reminds beside them: all that runs while `serve` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.compose.desk import build_composer, build_desk, build_shelves
from bot.compose.stores import open_office
from bot.settings import Settings
from knowledge.errors import KnowledgeError
from scheduler import clock

if TYPE_CHECKING:
    import asyncio

    from bot.channels.base import Channel
    from bot.desk.reminding.message import Messages
    from knowledge.store.sql import SqlPlanStore


class Runs(Protocol):
    """Something that runs in the event loop until `stop` is set, then ends what it has begun."""

    async def run(self, stop: asyncio.Event) -> None:
        """Runs."""
        ...


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
    from bot.reminding.shared_pace import SharedPace
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
    replicas = SqlReplicas(store.engine)
    telegram = TelegramChannel(
        settings.telegram,
        desk=desk,
        inbox=SqlInbox(store.engine, CHANNEL),
        key=get_channel_key(store.engine, CHANNEL),
        now=now,
        links=links,
        ready=lambda: log_findings(desk.check.look(clock.now(settings.zone))),
        turn=Turn(replicas, f"poll:{CHANNEL}", holder, now=now) if shared else None,
        shared=SharedPace(replicas, CHANNEL, now).wait if shared else None,
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
    from scheduler.office_now import OfficeNow, PlansNow
    from scheduler.planner import KEPT, Planner
    from scheduler.runner import Metronome, Tick
    from scheduler.watching import AUDITOR, DELIVERER, PLANNER, Auditor, Failing, Watch

    office = open_office(store)
    ledger, replicas = office.ledger, SqlReplicas(store.engine)
    plans = PlansNow(store)
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
        alive=partial(marks, DELIVERER),
    )
    failing = Failing(now)
    watch = Watch(ledger, replicas, is_open=reached.is_open, now=now, failing=failing)
    auditor = Auditor(watch, Teller(office.people, channels))
    if not shared:
        ledger.expire(now(), every=True)  # one process only: whatever was held died with the one before

    def is_mine(name: str, every: int) -> bool:
        """Of replicas one does it: twice would do no harm, and be work, or a message, for nothing."""
        lasts = timedelta(seconds=1.5 * every)
        try:
            return not shared or replicas.take(name, holder, for_=lasts, at=now()) is not None
        except KnowledgeError:  # what takes no lease may still be looked at, and told of
            return name == AUDITOR

    ticks = (
        Tick(name=PLANNER, every=30, work=lambda _: is_mine(PLANNER, 30) and planner.plan(now())),
        Tick(name=DELIVERER, every=2, work=deliverer.run),
        Tick(name=AUDITOR, every=300, work=lambda _: is_mine(AUDITOR, 300) and auditor.audit()),
        Tick(name="tidying", every=86_400, work=lambda _: ledger.clear_away(now() - KEPT)),
    )

    def done(name: str) -> None:
        marks(name)
        failing.done(name)

    metronome = Metronome(ticks, done=done, failed=failing.failed, now=now)
    if settings.watch_port is None:
        return (metronome,)
    from bot.reminding.watch_port import WatchPort

    return metronome, WatchPort(settings.watch_port, watch.look)
