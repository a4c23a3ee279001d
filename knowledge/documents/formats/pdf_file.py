"""A PDF as a file (pdfium): can it be opened, how many pages, which of them are pictures of paper, those pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from knowledge.errors import DocumentError

MOST_PAGES: Final = 500
_COVERS: Final = 0.5  # share of a page that a picture of paper takes at the least
_POINTS: Final = 72  # to the inch
_MOST_DOTS: Final = 20_000_000  # an A3 sheet at 250 dots to the inch has 12 million
_FEWEST_TEXTS: Final = 30  # pieces of text over a picture; a signature's mark on a scan has fewer
_UNSEEN: Final = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_NESTED: Final = 3  # forms within forms that are looked into for pictures


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[PdfFile]:
    """Opens a PDF.

    Raises:
        DocumentError: broken, with a password, without pages or with too many.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise DocumentError(f"Tệp {name} có mật khẩu; hãy bỏ mật khẩu rồi nhập lại.") from None
        raise DocumentError(f"Tệp {name} bị hỏng, không mở được như một tệp PDF; hãy lấy lại bản gốc.") from None
    try:
        if not len(pdf):
            raise DocumentError(f"Tệp {name} không có trang nào.")
        if len(pdf) > MOST_PAGES:
            raise DocumentError(
                f"Tệp {name} có {len(pdf)} trang, nhiều hơn {MOST_PAGES} trang; hãy tách riêng phần kế hoạch."
            )
        yield PdfFile(pdf)
    finally:
        pdf.close()


class PdfFile:
    """An open PDF; pages are counted from 1."""

    def __init__(self, pdf: pypdfium2.PdfDocument) -> None:
        self._pdf = pdf

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._pdf)

    def picture_of_paper(self, page: int) -> float:
        """The dots to the inch of the picture that a page is; 0.0 where it is none.

        A picture that covers the page and has text printed over it is only its background; text under it, or printed
        so as not to be seen, is what some other program recognised in it.
        """
        held = self._pdf[page - 1]
        width, height = held.get_size()
        best, over = 0.0, 0
        for thing in held.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT), max_depth=_NESTED):
            if thing.type == raw.FPDF_PAGEOBJ_TEXT:
                over += raw.FPDFTextObj_GetTextRenderMode(thing) not in _UNSEEN
                continue
            left, bottom, right, top = thing.get_bounds()
            if (right - left) * (top - bottom) >= _COVERS * width * height and right > left:
                best, over = max(best, thing.get_px_size()[0] * _POINTS / (right - left), 1.0), 0
        return 0.0 if over >= _FEWEST_TEXTS else best

    def fitting(self, page: int, dpi: int) -> int:
        """The dots to the inch, fewer on a page so large that its picture would not fit into memory."""
        width, height = self._pdf[page - 1].get_size()
        dots = width * height * (dpi / _POINTS) ** 2
        return dpi if dots <= _MOST_DOTS else max(int(dpi * (_MOST_DOTS / dots) ** 0.5), 1)

    def draw(self, page: int, dpi: int) -> Image.Image:
        """The page as a picture."""
        bitmap = self._pdf[page - 1].render(scale=dpi / _POINTS, draw_annots=True)
        try:
            picture: Image.Image = bitmap.to_pil().copy()
            return picture
        finally:
            bitmap.close()
