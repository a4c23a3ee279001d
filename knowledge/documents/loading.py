"""The bytes of a file, and whether they are a plan file or a document that somebody else wrote."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from knowledge.errors import DocumentError

MAX_BYTES: Final = 20_000_000

_OPENING: Final = 65_536
"""Bytes that are looked at to tell a plan file from a document: its comments come first."""
_FIRST_LINE: Final = re.compile(r"format\s*=\s*\d|\[plan\]")


def load_bytes(path: Path) -> bytes:
    """The bytes of a file that may hold a plan.

    Raises:
        DocumentError: missing, too large, or not to be opened.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_large(path.name)
        return path.read_bytes()
    except IsADirectoryError:
        raise DocumentError(f"{path.name} là thư mục, không phải tệp văn bản.", path=path) from None
    except FileNotFoundError:
        raise DocumentError(f"Không tìm thấy tệp {path}.", path=path) from None
    except OSError as error:
        raise DocumentError(f"Không mở được tệp {path}: {error.strerror}.", path=path) from None


def is_plan_file(data: bytes) -> bool:
    """Whether bytes are meant as a plan file: their first line that is no comment says so.

    >>> is_plan_file(b"format = 1"), is_plan_file(b"STT")
    (True, False)
    """
    for line in data[:_OPENING].decode("utf-8", "ignore").removeprefix("\ufeff").splitlines():
        said = line.strip()
        if said and not said.startswith("#"):
            return _FIRST_LINE.match(said) is not None
    return False


def too_large(name: str) -> DocumentError:
    """What is said of a file of more bytes than are read."""
    return DocumentError(f"Tệp {name} lớn hơn {MAX_BYTES // 1_000_000} MB, quá lớn đối với một kế hoạch.")
