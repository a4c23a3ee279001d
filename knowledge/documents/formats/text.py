"""Text files in any encoding, Markdown and saved web pages among them."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from knowledge.documents.blocks import read_blocks
from knowledge.documents.encoding import decode
from knowledge.documents.model import Document, Note
from knowledge.documents.page_noise import without_noise
from knowledge.documents.quoted import join_quoted
from knowledge.errors import DocumentError

MAX_BYTES: Final = 5_000_000  # a plan of a thousand tasks as text is under one million
# A web page saved on one line: its blocks get lines of their own, for all that is known of a place is its line.
_TABLE_BESIDE_TEXT = re.compile(r"</(?:p|div|h\d|center)>[ \t]*<table\b|</table>[ \t]*<(?:p|div|h\d)\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:table|tr|p|div|h\d|li|br)\b|(?<=</table>)(?=.)", re.IGNORECASE)
_NO_TEXT = re.compile(r"<(script|style|noscript|nav|footer|svg|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n|\x0b|\x0c|\u2028|\u2029|\x85")


def read_text(data: bytes, name: str) -> Document:
    """Reads a text file.

    Raises:
        DocumentError: empty, too large, no text at all, or in an unknown encoding.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(f"Tệp {name} lớn hơn {MAX_BYTES // 1_000_000} MB, quá lớn đối với một kế hoạch.")
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise DocumentError(f"Tệp {name} rỗng, không có gì để đọc.")
    decoded = decode(data, name)
    text = decoded.text
    if "</" in text:
        text = _NO_TEXT.sub(lambda found: "\n" * found[0].count("\n"), text)
    if _TABLE_BESIDE_TEXT.search(text):
        text = _BLOCK_TAG.sub(r"\n\g<0>", text)
    lines = tuple(_LINE_END.split(text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")))
    if lines and not lines[-1]:
        lines = lines[:-1]
    return Document(
        name=name,
        digest=hashlib.sha256(data).hexdigest(),
        lines=lines,
        blocks=read_blocks(join_quoted(without_noise(lines))),
        notes=(Note(message=decoded.note),) if decoded.note else (),
    )
