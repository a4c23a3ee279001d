"""Duties (nhiệm vụ ở phần Tổ chức thực hiện): which unit the prose asks to do what, and where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from knowledge.agencies import looks_like_agencies, read_agencies
from knowledge.agency_words import agency_words, canon, find_head, load_table
from knowledge.documents.model import Document
from knowledge.ingest.outline import OutlineItem, outline
from knowledge.plan import Duty, DutyRole, SourceSpan
from nlu.text import fold

_UNIT_MAX = 320
_LONGEST_HEADING = 120
_LONGEST_NAME = 14  # words
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_CLAUSE_END = re.compile(r"(?<=;)\s+|(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")
_SENTENCE_END = re.compile(r"(?<=\.)\s+")
_ABOVE = re.compile(r"^Trên đây là [^.]*?[,;]\s+(?=(?:yêu cầu|đề nghị|giao)\s)")
_DEPTHS = {"article": 0, "number": 1, "letter": 2, "dash": 3, "plus": 4, "text": 5}
_KEYS = {
    "words": {
        "headings", "addresses", "obliges", "lead", "support", "embedded", "skipped", "troubles", "reported_to",
        "verbs", "clauses", "examples", "counter",
    }
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    headings: tuple[str, ...]
    addresses: re.Pattern[str]
    obliges: re.Pattern[str]
    lead: re.Pattern[str]
    support: re.Pattern[str]
    embedded: re.Pattern[str]
    skipped: re.Pattern[str]
    met_by: re.Pattern[str]
    reported_to: re.Pattern[str]
    verb: re.Pattern[str]
    clause: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def _words() -> _Words:
    words = load_table("duties.toml", _KEYS, {})["words"]
    troubles = _any(words["troubles"])
    return _Words(
        headings=tuple(map(fold, words["headings"])),
        addresses=re.compile(rf"^{_any(words['addresses'])}\s*:?\s+(?=\S)", re.IGNORECASE),
        obliges=re.compile(rf"^\s*{_any(words['obliges'])}\s*:?\s*", re.IGNORECASE),
        lead=re.compile(rf"^\s*{_any(words['lead'])}(?!\w)", re.IGNORECASE),
        support=re.compile(rf"^\s*{_any(words['support'])}(?!\w)", re.IGNORECASE),
        embedded=re.compile(rf",\s*(?P<unit>[^,;.]{{4,60}}?)\s+(?P<duty>{_any(words['embedded'])}(?!\w)[^;.]*)"),
        skipped=re.compile(_any(words["skipped"]), re.IGNORECASE),
        met_by=re.compile(
            rf"{troubles}(?:(?:,\s*|\s+và\s+|\s+hoặc\s+){troubles})*,?\s+(?:thì\s+)?(?:đề nghị\s+)?"
            rf"(?P<unit>[^;.()]{{4,120}}?)\s+(?:(?:kịp thời|chủ động|cần)\s+)?(?={_any(words['reported_to'])})",
            re.IGNORECASE,
        ),
        reported_to=re.compile(
            rf"{_any(words['reported_to'])}\s+(?P<unit>[^,;.()]+?)\s*(?=(?:để|tổng hợp|xem xét|chỉ đạo|[,;.()]|$))",
            re.IGNORECASE,
        ),
        verb=re.compile("|".join(rf"(?<!\w){canon(verb)}(?!\w)" for verb in words["verbs"])),
        clause=re.compile(rf"(?:đồng thời,?\s+)?(?:{'|'.join(map(canon, words['clauses']))})(?!\w)"),
    )


def read_duties(document: Document, *, known: Iterable[str] = ()) -> tuple[Duty, ...]:
    """The duties that the prose gives, in document order.

    A unit of several agencies stays one unit, as printed. What has no unit is left out: it is nobody's duty.

    Args:
        document: the whole document.
        known: names that its tables print, which tell where a unit ends ("Phòng Quản lý xây dựng | chủ trì …").
    """
    names = sorted({re.escape(canon(name)) for name in known}, key=len, reverse=True)
    printed = re.compile(rf"(?:{'|'.join(names) or '(?!)'})(?=:|\s+[^\W\d_])")
    return tuple(duty for block in _blocks(document) for duty in _duties_of(block, printed))


def _blocks(document: Document) -> Iterator[list[OutlineItem]]:
    """The items under each heading that hands out duties, torn items rejoined.

    Where sections are counted "1., 2., 3.", such a heading is a numbered item ("3. Tổ chức thực hiện").
    """
    tables = [(t.first_line, t.last_line) for t in document.tables]
    items = [i for i in outline(document) if i.kind == "section" or not any(a <= i.first_line <= b for a, b in tables)]
    romans = any(item.kind == "section" and item.heading != "-" for item in items)
    block: list[OutlineItem] = []
    inside = False
    for item in items:
        opens = not romans and item.kind == "number" and "." not in item.where
        if opens or item.kind in ("section", "article") or (item.heading == "" and romans):
            if block:
                yield block
            block = [item] if item.kind == "article" else []
            inside = item.kind == "article" or (item.kind in ("section", "number") and hands_out(item.text))
        elif inside and block and _torn(block[-1], item):
            dash = "- " if item.kind in ("dash", "plus") else ""
            block[-1] = replace(block[-1], text=f"{block[-1].text} {dash}{item.text}", last_line=item.last_line)
        elif inside and item.heading != "-":
            block.append(item)
    if block:
        yield block


def hands_out(heading: str) -> bool:
    """Whether a heading is one that hands out duties."""
    return len(heading) <= _LONGEST_HEADING and any(h in fold(heading) for h in _words().headings)


def _torn(before: OutlineItem, item: OutlineItem) -> bool:
    """Whether an item goes on with the sentence of the one before it (a page or line break stood between)."""
    if item.kind not in ("dash", "plus", "text") or len(before.text) < 60:
        return False
    if item.kind == "text":
        return item.text[:1].islower()
    return before.text.rstrip()[-1:] not in ".;:,/)" and not before.text.rstrip().endswith("như sau")


def _duties_of(block: list[OutlineItem], printed: re.Pattern[str]) -> Iterator[Duty]:
    """The duties of the items under one heading; an item without a unit of its own is its parent's duty."""
    words = _words()
    units: list[tuple[float, str]] = []  # (depth, unit) of the items that the next one may stand under
    for n, item in enumerate(block):
        text, depth = item.text.strip(), _depth(item)
        units = [(above, unit) for above, unit in units if above < depth]
        if not text or (item.kind in ("article", "text") and words.skipped.search(text) and not _sentences_left(text)):
            continue
        if item.kind == "text":
            if closing := list(_closing(text, item, printed, last=n >= len(block) - 2)):
                yield from closing
                continue
            if text.startswith(("Trong quá trình", "Quá trình", "(")):
                continue  # nobody is told to do anything
        found, rest = ("", "") if item.kind == "text" and units else find_unit(text, printed)
        if found:
            units.append((depth, found))
            if rest and not words.skipped.search(rest):
                yield from _duty(found, rest, item)
        elif units:
            yield from _duty(units[-1][1], text, item)
        elif item.kind == "number":
            yield from _embedded(text, item)


def _depth(item: OutlineItem) -> float:
    """How deep an item stands: an article, 1, 1.1, a), a dash, a plus, text."""
    finer = 0.1 * len(re.findall(r"\d+", item.where)) if item.kind == "number" else 0
    return _DEPTHS[item.kind] + finer


def _sentences_left(text: str) -> list[str]:
    skipped = _words().skipped
    return [s for s in _SENTENCE_END.split(_ABOVE.sub("", text)) if not skipped.search(s)]


def find_unit(text: str, printed: re.Pattern[str]) -> tuple[str, str]:
    """("Văn phòng UBND", "Theo dõi …") of an item that names a unit first; ("", "") where it names none."""
    plain = _words().addresses.sub("", text, count=1).strip()
    if (name := printed.match(canon(plain))) and plain[name.end()] == ":":
        return plain[: name.end()], plain[name.end() + 1 :].strip()
    if name and plain[name.end() :].lstrip()[0].islower():
        rest = plain[name.end() :].lstrip()
        if _words().verb.match(canon(rest)):
            return plain[: name.end()], _words().obliges.sub("", rest).strip()
    colon = plain.find(":")
    if colon < 0 and plain.endswith((".", ";")) and (told := find_subject(plain))[0]:
        return told  # a sentence, though all its words may look like one long name
    head, rest = (plain[:colon], plain[colon + 1 :]) if 0 < colon <= _UNIT_MAX else (plain, "")
    head = _BRACKETS.sub("", head)
    for said in (head, re.sub(r"\s*(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)$", "", head)):
        unit = said.strip(" .;,")
        if unit and len(unit) <= _UNIT_MAX and _is_unit(unit):
            return unit, rest.strip()
    if (told := find_subject(plain))[0]:
        return told
    if _reads_as_name(head):
        return head.strip(), rest.strip()
    return find_subject(rest.strip())  # "Chế độ báo cáo: Trạm Y tế báo cáo UBND xã"


def _reads_as_name(heading: str) -> bool:
    """Whether a short heading is a body's name in words that no list knows: "Phòng Phổ biến, giáo dục pháp luật"."""
    words = heading.split()
    if not 1 < len(words) <= _LONGEST_NAME or heading.rstrip().endswith((".", ";")):
        return False
    low = canon(heading)
    many = agency_words().many.match(low)
    at = many.end() if many else 0
    known = find_head(low, at) is not None or (many is not None and agency_words().level.match(low, at) is not None)
    return known and (many is not None or words[1][0].isupper())


def find_subject(plain: str) -> tuple[str, str]:
    """The unit before the first verb of a sentence and what it does; ("", "") where no unit stands there."""
    for verb in _words().verb.finditer(canon(plain)):
        name = _BRACKETS.sub("", plain[: verb.start()]).strip(" ,;")
        if len(name) > _UNIT_MAX:
            break
        if plain[verb.start()].islower() and _is_unit(name) and not agency_words().unfinished.search(canon(name)):
            return name, _words().obliges.sub("", plain[verb.start() :]).strip()
    return "", ""


def _is_unit(name: str) -> bool:
    """Whether words are the name of one or more units and nothing else."""
    name = re.sub(r"^Giám đốc/Thủ trưởng\b", "Thủ trưởng", name)
    if not looks_like_agencies(name[:1].upper() + name[1:]):
        return False
    names = read_agencies(name).names
    if name.strip(" .;:,").split()[-1] != names[-1].split()[-1]:
        return False  # prose behind the names was cut
    if len(name) > sum(len(n) + 4 for n in names) + 20:
        return False  # it was cut too, and ended by chance in the same word
    low = canon(name)
    many = agency_words().many.match(low)
    return find_head(low, many.end() if many else 0) is not None


def _duty(unit: str, text: str, item: OutlineItem) -> Iterator[Duty]:
    words = _words()
    for part in _parts(text):
        if words.skipped.search(part):
            continue
        said = words.obliges.sub("", part)
        role = DutyRole.DO
        if words.lead.search(said):
            role = DutyRole.LEAD
        elif words.support.search(said):
            role = DutyRole.SUPPORT
        yield Duty(unit=unit, text=part, role=role, where=item.where, source=_span(item))
        for inner in _embedded(part, item):
            if inner.unit != unit:
                yield inner


def _parts(text: str) -> list[str]:
    """The duties that one paragraph strings together: "Theo dõi …; tổng hợp … . Kiểm tra …"."""
    parts: list[str] = []
    for piece in _CLAUSE_END.split(text):
        if parts and not _words().clause.match(canon(piece)):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return [part for piece in parts if (part := re.sub(r"(?:\./)?[./;\s]*$", "", piece))]


def _embedded(text: str, item: OutlineItem) -> Iterator[Duty]:
    """Duties of another unit inside a sentence."""
    words = _words()
    for found in words.embedded.finditer(text):
        unit = found["unit"].strip()
        if unit[:1].isupper() and _is_unit(unit) and len(read_agencies(unit).names) == 1:
            duty = found["duty"].strip()
            role = DutyRole.LEAD if words.lead.search(duty) else DutyRole.DO
            yield Duty(unit=unit, text=duty, role=role, where=item.where, source=_span(item))


def _closing(text: str, item: OutlineItem, printed: re.Pattern[str], *, last: bool) -> Iterator[Duty]:
    """Duties of the closing sentences: whom all are asked to obey, to whom difficulties are told."""
    words = _words()
    where = item.where.split(".")[0]
    for sentence in _SENTENCE_END.split(_ABOVE.sub("", text.rstrip("/ "))):
        if words.skipped.search(sentence):
            continue
        sentence = sentence.strip().rstrip("./ ")
        told = words.reported_to.search(sentence)
        if told and sentence.startswith(("Trong quá trình", "Nếu", "Quá trình")):
            met = words.met_by.search(sentence)
            if met and _is_unit(met["unit"].strip(" ,")):
                said = f"{sentence[: met.start('unit')]}{sentence[met.end('unit') :].strip()}"
                yield Duty(unit=met["unit"].strip(" ,"), text=said, where=where, source=_span(item))
            unit = told["unit"].strip()
            if _is_unit(unit):
                yield Duty(unit=unit, text=sentence, where=where, source=_span(item))
            if met or _is_unit(unit):
                continue
        if last and words.addresses.match(sentence):
            unit, rest = find_unit(f"{sentence}.", printed)
            if unit and rest:
                yield Duty(unit=unit[:1].upper() + unit[1:], text=rest.rstrip("."), where=where, source=_span(item))


def _span(item: OutlineItem) -> SourceSpan:
    return SourceSpan(first_line=item.first_line, last_line=item.last_line, text=item.text)
