"""Scanned pages for tests: a table drawn with a real font, turned a little, stamped in red."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

DPI = 200
_FONTS = Path(__file__).parents[2] / "bot" / "pictures" / "fonts"
_RED = (205, 38, 45)


def drawn(
    lines: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str]],
    *,
    turn: float = 0.0,
    stamp: bool = False,
) -> Image.Image:
    """An A4 page at 200 dots to the inch: lines of text, then a ruled table; `widths` in dots."""
    picture = Image.new("RGB", (1654, 2339), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(_FONTS / "NotoSans-Regular.ttf"), 34)
    top = 140
    for line in lines:
        pen.text((180, top), line, "black", font)
        top += 60
    for row in rows:
        cells = [_wrapped(text, width - 24, font) for text, width in zip(row, widths, strict=True)]
        height = 48 * max(map(len, cells)) + 24
        left = 180
        for cell, width in zip(cells, widths, strict=True):
            pen.rectangle((left, top, left + width, top + height), outline="black", width=3)
            for number, line in enumerate(cell):
                pen.text((left + 12, top + 8 + 48 * number), line, "black", font)
            left += width
        top += height
    if stamp:
        ink = Image.new("RGB", picture.size, "white")
        for radius in (150, 138, 60):
            ImageDraw.Draw(ink).ellipse((1000 - radius, 500 - radius, 1000 + radius, 500 + radius), None, _RED, 4)
        picture = ImageChops.multiply(picture, ink)
    return picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor="white") if turn else picture


def _wrapped(text: str, width: int, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def saved(*pages: Image.Image, kind: str = "PDF") -> bytes:
    """A file of these pages."""
    file = io.BytesIO()
    if len(pages) > 1:
        pages[0].save(file, kind, resolution=DPI, save_all=True, append_images=pages[1:])
    else:
        pages[0].save(file, kind, resolution=DPI)
    return file.getvalue()
