"""Numbers of documents ("Kế hoạch số 302/KH-UBND ngày 30/12/2023"): found in text, in one canonical form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge.agency_words import load_table
from nlu.text import nfc

_DAY = (
    r"\s*,?\s*(?:ngày\s+)(?P<day>\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(?P<month>\d{1,2})"
    r"\s*(?:[/.-]|\s+năm\s+)\s*(?P<year>\d{4})"
)
# the sign: "KH-UBND", "QĐ-TTg", "NQ-HĐND", "UBND-NCKS", "TB VPCP" (a lost dash)
_SIGN = (
    r"(?P<sign>[A-ZĐ]{2,4}\s[A-ZĐ]{3,6}(?![\wà-ỹ])"
    r"|[A-ZĐ][A-Za-zĐđ]{0,9}\d{0,2}(?:\s?[-–&]\s?[A-ZĐ][\wĐđ&]{0,12})*)"
)
# "57-NQ/TW", "12-KH/TĐTN-BTG"
_PARTY_SIGN = r"(?P<sign>[A-ZĐ]{1,3}[A-Za-zĐđ]{0,3}\s*/\s*[A-ZĐ]{2,6}(?:-[A-ZĐ]{1,6}(?![\w/]))?)"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    kinds = load_table("document_kinds.toml", {"words": {"kinds"}}, {})["words"]["kinds"]
    kind = "|".join(re.escape(k) for k in sorted(kinds, key=len, reverse=True))
    # a law has a name before its number: "Luật Di sản văn hóa số 45/2024/QH15"
    law = r"(?P<law>Bộ luật|Luật|Pháp lệnh)\s+[A-ZĐ](?:(?!Luật|Nghị|luật\s|số\s)[^;.()\d]){2,90}?\s+số\s*:?\s*"
    named = rf"(?:{law}|(?:(?P<kind>{kind})\s+)?(?:[Ss]ố\s*:?\s*)?)"
    state = re.compile(rf"{named}(?<![\w/])(?P<no>\d{{1,5}})\s*/\s*(?:(?P<of>(?:19|20)\d\d)\s*/\s*)?{_SIGN}")
    party = re.compile(rf"{named}(?<![\w/.])(?P<no>\d{{1,5}})\s?-\s?{_PARTY_SIGN}")
    return state, party


_BETWEEN = re.compile(r"^\s+(?:của\s+[^,;.]{3,60}?)?" + _DAY)
_AFTER = re.compile("^" + _DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNumber:
    """A document as a text names it.

    `kind` is as printed ("Kế hoạch") or empty; `number` is canonical ("170/KH-VP"); `text` is what was printed from
    the kind to the date, with spaces squeezed; `start` and `end` bound it in the NFC text.
    """

    kind: str
    number: str
    signed_on: date | None = None
    text: str = ""
    start: int = 0
    end: int = 0


def canonical_number(printed: str) -> str:
    """A printed number without "Số", stray spaces and long dashes; empty where the figure is missing.

    >>> canonical_number("Số: 170 /KH-VP"), canonical_number("Số: /KH-UBND")
    ('170/KH-VP', '')
    """
    found = find_document_numbers(printed)
    return found[0].number if found else ""


def find_document_numbers(text: str) -> tuple[DocumentNumber, ...]:
    """The numbered documents that a text names, in order of appearance.

    >>> [d.number for d in find_document_numbers("Quyết định 468/QĐ-TTg và Nghị định số 107/2021/NĐ-CP")]
    ['468/QĐ-TTg', '107/2021/NĐ-CP']
    """
    composed = nfc(text).replace("\n", " ")
    state, party = _patterns()
    found = [_document(m, composed, party=False) for m in state.finditer(composed)]
    found += [_document(m, composed, party=True) for m in party.finditer(composed)]
    found.sort(key=lambda d: d.start)
    out: list[DocumentNumber] = []
    for one in found:
        if not out or one.start >= out[-1].end:
            out.append(one)
    return tuple(out)


def _document(found: re.Match[str], text: str, *, party: bool) -> DocumentNumber:
    groups = found.groupdict()
    sign = re.sub(r"\s*([-–&/])\s*", lambda m: "-" if m[1] == "–" else m[1], groups["sign"])
    if party:
        number = f"{groups['no']}-{sign}"
    else:
        number = "/".join(part for part in (groups["no"], groups.get("of"), sign.replace(" ", "-")) if part)
    end = found.end()
    day = _AFTER.match(text[end:]) or _BETWEEN.match(text[end : end + 120])
    signed_on = None
    if day:
        try:
            signed_on = date(int(day["year"]), int(day["month"]), int(day["day"]))
        except ValueError:
            day = None
    if day and _AFTER.match(text[end:]):
        end += day.end()
    start = found.start()
    return DocumentNumber(
        kind=groups["law"] or groups["kind"] or "",
        number=number,
        signed_on=signed_on,
        text=" ".join(text[start:end].split()).strip(),
        start=start,
        end=end,
    )
