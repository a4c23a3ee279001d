"""A printed document → what a scanner makes of it: pictures of its pages, slightly turned, dusty, stamped in red."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

_SEED = 20241121
_RED = (205, 38, 45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """How a page is scanned: dots to the inch, the turn in degrees, specks of dust, whether a stamp is on it."""

    name: str
    dpi: int = 200
    turn: float = 0.0
    dust: int = 0
    stamped: bool = False


SCANNERS = (
    Scanner(name="clean"),
    Scanner(name="turned", turn=1.4, dust=400, stamped=True),
    Scanner(name="coarse", dpi=150, turn=-1.0, dust=200, stamped=True),
)


def scan(document: Path, scanner: Scanner, path: Path) -> int:
    """Writes a PDF of pictures of the document's pages; how many there are. The same every time."""
    pages = list(_pictures(document, scanner))
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=scanner.dpi, quality=80)
    return len(pages)


def _pictures(document: Path, scanner: Scanner) -> Iterator[Image.Image]:
    chance = random.Random(_SEED)
    with pypdfium2.PdfDocument(document) as pdf:
        for page in pdf:
            picture = page.render(scale=scanner.dpi / 72).to_pil().convert("RGB")
            if scanner.stamped:
                _stamp(picture, scanner.dpi, chance)
            if scanner.turn:
                picture = picture.rotate(scanner.turn, resample=Image.Resampling.BICUBIC, fillcolor="white")
            yield _worn(picture, scanner, chance)


def _stamp(picture: Image.Image, dpi: int, chance: random.Random) -> None:
    """A round red stamp somewhere on the page, over whatever stands there."""
    stamp = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(stamp)
    radius = round(0.7 * dpi)
    x = chance.randrange(radius, picture.width - radius)
    y = chance.randrange(radius, picture.height - radius)
    for share, width in ((1.0, 0.02), (0.93, 0.008), (0.6, 0.008)):
        r = round(radius * share)
        draw.ellipse((x - r, y - r, x + r, y + r), outline=_RED, width=max(round(width * dpi), 1))
    points = [
        (x + radius * 0.35 * k * math.sin(math.pi * i / 5), y - radius * 0.35 * k * math.cos(math.pi * i / 5))
        for i, k in enumerate((1, 0.4) * 5)
    ]
    draw.polygon(points, fill=_RED)
    picture.paste(ImageChops.multiply(picture, stamp))


def _worn(picture: Image.Image, scanner: Scanner, chance: random.Random) -> Image.Image:
    """The picture a little out of focus, with the grain of a scanner and specks."""
    if not scanner.dust:
        return picture
    picture = picture.filter(ImageFilter.GaussianBlur(0.4 * scanner.dpi / 200))
    grain = numpy.random.default_rng(_SEED).normal(0, 9, (picture.height, picture.width, 1))
    dots = (numpy.asarray(picture).astype(float) + grain).clip(0, 255).astype(numpy.uint8)
    for _ in range(scanner.dust):
        x, y, r = chance.randrange(picture.width), chance.randrange(picture.height), chance.choice((1, 1, 2))
        dots[y : y + r, x : x + r] = chance.randrange(140)
    return Image.fromarray(dots)
