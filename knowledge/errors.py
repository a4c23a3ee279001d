"""Errors of the knowledge floor: bad files, bad rules, misuse. What a document got wrong is a value, not an error."""

from __future__ import annotations

from pathlib import Path


class KnowledgeError(Exception):
    """Base of the floor; `str(error)` is one clear Vietnamese sentence fit for a person."""


class DocumentError(KnowledgeError):
    """A file that cannot be read as a plan at all; nothing was stored."""

    def __init__(self, message: str, *, path: Path | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.line = line


class RuleFileError(KnowledgeError):
    """A data file of ours that breaks its schema; names the file and the rule."""

    def __init__(self, message: str, *, path: Path, rule: str = "") -> None:
        super().__init__(message)
        self.path = path
        self.rule = rule


class UnknownPlanError(KnowledgeError):
    """No plan of that slug is in the store."""


class StoreError(KnowledgeError):
    """The database cannot be opened or is of a newer version."""
