"""Which letter runs can be a Vietnamese syllable once diacritics are folded away.

A run that cannot ("trinhf", "log", "sohoa") is noise and may be repaired; one that can ("hon") is a word, known or not.

>>> is_syllable("nghiep"), is_syllable("hon"), is_syllable("log"), is_syllable("sohoa")
(True, True, False, False)
"""

from __future__ import annotations

from functools import lru_cache

_ONSETS = (
    "ngh", "ng", "nh", "ch", "tr", "th", "ph", "kh", "gh", "gi", "qu",
    "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "x", "",
)  # fmt: skip

# Rimes without diacritics; one row a nucleus.
_RIMES = frozenset(
    [
        "a",
        "ac",
        "ach",
        "ai",
        "am",
        "an",
        "ang",
        "anh",
        "ao",
        "ap",
        "at",
        "au",
        "ay",
        "e",
        "ec",
        "em",
        "en",
        "eng",
        "enh",
        "eo",
        "ep",
        "et",
        "eu",
        "i",
        "ia",
        "ich",
        "iec",
        "iem",
        "ien",
        "ieng",
        "iep",
        "iet",
        "ieu",
        "im",
        "in",
        "inh",
        "ip",
        "it",
        "iu",
        "o",
        "oa",
        "oac",
        "oach",
        "oai",
        "oam",
        "oan",
        "oang",
        "oanh",
        "oao",
        "oap",
        "oat",
        "oay",
        "oc",
        "oe",
        "oen",
        "oeo",
        "oet",
        "oi",
        "om",
        "on",
        "ong",
        "op",
        "ot",
        "u",
        "ua",
        "uan",
        "uang",
        "uat",
        "uay",
        "uc",
        "ue",
        "uech",
        "uenh",
        "ui",
        "um",
        "un",
        "ung",
        "uo",
        "uoc",
        "uoi",
        "uom",
        "uon",
        "uong",
        "uop",
        "uot",
        "uou",
        "up",
        "ut",
        "uu",
        "uy",
        "uya",
        "uyen",
        "uyet",
        "uyn",
        "uynh",
        "uyt",
        "uych",
        "uyu",
        "y",
        "ych",
        "yem",
        "yen",
        "yet",
        "yeu",
        "ym",
        "yn",
        "yp",
    ]
)


@lru_cache(maxsize=4096)
def is_syllable(folded: str) -> bool:
    """Whether a folded letter run has the shape of one Vietnamese syllable."""
    return any(
        folded.startswith(onset) and _fits(onset, folded[len(onset) :]) for onset in _ONSETS if folded != onset
    ) or folded in ("gi", "o", "a", "e", "i", "u", "y")


def _fits(onset: str, rime: str) -> bool:
    if rime not in _RIMES:
        return False
    if onset in ("ngh", "gh", "k"):
        return rime[0] in "eiy"
    return True
