"""What one file may cost, and how a process holds itself to it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

_MEGABYTE: Final = 2**20
_NICE: Final = 10
"""Whoever asks a question is answered first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may take before it is broken off.

    `seconds` holds for files with text, `scan_seconds` from the moment that a page is found to be a picture.
    `program_bytes` is for programs that read a format for us (LibreOffice): they map far more than they use.
    """

    seconds: int = 20
    scan_seconds: int = 600
    memory_bytes: int = 512 * _MEGABYTE
    program_bytes: int = 1536 * _MEGABYTE
    written_bytes: int = 200 * _MEGABYTE
    open_files: int = 256


LIMITS: Final = Limits()


def confine(limits: Limits) -> None:
    """Holds this process, and what it starts, to the limits; where the system knows none the parent's clock is left."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(_NICE)
    bounds = (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.program_bytes),
        (resource.RLIMIT_CPU, limits.seconds, limits.scan_seconds + 1),  # the signal first, the end a second later
        (resource.RLIMIT_FSIZE, limits.written_bytes, limits.written_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_CORE, 0, 0),
    )
    for what, soft, hard in bounds:
        _bound(what, soft, hard)


def allow_scan(limits: Limits) -> None:
    """Lets this process go on for as long as a scan may take."""
    if sys.platform == "win32":
        return
    import resource

    _bound(resource.RLIMIT_CPU, limits.scan_seconds, limits.scan_seconds + 1)


if sys.platform != "win32":

    def _bound(what: int, soft: int, hard: int) -> None:
        import resource

        _, allowed = resource.getrlimit(what)
        if allowed != resource.RLIM_INFINITY:
            soft, hard = min(soft, allowed), min(hard, allowed)
        with suppress(ValueError, OSError):  # macOS knows RLIMIT_AS but takes no value for it
            resource.setrlimit(what, (soft, hard))
