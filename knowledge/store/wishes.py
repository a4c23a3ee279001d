"""How the office and its officers want to be reminded, in a database: `knowledge.reminding.wishes.WishStore`."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from knowledge.office.people import Deed
from knowledge.reminding.wishes import Answer, AnswerKind, DayOff, LeadScope, LeadTimes, PlanReminding, Wishes
from knowledge.store.connected import Connected
from knowledge.store.deeds import write_deed
from knowledge.store.identity import LONGEST
from knowledge.store.instants import as_utc
from knowledge.store.wishes_schema import lead_times, officer_wish, plan_reminding, reminder_answer


class SqlWishes(Connected):
    """The wishes of the office, beside the plans in SQLite or PostgreSQL. Safe for several threads and processes."""

    def wishes(self) -> Wishes:
        """Everything that holds now."""
        with self._reading() as connection:
            plans = [_plan(row) for row in connection.execute(select(plan_reminding).order_by(plan_reminding.c.slug))]
            own = connection.execute(select(officer_wish).order_by(officer_wish.c.officer_id)).all()
            leads = select(lead_times).order_by(lead_times.c.scope, lead_times.c.name)
            wide = [
                LeadTimes(scope=LeadScope(row.scope), name=row.name, days=_read_days(row.days))
                for row in connection.execute(leads)
            ]
            answers = connection.execute(select(reminder_answer).order_by(reminder_answer.c.id))
            return Wishes(
                plans={plan.slug: plan for plan in plans},
                leads=(
                    *wide,
                    *(
                        LeadTimes(scope=LeadScope.OFFICER, name=str(row.officer_id), days=_read_days(row.days))
                        for row in own
                        if row.days is not None
                    ),
                ),
                hours={row.officer_id: row.hour for row in own if row.hour is not None},
                silent=frozenset(row.officer_id for row in own if row.silent),
                answers=tuple(map(_answer, answers)),
            )

    def set_plan(self, reminding: PlanReminding, deed: Deed) -> None:
        """How one plan is reminded of from now on."""
        values = {"since": reminding.since, "day_off": reminding.day_off.value, "standing": reminding.standing}
        with self._writing() as connection:
            if write_deed(connection, replace(deed, about=_about(reminding.slug))):
                connection.execute(delete(plan_reminding).where(plan_reminding.c.slug == reminding.slug))
                connection.execute(insert(plan_reminding).values(slug=reminding.slug, **values))

    def set_lead_times(self, times: LeadTimes, deed: Deed) -> None:
        """Lead times for a plan, an agency or an officer, in the place of earlier ones."""
        days = ",".join(map(str, times.days))
        with self._writing() as connection:
            if not write_deed(connection, replace(deed, about=_whose(times.scope, times.name))):
                return
            if times.scope is LeadScope.OFFICER:
                _wish(connection, int(times.name), days=days)
            else:
                connection.execute(delete(lead_times).where(_of(times.scope, times.name)))
                values = {"scope": times.scope.value, "name": times.name[:LONGEST], "days": days}
                connection.execute(insert(lead_times).values(values))

    def drop_lead_times(self, scope: LeadScope, name: str, deed: Deed) -> None:
        """The wider ones hold again."""
        with self._writing() as connection:
            if not write_deed(connection, replace(deed, about=_whose(scope, name))):
                return
            if scope is LeadScope.OFFICER:
                _wish(connection, int(name), days=None)
            else:
                connection.execute(delete(lead_times).where(_of(scope, name)))

    def set_hour(self, officer: int, hour: time | None, deed: Deed) -> None:
        """At which hour an officer's morning message comes; None = the office's hour."""
        with self._writing() as connection:
            if write_deed(connection, replace(deed, about=_officer(officer))):
                _wish(connection, officer, hour=hour)

    def set_silent(self, officer: int, silent: bool, deed: Deed) -> None:
        """Whether an officer wants no reminders at all; what is theirs then reaches the agency's group or keepers."""
        with self._writing() as connection:
            if write_deed(connection, replace(deed, about=_officer(officer))):
                _wish(connection, officer, silent=silent)

    def answer(self, answer: Answer, deed: Deed) -> Answer:
        """Keeps an answer in the place of the officer's earlier one of that kind on that due day."""
        slug, key = answer.task
        table = reminder_answer
        due = table.c.due_on.is_(None) if answer.due_on is None else table.c.due_on == answer.due_on
        theirs = (table.c.officer_id == answer.officer) & (table.c.kind == answer.kind.value)
        same = (table.c.slug == slug) & (table.c.key == key) & theirs & due
        with self._writing() as connection:
            if not write_deed(connection, replace(deed, about=_about(f"{slug}/{key}"))):
                row = connection.execute(select(table).where(same)).first()
                return answer if row is None else _answer(row)  # None: taken back since
            connection.execute(delete(table).where(same))
            kept = insert(table).values(
                officer_id=answer.officer,
                slug=slug,
                key=key,
                due_on=answer.due_on,
                kind=answer.kind.value,
                until=None if answer.until is None else as_utc(answer.until),
                at=as_utc(deed.at),
            )
            return _answer(connection.execute(kept.returning(table)).one())

    def withdraw(self, answer: int, officer: int, deed: Deed) -> Answer | None:
        """Takes an own answer back ("bật lại nhắc mục 4.1"); None where it is not theirs."""
        theirs = (reminder_answer.c.id == answer) & (reminder_answer.c.officer_id == officer)
        with self._writing() as connection:
            row = connection.execute(select(reminder_answer).where(theirs)).first()
            if row is None:
                return None
            write_deed(connection, replace(deed, about=_about(f"{row.slug}/{row.key}")))
            connection.execute(delete(reminder_answer).where(theirs))
            return _answer(row)


def _about(what: str) -> str:
    """A plan or a task as the book of deeds names it."""
    return f"plan:{what}"[:200]


def _officer(officer: int) -> str:
    return f"officer:{officer}"


def _whose(scope: LeadScope, name: str) -> str:
    """Whose lead times, as the book of deeds names them."""
    return f"{scope.value}:{name}"[:200]


def _of(scope: LeadScope, name: str) -> ColumnElement[bool]:
    return (lead_times.c.scope == scope.value) & (lead_times.c.name == name[:LONGEST])


def _wish(connection: Connection, officer: int, **values: Any) -> None:
    """Changes some of an officer's own wishes and leaves the others."""
    done = connection.execute(update(officer_wish).where(officer_wish.c.officer_id == officer).values(values))
    if not done.rowcount:
        fresh = {"hour": None, "silent": False, "days": None, **values}
        connection.execute(insert(officer_wish).values(officer_id=officer, **fresh))


def _read_days(kept: str) -> tuple[int, ...]:
    return tuple(map(int, kept.split(","))) if kept else ()


def _plan(row: Row[Any]) -> PlanReminding:
    return PlanReminding(slug=row.slug, since=row.since, day_off=DayOff(row.day_off), standing=row.standing)


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        id=row.id,
        task=(row.slug, row.key),
        officer=row.officer_id,
        kind=AnswerKind(row.kind),
        due_on=row.due_on,
        until=row.until,
        at=row.at,
    )
