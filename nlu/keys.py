"""Printed numbers asked for: "mục 4.1", "VI.8", "phụ lục II mục số 6", "nhiệm vụ số 12", "phần VI".

>>> [(k.appendix, k.section, k.number) for k in find_keys("phụ lục II mục số 6 là việc gì?")]
[('2', '', '6')]
>>> [(k.section, k.number) for k in find_keys("VI.8 và mục 4.1")]
[('VI', '8'), ('', '4.1')]
>>> [k.number for k in find_keys("mục 3.1 đồng nai, mục 2 năm 2024, việc 2 năm nay")]
['3.1', '2']
>>> find_keys("một cửa 15.3 theo kế hoạch 302/KH-UBND")
()
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlu.text import fold, nfc

# "mục 2 năm 2024" asks for a row; "việc 2 năm nay" and "danh mục 12 xã" count years and communes.
_SURE = r"(?:(?<!danh\s)muc|stt|so\s+thu\s+tu|dau\s+viec)"
_NAMED = r"(?:nhiem\s+vu|cong\s+viec|viec|muc|tt|nv|dong|hang|cau|y|noi\s+dung)"
_UNITS = r"(?:ngay|thang|nam|gio|lan|nguoi|tuan|phan|%|ty|trieu|dong|ho\s+so|xa|so|don\s+vi|viec|cai)"
_SHARES = r"(?:%|phan|ty|trieu|nghin|do|nuoc)"  # "mức 3 triệu", "mức độ 3 phần"
_KEY = re.compile(
    rf"""
    (?:\b(?:phu\s+luc|pl)\s*\.?\s*(?:so\s+)?(?P<appendix>[ivx]+|\d{{1,2}})\b[\s,.:-]*)?
    (?:
        (?P<named>\b(?:(?P<sure>{_SURE})|{_NAMED}))\s*(?:so\s+|thu\s+)?
        (?P<named_key>(?:pl\d+\.)?(?:[ivx]+(?:\(\d\))?\.)?(?:ct\.)?\d++(?:\.\d++)*+(?:\#\d+)?)(?![\w%/])(?!\s*(?(sure){_SHARES}|{_UNITS})\b)
      | (?<![\w./])(?P<bare>(?:pl\d+\.(?:[ivx]+\.)?|[ivx]+(?:\(\d\))?\.|ct\.)\d+(?:\#\d+)?)(?![\w/])
      | (?<![\w./])(?P<section_word>(?:muc|phan|nhom|chuong)\s+(?:so\s+)?)(?P<section>[ivx]+(?:\(\d\))?)(?![\w/.]*\w)
    )
    """,
    re.VERBOSE,
)
_SYLLABLES = frozenset({"i", "v", "x", "vi", "xi"})  # numerals that are words too
_AFTER_SECTION = frozenset({"ai", "co", "gom", "la", "thi", "han", "nao", "gi", "cua", "trong", "ke"})
_ROMAN = {"i": 1, "v": 5, "x": 10}


_ALONE = re.compile(
    r"^\W*(?:(?:con|the|vay|the con|vay con)\s+)?(?P<key>(?:[ivx]+\.)?\d+(?:\.\d+)*)"
    r"(?:\s+(?:thi sao|the nao|thi|sao|a))*\W*$"
)


_APPENDIX = re.compile(rf"\b(?:phu\s+luc|pl)\s*(?:so\s+)?(?P<label>[ivx]+|\d{{1,2}})\b(?!\s*(?:[.,]?\s*{_SURE}|/))")
_ROW_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMention:
    """A printed number asked for. `number` is empty for a whole section; `start`, `end` in `nfc(text)`.

    `named` tells whether a word such as "mục" stands before it.
    """

    appendix: str
    section: str
    number: str
    named: bool
    start: int
    end: int
    typed: str

    def counts(self, keys: Iterable[str]) -> bool:
        """Whether it counts in a list just told: "việc thứ 2", and "việc số 2" where no plan prints such a number."""
        said = fold(self.typed).split()
        return "thu" in said or ("so" in said and not resolve_key(self, keys))


def find_keys(text: str) -> tuple[KeyMention, ...]:
    """The printed numbers that a message asks for, in order."""
    composed, folded = nfc(text), fold(text)
    found = []
    for match in _KEY.finditer(folded):
        key = (match["named_key"] or match["bare"] or "").upper()
        appendix = match["appendix"] or ""
        if key.startswith("PL"):
            head, _, key = key.partition(".")
            appendix = head[2:]
        section, number = "", key
        if not key:
            section, number = (match["section"] or "").upper(), ""
        elif re.match(r"[IVX]+(?:\(\d\))?\.|CT\.", key):
            section, _, number = key.partition(".")
        if match["section"] and not _is_numeral(composed, folded, match.span("section")):
            continue
        found.append(
            KeyMention(
                appendix=str(roman(appendix)) if appendix and not appendix.isdigit() else appendix,
                section=section,
                number=number,
                named=bool(match["named"]),
                start=match.start(),
                end=match.end(),
                typed=composed[match.start() : match.end()].strip(),
            )
        )
    return tuple(found)


def _is_numeral(composed: str, folded: str, span: tuple[int, int]) -> bool:
    """Whether letters after "mục" are a Roman numeral and not a word ("danh mục vị trí")."""
    typed, after = composed[span[0] : span[1]], folded[span[1] :].split()
    if typed.isupper():
        return True
    return typed.isascii() and (typed not in _SYLLABLES or not after or after[0] in _AFTER_SECTION)


def find_bare_key(text: str) -> KeyMention | None:
    """A number that is all the message says ("còn 5?"): a key where a task was just spoken of.

    >>> find_bare_key("còn 5 thì sao?").number, find_bare_key("còn 5 ngày")
    ('5', None)
    """
    found = _ALONE.match(fold(text))
    if found is None:
        return None
    section, _, number = found["key"].upper().rpartition(".") if found["key"][0] in "ivx" else ("", "", found["key"])
    return KeyMention(
        appendix="", section=section, number=number, named=True, start=0, end=len(nfc(text)), typed=found["key"]
    )


def find_appendix(text: str) -> KeyMention | None:
    """An appendix asked for as a whole; `start` and `end` are those of its numeral.

    >>> find_appendix("phụ lục I có bao nhiêu việc").appendix, find_appendix("phụ lục ghi gì")
    ('1', None)
    """
    composed, folded = nfc(text), fold(text)
    found = _APPENDIX.search(folded)
    if found is None or not _is_numeral(composed, folded, found.span("label")):
        return None
    label = found["label"]
    return KeyMention(
        appendix=label if label.isdigit() else str(roman(label)),
        section="",
        number="",
        named=True,
        start=found.start("label"),
        end=found.end("label"),
        typed=composed[found.start() : found.end()],
    )


def read_row_number(word: str) -> KeyMention | None:
    """A word that can only be the number of a row, "4.1"; `start` and `end` count from the word's own start."""
    if _ROW_NUMBER.fullmatch(word) is None:
        return None
    return KeyMention(appendix="", section="", number=word, named=True, start=0, end=len(word), typed=word)


def roman(numeral: str) -> int:
    """The value of a Roman numeral of I, V and X.

    >>> roman("VII"), roman("iv"), roman("XIII")
    (7, 4, 13)
    """
    values = [_ROMAN[letter] for letter in numeral.lower() if letter in _ROMAN]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def find_sections(mention: KeyMention, sections: Iterable[str]) -> tuple[str, ...]:
    """The sections of one plan that a mention may mean: by letters, or by a number that no single task has.

    >>> find_sections(find_keys("mục 2 đồng nai")[0], ["1", "2"]), find_sections(find_keys("phần II")[0], ["PL1.II"])
    (('2',), ('PL1.II',))
    """
    if mention.section and mention.number:
        return ()
    wanted = mention.section or mention.number
    appendix = f"PL{mention.appendix}." if mention.appendix else ""
    exact = [key for key in sections if key.upper() == f"{appendix}{wanted}"]
    near = [key for key in sections if key.startswith(appendix or "PL")]
    return tuple(exact or [key for key in near if key.partition(".")[2].upper() == wanted])


def lies_in(section: str, part: str) -> bool:
    """Whether a section is a part of the plan or stands under it.

    >>> lies_in("4.1", "4"), lies_in("4", "4"), lies_in("41", "4"), lies_in("VII", "VI")
    (True, True, False, False)
    """
    return section == part or section.startswith(f"{part}.")


def resolve_key(mention: KeyMention, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys of one plan that a mention may mean, exact ones first; empty when the plan has none such.

    >>> resolve_key(find_keys("mục VII.3")[0], ["VII.3", "VII(2).3", "VIII.3"])
    ('VII.3', 'VII(2).3')
    """
    wanted = ".".join(part for part in (mention.section, mention.number) if part)
    heads = [f"PL{mention.appendix}.{wanted}"] if mention.appendix else [wanted, f"CT.{wanted}"]
    last = mention.number.rpartition(".")[2]
    exact, near = [], []
    for key in keys:
        if last not in key.upper():  # of a hundred thousand keys nearly all end here
            continue
        bare = re.sub(r"\(\d+\)", "", key.upper().split("#")[0]) if "(" not in wanted else key.upper().split("#")[0]
        if "#" in wanted and key.upper() != wanted:
            continue
        if (not mention.appendix and key.upper() == wanted) or bare == heads[0]:
            exact.append(key)
        elif not mention.appendix and bare.startswith("PL") and bare.split(".", 1)[1] == wanted:
            near.append(key)
    return (*exact, *near)
