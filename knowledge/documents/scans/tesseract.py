"""Tesseract as a program of its own: pictures of text → words with their boxes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Final

from knowledge.documents.scans.ink import Gray
from knowledge.errors import DocumentError

LANGUAGE: Final = "vie"
_ORIENTATION: Final = "osd"
_ROTATE = re.compile(r"^Rotate: (?P<degrees>\d+)", re.MULTILINE)
_SECONDS: Final = 90  # for one page; a usual one takes one or two
_WORD_LEVEL: Final = "5"


class Layout(IntEnum):
    """How the text of a picture is laid out, as Tesseract counts it."""

    COLUMNS = 4
    BLOCK = 6
    LINE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A word in a picture, its box in dots, and how sure it is (0 to 100)."""

    text: str
    left: int
    top: int
    width: int
    height: int
    sure: float


@cache
def is_at_hand() -> bool:
    """Whether Tesseract and its Vietnamese are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        said = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in (said.stdout + said.stderr).split()


def recognise(pictures: Sequence[Gray], *, dpi: int, layout: Layout, letters: str = "") -> list[list[Recognised]]:
    """The words of each picture, in the order in which they are read there; of these `letters` only, where given.

    Raises:
        DocumentError: Tesseract failed or took too long.
    """
    if not pictures:
        return []
    options = ["-l", LANGUAGE, "--dpi", str(dpi), "--psm", str(int(layout))]
    if letters:
        options += ["-c", f"tessedit_char_whitelist={letters}"]
    said = _run(pictures, [*options, "tsv"])
    found: list[list[Recognised]] = [[] for _ in pictures]
    for line in said.splitlines()[1:]:
        fields = line.split("\t")
        if len(fields) == 12 and fields[0] == _WORD_LEVEL and fields[11].strip():
            left, top, width, height = map(int, fields[6:10])
            text = unicodedata.normalize("NFC", fields[11].strip()).replace("⁄", "/")
            found[int(fields[1]) - 1].append(
                Recognised(text=text, left=left, top=top, width=width, height=height, sure=float(fields[10]))
            )
    return found


def find_quarter_turns(picture: Gray, *, dpi: int) -> int:
    """How often a page must be turned left by a quarter to stand; 0 where it stands or that cannot be told."""
    try:
        said = _run([picture], ["-l", _ORIENTATION, "--dpi", str(dpi), "--psm", "0"])
    except DocumentError:
        return 0
    found = _ROTATE.search(said)
    return -int(found["degrees"]) // 90 % 4 if found else 0


def _run(pictures: Sequence[Gray], options: Sequence[str]) -> str:
    """What Tesseract says of pictures."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        names = [Path(folder) / f"{number}.pgm" for number in range(len(pictures))]
        for path, picture in zip(names, pictures, strict=True):
            height, width = picture.shape
            path.write_bytes(b"P5 %d %d 255\n" % (width, height) + picture.tobytes())
        listed = Path(folder) / "list.txt"
        listed.write_text("".join(f"{path}\n" for path in names), "utf-8")
        try:
            return subprocess.run(
                ["tesseract", str(listed), "stdout", *options],
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads wait for each other: six times slower
            ).stdout
        except (OSError, subprocess.SubprocessError):
            raise DocumentError(
                "Chương trình nhận dạng chữ (Tesseract) không đọc được trang quét; hãy thử lại với bản quét rõ hơn."
            ) from None
