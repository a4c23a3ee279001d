"""A small office with a plan, officers and a ledger, on a real database and a clock that tests set."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.deadlines.reader import read_deadlines
from knowledge.office.people import Deed, Invitation, Role
from knowledge.plan import Plan, PlanHead, PlanTask
from knowledge.progress.reports import Report, TaskState
from knowledge.reminding.ledger import Ledger
from knowledge.reminding.wishes import Answer, AnswerKind, PlanReminding
from knowledge.store.ledger import SqlLedger
from knowledge.store.office import office_of
from knowledge.store.sql import SqlPlanStore
from scheduler.delivery import Deliverer
from scheduler.office_now import OfficeNow, PlansNow
from scheduler.planner import Planned, Planner
from tests.fakes.chats import Chats, Said, Words

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SLUG = "mau"
BEGAN = datetime(2024, 3, 1, 7, tzinfo=ZONE)
"""A Friday, before the morning's messages."""

AGENCIES = ("Sở Nội vụ", "Sở Tư pháp")


def task(key: str, due: date, lead: str = AGENCIES[0], support: str = "") -> PlanTask:
    printed = f"Trước ngày {due:%d/%m/%Y}"
    return PlanTask(
        key=key,
        text=f"Việc {key}",
        leads=(lead,),
        supports=(support,) if support else (),
        time=printed,
        deadlines=read_deadlines(printed, year=due.year),
    )


def plan_of(tasks: tuple[PlanTask, ...]) -> Plan:
    head = PlanHead(title="Kế hoạch mẫu", number="1/KH", issuer="UBND", signed_on=date(2024, 1, 2), year=2024)
    return Plan(slug=SLUG, head=head, tasks=tasks)


@dataclass
class SmallOffice:
    """An officer for each agency, an administrator; reminders of the plan are on.

    What dies with a process is in `boot`; the rest is in the database, or is the world outside.
    """

    store: SqlPlanStore
    at: datetime = BEGAN
    chats: Chats = field(init=False)
    officers: list[int] = field(default_factory=list)
    _events: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.chats = Chats(now=lambda: self.at)
        self.stores = office_of(self.store.engine)
        self.admin = self.join("admin", Role.ADMIN, "")
        self.officers = [self.join(f"can-bo-{n}", Role.FOCAL, agency) for n, agency in enumerate(AGENCIES)]
        self.stores.wishes.set_plan(PlanReminding(slug=SLUG, since=date(2024, 1, 2)), self.deed("set_plan"))
        self.boot()

    def boot(self, ledger: Ledger | None = None) -> None:
        """A process begins."""
        self.ledger = SqlLedger(self.store.engine)
        self.ledger.expire(self.at, every=True)
        used = self.ledger if ledger is None else ledger
        self.now = OfficeNow(self.stores, PlansNow(self.store), zone=ZONE)
        self.planner = Planner(used, read=self.now.situation, office=self.now, state=self.now.state)
        self.deliverer: Deliverer[Said] = Deliverer(
            used,
            senders={"chats": self.chats},
            composer=Words(),
            office=self.now,
            worker="a",
            now=lambda: self.at,
        )

    def join(self, name: str, role: Role, agency: str) -> int:
        people = self.stores.people
        invitation = Invitation(role=role, agency=agency, expires_at=self.at + timedelta(hours=1))
        people.invite(name, invitation, Deed(at=self.at, action="invite"))
        redeemed = people.redeem(
            name, channel="chats", person=name, chat=name, name=name, deed=Deed(at=self.at, action="redeem")
        )
        assert redeemed is not None
        return redeemed[0].officer.id

    def deed(self, action: str, actor: int | None = None) -> Deed:
        return Deed(at=self.at, action=action, actor=actor, event=f"e{next(self._events)}")

    def set_plan(self, *tasks: PlanTask) -> None:
        plan = plan_of(tasks)
        self.store.save(plan, source_name="mau.txt", digest=str(next(self._events)), at=self.at)

    def report(self, key: str, state: TaskState = TaskState.DONE, officer: int = 0) -> int:
        said = Report(task=(SLUG, key), state=state)
        return self.stores.progress.report(said, self.deed("report_progress", self.officers[officer])).id

    def answer(self, key: str, kind: AnswerKind, officer: int = 0, **more: Any) -> None:
        said = Answer(task=(SLUG, key), officer=self.officers[officer], kind=kind, **more)
        self.stores.wishes.answer(said, self.deed("answer", self.officers[officer]))

    def plan(self) -> Planned:
        return self.planner.plan(self.at)

    def deliver(self) -> int:
        return self.deliverer.run()

    def work(self, *, until: datetime | None = None, every: timedelta = timedelta(hours=6)) -> None:
        """Plans and delivers again and again until an instant, once where none is given."""
        self.plan()
        self.deliver()
        while until is not None and self.at < until:
            self.at = min(until, self.at + every)
            self.plan()
            self.deliver()

    def whose(self, chat: str) -> int:
        """The officer of a chat, wherever it has moved."""
        return self.admin if chat == "admin" else self.officers[int(chat.split("-")[2])]

    def said_to(self, officer: int = 0) -> list[Said]:
        return [one.said for one in self.chats.accepted if one.chat == f"can-bo-{officer}"]


def moved(one: PlanTask, due: date) -> PlanTask:
    """The task with another day."""
    return replace(task(one.key, due), leads=one.leads, supports=one.supports)
