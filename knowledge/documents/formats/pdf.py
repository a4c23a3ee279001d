"""PDF files: pages with text as they are printed, pages that are pictures of paper through recognition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from knowledge.documents.composing import compose
from knowledge.documents.formats.pdf_file import PdfFile, open_pdf
from knowledge.documents.formats.pdf_text import load_text_pages
from knowledge.documents.model import Document
from knowledge.documents.pages.model import Page
from knowledge.documents.pages.pieces import read_pieces
from knowledge.documents.steps import tell_step

_DPI: Final = 200
_AS_SCANNED: Final = (180, 250)  # dots to the inch that are read as they are: drawing them anew would blur them


def read_pdf(data: bytes, name: str) -> Document:
    """Reads a PDF.

    Raises:
        DocumentError: broken, with a password, without pages or with too many.
    """
    with open_pdf(data, name) as pdf:
        return compose(data, name, read_pieces(_pages(pdf, data)))


def _pages(pdf: PdfFile, data: bytes) -> Iterator[Page]:
    texts = load_text_pages(data)
    for number in range(1, pdf.pages + 1):
        page = next(texts, None)
        scanned = pdf.picture_of_paper(number)
        if scanned:
            from knowledge.documents.scans.reading import read_picture

            tell_step(number, of=pdf.pages, scanned=True)
            dpi = round(scanned) if _AS_SCANNED[0] <= scanned <= _AS_SCANNED[1] else _DPI
            yield read_picture(pdf.draw(number, dpi), number=number, dpi=dpi)
        elif page is not None:
            tell_step(number, of=pdf.pages)
            yield page
