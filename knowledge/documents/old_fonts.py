"""Text that is set in a font from before Unicode (".VnTime", "VNI-Times"): its letters stand where Latin has others.

Such a font is a sign, no proof: many files were brought to Unicode and keep the font's name. So all that a file sets in
fonts of one encoding is converted where it then reads more like Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from knowledge.documents.encoding import vietnamese_score
from knowledge.documents.legacy import from_tcvn3, from_vni

TCVN3: Final = "TCVN3 (ABC)"
VNI: Final = "VNI"
_FONTS: Final = ((re.compile(r"\.vn", re.IGNORECASE), TCVN3), (re.compile(r"vni[- ]", re.IGNORECASE), VNI))
_CAPITALS = re.compile(r"\.vn\w*h(?:\s|$)", re.IGNORECASE)  # ".VnTimeH" draws capitals for the same letters
_MARKED = re.compile(r"[\u00a1-\u00ff]")


def find_encoding(font: str) -> str:
    """The encoding that a font is made for, "" for one of today."""
    return next((encoding for pattern, encoding in _FONTS if pattern.match(font)), "")


def to_unicode(text: str, font: str) -> str:
    """The Vietnamese text of what is set in an old font.

    >>> to_unicode("Céng hoµ x· héi", ".VnTimeH"), to_unicode("Coäng hoøa", "VNI-Times")
    ('CỘNG HOÀ XÃ HỘI', 'Cộng hòa')
    """
    converted = from_tcvn3(text) if find_encoding(font) == TCVN3 else from_vni(text)
    composed = unicodedata.normalize("NFC", converted)
    return composed.upper() if _CAPITALS.match(font) else composed


def find_old(texts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The encodings, of texts each with that of its font, whose texts are not in Unicode yet."""
    told = defaultdict[str, list[str]](list)
    for encoding, text in texts:
        told[encoding].append(text)
    whole = {encoding: " ".join(those) for encoding, those in told.items()}
    converted = {encoding: to_unicode(text, _font_of(encoding)) for encoding, text in whole.items()}
    return frozenset(
        encoding
        for encoding, text in whole.items()
        if _MARKED.search(text) and vietnamese_score(converted[encoding]) > vietnamese_score(text)
    )


def _font_of(encoding: str) -> str:
    return ".VnTime" if encoding == TCVN3 else "VNI-Times"
