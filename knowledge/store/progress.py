"""Reports on tasks, in a database: `knowledge.progress.reports.ProgressStore`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from knowledge.office.people import Deed
from knowledge.progress.reports import WORDS_KEPT, Report, TaskName, TaskState, WaitingWords
from knowledge.store.chat_texts import storable
from knowledge.store.connected import Connected
from knowledge.store.deeds import write_deed
from knowledge.store.instants import as_utc
from knowledge.store.progress_schema import plan_approval, progress_report, waiting_words

_table = progress_report


class SqlProgress(Connected):
    """The reports of the office, beside the plans in SQLite or PostgreSQL. Safe for several threads and processes."""

    def report(self, report: Report, deed: Deed) -> Report:
        """Keeps a report, who made it and when taken from the deed; again for the same event: the report kept then."""
        slug, key = report.task
        with self._writing() as connection:
            if not write_deed(connection, replace(deed, about=_about(report.task))):
                same = (_table.c.event == deed.event) & (_table.c.slug == slug) & (_table.c.key == key)
                return _read(connection.execute(select(_table).where(same)).one())
            kept = insert(_table).values(
                slug=slug,
                key=key,
                agency=storable(report.agency),
                state=report.state.value,
                percent=report.percent,
                note=storable(report.note),
                document=storable(report.document),
                due_on=report.due_on,
                officer_id=deed.actor,
                at=as_utc(deed.at),
                event=deed.event or None,
            )
            return _read(connection.execute(kept.returning(_table)).one())

    def undo(self, report: int, deed: Deed) -> Report | None:
        """Takes back the latest standing report of a task, for who made it; None for any other. Again: the same."""
        with self._writing() as connection:
            found = _find(connection, report)
            if found is None or found.officer is None or found.officer != deed.actor:
                return None
            if found.undone_at is not None:
                return found
            part = (_table.c.key == found.task[1]) & (_table.c.agency == found.agency)
            if connection.execute(_standing((found.task[0],)).where(part)).all()[-1].id != report:
                return None
            write_deed(connection, replace(deed, about=_about(found.task)))
            undone = {"undone_at": as_utc(deed.at), "undone_event": deed.event or None}
            connection.execute(update(_table).where(_table.c.id == report).values(undone))
            return _find(connection, report)

    def find_report(self, report: int) -> Report | None:
        """One report by its id, also one taken back."""
        with self._reading() as connection:
            return _find(connection, report)

    def made_by(self, event: str) -> Report | None:
        """The report that this event made, or None; of several the first."""
        with self._reading() as connection:
            row = connection.execute(select(_table).where(_table.c.event == event).order_by(_table.c.id)).first()
            return None if row is None else _read(row)

    def last_by(self, officer: int, event: str = "") -> Report | None:
        """The report that this event took back, else the latest that an officer made and that stands, or None."""
        standing = (_table.c.officer_id == officer) & _table.c.undone_at.is_(None)
        newest = select(_table).order_by(_table.c.id.desc()).limit(1)
        with self._reading() as connection:
            row = connection.execute(newest.where(_table.c.undone_event == event)).first() if event else None
            row = row or connection.execute(newest.where(standing)).first()
            return None if row is None else _read(row)

    def keep_words(self, said: str, deed: Deed) -> WaitingWords:
        """Keeps a message until its officer has pressed a button about it; again for the same event: the same."""
        words = waiting_words
        with self._writing() as connection:
            connection.execute(delete(words).where(words.c.at < as_utc(deed.at) - WORDS_KEPT))
            kept = select(words).where(words.c.event == deed.event)
            row = connection.execute(kept).first()
            if row is None:
                values = {"officer_id": deed.actor, "said": storable(said), "at": as_utc(deed.at), "event": deed.event}
                row = connection.execute(insert(words).values(values).returning(words)).one()
            return WaitingWords(id=row.id, officer=row.officer_id, said=row.said, at=row.at)

    def find_words(self, words: int, officer: int) -> WaitingWords | None:
        """The message, or None where it is gone or another's."""
        this = (waiting_words.c.id == words) & (waiting_words.c.officer_id == officer)
        with self._reading() as connection:
            row = connection.execute(select(waiting_words).where(this)).first()
            return None if row is None else WaitingWords(id=row.id, officer=row.officer_id, said=row.said, at=row.at)

    def latest(self, slugs: tuple[str, ...]) -> Mapping[TaskName, tuple[Report, ...]]:
        """Of each reported task of these plans the latest standing reports on its parts and the whole, oldest first."""
        parts: dict[TaskName, dict[str, Report]] = defaultdict(dict)
        with self._reading() as connection:
            for row in connection.execute(_standing(slugs)):
                report = _read(row)
                parts[report.task].pop(report.agency, None)  # so that the later one stands last
                parts[report.task][report.agency] = report
        return {task: tuple(found.values()) for task, found in parts.items()}

    def history(self, task: TaskName) -> tuple[Report, ...]:
        """Every report on a task, oldest first, those taken back too."""
        this = (_table.c.slug == task[0]) & (_table.c.key == task[1])
        with self._reading() as connection:
            return tuple(map(_read, connection.execute(select(_table).where(this).order_by(_table.c.id))))

    def waiting(self, slugs: tuple[str, ...]) -> tuple[Report, ...]:
        """The reports that wait for a leader, oldest first."""
        latest = (report for found in self.latest(slugs).values() for report in found)
        waits = (report for report in latest if report.state is TaskState.WAITING)
        return tuple(sorted(waits, key=lambda report: report.id))

    def needs_approval(self, slug: str) -> bool:
        """Whether a task of this plan is done only when a leader says so."""
        asked = select(plan_approval.c.needed).where(plan_approval.c.slug == slug)
        with self._reading() as connection:
            return bool(connection.execute(asked).scalar())

    def set_approval(self, slug: str, needed: bool, deed: Deed) -> None:
        """Sets that for a plan."""
        with self._writing() as connection:
            if write_deed(connection, replace(deed, about=f"plan:{slug}"[:200])):
                connection.execute(delete(plan_approval).where(plan_approval.c.slug == slug))
                connection.execute(insert(plan_approval).values(slug=slug, needed=needed))


def _about(task: TaskName) -> str:
    """The task as the book of deeds names it."""
    return f"plan:{'/'.join(task)}"[:200]


def _standing(slugs: tuple[str, ...]) -> Select[Any]:
    return select(_table).where(_table.c.slug.in_(slugs), _table.c.undone_at.is_(None)).order_by(_table.c.id)


def _find(connection: Connection, report: int) -> Report | None:
    row = connection.execute(select(_table).where(_table.c.id == report)).first()
    return None if row is None else _read(row)


def _read(row: Row[Any]) -> Report:
    return Report(
        id=row.id,
        task=(row.slug, row.key),
        agency=row.agency,
        state=TaskState(row.state),
        percent=row.percent,
        note=row.note,
        document=row.document,
        due_on=row.due_on,
        officer=row.officer_id,
        at=row.at,
        undone_at=row.undone_at,
    )
