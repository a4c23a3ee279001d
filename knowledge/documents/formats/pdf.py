"""PDF files: pages with text as they are printed."""

from __future__ import annotations

from knowledge.documents.composing import compose
from knowledge.documents.formats.pdf_file import open_pdf
from knowledge.documents.formats.pdf_text import load_text_pages
from knowledge.documents.model import Document
from knowledge.documents.pages.pieces import read_pieces


def read_pdf(data: bytes, name: str) -> Document:
    """Reads a PDF.

    Raises:
        DocumentError: broken, with a password, without pages or with too many.
    """
    with open_pdf(data, name):
        return compose(data, name, read_pieces(load_text_pages(data)))
