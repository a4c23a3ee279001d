"""Pictures of pages: a scan or a photograph saved as PNG, JPEG or TIFF (of one page or several)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Final

from PIL import Image, ImageOps, ImageSequence

from knowledge.documents.composing import Piece, Remark, compose
from knowledge.documents.formats.scanned import MOST_SCANNED, Scans
from knowledge.documents.model import Document
from knowledge.documents.pages.model import Page
from knowledge.documents.pages.pieces import read_pieces
from knowledge.documents.steps import tell_step
from knowledge.errors import DocumentError

_DPI: Final = 200
_AS_SCANNED: Final = (170, 260)  # dots to the inch that are read as they are
_LONG_SIDE: Final = 11.69  # inches of an A4 sheet: what a file says of its own size is often wrong
_MOST_DOTS: Final = 50_000_000  # of one page: an A4 sheet at 600 dots to the inch has 35 million


def read_image(data: bytes, name: str) -> Document:
    """Reads a picture of a page.

    Raises:
        DocumentError: broken, too large, too many pages, or not to be read for want of recognition.
    """
    return compose(data, name, _pieces(data, name))


def _pieces(data: bytes, name: str) -> Iterator[Piece]:
    try:
        with Image.open(io.BytesIO(data)) as file:
            count = getattr(file, "n_frames", 1)
            if count > MOST_SCANNED or file.width * file.height > _MOST_DOTS:
                raise DocumentError(
                    f"Ảnh {name} quá lớn (tối đa {MOST_SCANNED} trang, mỗi trang {_MOST_DOTS // 1_000_000} triệu điểm)."
                )
            scans = Scans(name, pages=count)
            yield from read_pieces(_pages(file, count, scans))
            yield from (Remark(message=message) for message in scans.remarks())
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise DocumentError(
            f"Ảnh {name} bị hỏng hoặc thuộc dạng không đọc được; hãy lưu thành JPG hay PDF, hoặc chụp lại."
        ) from None


def _pages(file: Image.Image, count: int, scans: Scans) -> Iterator[Page]:
    for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
        tell_step(number, of=count, scanned=True)
        page = scans.read(partial(_sized, frame), number=number, dpi=_DPI)
        if page is None:
            scans.give_up(number)
        else:
            yield page


def _sized(picture: Image.Image) -> Image.Image:
    """The picture as its camera held it, with as many dots as an A4 sheet has."""
    picture = ImageOps.exif_transpose(picture)
    dpi = max(picture.size) / _LONG_SIDE
    if _AS_SCANNED[0] <= dpi <= _AS_SCANNED[1]:
        return picture
    if picture.mode in ("1", "P"):
        picture = picture.convert("RGB")
    width, height = (max(round(side * _DPI / dpi), 1) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)
