"""Duties (nhiệm vụ ở phần Tổ chức thực hiện): which unit the prose asks to do what, and where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from knowledge.agencies import looks_like_agencies, read_agencies
from knowledge.agency_words import agency_words, canon, find_head, load_table
from knowledge.documents.model import Document
from knowledge.ingest.outline import OutlineItem, outline
from knowledge.plan import Duty, DutyRole, SourceSpan
from nlu.text import fold

_UNIT_MAX = 320
_KEYS = {
    "words": {
        "headings", "addresses", "obliges", "lead", "support", "embedded", "skipped", "reported_to", "verbs",
        "examples", "counter",
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
    reported_to: re.Pattern[str]
    verb: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def _words() -> _Words:
    words = load_table("duties.toml", _KEYS, {})["words"]
    return _Words(
        headings=tuple(map(fold, words["headings"])),
        addresses=re.compile(rf"^{_any(words['addresses'])}\s*:?\s+(?=\S)", re.IGNORECASE),
        obliges=re.compile(rf"^\s*{_any(words['obliges'])}\s*:?\s*", re.IGNORECASE),
        lead=re.compile(rf"^\s*{_any(words['lead'])}(?!\w)", re.IGNORECASE),
        support=re.compile(rf"^\s*{_any(words['support'])}(?!\w)", re.IGNORECASE),
        embedded=re.compile(rf",\s*(?P<unit>[^,;.]{{4,60}}?)\s+(?P<duty>{_any(words['embedded'])}(?!\w)[^;.]*)"),
        skipped=re.compile(_any(words["skipped"]), re.IGNORECASE),
        reported_to=re.compile(
            rf"{_any(words['reported_to'])}\s+(?P<unit>[^,;.()]+?)\s*(?=(?:để|tổng hợp|xem xét|chỉ đạo|[,;.()]|$))",
            re.IGNORECASE,
        ),
        verb=re.compile("|".join(rf"(?<!\w){canon(verb)}(?!\w)" for verb in words["verbs"])),
    )


def read_duties(document: Document) -> tuple[Duty, ...]:
    """The duties that the prose gives, in document order.

    A unit of several agencies stays one unit, as printed. What has no unit is left out: it is nobody's duty.
    """
    out: list[Duty] = []
    for block in _blocks(document):
        out.extend(_duties_of(block))
    return tuple(out)


def _blocks(document: Document) -> Iterator[list[OutlineItem]]:
    """The items under each heading that hands out duties, torn items rejoined."""
    words = _words()
    tables = [(t.first_line, t.last_line) for t in document.tables]
    block: list[OutlineItem] = []
    inside = False
    for item in outline(document):
        if any(a <= item.first_line <= b for a, b in tables) and item.kind != "section":
            continue
        if item.kind in ("section", "article") or item.heading == "":
            if block:
                yield block
            block = []
            titled = item.kind == "section" and any(h in fold(item.text) for h in words.headings)
            inside = titled or item.kind == "article"
            if item.kind == "article":
                block = [item]
            continue
        if not inside:
            continue
        if block and _torn(block[-1], item):
            dash = "- " if item.kind == "dash" else ""
            block[-1] = replace(block[-1], text=f"{block[-1].text} {dash}{item.text}", last_line=item.last_line)
        else:
            block.append(item)
    if block:
        yield block


def _torn(before: OutlineItem, item: OutlineItem) -> bool:
    """Whether an item goes on with the sentence of the one before it (a page or line break stood between)."""
    if item.kind not in ("dash", "text") or len(before.text) < 60:
        return False
    if item.kind == "text":
        return item.text[:1].islower()
    return before.text.rstrip()[-1:] not in ".;:,/)" and not before.text.rstrip().endswith("như sau")


def _duties_of(block: list[OutlineItem]) -> Iterator[Duty]:
    words = _words()
    unit = article_unit = ""
    for n, item in enumerate(block):
        text = item.text.strip()
        if not text or (words.skipped.search(text) and item.kind in ("article", "text") and not _sentences_left(text)):
            if item.kind == "article":
                unit = article_unit = ""
            continue
        if item.kind == "article":
            article_unit, rest = _unit_and_rest(text)
            unit = article_unit
            if rest and article_unit and not words.skipped.search(rest):
                yield from _duty(article_unit, rest, item)
            continue
        if item.kind == "number":
            found, rest = _unit_and_rest(text)
            if found:
                unit = found
                if rest:
                    yield from _duty(unit, rest, item)
            elif article_unit:
                unit = article_unit
                yield from _duty(unit, text, item)
            else:
                unit = ""
                yield from _embedded(text, item)
            continue
        if item.kind == "text" and (closing := list(_closing(text, item, last=n >= len(block) - 2))):
            yield from closing
            continue
        if item.kind == "text" and text.startswith(("Trong quá trình", "Quá trình")):
            continue  # nobody is told to do anything
        if item.kind in ("letter", "dash") and not unit:
            found, rest = _unit_and_rest(text)
            if found and rest:
                yield from _duty(found, rest, item)
            continue
        if unit and not text.startswith("("):
            yield from _duty(unit, text, item)


def _sentences_left(text: str) -> list[str]:
    skipped = _words().skipped
    return [s for s in re.split(r"(?<=\.)\s+", text) if not skipped.search(s)]


def _unit_and_rest(text: str) -> tuple[str, str]:
    """("Văn phòng UBND", "Theo dõi …") of a numbered paragraph; ("", "") where it names no unit first."""
    words = _words()
    plain = words.addresses.sub("", text, count=1).strip()
    colon = plain.find(":")
    head, rest = (plain[:colon], plain[colon + 1 :]) if 0 < colon <= _UNIT_MAX else (plain, "")
    for name in (head, re.sub(r"\s*(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)$", "", head)):
        name = name.strip(" .;,")
        if name and len(name) <= _UNIT_MAX and _is_unit(name):
            return name, rest.strip()
    low = canon(plain)
    for verb in _words().verb.finditer(low):
        name = plain[: verb.start()].strip(" ,;")
        if len(name) > _UNIT_MAX:
            break
        if verb.start() and _is_unit(name) and not agency_words().unfinished.search(canon(name)):
            duty = words.obliges.sub("", plain[verb.start() :]).strip()
            return name, duty
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
    text = text.strip().rstrip(";").strip()
    if not text or words.skipped.search(text):
        return
    role = DutyRole.DO
    if words.lead.search(text):
        role = DutyRole.LEAD
    elif words.support.search(text):
        role = DutyRole.SUPPORT
    yield Duty(unit=unit, text=text, role=role, where=item.where, source=_span(item))
    for inner in _embedded(text, item):
        if inner.unit != unit:
            yield inner


def _embedded(text: str, item: OutlineItem) -> Iterator[Duty]:
    """Duties of another unit inside a sentence."""
    words = _words()
    for found in words.embedded.finditer(text):
        unit = found["unit"].strip()
        if unit[:1].isupper() and _is_unit(unit) and len(read_agencies(unit).names) == 1:
            duty = found["duty"].strip()
            role = DutyRole.LEAD if words.lead.search(duty) else DutyRole.DO
            yield Duty(unit=unit, text=duty, role=role, where=item.where, source=_span(item))


def _closing(text: str, item: OutlineItem, *, last: bool) -> Iterator[Duty]:
    """Duties of the closing sentences: whom all are asked to obey, to whom difficulties are told."""
    words = _words()
    where = item.where.split(".")[0]
    for sentence in re.split(r"(?<=\.)\s+", text.rstrip("/ ")):
        if words.skipped.search(sentence):
            continue
        sentence = sentence.strip().rstrip("./ ")
        told = words.reported_to.search(sentence)
        if told and sentence.startswith(("Trong quá trình", "Nếu", "Quá trình")):
            unit = told["unit"].strip()
            if _is_unit(unit):
                yield Duty(unit=unit, text=sentence, where=where, source=_span(item))
                continue
        if last and words.addresses.match(sentence):
            unit, rest = _unit_and_rest(sentence)
            if unit and rest:
                yield Duty(unit=unit[:1].upper() + unit[1:], text=rest, where=where, source=_span(item))


def _span(item: OutlineItem) -> SourceSpan:
    return SourceSpan(first_line=item.first_line, last_line=item.last_line, text=item.text)
