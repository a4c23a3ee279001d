"""argparse in Vietnamese: its own words, its errors as one sentence, no abbreviated options."""

from __future__ import annotations

import argparse
import re
from typing import Final, NoReturn

from bot.errors import UsageError

_SENTENCES: Final = (
    (r"the following arguments are required: (.+)", r"thiếu tham số: \1"),
    (r"unrecognized arguments: (.+)", r"tham số không hợp lệ: \1"),
    (
        r"argument (\S+|\S.*?): invalid choice: '?(.+?)'? \(choose from (.+)\)",
        r"tham số \1: không có “\2” (chọn một trong: \3)",
    ),
    (r"argument (\S+|\S.*?): invalid \w+ value: '?(.+?)'?", r"tham số \1: giá trị không hợp lệ “\2”"),
    (r"argument (\S+|\S.*?): expected one argument", r"tham số \1 cần một giá trị"),
    (r"argument (\S+|\S.*?): expected at least one argument", r"tham số \1 cần ít nhất một giá trị"),
    (r"argument (\S+|\S.*?): expected \d+ arguments?", r"tham số \1 thiếu giá trị"),
    (r"argument (\S+|\S.*?): not allowed with argument (\S+)", r"tham số \1 không dùng cùng \2"),
    (r"argument (\S+|\S.*?): ignored explicit argument (.+)", r"tham số \1 không nhận giá trị \2"),
    (r"argument (\S+|\S.*?): (.+)", r"tham số \1: \2"),
)
"""The sentences of argparse that a person can meet, first match wins."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help whose first words are Vietnamese."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """As the base class, with our prefix."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError` instead of ending the program."""

    def __init__(self, *, prog: str | None = None, description: str | None = None, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "tham số"
        self._optionals.title = "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi thoát")

    def error(self, message: str) -> NoReturn:
        """Raises the message in Vietnamese."""
        raise UsageError(translated(message) + f"; xem “{self.prog} --help”.")


def translated(message: str) -> str:
    """A message of argparse in Vietnamese; one that is not known stays as it is.

    >>> translated("the following arguments are required: --year")
    'thiếu tham số: --year'
    """
    for pattern, sentence in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return found.expand(sentence).replace("'", "")
    return message
