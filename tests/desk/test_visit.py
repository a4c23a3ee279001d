"""What a visitor may do today: their own rights, and those of whom they stand in for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.channels.base import ChatKind, Place
from bot.desk.visit import Visit
from knowledge.office.chats import Chat
from knowledge.office.people import Account, Officer, Role
from knowledge.office.rights import Action, Relation, Where
from knowledge.plan import PlanTask

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
TASK = PlanTask(key="1", text="Rà soát", leads=("Sở Tư pháp",), supports=("Các sở, ban, ngành",))


def officer(number: int, role: Role, *agencies: str) -> Officer:
    return Officer(id=number, name=f"Cán bộ {number}", role=role, agencies=agencies)


def visit(role: Role | None, *agencies: str, absent: tuple[Officer, ...] = (), group: Chat | None = None) -> Visit:
    kind = ChatKind.PRIVATE if group is None else ChatKind.GROUP
    account = None if role is None else Account(officer=officer(1, role, *agencies), channel="telegram", person="an")
    return Visit(
        event="telegram:1",
        at=AT,
        today=date(2026, 3, 2),
        place=Place(channel="telegram", chat="c", kind=kind, person="an"),
        account=account,
        group=group,
        absent=absent,
    )


@pytest.mark.parametrize(
    ("own", "absent", "role"),
    [
        (None, (), None),
        (Role.VIEWER, (), Role.VIEWER),
        (Role.VIEWER, (Role.FOCAL,), Role.FOCAL),
        (Role.FOCAL, (Role.VIEWER,), Role.FOCAL),
        (Role.FOCAL, (Role.FOCAL, Role.LEADER), Role.LEADER),
        (Role.FOCAL, (Role.ADMIN,), Role.FOCAL),
        (Role.ADMIN, (Role.LEADER,), Role.ADMIN),
    ],
)
def test_who_stands_in_has_the_higher_role_but_never_administration(own, absent, role):
    others = tuple(officer(number, lent) for number, lent in enumerate(absent, start=2))
    assert visit(own, absent=others).role is role


@pytest.mark.parametrize(
    ("agencies", "relation"),
    [
        (("Sở Tư pháp",), Relation.LEAD),
        (("SỞ  TƯ PHÁP",), Relation.LEAD),
        (("Sở Y tế",), Relation.SUPPORT),
        (("Sở Y tế", "Sở Tư pháp"), Relation.LEAD),
        (("Hội Cây cảnh",), Relation.OTHER),
        ((), Relation.OTHER),
    ],
)
def test_the_relation_to_a_task_goes_by_agency(agencies, relation):
    assert visit(Role.FOCAL, *agencies).relation_to(TASK) is relation


def test_the_work_of_the_absent_is_ones_own_for_these_days():
    standing_in = visit(Role.VIEWER, absent=(officer(2, Role.FOCAL, "Sở Tư pháp"),))
    assert standing_in.agencies == ("Sở Tư pháp",)
    assert standing_in.may(Action.REPORT_PROGRESS, standing_in.relation_to(TASK))
    assert not visit(Role.VIEWER).may(Action.REPORT_PROGRESS, Relation.LEAD)


def test_a_chat_is_private_bound_or_unbound():
    bound = Chat(id=1, channel="telegram", chat="g", plans=("mot",))
    unbound = Chat(id=2, channel="telegram", chat="h")
    assert [visit(Role.VIEWER, group=group).where for group in (None, bound, unbound)] == list(Where)
    assert [visit(Role.VIEWER, group=group).sees("mot") for group in (None, bound, unbound)] == [True, True, False]
    assert not visit(Role.ADMIN, group=bound).sees("hai")
    assert not visit(None).sees("mot")


def test_a_deed_tells_who_by_number_only():
    assert visit(Role.VIEWER).deed("test", "chat:1").actor == 1
    assert visit(None).deed("test").actor is None
