"""The only file that picks implementations: which store, which language world, put together into an assistant."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.library import Library
from bot.session import Assistant
from bot.settings import Settings
from knowledge.plan import Plan
from knowledge.query import PlanStore
from scheduler import clock


def open_plan_store(settings: Settings) -> PlanStore:
    """The store of the settings, brought to the newest schema, an empty one filled with the bundled plans.

    Raises:
        KnowledgeError: the database cannot be opened or filled.
    """
    from knowledge.store.open import open_store

    store = open_store(settings.database_url)
    if settings.samples and not store.slugs():
        from knowledge.samples import fill_if_empty

        fill_if_empty(store, at=clock.now(settings.zone))
    return store


def build_assistant(
    store: PlanStore, *, chat_kind: str = "", segment: bool = False, background: bool = False
) -> Assistant:
    """An assistant on the plans that the store holds now; questions without an answer are kept under `chat_kind`.

    An empty `chat_kind` keeps none: a batch of test questions is nothing that keepers should read. With `segment`
    underthesea tells the words of marked text, loaded now or, with `background`, beside the first questions.
    """
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
    return Assistant(Library(plans), partial(understand, world=world), log_unanswered=log)


def _log_unanswered(store: PlanStore, chat_kind: str, text: str, at: datetime) -> None:
    store.log_unanswered(text, chat_kind=chat_kind, at=at)


def are_bundled(plans: Iterable[Plan]) -> bool:
    """Whether all these plans are ones that came with the product."""
    from knowledge.samples import sample_slugs

    slugs = {plan.slug for plan in plans}
    return bool(slugs) and slugs <= set(sample_slugs())
