"""A file → a `Document`, by the reader of its kind."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Final, assert_never

from knowledge.documents.archives import check_archive
from knowledge.documents.kinds import Kind, tell_kind
from knowledge.documents.loading import MAX_BYTES, load_bytes, too_large
from knowledge.documents.model import Document, Note
from knowledge.errors import DocumentError

_ARCHIVES: Final = frozenset({Kind.DOCX, Kind.XLSX, Kind.XLSB, Kind.OPEN_DOCUMENT})
_MACROS: Final = "Tệp có macro; trợ lý chỉ đọc chữ trong tệp, không chạy macro."


def load_document(path: Path) -> Document:
    """Reads a file.

    Raises:
        DocumentError: missing, empty, too large, broken, of a kind not read, or in an unknown encoding.
    """
    try:
        return read_document(load_bytes(path), path.name)
    except DocumentError as error:
        error.path = path
        raise


def read_document(data: bytes, name: str) -> Document:
    """Reads the bytes of a file called `name`; its kind is told by the bytes.

    Raises:
        DocumentError: as `load_document`.
    """
    if len(data) > MAX_BYTES:
        raise too_large(name)
    kind = tell_kind(data, name)
    macros = kind in _ARCHIVES and check_archive(data, name)
    document = _read(kind, data, name)
    return replace(document, notes=(Note(message=_MACROS), *document.notes)) if macros else document


def _read(kind: Kind, data: bytes, name: str) -> Document:
    match kind:
        case Kind.TEXT:
            from knowledge.documents.formats.text import read_text

            return read_text(data, name)
        case Kind.SAVED_PAGE:
            from knowledge.documents.formats.saved_page import read_saved_page

            return read_saved_page(data, name)
        case Kind.DOCX:
            from knowledge.documents.formats.docx import read_docx

            return read_docx(data, name)
        case Kind.PDF:
            from knowledge.documents.formats.pdf import read_pdf

            return read_pdf(data, name)
        case Kind.IMAGE:
            from knowledge.documents.formats.image import read_image

            return read_image(data, name)
        case Kind.DOC | Kind.RTF | Kind.OPEN_DOCUMENT | Kind.XLS | Kind.XLSB:
            return _read_converted(kind, data, name)
        case Kind.LOCKED:
            raise DocumentError(f"Tệp {name} có mật khẩu; hãy bỏ mật khẩu rồi nhập lại.")
        case Kind.XLSX:
            from knowledge.documents.formats.xlsx import read_xlsx

            return read_xlsx(data, name)
        case Kind.SLIDES:
            raise DocumentError(
                f"Tệp {name} là {kind}, trợ lý chưa đọc được; hãy lưu kế hoạch thành tệp Word (.docx) rồi nhập lại."
            )
        case Kind.MAIL:
            raise DocumentError(f"Tệp {name} là {kind}; hãy lưu tệp đính kèm trong thư rồi nhập tệp đó.")
        case Kind.ARCHIVE:
            raise DocumentError(f"Tệp {name} là tệp nén, không phải văn bản; hãy giải nén rồi nhập từng tệp trong đó.")
        case _:
            assert_never(kind)


def _read_converted(kind: Kind, data: bytes, name: str) -> Document:
    from knowledge.documents.formats.converted import convert

    document = read_document(convert(data, name, kind), name)
    return replace(document, digest=hashlib.sha256(data).hexdigest())
