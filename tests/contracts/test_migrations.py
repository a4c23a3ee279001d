from __future__ import annotations

import json

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from knowledge.store.all_tables import metadata
from knowledge.store.engine import make_engine, writing
from knowledge.store.migrations import downgrade, scripts, upgrade
from knowledge.store.new import make_all
from knowledge.store.open import find_revision
from knowledge.store.schema import HEAD


def test_the_schema_names_the_newest_migration():
    assert scripts().get_current_head() == HEAD


def test_a_migrated_database_is_what_the_schema_says(database_url):
    engine = make_engine(database_url)
    with writing(engine) as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert find_revision(connection) == HEAD
    engine.dispose()


def test_a_new_database_is_what_all_migrations_make_of_an_empty_one(database_url):
    engine = make_engine(database_url)
    made = []
    for make in (make_all, upgrade):
        with writing(engine) as connection:
            make(connection)
            assert find_revision(connection) == HEAD
            made.append(described(connection))
            downgrade(connection, "base")
    engine.dispose()
    new, migrated = made
    assert new == migrated
    assert {"plan", "task", "obligation", "alembic_version"} <= new.keys()


def described(connection):
    """What a database says of its tables, whatever the order in which it was told."""
    seen = inspect(connection)
    ask = (seen.get_columns, seen.get_unique_constraints, seen.get_check_constraints, seen.get_foreign_keys)
    asked = (*ask, seen.get_indexes)
    return {
        table: [seen.get_pk_constraint(table), *(sorted(map(spelt, tell(table))) for tell in asked)]
        for table in seen.get_table_names()
    }


def spelt(told):
    return json.dumps(told, default=str, sort_keys=True)


def test_every_migration_goes_back(database_url):
    engine = make_engine(database_url)
    with writing(engine) as connection:
        upgrade(connection)
        downgrade(connection, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        upgrade(connection)
        assert find_revision(connection) == HEAD
    engine.dispose()


def test_a_migration_that_breaks_off_leaves_nothing(database_url):
    engine = make_engine(database_url)

    def migrate_and_break_off() -> None:
        with writing(engine) as connection:
            upgrade(connection)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate_and_break_off()
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_names_of_constraints_follow_the_convention(database_url):
    engine = make_engine(database_url)
    with writing(engine) as connection:
        upgrade(connection)
    found = inspect(engine)
    assert {item["name"] for item in found.get_unique_constraints("task")} == {"uq_task_plan_id_key"}
    assert {item["name"] for item in found.get_check_constraints("deadline")} == {
        "ck_deadline_kind",
        "ck_deadline_date_due",
        "ck_deadline_period_ends",
    }
    indexes = {item["name"] for name in ("task", "task_agency", "deadline") for item in found.get_indexes(name)}
    assert {
        "ix_task_plan_id_position",
        "ix_task_agency_agency_id_role",
        "ix_deadline_due_on",
        "ix_deadline_end_on",
    } <= indexes
    engine.dispose()
