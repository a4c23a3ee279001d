"""Bytes → Vietnamese text: the encoding is the one under which most words are Vietnamese syllables."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.documents.legacy import from_tcvn3, from_vni
from knowledge.errors import DocumentError

_WHOLE_TO_BROKEN = 20  # letters beyond ASCII that are right for each that is broken: other encodings have none
_SAMPLE = 60_000  # letters looked at: enough to tell encodings apart, quick for any file
_MARKED_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_MARKED = frozenset(_MARKED_LETTERS)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    rf"[aeiouy{_MARKED_LETTERS.replace('đ', '')}]{{1,3}}(?:ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_CONTROL_LETTERS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f]")  # they would act on a terminal
_UTF16_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text in NFC, and one Vietnamese sentence where it was converted from an old encoding (else empty)."""

    text: str
    note: str = ""


def decode(data: bytes, name: str) -> Decoded:
    """Reads bytes as text.

    Raises:
        DocumentError: the bytes are no text, or in an encoding that is not known.
    """
    for mark, encoding in _UTF16_MARKS:
        if data.startswith(mark):
            return Decoded(text=_strict(data, encoding, name))
    if guessed := _utf16_without_mark(data):
        return Decoded(text=_strict(data, guessed, name))
    if len(_CONTROL.findall(data[:_SAMPLE])) > len(data[:_SAMPLE]) // 200:
        raise DocumentError(f"Tệp {name} là tệp nhị phân, không phải văn bản, nên không đọc được kế hoạch.")
    readings = sorted(_readings(data), key=lambda reading: reading[0], reverse=True)
    if not readings:
        raise _unreadable(name)
    score, text, note = readings[0]
    if score < 0 and note:
        raise _unreadable(name)
    return Decoded(text=unicodedata.normalize("NFC", _CONTROL_LETTERS.sub("", text)), note=note)


def _readings(data: bytes) -> Iterator[tuple[float, str, str]]:
    """(score, text, note) of every way the bytes can be read; the first of equals is the likeliest."""
    text, broken = _utf8(data)
    if broken:
        yield vietnamese_score(text), text, f"Có {broken} chỗ hỏng trong tệp không đọc được, đã đánh dấu bằng “\ufffd”."
    elif text:
        yield vietnamese_score(text) + 0.02, text, ""
        if re.search(r"[\u00a1-\u00ff]", text[:_SAMPLE]):
            yield from _converted(text, "đã bị mở sai bảng mã")
    if text:
        return
    latin = data.decode("cp1252", errors="replace")
    yield from _converted(latin, "")
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return
    yield vietnamese_score(text), text, "Tệp dùng bảng mã cũ Windows-1258, đã chuyển sang Unicode."


def _utf8(data: bytes) -> tuple[str, int]:
    """UTF-8 text and how many places of it are broken; "" where too many are for it to be UTF-8 at all."""
    try:
        return data.decode("utf-8-sig"), 0
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="replace")
    broken = len(re.findall("\ufffd+", text))
    whole = sum(not letter.isascii() for letter in text) - text.count("\ufffd")
    return (text, broken) if whole > _WHOLE_TO_BROKEN * text.count("\ufffd") else ("", 0)


def _converted(latin: str, how: str) -> Iterator[tuple[float, str, str]]:
    converters: tuple[tuple[str, Callable[[str], str]], ...] = (("TCVN3 (ABC)", from_tcvn3), ("VNI", from_vni))
    for encoding, convert in converters:
        text = unicodedata.normalize("NFC", convert(latin))
        aside = f" ({how})" if how else ""
        yield vietnamese_score(text), text, f"Tệp dùng bảng mã cũ {encoding}{aside}, đã chuyển sang Unicode."


def vietnamese_score(text: str) -> float:
    """How Vietnamese a text is: 1 = every word with a mark is a syllable; words that cannot be one count against it."""
    words = _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE]).lower())
    marked = [word for word in words if not word.isascii()]
    if not marked:
        return 0.0
    good = sum(
        1 for word in marked if _MARKED.issuperset(c for c in word if not c.isascii()) and _SYLLABLE.fullmatch(word)
    )
    return (2 * good - len(marked)) / len(marked)


def _utf16_without_mark(data: bytes) -> str:
    sample = data[:4000]
    if len(sample) < 8 or not sample.count(0):
        return ""
    if sample[1::2].count(0) > len(sample) // 5:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > len(sample) // 5 else ""


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = _CONTROL_LETTERS.sub("", data.decode(encoding).removeprefix("\ufeff"))
        return unicodedata.normalize("NFC", text)
    except UnicodeDecodeError:
        raise _unreadable(name) from None


def _unreadable(name: str) -> DocumentError:
    return DocumentError(f"Không nhận ra bảng mã của tệp {name}; hãy lưu lại tệp dưới dạng văn bản UTF-8 rồi nhập lại.")
