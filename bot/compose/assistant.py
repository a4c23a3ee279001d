"""Which language world: the assistant on the plans of a store."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

from bot.compose.collecting import uncollected
from knowledge.query import AskedStore

if TYPE_CHECKING:
    from datetime import datetime

    from bot.memory import Memories
    from bot.session import Assistant

_COLLECTED = 5_000, 100
"""After so many new objects, and so many such looks at new ones, old ones are looked at: an answer makes no rings, and
what is remembered beside answers would be walked again and again, milliseconds each time."""


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
    gc.set_threshold(*_COLLECTED)
    if segment:
        from nlu.segment import segments, warm_up

        if background:
            warm_up(then=partial(world.learn_compounds, segments))
        else:
            world.learn_compounds(segments)
    log = partial(_log_unanswered, store, chat_kind) if chat_kind else None
    return Assistant(Library(plans), partial(understand, world=world), memories=memories, log_unanswered=log)


def _log_unanswered(store: AskedStore, chat_kind: str, text: str, at: datetime) -> None:
    store.log_unanswered(text, chat_kind=chat_kind, at=at)
