"""Which store: the plans and the office beside them, opened and filled as the settings say."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from bot.compose.collecting import uncollected
from bot.settings import Settings
from knowledge.plan import Plan
from knowledge.query import AskedStore
from scheduler import clock

if TYPE_CHECKING:
    from knowledge.office.chats import Office
    from knowledge.store.sql import SqlPlanStore


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


def open_office(store: SqlPlanStore) -> Office:
    """The officers, groups, deeds and progress that are kept beside the plans."""
    from knowledge.store.office import office_of

    return office_of(store.engine)


def are_bundled(plans: Iterable[Plan]) -> bool:
    """Whether all these plans are ones that came with the product."""
    from knowledge.samples import sample_slugs

    slugs = {plan.slug for plan in plans}
    return bool(slugs) and slugs <= set(sample_slugs())
