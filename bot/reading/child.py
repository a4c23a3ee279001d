"""The process that reads one file: bytes come in at standard input, lines of JSON go out, and it ends.

Its parent is `bot.reading.apart`. What goes back is text (plan files), never objects: whoever took this process over
through a file could still only say what a plan says.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from threading import Thread
from typing import BinaryIO

from bot.errors import BotError
from bot.reading.limits import Limits, allow_scan, confine
from knowledge.documents.steps import Step, heard_by
from knowledge.errors import DocumentError, KnowledgeError


def main() -> None:
    """Reads the request (one line of JSON, then the bytes of the file), and the file."""
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(request["size"])
    limits = Limits(**request["limits"])
    answers = _take_output()
    Thread(target=_end_with_parent, daemon=True).start()
    confine(limits)

    def step(step: Step) -> None:
        if step.scanned:
            allow_scan(limits)
        _answer(answers, {"page": step.page, "of": step.of, "scanned": step.scanned})

    with heard_by(step):
        _answer(answers, _read(data, request))
    # Nothing is left to tidy, and libraries of odd formats have crashed while they did.
    os._exit(0)


def _read(data: bytes, request: dict[str, object]) -> dict[str, object]:
    try:
        # Not before the file is taken over: whoever hands it in waits for that, and goes on while these are loaded.
        from bot.reading.handed_in import read_handed_in
        from bot.reading.wire import reading_json

        slug, year = request["slug"], request["year"]
        reading = read_handed_in(
            data,
            str(request["name"]),
            slug=slug if isinstance(slug, str) else None,
            year=year if isinstance(year, int) else None,
        )
        return reading_json(reading)
    except (KnowledgeError, BotError) as error:
        return {"refused": str(error), "line": error.line if isinstance(error, DocumentError) else None}
    except MemoryError:
        return {"too_large": True}
    except Exception as error:  # what a library of a format makes of a broken file
        return {"broken": f"{type(error).__name__}: {error}"}


def _take_output() -> BinaryIO:
    """Standard output for our answers alone: what libraries print there goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _answer(answers: BinaryIO, value: dict[str, object]) -> None:
    answers.write(json.dumps(value).encode() + b"\n")
    answers.flush()


def _end_with_parent() -> None:
    """The parent holds our standard input open as long as it lives: its end is ours and our children's."""
    os.read(0, 1)
    if sys.platform != "win32":
        with suppress(OSError):
            os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
