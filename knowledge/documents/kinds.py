"""What kind of file bytes are: told by what they hold, as a name may be wrong."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath
from typing import Final


class Kind(StrEnum):
    """A kind of file; the value is what people call it."""

    TEXT = "văn bản"
    DOCX = "Word (.docx)"
    XLSX = "Excel (.xlsx)"
    PDF = "PDF"
    DOC = "Word cũ (.doc)"
    XLS = "Excel cũ (.xls)"
    RTF = ".rtf"
    OPEN_DOCUMENT = "OpenDocument (.odt, .ods)"
    IMAGE = "ảnh"
    LOCKED = "Office có mật khẩu"
    ARCHIVE = "tệp nén"
    XLSB = "Excel nhị phân (.xlsb)"
    SLIDES = "bản trình chiếu (PowerPoint)"
    MAIL = "thư điện tử"
    SAVED_PAGE = "trang web (.mht)"


_PDF_WITHIN: Final = 1024  # bytes before the mark that readers of PDF put up with
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_IMAGES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8", b"RIFF")
_PHONE_IMAGE = re.compile(rb".{4}ftyp(?:hei|hev|mif1|avif)", re.DOTALL)
_MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_MAIL_HEAD: Final = 16_384  # bytes in which a mail says what it is
_SENT = re.compile(rb"^(?:To|Received|Message-ID|Delivered-To):", re.IGNORECASE | re.MULTILINE)
_WITH_PICTURES = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)\b", re.IGNORECASE | re.MULTILINE)
# Names of streams in the directory of an OLE file, in UTF-16 as they are stored.
_STREAMS: Final = {
    "EncryptedPackage": Kind.LOCKED, "__substg1.0_": Kind.MAIL, "PowerPoint Document": Kind.SLIDES,
    "WordDocument": Kind.DOC, "Workbook": Kind.XLS, "Book": Kind.XLS,
}  # fmt: skip


def tell_kind(data: bytes, name: str) -> Kind:
    """The kind of a file; one that is none of the known is taken for text."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Kind.PDF
    if data.startswith(_ZIP):
        return _kind_of_archive(data, name)
    if data.startswith(_OLE):
        streams = (kind for stream, kind in _STREAMS.items() if stream.encode("utf-16-le") in data)
        return next(streams, Kind.DOC)
    if data.startswith(b"{\\rtf"):
        return Kind.RTF
    if data.startswith(_PACKED):
        return Kind.ARCHIVE
    if data.startswith(_IMAGES) or _PHONE_IMAGE.match(data[:16]):
        return Kind.IMAGE
    head = data[:_MAIL_HEAD].replace(b"\r", b"")
    return _kind_of_mail(head.partition(b"\n\n")[0]) if _MAIL.match(head) else Kind.TEXT


def _kind_of_mail(head: bytes) -> Kind:
    """A page is saved in the form of a mail that nobody sent."""
    return Kind.SAVED_PAGE if _WITH_PICTURES.search(head) and not _SENT.search(head) else Kind.MAIL


def _kind_of_archive(data: bytes, name: str) -> Kind:
    """An office file is an archive of parts; a broken one is what it is called."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return {".docx": Kind.DOCX, ".xlsx": Kind.XLSX}.get(PurePath(name).suffix.lower(), Kind.ARCHIVE)
    if any(part.startswith("word/") for part in names):
        return Kind.DOCX
    if any(part.startswith("xl/") for part in names):
        return Kind.XLSB if "xl/workbook.bin" in names else Kind.XLSX
    if any(part.startswith("ppt/") for part in names):
        return Kind.SLIDES
    return Kind.OPEN_DOCUMENT if {"mimetype", "content.xml"} <= names else Kind.ARCHIVE
