"""What the stores share: an engine, and transactions whose troubles are told as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from knowledge.store.engine import claiming, reading, writing
from knowledge.store.troubles import told_plainly


class Connected:
    """A store on an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection whose queries all see one state of the database."""
        with told_plainly(), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """The one transaction that writes."""
        with told_plainly(), writing(self._engine) as connection:
            yield connection

    @contextmanager
    def _claiming(self) -> Iterator[Connection]:
        """A short transaction that changes rows guarded by their own state."""
        with told_plainly(), claiming(self._engine) as connection:
            yield connection
