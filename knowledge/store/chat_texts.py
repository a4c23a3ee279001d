"""What people typed, made fit to be kept: a chat can hold anything, and a log must not fail on it."""

from __future__ import annotations

from knowledge.errors import StoreError

TAUGHT_LENGTH = 200
"""The longest words that can be taught: more does not fit PostgreSQL's index, and is no term."""

LOGGED_LENGTH = 2000
"""How much of an unanswered question is kept, in characters."""


def storable(text: str) -> str:
    """The text, at most LOGGED_LENGTH characters, with a space for what no database keeps (NUL, lone surrogates)."""
    return "".join(" " if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text[:LOGGED_LENGTH])


def check_teaching(said: str, printed: str) -> None:
    """Refuses a teaching that is no term.

    Raises:
        StoreError: either side is longer than TAUGHT_LENGTH characters.
    """
    if max(len(said), len(printed)) > TAUGHT_LENGTH:
        raise StoreError(f"Từ ngữ được dạy dài quá {TAUGHT_LENGTH} ký tự.")
