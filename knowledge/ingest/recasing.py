"""Capital letters put back where a document prints a name or a title all in capitals."""

from __future__ import annotations

import re

from knowledge.agency_words import agency_words, canon
from knowledge.ingest.head_words import head_words

_LEVELS = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)"
_SIGN = re.compile(r"\b\d[\w/.\-]*[/\-][A-ZĐ][\w\-/]*", re.IGNORECASE)
_SIGNS = {"ttg": "TTg", "ctr": "CTr", "nđ": "NĐ", "qđ": "QĐ"}


def recase_name(capitals: str) -> str:
    """A body's name from capitals: "SỞ KHOA HỌC VÀ CÔNG NGHỆ" → "Sở Khoa học và Công nghệ".

    >>> recase_name("ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP")
    'Ủy ban nhân dân tỉnh Đồng Tháp'
    """
    text = " ".join(capitals.lower().split())
    text = re.sub(rf"\b({_LEVELS}) (.+)$", lambda m: f"{m[1]} {_titled(m[2])}", text, count=1)
    low = canon(text)
    for sector in agency_words().sector.finditer(low):
        words = re.split(r"(\s+và\s+|\s*,\s*|\s+-\s+)", text[sector.start() : sector.end()])
        text = (
            text[: sector.start()]
            + "".join(w if n % 2 else w[:1].upper() + w[1:] for n, w in enumerate(words))
            + text[sector.end() :]
        )
    text = re.sub(r"\bubnd\b|\bhđnd\b", lambda m: m[0].upper(), text)
    return text[:1].upper() + text[1:]


def recase_title(title: str, body: str) -> str:
    """A readable title: as printed unless in capitals; then as the body prints the same words, else by known names."""
    title = " ".join(title.split())
    letters = [c for c in title if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return title
    pattern = r"\s+".join(re.escape(word) for word in title.split())
    for found in re.finditer(pattern, body, re.IGNORECASE):
        text = " ".join(found[0].split())
        if not text.isupper():
            return text[0].upper() + text[1:]
    return _by_names(title, body)


def _by_names(title: str, body: str) -> str:
    text = title.lower()
    text = re.sub(rf"\b({_LEVELS}) (?=\S)((?:\S+ ){{0,3}}\S+)$", lambda m: f"{m[1]} {_titled(m[2])}", text, count=1)
    for name in head_words().proper:
        text = re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", name, text)
    for word in set(re.findall(r"(?<!\w)[A-ZĐ]{3,}(?!\w)", "".join(c for c in body))):
        if re.search(rf"(?<!\w){word.lower()}(?!\w)", text) and re.search(rf"[a-zà-ỹ] {word} [a-zà-ỹ]", body):
            text = re.sub(rf"(?<!\w){word.lower()}(?!\w)", word, text)
    text = _SIGN.sub(lambda m: "/".join("-".join(_sign(p) for p in part.split("-")) for part in m[0].split("/")), text)
    return text[:1].upper() + text[1:]


def _sign(part: str) -> str:
    return _SIGNS.get(part.lower(), part.upper())


def _titled(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split())
