"""Office files are archives of parts: what is looked at before any library unpacks one.

A part is text; it has no business being a hundred times smaller packed, declaring entities, or lying outside.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from knowledge.errors import DocumentError

MAX_PARTS: Final = 2_000
MAX_UNPACKED: Final = 200_000_000
MAX_RATIO: Final = 100
RATIO_FROM: Final = 100 * 1024
"""Up to here a part may be packed as tightly as it likes: an empty sheet is."""

_ENCRYPTED: Final = 0x1
_DECLARES: Final = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le")
)
_MACROS: Final = "vbaProject.bin"
_MANIFEST, _LOCKED = "META-INF/manifest.xml", b"encryption-data"  # of OpenDocument


def check_archive(data: bytes, name: str) -> bool:
    """Looks an office file over without keeping what it unpacks; tells whether it holds macros (nothing runs them).

    Raises:
        DocumentError: it is broken, locked, or made to harm whoever unpacks it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(parts, name)
            for part in parts:
                if part.filename == _MANIFEST and _LOCKED in archive.read(part):
                    raise _locked(name)
                if part.filename.endswith((".xml", ".rels")):
                    _check_text(archive.read(part), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise DocumentError(
            f"Tệp {name} bị hỏng hoặc tải về chưa trọn nên không mở được; hãy lưu lại rồi nhập lại."
        ) from None
    return any(PurePosixPath(part.filename).name == _MACROS for part in parts)


def _check_parts(parts: Iterable[zipfile.ZipInfo], name: str) -> None:
    unpacked = 0
    for number, part in enumerate(parts, start=1):
        unpacked += part.file_size
        if part.flag_bits & _ENCRYPTED:
            raise _locked(name)
        if _leads_outside(part.filename):
            raise DocumentError(f"Tệp {name} có thành phần mang đường dẫn bất thường nên không mở, để an toàn.")
        ratio = part.file_size / max(1, part.compress_size)
        if number > MAX_PARTS or unpacked > MAX_UNPACKED or (part.file_size > RATIO_FROM and ratio > MAX_RATIO):
            raise DocumentError(
                f"Tệp {name} nén bất thường (mở ra quá lớn hoặc quá nhiều phần) nên không mở, để an toàn."
            )


def _locked(name: str) -> DocumentError:
    return DocumentError(f"Tệp {name} có mật khẩu; hãy bỏ mật khẩu rồi nhập lại.")


def _leads_outside(path: str) -> bool:
    there = PureWindowsPath(path)  # understands both slashes
    return bool(there.anchor) or ".." in there.parts


def _check_text(text: bytes, name: str) -> None:
    """No office program writes a document type; one is there to make a reader fetch or multiply something."""
    if any(mark in text for mark in _DECLARES):
        raise DocumentError(f"Tệp {name} có khai báo thực thể XML mà văn bản thường không có nên không mở, để an toàn.")
