"""One spelling for words that differ only in where the tone mark stands: "hoà" and "hòa", "thuỷ" and "thủy".

NFC does not merge them: both are legal spellings.

>>> tone_last("hoà") == tone_last("hòa"), tone_last("Số"), tone_last("hoa")
(True, 'sô\u0301', 'hoa')
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

TONES = "\u0300\u0301\u0303\u0309\u0323"


@lru_cache(maxsize=32768)
def tone_last(word: str) -> str:
    """The lower-cased word with its tone mark moved to its end; "" tone stays as it is."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = "".join(c for c in parts if c in TONES)
    if not tones:
        return unicodedata.normalize("NFC", parts)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES)) + tones
