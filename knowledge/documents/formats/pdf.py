"""PDF files: pages with text as they are printed, pages that are pictures of paper through recognition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from knowledge.documents.composing import Piece, Remark, compose
from knowledge.documents.formats.pdf_file import PdfFile, open_pdf
from knowledge.documents.formats.pdf_text import load_text_pages
from knowledge.documents.formats.scanned import MOST_SCANNED, Scans
from knowledge.documents.model import Document
from knowledge.documents.pages.legible import is_legible, legible
from knowledge.documents.pages.model import Page
from knowledge.documents.pages.pieces import read_pieces
from knowledge.documents.steps import tell_step
from knowledge.errors import DocumentError

_AS_SCANNED: Final = (180, 250)  # dots to the inch that are read as they are: drawing them anew would blur them
_DPI: Final = 200


def read_pdf(data: bytes, name: str) -> Document:
    """Reads a PDF.

    Raises:
        DocumentError: broken, with a password, without pages or with too many; scanned where no scan can be read.
    """
    with open_pdf(data, name) as pdf:
        return compose(data, name, _pieces(pdf, data, name))


def _pieces(pdf: PdfFile, data: bytes, name: str) -> Iterator[Piece]:
    paper = {number: dpi for number in range(1, pdf.pages + 1) if (dpi := pdf.picture_of_paper(number))}
    if len(paper) > MOST_SCANNED:
        raise DocumentError(
            f"Tệp {name} có {len(paper)} trang quét, nhiều hơn {MOST_SCANNED} trang; hãy tách riêng phần kế hoạch."
        )
    scans = Scans(name, pages=pdf.pages)
    yield from read_pieces(_pages(pdf, load_text_pages(data), paper, scans))
    yield from (Remark(message=message) for message in scans.remarks())


def _pages(pdf: PdfFile, texts: Iterator[Page], paper: dict[int, float], scans: Scans) -> Iterator[Page]:
    for number in range(1, pdf.pages + 1):
        text = next(texts, None)
        dpi = paper.get(number, 0.0)
        page = text and legible(text)
        if page is not None and not dpi:
            tell_step(number, of=pdf.pages)
            yield page
            continue
        tell_step(number, of=pdf.pages, scanned=True)
        drawn = pdf.fitting(number, round(dpi) if _AS_SCANNED[0] <= dpi <= _AS_SCANNED[1] else _DPI)
        read = scans.read(partial(pdf.draw, number, drawn), number=number, dpi=drawn)
        if read is not None:
            yield read
        elif page is not None and is_legible(page):  # somebody else's reading of the picture lies under it
            yield page
        else:
            scans.give_up(number)
