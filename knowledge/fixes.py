"""What a clerk put right in a plan that was read, as values; `knowledge.mending` applies them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FIXABLE: Final = ("text", "goal", "product", "leads", "supports", "time", "legal_basis", "note")
"""The cells of a task that can be put right; the time's meaning is read anew from its new words."""

FIXABLE_OF_HEAD: Final = ("number", "title", "issuer", "signed_on", "year", "signer", "signer_title")
"""What can be put right in a plan's head; such a fix has no key."""

SEEN: Final = "seen"
"""In the place of a cell's name: what was doubted was looked at and is right as it is; `printed` is the doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The cell `field` of the task `key`, printed as `printed`, is to be `value`."""

    key: str
    field: str
    printed: str
    value: str = ""


def fix_place(fix: Fix) -> tuple[str, str, str]:
    """What one fix alone may be of: a cell, or one of several doubts of a task that were looked at."""
    return fix.key, fix.field, fix.printed if fix.field == SEEN else ""
