"""Lines outside tables → paragraphs: wrapped lines joined, a sentence cut by a page end made whole, markup gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.documents.layouts.found import is_rule
from knowledge.documents.markup import strip_markup
from knowledge.documents.model import Paragraph
from knowledge.documents.wrapping import goes_on

_PAGE_NUMBER = re.compile(r"(?P<dash>[-–]?)\s*\d{1,3}\s*(?P=dash)|Trang \d{1,3}(?:\s*/\s*\d{1,3})?", re.IGNORECASE)
_OPENS_ELEMENT = re.compile(r"<(?:p|li|h\d)\b", re.IGNORECASE)
_CLOSES_ELEMENT = re.compile(r"</(?:p|li|h\d)\s*>", re.IGNORECASE)
_LONGEST = 20_000  # letters of one paragraph: no plan prints a longer one


def read_paragraphs(numbered: Sequence[tuple[int, str]], width: int) -> tuple[Paragraph, ...]:
    """Paragraphs of (line number, line) pairs in order; `width` is where the text was wrapped (0 = it was not).

    A gap in the numbers (a table was there) ends a paragraph.
    """
    return tuple(_cleaned(_across_gaps(_runs(numbered, width))))


def join_html_lines(numbered: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines with every <p>, <li> and <h1> on one: in HTML a line end inside an element means nothing.

    An element that is never closed ends where the next begins or at an empty line.
    """
    out: list[tuple[int, str]] = []
    inside = False
    for number, line in numbered:
        opens = [found.end() for found in _OPENS_ELEMENT.finditer(line)]
        closes = [found.end() for found in _CLOSES_ELEMENT.finditer(line)]
        if inside and line.strip() and (not opens or (closes and closes[0] < opens[0])):
            out[-1] = (out[-1][0], f"{out[-1][1].rstrip()} {line.strip()}")
        else:
            out.append((number, line))
            inside = False
        if opens or closes:
            inside = max(opens, default=-1) > max(closes, default=-1)
    return out


def _runs(numbered: Sequence[tuple[int, str]], width: int) -> Iterator[tuple[int, int, str, bool]]:
    """(first, last, text, whether an empty line stood before) of every run of joined lines."""
    first = last = 0
    text, gap, gap_before = "", True, True
    for at, (number, line) in enumerate(numbered):
        if not line.strip() or is_rule(line) or _is_page_number(numbered, at):
            gap = True
            continue
        if text and number == last + 1 and not gap and len(text) < _LONGEST and goes_on(text, line, width):
            text, last = f"{text.rstrip()} {line.strip()}" + ("  " if line.endswith("  ") else ""), number
            continue
        if text:
            yield first, last, text, gap_before
        text, first, last, gap_before, gap = line, number, number, gap or number != last + 1, False
    if text:
        yield first, last, text, gap_before


def _is_page_number(numbered: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether a line is only a small number with nothing above and below it: "2", "- 2 -"."""
    if not _PAGE_NUMBER.fullmatch(numbered[at][1].strip()):
        return False
    beside = (numbered[n][1] for n in (at - 1, at + 1) if 0 <= n < len(numbered))
    return not any(line.strip() for line in beside)


def _across_gaps(runs: Iterator[tuple[int, int, str, bool]]) -> Iterator[tuple[int, int, str]]:
    """Joins what a page end cut: "… hồ sơ thủ tục" + "hành chính hoặc …", only an empty line or two apart."""
    held: tuple[int, int, str] | None = None
    for first, last, text, _gap in runs:
        if held and first - held[1] <= 3 and len(held[2]) < _LONGEST and _cut_by_page(held[2], text):
            held = (held[0], last, f"{held[2].rstrip()} {text.strip()}")
            continue
        if held:
            yield held
        held = (first, last, text)
    if held:
        yield held


def _cut_by_page(before: str, after: str) -> bool:
    return after.strip()[:1].islower() and len(before) > 60 and goes_on(before, after, 0)


def _cleaned(runs: Iterator[tuple[int, int, str]]) -> Iterator[Paragraph]:
    for first, last, text in runs:
        clean = " ".join(strip_markup(text).split())
        if clean:
            yield Paragraph(text=clean, first_line=first, last_line=last)
