"""Two byte encodings of Vietnamese from before Unicode, still met in old files: TCVN3 (fonts ".VnTime") and VNI.

Both put their letters where Latin-1 has others, so a file in them opens as "Céng hoµ x· héi" or "Coäng hoøa xaõ hoäi".
"""

from __future__ import annotations

import re
from functools import cache

from nlu.later import later

# TCVN 5712:1993, third table: one byte a letter. Capitals with a tone have none: fonts drew small letters as capitals.
_TCVN3: dict[str, str] = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)

_NO_CAPITAL = frozenset(_TCVN3.values()) - frozenset("ăâđêôơưĂÂĐÊÔƠƯ")
_WORD = later(r"[^\W\d_]+")
_LOST_U = later(r"(?P<before>(?<!\w)[bcdđghklmnprstvx]{0,3})-?(?P<behind>[ơờớởỡợ](?:ng|c|u)(?!\w))", re.IGNORECASE)

# VNI for Windows: a base letter, then a mark as a letter of its own.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVES = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư", "ñ": "đ"}


@cache
def _vni_pairs() -> dict[str, str]:
    pairs = dict(_VNI_ALONE)
    for base in "aeouy":
        pairs |= {base + mark: base + tone for mark, tone in _VNI_TONES.items()}
    for base, hatted in zip("aeo", "âêô", strict=True):
        pairs |= {base + mark: hatted + tone for mark, tone in _VNI_HATS.items()}
    pairs |= {"a" + mark: "ă" + tone for mark, tone in _VNI_BREVES.items()}
    for base, horned in (("ô", "ơ"), ("ö", "ư")):
        pairs |= {base + mark: horned + tone for mark, tone in _VNI_TONES.items()}
    capitals = {pair.upper(): letter.upper() for pair, letter in pairs.items()}
    mixed = {pair[0].upper() + pair[1:]: letter[0].upper() + letter[1:] for pair, letter in pairs.items()}
    return mixed | capitals | pairs


@cache
def _vni_pattern() -> re.Pattern[str]:
    longest_first = sorted(_vni_pairs(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def from_tcvn3(text: str) -> str:
    """TCVN3 bytes read as Latin-1 → the Vietnamese text.

    >>> from_tcvn3("Céng hoµ x· héi")
    'Cộng hoà xã hội'
    >>> from_tcvn3("KÕ HO¹CH cña Së C«ng Th­¬ng")
    'KẾ HOẠCH của Sở Công Thương'
    """
    return _in_capitals(text.translate({ord(shown): letter for shown, letter in _TCVN3.items()}))


def _in_capitals(text: str) -> str:
    """Words in capitals made whole: "HOạCH" for the one has no capital of its own, and "Kế" beside such a word."""
    words = list(_WORD.finditer(text))
    kinds = [_kind_of(word[0]) for word in words]
    letters = list(text)
    for at, word in enumerate(words):
        beside = {*kinds[max(at - 1, 0) : at], *kinds[at + 1 : at + 2]}
        if kinds[at] == "torn" or (kinds[at] == "either" and beside & {"torn", "capitals"}):
            letters[word.start() : word.end()] = word[0].upper()
    return "".join(letters)


def _kind_of(word: str) -> str:
    """What of a word is in capitals: all ("capitals"), all that can be ("torn"), perhaps so ("either"), or else ""."""
    small = [letter for letter in word if letter.islower()]
    if not small:
        return "capitals" if len(word) > 1 and not word.isascii() else ""
    if not all(letter in _NO_CAPITAL for letter in small):
        return ""
    return "torn" if len(word) - len(small) > 1 else "either"


def with_lost_letters(text: str) -> str:
    """Text of TCVN3 with its "ư" put back: it stands where Latin-1 has a soft hyphen, which programs drop or print.

    Only where no syllable is written without it: nothing ends in "ơng", "ơc" or "ơu".

    >>> with_lost_letters("Trớc ngày, đ-ợc giao, nông thôn, ph-ơng án, Kế hoạch số 5/KH-UBND")
    'Trước ngày, được giao, nông thôn, phương án, Kế hoạch số 5/KH-UBND'
    """
    return _LOST_U.sub(r"\g<before>ư\g<behind>", text)


def from_vni(text: str) -> str:
    """VNI bytes read as Latin-1 → the Vietnamese text (marks may stand apart: compose afterwards).

    >>> import unicodedata
    >>> unicodedata.normalize("NFC", from_vni("Coäng hoøa xaõ hoäi"))
    'Cộng hòa xã hội'
    """
    pairs = _vni_pairs()
    return _vni_pattern().sub(lambda found: pairs[found.group()], text)
