"""Errors of the language floor: broken rule files and misuse. Not understanding a message is a value, not an error."""

from __future__ import annotations

from pathlib import Path


class NluError(Exception):
    """Base of the floor; names the rule file and the rule where a rule file is to blame."""

    def __init__(self, message: str, *, path: Path | None = None, rule: str = "") -> None:
        where = f"{path.name}: " if path is not None else ""
        which = f"[{rule}] " if rule else ""
        super().__init__(f"{where}{which}{message}")
        self.path = path
        self.rule = rule


class LexicalFileError(NluError):
    """A data file of the language that breaks its schema."""
