"""Which letter runs can be a Vietnamese syllable, written with its marks or once they are folded away.

A run that cannot ("trinhf", "log", "sohoa") is noise and may be repaired; one that can ("hon") is a word, known or not.

>>> is_syllable("nghiep"), is_syllable("hon"), is_syllable("log"), is_syllable("sohoa")
(True, True, False, False)
>>> is_written("biết"), is_written("nghiệp"), is_written("biế"), is_written("phụụ"), is_written("cáng")
(True, True, False, False, True)
"""

from __future__ import annotations

from functools import lru_cache

from nlu.tone import TONES, tone_last

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


# Rimes as they are written, tone mark aside; one row a nucleus.
_WRITTEN_RIMES = frozenset((
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay",
    "ăc", "ăm", "ăn", "ăng", "ăp", "ăt",
    "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây",
    "e", "ec", "em", "en", "eng", "eo", "ep", "et",
    "ê", "êch", "êm", "ên", "êng", "ênh", "êp", "êt", "êu",
    "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu", "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu",
    "o", "oc", "oi", "om", "on", "ong", "op", "ot", "oong", "ooc",
    "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay",
    "oăc", "oăm", "oăn", "oăng", "oăt", "oe", "oen", "oeo", "oet",
    "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt",
    "ơ", "ơi", "ơm", "ơn", "ơp", "ơt",
    "u", "ua", "uc", "ui", "um", "un", "ung", "up", "ut", "uân", "uâng", "uât", "uây", "uê", "uêch", "uênh", "uơ",
    "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uy", "uya", "uych", "uyên", "uyêt", "uyn", "uynh", "uyp", "uyt", "uyu",
    "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ưt", "ưu", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
    "y", "yêm", "yên", "yêng", "yêt", "yêu", "ynh", "yt", "ych",
))  # fmt: skip
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = ("", "\u0301", "\u0323")  # sắc and nặng alone end in a stop; none where the mark was left out


@lru_cache(maxsize=4096)
def is_written(typed: str) -> bool:
    """Whether a word is spelled, marks and all, as a Vietnamese syllable can be; tone marks may stand on any vowel."""
    parted = tone_last(typed)
    letters = parted.rstrip(TONES)
    tones = parted[len(letters) :]
    if len(tones) > 1 or not letters:
        return False
    if letters.endswith(_STOPS) and tones not in _STOP_TONES:
        return False
    return any(
        letters.startswith(onset) and letters[len(onset) :] in _WRITTEN_RIMES for onset in (*_ONSETS, "đ")
    ) or letters in ("gi",)


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
