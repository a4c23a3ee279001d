"""Reads one file in a process of its own and watches over it: by the clock, and over what it started."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

import bot
from bot.reading.limits import LIMITS, Limits
from knowledge.documents.steps import Step
from knowledge.errors import DocumentError

if TYPE_CHECKING:
    from bot.reading.wire import Reading

_log = logging.getLogger(__name__)

_LONGEST_ANSWER: Final = 64 * 2**20
_KEPT_VARIABLES: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TESSDATA_PREFIX")
"""What of the environment a reader needs: the tokens and the database's address are none of it."""

_PATIENCE: Final = 3
"""A process that yields to all others may have to wait: its own time is bounded by the system, its waiting here."""

_ONE_THREAD: Final = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""Threads map memory before they use it, and a second one would take from those who wait for answers."""


def read_apart(
    data: bytes, name: str, *, slug: str | None = None, year: int | None = None, limits: Limits = LIMITS
) -> Iterator[Step | Reading]:
    """As `begun_apart`, at once: whoever stops listening ends the process."""
    with begun_apart(data, name, slug=slug, year=year, limits=limits) as said:
        yield from said


@contextmanager
def begun_apart(
    data: bytes, name: str, *, slug: str | None = None, year: int | None = None, limits: Limits = LIMITS
) -> Iterator[Iterator[Step | Reading]]:
    """Begins to read; what it says is listened to when this process is ready for it. The end of the block ends it.

    Args:
        data: the bytes of the file.
        name: what it is called.
        slug: the plan's short name, from the file's name where it is not given.
        year: the plan's year where the file does not print it.
        limits: what it may take.

    Yields:
        The steps of a long file, then what `bot.reading.handed_in.read_handed_in` gives, whatever the file does.
        Listening raises `DocumentError` as that does, and where the file took more than it may.
    """
    request = {"name": name, "slug": slug, "year": year, "size": len(data), "limits": asdict(limits)}
    with TemporaryDirectory(prefix="nhacviec-", ignore_cleanup_errors=True) as folder, _started(Path(folder)) as child:
        clock = _Clock(child, limits.seconds * _PATIENCE)
        try:
            _hand_over(child, json.dumps(request).encode() + b"\n" + data)
            yield _listen(child, clock, name, limits)
        finally:
            clock.stop()
            _end(child)


def _listen(child: subprocess.Popen[bytes], clock: _Clock, name: str, limits: Limits) -> Iterator[Step | Reading]:
    # What makes plans of what is said takes as long to load as the other process takes to begin.
    from bot.reading.wire import make_reading
    from bot.rendering.phrases import phrase

    answer: dict[str, Any] = {}
    allowed = limits.seconds
    for answer in _answers(child):
        if "page" not in answer:
            break
        if answer["scanned"] and allowed != limits.scan_seconds:
            allowed = limits.scan_seconds
            clock.set(allowed)
        yield Step(page=answer["page"], of=answer["of"], scanned=answer["scanned"])
    clock.stop()
    _end(child)
    child.wait()
    if "plans" in answer:
        yield make_reading(answer, name=name)
        return
    if "refused" in answer:
        raise DocumentError(answer["refused"], line=answer["line"])
    if "too_large" in answer:
        raise DocumentError(phrase("reading.too_much_memory", name=name))
    if clock.rang or child.returncode == _OUT_OF_TIME:
        raise DocumentError(phrase("reading.too_slow", name=name, seconds=allowed))
    _log.info("%s could not be read: %s", name, answer.get("broken", f"ended with {child.returncode}"))
    raise DocumentError(phrase("reading.broken", name=name))


class _Clock:
    """Ends a child, and all that it started, when its time is over."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: int) -> None:
        self._child = child
        self.rang = False
        self._timer = self._started(seconds)

    def set(self, seconds: int) -> None:
        """Gives it that long from now."""
        self._timer.cancel()
        self._timer = self._started(seconds)

    def _started(self, seconds: int) -> Timer:
        timer = Timer(seconds, self._ring)
        timer.daemon = True
        timer.start()
        return timer

    def stop(self) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        _end(self._child)


def _hand_over(child: subprocess.Popen[bytes], said: bytes) -> None:
    assert child.stdin is not None
    rest = memoryview(said)
    with suppress(BrokenPipeError):  # it died before it had heard all: what it said, or nothing, tells
        while rest:  # and the pipe stays open: see `child._end_with_parent`
            rest = rest[os.write(child.stdin.fileno(), rest) :]


def _answers(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """What the child answers, in order; it may die at any point."""
    assert child.stdout is not None
    while (line := child.stdout.readline(_LONGEST_ANSWER)).endswith(b"\n"):
        try:
            yield json.loads(line)
        except ValueError:  # it is not itself any more
            return


@contextmanager
def _started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    home = {"HOME": str(folder), "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    package = Path(bot.__file__).resolve().parent.parent
    child = subprocess.Popen(
        [sys.executable, "-m", "bot.reading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**kept, **home, **_ONE_THREAD, "PYTHONUTF8": "1", "PYTHONPATH": str(package)},
        start_new_session=True,
    )
    with child:
        yield child


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kills what is left of a child, and of what it started."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()


_OUT_OF_TIME: Final = None if sys.platform == "win32" else -signal.SIGXCPU
"""How a child ends that used up its time on the processor."""
