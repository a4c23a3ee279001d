"""How far the reading of a long file is: told by the reader of its format, heard by whoever waits for it.

Ambient, not an argument: most readers are done before anybody could look, and only a scan's has something to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Page `page` of `of` is read next; `scanned` where it is a picture, which takes seconds a page."""

    page: int
    of: int
    scanned: bool = False


_listener: ContextVar[Callable[[Step], None] | None] = ContextVar("listener", default=None)


def tell_step(page: int, *, of: int, scanned: bool = False) -> None:
    """Says that a page is read next; nothing happens where nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(Step(page=page, of=of, scanned=scanned))


@contextmanager
def heard_by(listener: Callable[[Step], None]) -> Iterator[None]:
    """Within it `listener` hears every step."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
