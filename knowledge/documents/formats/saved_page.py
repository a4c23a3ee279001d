"""Web pages that a browser or Word saved as one file (.mht): the page among its pictures and styles, read as text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from email import message_from_bytes

from knowledge.documents.formats.text import read_text
from knowledge.documents.model import Document
from knowledge.errors import DocumentError


def read_saved_page(data: bytes, name: str) -> Document:
    """Reads the first page of the file.

    Raises:
        DocumentError: there is none, or as `read_text`.
    """
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes):
            return replace(read_text(page, name), digest=hashlib.sha256(data).hexdigest())
    raise DocumentError(f"Tệp {name} không có trang nào để đọc; hãy mở bằng trình duyệt, lưu lại thành .html rồi nhập.")
