"""A surface to draw on: text in the vendored font, rounded bars, cut to height and saved as PNG. Pillow lives here."""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

_FINER = 2  # drawn so much larger and scaled down: edges come out smooth
_TALLEST = 2600


class Canvas:
    """A picture of fixed width that is as tall as what was drawn; all lengths in pixels of the result."""

    def __init__(self, width: int, ground: str) -> None:
        self.width = width
        self._image = Image.new("RGB", (width * _FINER, _TALLEST * _FINER), ground)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, left: float, top: float, width: float, height: float, colour: str, *, radius: float = 0) -> None:
        """A filled box with rounded corners."""
        if width < 0.5 or height < 0.5:
            return
        corners = (left * _FINER, top * _FINER, (left + width) * _FINER - 1, (top + height) * _FINER - 1)
        self._draw.rounded_rectangle(corners, radius=min(radius, width / 2, height / 2) * _FINER, fill=colour)

    def bar(self, left: float, top: float, width: float, height: float, parts: list[tuple[float, str]]) -> None:
        """A bar with round ends, filled from the left by (share, colour); shares that add up to 1 fill it."""
        stripe = Image.new("RGB", (round(width * _FINER), round(height * _FINER)))
        draw, at = ImageDraw.Draw(stripe), 0.0
        for share, colour in parts:
            draw.rectangle((at, 0, at + share * stripe.width, stripe.height), fill=colour)
            at += share * stripe.width
        mask = Image.new("L", stripe.size)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, stripe.width - 1, stripe.height - 1), height / 2 * _FINER, 255)
        self._image.paste(stripe, (round(left * _FINER), round(top * _FINER)), mask)

    def text(
        self, left: float, top: float, text: str, size: int, colour: str, *, bold: bool = False, anchor: str = "la"
    ) -> None:
        """One line of text; `anchor` as Pillow has it ("la" left and top, "ra" right, "ma" middle)."""
        place = (left * _FINER, top * _FINER)
        self._draw.text(place, text, fill=colour, font=_font(size * _FINER, bold), anchor=anchor)

    def png(self, height: float) -> bytes:
        """The picture down to `height`."""
        cut = self._image.crop((0, 0, self._image.width, min(round(height), _TALLEST) * _FINER))
        small = cut.resize((self.width, cut.height // _FINER), Image.Resampling.LANCZOS)
        content = BytesIO()
        # Flat colours need no more than a palette: a third of the size on a slow phone line.
        small.quantize(255, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
        return content.getvalue()


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a line of text is."""
    return _font(size * _FINER, bold).getlength(text) / _FINER


def wrap_text(text: str, size: int, width: float, *, lines: int, bold: bool = False) -> list[str]:
    """The text in at most so many lines of at most that width, broken between words; the last one may end in "…"."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and text_width(longer, size, bold=bold) <= width:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [shorten(line, size, width, bold=bold) for line in found]


def shorten(text: str, size: int, width: float, *, bold: bool = False) -> str:
    """The text, cut and ended by "…" where it is wider."""
    if text_width(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(f"{text[:middle].rstrip()}…", size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf"
    content = resources.files("bot.pictures").joinpath("fonts", name).read_bytes()
    # The basic layout: the other one needs a library that not every machine has, and draws the same letters.
    return ImageFont.truetype(BytesIO(content), size, layout_engine=ImageFont.Layout.BASIC)
