"""`nhacviec deadline`: how printed times are read."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bot.channels import console
from bot.commands.batch import bad_line, read_objects
from bot.errors import UsageError
from bot.settings import Settings
from knowledge.deadlines.reader import read_deadlines
from knowledge.deadlines.render import render_deadline
from knowledge.deadlines.wire import deadlines_json
from knowledge.plan import Deadline, Unread


def run(arguments: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - every command is called alike
    """Reads one time or a file of them; what no rule reads is told, and is not an error."""
    if (arguments.batch is None) == (arguments.text is None):
        raise UsageError("hãy cho đúng một trong hai: một thời hạn, hoặc --batch TỆP.jsonl.")
    if arguments.batch is not None:
        if not arguments.json:
            raise UsageError("--batch cần đi cùng --json.")
        for number, value in read_objects(arguments.batch):
            text, year = _read_line(value, arguments.batch, number)
            console.say_json({"id": value.get("id"), **_object(read_deadlines(text, year=year), text)})
        return 0
    if arguments.year is None:
        raise UsageError("thiếu tham số: --year NĂM (năm của kế hoạch).")
    deadlines = read_deadlines(arguments.text, year=arguments.year)
    if arguments.json:
        console.say_json({"text": arguments.text, "year": arguments.year, **_object(deadlines, arguments.text)})
        return 0
    if not deadlines:
        console.say("Ô này để trống, không có thời hạn.")
    for deadline in deadlines:
        console.say(render_deadline(deadline))
    return 0


def _object(deadlines: tuple[Deadline, ...], text: str) -> dict[str, object]:
    """What was read, and under "unread" the words that no rule reads: all of them where nothing was read."""
    read = [deadline for deadline in deadlines if not isinstance(deadline, Unread)]
    unread = "; ".join(deadline.text for deadline in deadlines if isinstance(deadline, Unread))
    result: dict[str, object] = {"deadlines": deadlines_json(read)}
    if unread:
        result["unread"] = unread if read else text
    return result


def _read_line(value: dict[str, Any], path: Path, number: int) -> tuple[str, int]:
    text, year = value.get("text"), value.get("year")
    if not isinstance(text, str):
        raise bad_line(path, number, "thiếu “text” là chữ")
    if not isinstance(year, int) or isinstance(year, bool) or not 1900 <= year <= 2200:
        raise bad_line(path, number, "thiếu “year” là một năm")
    return text, year
