"""The names of Word's elements as the parser gives them, each put together once: a file asks for them by thousands."""

from __future__ import annotations

from functools import cache

from docx.oxml.ns import qn as _qualified


@cache
def qn(name: str) -> str:
    """The full name of an element or attribute: "w:p" with its namespace in place of the prefix."""
    return _qualified(name)
