"""The store of plans in a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select

from knowledge.changes import check_keys, plan_changes
from knowledge.errors import UnknownPlanError
from knowledge.fixes import Fix
from knowledge.plan import Plan, PlanHead, PlanTask
from knowledge.query import Agency, ImportRecord, ImportReport, PlanImport
from knowledge.store import schema
from knowledge.store.chat_texts import check_teaching, storable
from knowledge.store.connected import Connected
from knowledge.store.fixes import find_fixes, write_fixes
from knowledge.store.instants import as_utc
from knowledge.store.plan_reader import (
    find_plan_row,
    load_agencies,
    load_heads,
    load_history,
    load_plan,
    load_tasks,
    stream_tasks,
)
from knowledge.store.plan_writer import find_task_ids, write_plan
from knowledge.store.reports import report_values

# Only what is added has a number of its own: plans are counted too, as one may be taken out.
_STAMP = select(
    select(func.max(schema.import_record.c.id)).scalar_subquery(),
    select(func.max(schema.teaching.c.id)).scalar_subquery(),
    select(func.count(schema.plan.c.id)).scalar_subquery(),
)


class SqlPlanStore(Connected):
    """Plans in SQLite or PostgreSQL: `knowledge.query.PlanStore`; made by `knowledge.store.open.open_store`.

    Safe for several threads and processes: readers see one state each, writers wait for one another.
    Every method raises `StoreError` where the database fails.
    """

    @property
    def engine(self) -> Engine:
        """The engine, for the other stores of this package that keep their tables in the same database."""
        return self._engine

    def close(self) -> None:
        """Gives the connections back; the store can still be used and opens new ones."""
        self._engine.dispose()

    def slugs(self) -> tuple[str, ...]:
        """The plans held, in the order they were first imported."""
        with self._reading() as connection:
            return tuple(connection.scalars(select(schema.plan.c.slug).order_by(schema.plan.c.id)))

    def heads(self) -> dict[str, PlanHead]:
        """The head of each plan by its slug, in the order of `slugs`."""
        with self._reading() as connection:
            return load_heads(connection)

    def find_plan(self, slug: str) -> Plan | None:
        """The plan, or None."""
        with self._reading() as connection:
            row = find_plan_row(connection, slug)
            return None if row is None else load_plan(connection, row)

    def plans(self) -> Iterator[Plan]:
        """Every plan in the order of `slugs`, one in memory at a time."""
        for slug in self.slugs():
            plan = self.find_plan(slug)
            if plan is not None:
                yield plan

    def tasks(self, slug: str) -> Iterator[PlanTask]:
        """The tasks of one plan in document order, a batch in memory at a time; none for an unknown plan."""
        with self._reading() as connection:
            row = find_plan_row(connection, slug)
            if row is not None:
                yield from stream_tasks(connection, row.id)

    def find_task(self, slug: str, key: str) -> PlanTask | None:
        """One task by its printed key, or None."""
        with self._reading() as connection:
            row = find_plan_row(connection, slug)
            if row is None:
                return None
            which = (schema.task.c.plan_id == row.id) & (schema.task.c.key == key)
            return next((task for _, task in load_tasks(connection, which)), None)

    def task_ids(self, slug: str) -> dict[str, int]:
        """The lasting id of each task by its key, in document order; empty for an unknown plan."""
        with self._reading() as connection:
            row = find_plan_row(connection, slug)
            return {} if row is None else find_task_ids(connection, row.id)

    def agencies(self) -> tuple[Agency, ...]:
        """Every agency that a stored plan names, in the order first met."""
        with self._reading() as connection:
            return load_agencies(connection)

    def save(self, plan: Plan, *, source_name: str, digest: str, at: datetime) -> ImportReport:
        """Stores a plan under its slug in one transaction; tasks that stay (by key) keep their ids.

        The history gets a line when the plan changed or the digest is another one than the last time.

        Raises:
            DocumentError: two tasks or sections share a key.
            ValueError: `at` has no zone.
        """
        return self.save_all([PlanImport(plan=plan, source_name=source_name, digest=digest)], at=at)[0]

    def save_all(self, imports: Iterable[PlanImport], *, at: datetime) -> tuple[ImportReport, ...]:
        """Stores several plans in one transaction: all of them or none."""
        as_utc(at)
        given = tuple(imports)
        for item in given:
            check_keys(item.plan)
        with self._writing() as connection:
            return tuple(_save(connection, item, at) for item in given)

    def compare(self, plan: Plan) -> ImportReport:
        """What `save` would change, changing nothing."""
        return plan_changes(self.find_plan(plan.slug), plan)

    def remove(self, slug: str) -> None:
        """Takes a plan out, its import history kept; raises `UnknownPlanError`."""
        with self._writing() as connection:
            gone = connection.execute(delete(schema.plan).where(schema.plan.c.slug == slug))
            if not gone.rowcount:
                raise UnknownPlanError(f"Không có kế hoạch “{slug}” trong cơ sở dữ liệu.")

    def history(self, slug: str) -> tuple[ImportRecord, ...]:
        """The imports of one plan, oldest first."""
        with self._reading() as connection:
            return load_history(connection, slug)

    def fixes(self, slug: str) -> tuple[Fix, ...]:
        """What was put right by hand in one plan, oldest first; it stays when the plan is imported anew."""
        with self._reading() as connection:
            return find_fixes(connection, slug)

    def fix(self, plan: Plan, fixes: Iterable[Fix], *, at: datetime) -> ImportReport:
        """Keeps fixes and stores the plan with them, in one transaction; of a cell the newest fix is kept."""
        with self._writing() as connection:
            write_fixes(connection, plan.slug, fixes, as_utc(at))
            return _save(connection, PlanImport(plan=plan, source_name="", digest=""), at)

    def stamp(self) -> str:
        """Another text after every change of plans or teachings by any process; one small query."""
        with self._reading() as connection:
            found = connection.execute(_STAMP).one()
        return ".".join(str(number or 0) for number in found)

    def teachings(self) -> tuple[tuple[str, str], ...]:
        """Aliases and synonyms that keepers taught: (what people say, what plans print), oldest first."""
        table = schema.teaching
        with self._reading() as connection:
            found = connection.execute(select(table.c.said, table.c.printed).order_by(table.c.id))
            return tuple((said, printed) for said, printed in found)

    def teach(self, said: str, printed: str, *, at: datetime) -> None:
        """Adds one teaching; teaching the same twice changes nothing.

        Raises:
            StoreError: either side is too long to be a term.
        """
        check_teaching(said, printed)
        table = schema.teaching
        same = (table.c.said == said) & (table.c.printed == printed)
        with self._writing() as connection:
            if connection.execute(select(table.c.id).where(same)).first() is None:
                connection.execute(insert(table).values(said=said, printed=printed, taught_at=as_utc(at)))

    def log_unanswered(self, text: str, *, chat_kind: str, at: datetime) -> None:
        """Keeps a question that found no answer: text, time and kind of chat; never who asked."""
        row = {"text": storable(text), "chat_kind": chat_kind, "asked_at": as_utc(at)}
        with self._writing() as connection:
            connection.execute(insert(schema.unanswered_question).values(row))

    def unanswered(self) -> Iterable[tuple[datetime, str, str]]:
        """(time, kind of chat, text) of the questions kept, newest first."""
        table = schema.unanswered_question
        query = select(table.c.asked_at, table.c.chat_kind, table.c.text)
        with self._reading() as connection:
            found = connection.execute(query.order_by(table.c.asked_at.desc(), table.c.id.desc()))
            return tuple((asked_at, chat_kind, text) for asked_at, chat_kind, text in found)


def _save(connection: Connection, item: PlanImport, at: datetime) -> ImportReport:
    row = find_plan_row(connection, item.plan.slug)
    old = None if row is None else load_plan(connection, row)
    report = plan_changes(old, item.plan)
    # An equal plan is written too: what may still differ are the lines where its values stand.
    write_plan(connection, item.plan, None if row is None else row.id, old)
    table = schema.import_record
    last = select(table.c.digest).where(table.c.slug == item.plan.slug).order_by(table.c.id.desc()).limit(1)
    if not report.unchanged or connection.scalar(last) != item.digest:
        connection.execute(
            insert(table).values(
                slug=item.plan.slug,
                imported_at=at,
                source_name=item.source_name,
                digest=item.digest,
                report=report_values(report),
            )
        )
    return report
