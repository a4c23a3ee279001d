"""The plans as they are answered from now; made anew when anybody changed them, also another process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from bot.session import Assistant
from knowledge.errors import KnowledgeError
from knowledge.query import Agency

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The assistant on one state of the plans (`stamp`), and the lasting ids of their tasks, both ways.

    `agencies` are those that may have officers of their own, the one that leads most first.
    """

    stamp: str
    assistant: Assistant
    refs: Mapping[int, str]
    ids: Mapping[str, int]
    agencies: tuple[Agency, ...]


class Shelves:
    """Gives the newest shelf. For several threads: while one makes it anew, others still use the old one."""

    def __init__(self, *, stamp: Callable[[], str], build: Callable[[], Shelf]) -> None:
        self._stamp = stamp
        self._build = build
        self._shelf = build()
        self._building = Lock()

    def now(self) -> Shelf:
        """The shelf of the plans as they stand; the last good one while the database cannot be asked."""
        try:
            if self._stamp() != self._shelf.stamp and self._building.acquire(blocking=False):
                try:
                    self._shelf = self._build()
                finally:
                    self._building.release()
        except KnowledgeError:
            _log.warning("the plans could not be read anew; answering from what was read before", exc_info=True)
        return self._shelf
