"""The terminal and the pipe: UTF-8 out whatever the locale says, text in that never fails to decode."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path


def prepare() -> None:
    """Makes the standard streams speak UTF-8; what cannot be encoded or decoded is replaced, never raised."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """A line to the person."""
    print(text, flush=True)


def say_json(value: Mapping[str, object]) -> None:
    """One JSON object on a line of its own, its letters unescaped."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def complain(text: str) -> None:
    """One line on stderr; line breaks inside the text become spaces."""
    print(f"nhacviec: {' '.join(text.split())}", file=sys.stderr, flush=True)


def clean(text: str) -> str:
    """Text from the command line with the bytes that were not UTF-8 made replacement marks."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_terminal() -> bool:
    """Whether a person sits at the keyboard."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_lines(prompt: str) -> Iterator[str]:
    """The lines of standard input; the prompt shows at a terminal only. Ends with the input, also a closed one."""
    while sys.stdin is not None:
        if is_terminal():
            print(prompt, end="", flush=True)
        try:
            line = sys.stdin.readline()
        except ValueError:  # standard input was closed under us
            return
        if not line:
            if is_terminal():
                print()
            return
        yield line.rstrip("\r\n")


def confirm(question: str) -> bool:
    """Asks a person for a yes; anything but a yes is a no."""
    print(f"{question} [c/K] ", end="", flush=True)
    answer = "" if sys.stdin is None else sys.stdin.readline()
    return answer.strip().casefold() in {"c", "có", "co", "y", "yes"}


def ask(prompt: str) -> str | None:
    """What a person answers, None where nothing more comes."""
    print(prompt, end="", flush=True)
    line = "" if sys.stdin is None else sys.stdin.readline()
    return line.strip() if line else None


def shows_output() -> bool:
    """Whether what is written shows on a terminal, where the bytes of a workbook would be noise."""
    return sys.stdout is not None and sys.stdout.isatty()


def write_content(path: Path | None, content: bytes) -> None:
    """The bytes into a file as they are, or to standard output where no file is named."""
    if path is not None:
        path.write_bytes(content)
    elif isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(content.decode("utf-8", "replace"))


def stop_writing() -> None:
    """After the reader of our output went away: what is left unwritten must not raise at exit."""
    sys.stdout = io.StringIO()
