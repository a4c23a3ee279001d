"""The prose of a document as numbered items: "I" › "1" › "a", with what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.documents.model import Document
from knowledge.ingest.head_words import head_words

_ROMAN = re.compile(r"^(?P<label>[IVX]{1,6})\s*[.:)]\s*(?P<text>\S.*)$")
_ARTICLE = re.compile(r"^(?P<label>Điều \d{1,2})\s*[.:]\s*(?P<text>.*)$", re.IGNORECASE)
_PART = re.compile(r"^(?P<label>[A-HĐ])\s*[.)]\s+(?P<text>[^\W\d_].{2,100})$")  # "B. TỔ CHỨC THỰC HIỆN"
_NUMBER = re.compile(
    r"^(?P<label>\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)]?(?:(?<=[.)])|\s)\s*(?P<text>[^\d\s%/].*|(?<=\s)\d[\d.,]*\s*%.*)$"
)
_LETTER = re.compile(r"^(?P<label>[a-zđ])\s*[).]\s+(?P<text>.*)$")
_DASH = re.compile(r"^[-–—•+*]\s*(?P<text>\S.*)$")
_ANNEX = re.compile(r"^PHỤ LỤC\b(?!.*\bkèm theo\b)", re.IGNORECASE)
_PLUS = re.compile(r"^\+\s*\S")
_RECIPIENTS = re.compile(r"^(?:Nơi nhận\b|(?:T/?M|K/?T|T/?L|TUQ)\s?[. ]\s?[A-ZĐÀ-Ỹ ]+$)", re.IGNORECASE)
_LONGEST_POST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineItem:
    """One paragraph with its place.

    `where` joins the labels above and its own with dots ("III.1.a"); a dash item and plain text have the place of
    what they stand under. `kind` is "section", "article", "number", "letter", "dash", "plus" (a list inside a list of
    dashes) or "text". `text` is without
    the label. `heading` is the text of the nearest section or article above.
    """

    where: str
    kind: str
    text: str
    heading: str
    first_line: int
    last_line: int


def outline(document: Document) -> Iterator[OutlineItem]:
    """The paragraphs of the prose part in order; the list of recipients and the annexes are left out."""
    section = number = letter = heading = ""
    for paragraph in document.paragraphs:
        text = paragraph.text.strip()
        if not text:
            continue
        if _RECIPIENTS.match(text) or _ANNEX.match(text) or _is_post(text):
            section = number = letter = heading = "-"
            continue
        kind = "text"
        if roman := _ROMAN.match(text):
            kind, section, number, letter, text = "section", roman["label"], "", "", roman["text"]
            heading = text
        elif (part := _PART.match(text)) and part["text"].rstrip()[-1] not in ".;,":
            kind, section, number, letter, text = "section", part["label"], "", "", part["text"]
            heading = text
        elif article := _ARTICLE.match(text):
            kind, section, number, letter, text = "article", article["label"], "", "", article["text"]
            heading = article["label"]
        elif section == "-":
            if text.upper() in ("KẾ HOẠCH", "CHƯƠNG TRÌNH", "ĐỀ ÁN"):  # the plan itself, behind its decision
                section = number = letter = heading = ""
            continue
        elif numbered := _NUMBER.match(text):
            kind, number, letter, text = "number", numbered["label"], "", numbered["text"]
        elif lettered := _LETTER.match(text):
            kind, letter, text = "letter", lettered["label"], lettered["text"]
        elif dashed := _DASH.match(text):
            kind, text = "plus" if _PLUS.match(text) else "dash", dashed["text"]
        elif letter and text[:1].isupper() and kind == "text":
            pass  # running text under a lettered item stays with it
        yield OutlineItem(
            where=".".join(part for part in (section, number, letter) if part),
            kind=kind,
            text=text,
            heading=heading,
            first_line=paragraph.first_line,
            last_line=paragraph.last_line,
        )


def _is_post(text: str) -> bool:
    """Whether a line is the post above a signature: "GIÁM ĐỐC"."""
    return text.isupper() and len(text) < _LONGEST_POST and head_words().post.fullmatch(text) is not None
