"""Patterns that are compiled when they are first asked: a document meets half of those that reading it might need."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """Stands for a pattern: gets each of its methods when that is first asked for, and from then on has it."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # re keeps what it compiled last, so a second method does not compile it again.
        method = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, method)
        return method


def later(text: str, flags: int = 0) -> re.Pattern[str]:
    r"""What `re.compile` gives, at the price of nothing until it is used; a broken pattern is told then.

    >>> later(r"\d+").findall("1 và 20")
    ['1', '20']
    """
    return cast("re.Pattern[str]", _Later(text, flags))
