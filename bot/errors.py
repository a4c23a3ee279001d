"""Errors of the floor that talks to people; `str(error)` is one Vietnamese sentence, fit to be shown."""

from __future__ import annotations


class BotError(Exception):
    """Base of the floor."""


class SettingsError(BotError):
    """A setting that cannot be used; `variable` is the environment variable to mend."""

    def __init__(self, message: str, *, variable: str) -> None:
        super().__init__(message)
        self.variable = variable


class UsageError(BotError):
    """A command called wrongly or given bad input: one line on stderr, exit code 2."""


class ChannelError(BotError):
    """A chat platform does not give what was asked of it: a file, or any answer at all to a wrong token."""
