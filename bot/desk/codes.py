"""One-time codes: 128 random bits that are told once and kept only as their hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from knowledge.office.people import Deed, Invitation, People, Role

CODE_BYTES: Final = 16
VALID_FOR: Final = timedelta(hours=72)


def make_code(people: People, role: Role, agency: str, deed: Deed) -> str | None:
    """A new code for this role and agency; None where the deed's event made one before, which nobody can tell again."""
    code = secrets.token_hex(CODE_BYTES)
    invitation = Invitation(role=role, agency=agency, expires_at=deed.at + VALID_FOR)
    return code if people.invite(hash_of(code), invitation, deed) else None


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.strip().casefold().encode()).hexdigest()
