"""A document that amends a plan → what it changes: by its prose, task by task, and by the rows of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.agency_words import load_table
from knowledge.amending import Amending, Order, Row
from knowledge.document_number import DocumentNumber, find_document_numbers
from knowledge.documents.model import Document, Paragraph
from knowledge.ingest.heading import KIND_LINE, PREAMBLE, read_head
from knowledge.ingest.numbering import read_roman, roman_value
from knowledge.plan import Amends, Plan
from nlu.later import later
from nlu.text import fold

_HEAD_PARAGRAPHS = 40
_MOST_IN_RANGE = 50
_KEY = r"(?:[ivx]{1,5}(?:\s?-\s?\d+|(?:\.\d+)+)|(?:pl)?\d+(?:\.[ivx]{1,5})?(?:\.\d+)*(?:#\d)?)(?![\w/])"
_QUOTED = later(r"[“\"«](?P<said>[^”\"»]+)[”\"»]")
_REWORDED = later(
    r"(?:cụm từ|từ|chữ|tên)\s*[“\"«](?P<old>[^”\"»]{2,200})[”\"»]\s*(?:bằng|thành)\s*(?:cụm từ|từ|chữ|tên)?"
    r"\s*[“\"«](?P<new>[^”\"»]{2,200})[”\"»]",
    re.IGNORECASE,
)
_LABELLED = later(r"\W*(?P<label>[^:]{2,60}):\s*(?P<said>.+)", re.DOTALL)
_NUMBERING = later(r"^\s*(?:[-–+•]|\d+(?:\.\d+)*[.)]|[a-zđ][.)]|[IVX]+\.)\s*")


def read_amending(document: Document, plan: Plan | None) -> Amending | None:
    """What a document changes in a plan; None where it amends none.

    Args:
        document: the received file.
        plan: the document read as a plan, None where it holds no table of tasks.
    """
    named = _amended(document)
    if named is None:
        return None
    head = read_head(document)
    kind = "Kế hoạch" if any(KIND_LINE.match(p.text.strip()) for p in document.paragraphs[:12]) else "Quyết định"
    tables = [(table.first_line, table.last_line) for table in document.tables]
    prose = [p for p in document.paragraphs if not any(first <= p.first_line <= last for first, last in tables)]
    orders = list(_orders(_body(prose)))
    rows = tuple(_rows(document, plan)) if plan is not None else ()
    return Amending(
        document=f"{kind} số {head.number}" if head.number else f"{kind} sửa đổi {named.number}",
        signed_on=head.signed_on,
        amends=named.number,
        amends_on=named.signed_on,
        orders=tuple(order for order in orders if isinstance(order, Order)),
        rows=rows,
        unread=tuple(order for order in orders if isinstance(order, str) and not _opens_rows(order, rows)),
    )


def _opens_rows(order: str, rows: Sequence[Row]) -> bool:
    """Whether an order only opens a table whose rows tell it: "Bổ sung nhiệm vụ số 17 như sau:"."""
    named = set(_keys(fold(order)))
    return order.rstrip().endswith(":") and bool(named) and named <= {row.task.key for row in rows}


def _body(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """What stands below the sentence that opens the changes ("… như sau:"), above the articles on coming into force."""
    body: list[Paragraph] = []
    opened = False
    for paragraph in paragraphs:
        said = fold(paragraph.text.strip())
        if opened and re.match(r"(?:dieu [2-9]\b|noi nhan\b)", said):
            break
        if opened:
            body.append(paragraph)
        opened = opened or (_words().title.match(said) is not None and said.endswith(":")) or said.endswith("nhu sau:")
    return body or list(paragraphs)


def _amended(document: Document) -> DocumentNumber | None:
    """The plan that the title or the first article says is amended."""
    paragraphs = document.paragraphs[:_HEAD_PARAGRAPHS]
    for at, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        if PREAMBLE.match(text):
            continue
        if text in ("QUYẾT ĐỊNH", "KẾ HOẠCH", "THÔNG BÁO"):
            follow = (near.text.strip() for near in paragraphs[at + 1 : at + 5])
            text = " ".join([text, *_until_preamble(follow)])
        said = _words().title.match(fold(text))
        if said is not None:
            numbers = find_document_numbers(text[said.end() :])
            if numbers and _words().carries.search(fold(text[said.end() :][: numbers[0].start])):
                continue
            if numbers and numbers[0].start < 160:
                return numbers[0]
    return None


def _until_preamble(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        if PREAMBLE.match(text):
            return
        yield text


def _orders(paragraphs: Sequence[Paragraph]) -> Iterator[Order | str]:
    """What the prose asks for, and in its own words what could not be told of it.

    A line "- Thời gian: …" is of the task that the paragraph above it names.
    """
    words = _words()
    keys: list[str] = []
    waiting = ""  # an order that nothing was made of yet: what it asks for may stand in the lines below it
    for paragraph in paragraphs:
        text = _NUMBERING.sub("", paragraph.text, count=1)
        said = fold(text)
        verb = words.verb.match(said)
        labelled = _LABELLED.fullmatch(text) if verb is None else None
        field = _field(fold(labelled["label"])) if labelled is not None else ""
        if labelled is not None and field and keys:
            waiting = ""
            for key in keys:
                yield _set(key, field, labelled["said"], paragraph)
            continue
        if waiting:
            yield waiting
            waiting = ""
        found = list(_keys(said))
        if verb is None:
            keys = found if found and said.rstrip().endswith(":") else []
            continue
        keys = found
        orders = list(_told(text, said, found, paragraph))
        yield from orders
        opens_table = said.rstrip().endswith(":") and not found
        if not orders and not opens_table:
            waiting = text
    if waiting:
        yield waiting


def _told(text: str, said: str, keys: Sequence[str], paragraph: Paragraph) -> Iterator[Order]:
    """What a sentence that begins with a verb of change asks for."""
    if _words().drop.match(said):
        for key in keys:
            yield Order(does=Amends.DROP, key=key, line=paragraph.first_line)
        return
    reworded = _REWORDED.search(text)
    if reworded is not None:
        for key in keys or ("",):
            old, new = (" ".join(reworded[name].split()) for name in ("old", "new"))
            yield Order(does=Amends.CHANGE, key=key, old=old, value=new, line=paragraph.first_line)
        return
    field, value = _new_words(text, said, of_time=_words().of_time.match(said) is not None)
    more = _words().adding.match(fold(value))
    if more is not None and field in ("leads", "supports"):
        for key in keys:
            yield replace(_set(key, field, value[more.end() :], paragraph), does=Amends.ADD)
    elif field and value and more is None:
        for key in keys:
            yield _set(key, field, value, paragraph)


def _set(key: str, field: str, value: str, paragraph: Paragraph) -> Order:
    value = " ".join(value.split()).strip(' .;“”"')
    return Order(does=Amends.CHANGE, key=key, field=field, value=value, line=paragraph.first_line)


def _keys(said: str) -> Iterator[str]:
    """The tasks that a folded text names: "nhiệm vụ 3, 5 và 7 Mục II" → II.3, II.5, II.7; "điểm a khoản 2" → 2.a."""
    for found in _words().key.finditer(said):
        section = (found["section"] or found["before"] or "").upper()
        annex = f"PL{_annex(found['annex'])}." if found["annex"] else ""
        points = [f".{point}" for point in re.findall(r"\b[a-z]\b", found["points"] or "")]
        for printed in _numbers(found):
            key = f"{section}.{printed}" if section and printed.isdecimal() else printed
            yield from (f"{annex}{key}{point}" for point in points or [""])


def _numbers(found: re.Match[str]) -> list[str]:
    """The numbers of one mention as keys write them: "II - 3" → II.3, "05" → 5, "từ số 3 đến số 5" → 3, 4, 5."""
    if found["first"]:
        first, last = int(found["first"]), int(found["last"])
        return [str(number) for number in range(first, min(last, first + _MOST_IN_RANGE) + 1)]
    printed = (re.sub(r"\s?-\s?", ".", key.upper()) for key in re.findall(_KEY, found["keys"]))
    return [re.sub(r"(?<![\d#])0+(?=\d)", "", key) for key in printed]


def _annex(printed: str) -> str:
    return printed if printed.isdecimal() else str(roman_value(read_roman(printed.upper())))


def _new_words(text: str, said: str, *, of_time: bool) -> tuple[str, str]:
    """(cell, its new words) that a sentence sets, ("", "") where it sets none that can be told."""
    becomes = list(_words().becomes.finditer(said))
    quotes = list(_QUOTED.finditer(text))
    if quotes:
        start, value = quotes[-1].start(), quotes[-1]["said"]
    elif becomes:
        start, value = becomes[-1].start(), text[becomes[-1].end() :]
    elif of_time and (until := re.search(r"\b(?:den|toi)\b", said)):
        start, value = until.start(), text[until.start() :]
    elif ":" in text:
        start, value = text.index(":"), text[text.index(":") + 1 :]
    else:
        return "", ""
    return ("time" if of_time else _field(said[:start])), value.strip(" :")


def _field(said: str) -> str:
    """The cell that folded words name, "" for none; the first named is meant."""
    found = [(at.start(), field) for field, names in _words().cells if (at := names.search(said))]
    return min(found)[1] if found else ""


def _rows(document: Document, plan: Plan) -> Iterator[Row]:
    """The tasks of the document's tables, each with what the paragraph above its table says of them.

    A text without rules between its tables may have that paragraph as a section's row.
    """
    above = [(block.first_line, mode) for block in document.paragraphs if (mode := _mode(block.text)) is not _NOTHING]
    sections = {section.key: _mode(section.title) for section in plan.sections}
    for task in plan.tasks:
        said = [mode for line, mode in above if line < task.source.first_line]
        own = sections.get(task.section_key, _NOTHING)
        if own is not _NOTHING:
            said, task = [own], replace(task, section_key="")
        mode = said[-1] if said else _NOTHING
        yield Row(task=task, does=mode.does, section=mode.section)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mode:
    """What a paragraph says of the rows below it; `does` is None where it says both."""

    does: Amends | None = None
    section: str = ""


_NOTHING = _Mode()


def _mode(text: str) -> _Mode:
    said = fold(_NUMBERING.sub("", text, count=1))
    words = _words()
    if not words.title.match(said) or words.drop.match(said):
        return _NOTHING
    opening = said[:80]
    adds, amends = words.add.search(opening), words.amend.search(opening)
    part = words.part.search(said)
    does = None if adds and amends else Amends.ADD if adds else Amends.CHANGE
    return _Mode(does=does, section=part["part"].upper() if part else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The patterns of amending.toml, over folded text."""

    title: re.Pattern[str]
    carries: re.Pattern[str]
    verb: re.Pattern[str]
    add: re.Pattern[str]
    adding: re.Pattern[str]
    amend: re.Pattern[str]
    drop: re.Pattern[str]
    of_time: re.Pattern[str]
    key: re.Pattern[str]
    part: re.Pattern[str]
    becomes: re.Pattern[str]
    cells: tuple[tuple[str, re.Pattern[str]], ...]


_SCHEMA = {
    "verbs": {"amend", "add", "drop", "of_time"},
    "title": {"before", "verbs", "carries", "carried"},
    "cells": {"time", "leads", "supports", "product", "goal", "text"},
    "tasks": {"named", "sections", "becomes"},
}


@cache
def _words() -> _Words:
    table = load_table("amending.toml", _SCHEMA, {})
    verbs = table["verbs"]

    def any_of(words: Sequence[str]) -> str:
        return rf"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b"

    every = any_of([*verbs["amend"], *verbs["add"], *verbs["drop"]])
    carried = "".join(rf"(?<!\b{re.escape(word)} )" for word in table["title"]["carried"])
    named, sections = any_of(table["tasks"]["named"]), any_of(table["tasks"]["sections"])
    part = rf"{sections}\s+(?P<{{}}>[ivx]{{{{1,5}}}})\b(?!\.\d)"
    till = rf"den\s+(?:(?:so|het|{named})\s+)*(?P<last>\d+)(?![\w/])(?!\s*(?:thang|ngay|nam)\b)"
    several = rf"tu\s+(?:(?:so|{named})\s+)*(?P<first>\d+)\s+{till}"
    keys = rf"(?:(?P<keys>{_KEY}(?:\s*(?:,|;|va)\s*{_KEY})*)|{several})"
    number = r"\s*(?:so|thu|stt|thu tu)?\s*:?\s*"
    points = r"(?:(?:diem|tiet)\s+(?P<points>[a-z]\b(?:\s*(?:,|;|va)\s*[a-z]\b)*)\W+)?"
    annex = r"(?:\W+(?:tai |thuoc |cua )?phu luc\s+(?:so\s+)?(?P<annex>[ivx]{1,4}|\d)\b)?"
    of = r"\W+(?:tai |thuoc |cua )?"
    key = rf"{points}(?:{part.format('before')}\W+)?{named}{number}{keys}(?:{of}{part.format('section')})?{annex}"
    return _Words(
        title=later(rf"\W*(?:{any_of(table['title']['before'])}\W+)*{any_of(table['title']['verbs'])}"),
        carries=later(rf"(?<!\w){carried}{any_of(table['title']['carries'])}"),
        verb=later(every),
        add=later(rf"\b{any_of(verbs['add'])}"),
        adding=later(rf"{any_of(verbs['add'])}\s*"),
        amend=later(rf"\b{any_of(verbs['amend'])}"),
        drop=later(rf"(?!{any_of(verbs['add'])}){any_of(verbs['drop'])}"),
        of_time=later(any_of(verbs["of_time"])),
        key=later(rf"\b{key}"),
        part=later(rf"\b{part.format('part')}"),
        becomes=later(rf"\b{any_of(table['tasks']['becomes'])}\s*:?"),
        cells=tuple((field, later(rf"\b{any_of(names)}")) for field, names in table["cells"].items()),
    )
