"""Capital letters put back where a document prints a name or a title all in capitals."""

from __future__ import annotations

import re

from knowledge.agency_words import agency_words, canon
from knowledge.ingest.head_words import head_words
from nlu.later import later
from nlu.text import fold

_LEVELS = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)"
_COMMITTEES = r"(?:tỉnh|thành|huyện|quận|thị) (?:ủy|uỷ)"
_PLACE = re.compile(  # "xã Tân Phú năm 2026", but "kinh tế - xã hội năm 2026"
    rf"\b({_LEVELS}) (?!(?:hội|năm|giai đoạn|đến|quý|tháng|về|của|và)\b)"
    r"((?:\S+ ){0,3}?\S+)(?=$|,| (?:năm|giai đoạn|đến|quý|tháng|khóa|nhiệm kỳ)\b)"
)
_SCHOOL = later(
    r"\b(?:mầm non|mẫu giáo|tiểu học|thcs|thpt|trung học (?:cơ sở|phổ thông))\s+"
    r"(?P<name>(?!dân tộc|số\b)\S+(?: \S+){0,3})$"
)
_SIGN = re.compile(r"\b\d[\w/.\-]*[/\-][A-ZĐ][\w\-/]*", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?<!\w)(quý|học kỳ|giai đoạn|đợt|khóa|nhiệm kỳ|lần thứ|phụ lục)((?:(?:\s*[,-]|\s+và)?\s*[ivx]+(?!\w))+)"
)
_SIGNS = {"ttg": "TTg", "ctr": "CTr", "nđ": "NĐ", "qđ": "QĐ"}


def recase_name(capitals: str, *, body: str = "", place: str = "") -> str:
    """A body's name from capitals: "SỞ KHOA HỌC VÀ CÔNG NGHỆ" → "Sở Khoa học và Công nghệ".

    Args:
        capitals: the name as the head prints it.
        body: the document's text, which may print the same name in small letters.
        place: where the document was signed; a name may end in it without a word for its level.

    >>> recase_name("ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP")
    'Ủy ban nhân dân tỉnh Đồng Tháp'
    >>> recase_name("SỞ NỘI VỤ NAM ĐỊNH"), recase_name("TRƯỜNG THPT BA TƠ", place="Ba Tơ")
    ('Sở Nội vụ Nam Định', 'Trường THPT Ba Tơ')
    >>> recase_name("HUYỆN ỦY BA TRI")
    'Huyện ủy Ba Tri'
    """
    if printed := _as_printed(capitals, body):
        return printed
    text = " ".join(capitals.lower().split())
    text = re.sub(
        rf"\b({_LEVELS}|{_COMMITTEES}) (?!(?:hội|ủy|uỷ)\b)(.+)$", lambda m: f"{m[1]} {_titled(m[2])}", text, count=1
    )
    low = canon(text)
    behind = 0
    for sector in agency_words().sector.finditer(low):
        words = re.split(r"(\s+và\s+|\s*,\s*|\s+-\s+)", text[sector.start() : sector.end()])
        text = (
            text[: sector.start()]
            + "".join(w if n % 2 else w[:1].upper() + w[1:] for n, w in enumerate(words))
            + text[sector.end() :]
        )
        behind = sector.end()
    if behind and text[behind:].strip() and not agency_words().level.match(low[behind:].strip()):
        text = f"{text[:behind]} {_titled(text[behind:].strip())}"
    if named := _SCHOOL.search(text):  # "Trường tiểu học Nguyễn Du"
        text = text[: named.start("name")] + _titled(named["name"])
    if place and canon(text).endswith(f" {canon(place)}"):
        text = text[: -len(place)] + place
    text = re.sub(r"\w+", lambda m: m[0].upper() if _is_short_form(m[0]) else m[0], text)
    return text[:1].upper() + text[1:]


def _is_short_form(word: str) -> bool:
    """Whether letters are read one by one: "ubnd", "thpt"; no Vietnamese word lacks a vowel."""
    return word == "ubnd" or (len(word) > 1 and word.isalpha() and not set(fold(word)) & set("aeiouy"))


def _as_printed(capitals: str, body: str) -> str:
    """The same words as the body prints them in small letters, "" where it does not."""
    pattern = r"\s+".join(re.escape(word) for word in capitals.split())
    found = (" ".join(m[0].split()) for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", body, re.IGNORECASE))
    return next((text[0].upper() + text[1:] for text in found if not text.isupper()), "")


def recase_title(title: str, body: str) -> str:
    """A readable title: as printed unless in capitals; then as the body prints the same words, else by known names."""
    title = " ".join(title.split())
    letters = [c for c in title if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return title
    return _as_printed(title, body) or _by_names(title, body)


def _by_names(title: str, body: str) -> str:
    text = title.lower()
    text = _PLACE.sub(lambda m: f"{m[1]} {_titled(m[2])}", text, count=1)
    names = {name.lower(): name for name in head_words().proper}
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    text = re.sub(rf"(?<!\w)(?:{known})(?!\w)", lambda m: names[m[0]], text)
    for word in set(re.findall(r"(?<!\w)[A-ZĐ]{3,}(?!\w)", "".join(c for c in body))):
        if re.search(rf"(?<!\w){word.lower()}(?!\w)", text) and re.search(rf"[a-zà-ỹ] {word} [a-zà-ỹ]", body):
            text = re.sub(rf"(?<!\w){word.lower()}(?!\w)", word, text)
    text = _COUNTED.sub(lambda m: m[1] + re.sub(r"\b[ivx]+\b", lambda n: n[0].upper(), m[2]), text)
    text = _SIGN.sub(lambda m: "/".join("-".join(_sign(p) for p in part.split("-")) for part in m[0].split("/")), text)
    return text[:1].upper() + text[1:]


def _sign(part: str) -> str:
    return _SIGNS.get(part.lower(), part.upper())


def _titled(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split())
