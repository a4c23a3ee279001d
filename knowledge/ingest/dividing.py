"""One file, several plans: where another document begins, by its own number, letterhead or title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from knowledge.document_number import find_document_numbers
from knowledge.documents.blocks import read_blocks
from knowledge.documents.model import Block, Document, Paragraph, Table
from knowledge.ingest.heading import ATTACHED, DATE_LINE, KIND_LINE, NUMBER_LINE, PREAMBLE
from knowledge.ingest.parts import find_appendix, read_parts
from nlu.text import fold

_MOTTO: Final = ("cong hoa xa hoi chu nghia", "doc lap - tu do", "doc lap – tu do")
_HEAD_PARAGRAPHS: Final = 8
"""So many paragraphs a letterhead takes at most, above its number or its title."""

_LONGEST_HEAD_LINE: Final = 90
_RULE = re.compile(r"[\W_]*")
_DECISION: Final = "QUYẾT ĐỊNH"  # behind the plan of another document; "QUYẾT ĐỊNH:" stands within one
_CLOSES = re.compile(r"noi nhan\b")


def divide(document: Document) -> tuple[Document, ...]:
    """The documents that a file holds one after the other, with its line numbers; mostly it is one.

    A plan behind the decision that issues it is one document with it, and so are appendices that name the document
    they belong to. What holds no tasks is no plan: it goes with what stands before it, or behind it at the start.
    """
    begins = [min(block.first_line for block in document.blocks[at:]) for at in _begins(document.blocks)]
    if not begins:
        return (document,)
    spans = pairwise([1, *begins, len(document.lines) + 1])
    kept: list[tuple[int, int]] = []
    waiting: int | None = None
    for first, behind in spans:
        if not read_parts(_piece(document, first, behind)):
            if kept:
                kept[-1] = (kept[-1][0], behind)
            else:
                waiting = waiting or first
            continue
        kept.append((waiting or first, behind))
        waiting = None
    return tuple(_piece(document, *span) for span in kept) if len(kept) > 1 else (document,)


def _piece(document: Document, first: int, behind: int) -> Document:
    """The document of some of the lines, read anew: how tables are set may differ from one plan to the next."""
    lines = [line if first <= number < behind else "" for number, line in enumerate(document.lines, start=1)]
    tables = [table for table in document.tables if table.is_grid and first <= table.first_line < behind]
    return replace(
        document,
        blocks=read_blocks(lines, tables),
        notes=tuple(note for note in document.notes if first <= note.line < behind),
    )


def _begins(blocks: Sequence[Block]) -> Iterator[int]:
    """The places of the blocks with which another document begins."""
    number, by_note, tasks, after = "", False, False, 0
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            tasks, after = True, at + 1
            continue
        found, is_note = _own_number(block), _is_attached(block)
        sure = found and not is_note and number and _motto(blocks, at, after)
        if (tasks or sure) and _is_another(blocks, at, after, found=found, number=number, notes=is_note and by_note):
            after = _head_begins(blocks, at, after)
            yield after
            number, tasks = found or "", False
        if found is not None:
            number, by_note = found or number, is_note


def _is_another(blocks: Sequence[Block], at: int, after: int, *, found: str | None, number: str, notes: bool) -> bool:
    """Whether a paragraph behind the tasks of one document opens another.

    A note "kèm theo" of another number does so where a note named the one before (`notes`), or under a letterhead:
    an appendix may be made to the pattern of a decision of somebody else.
    """
    block = blocks[at]
    if found is None:
        return _is_title(blocks, at, after)
    if found == number and found:
        return False
    by_number = isinstance(block, Paragraph) and not _is_attached(block) and bool(found)
    heads = not found and any(map(_is_kind, blocks[at + 1 : at + 4]))
    return by_number or heads or (notes and bool(found)) or _motto(blocks, at, after)


def _own_number(paragraph: Paragraph) -> str | None:
    """The number of its document that a paragraph tells; "" where it is left blank, None where it tells none."""
    text = paragraph.text.strip()
    if NUMBER_LINE.match(text) and len(text) < _LONGEST_HEAD_LINE:
        found = find_document_numbers(text)
        return found[0].number if found else ""
    if ATTACHED.match(text):
        found = find_document_numbers(text)
        return found[-1].number if found else None
    return None


def _is_title(blocks: Sequence[Block], at: int, after: int) -> bool:
    """Whether "KẾ HOẠCH", or the decision that issues one, opens a document.

    It does under a letterhead, below a signature or above a preamble, but not as the title of an appendix.
    """
    if not _is_kind(blocks[at]):
        return False
    above = [near.text for near in blocks[max(after, at - 3) : at] if isinstance(near, Paragraph)]
    below = [near for near in blocks[at + 1 : at + 6] if isinstance(near, Paragraph)]
    if any(find_appendix(text) is not None for text in above) or any(map(_is_attached, below)):
        return False
    signed = any(isinstance(near, Paragraph) and _CLOSES.match(fold(near.text)) for near in blocks[after:at])
    return signed or _motto(blocks, at, after) or any(PREAMBLE.match(near.text.strip()) for near in below[1:])


def _is_kind(block: Block) -> bool:
    text = block.text.strip() if isinstance(block, Paragraph) else ""
    return text == _DECISION or KIND_LINE.match(text) is not None


def _is_attached(paragraph: Paragraph) -> bool:
    return ATTACHED.match(paragraph.text.strip()) is not None


def _motto(blocks: Sequence[Block], at: int, after: int) -> bool:
    """Whether the motto of the state stands near: a letterhead."""
    near = blocks[max(after, at - _HEAD_PARAGRAPHS) : at + _HEAD_PARAGRAPHS]
    return any(isinstance(block, Paragraph) and fold(block.text).startswith(_MOTTO) for block in near)


def _head_begins(blocks: Sequence[Block], at: int, after: int) -> int:
    """The first of the lines of a letterhead or an appendix's title that stand above a number or a title."""
    while at > after:
        block = blocks[at - 1]
        if not isinstance(block, Paragraph) or not _is_head_line(block.text.strip()):
            break
        at -= 1
    return at


def _is_head_line(text: str) -> bool:
    if len(text) > 2 * _LONGEST_HEAD_LINE:
        return False
    said = fold(text)
    return (
        (text.isupper() and len(text) <= _LONGEST_HEAD_LINE)
        or said.startswith(_MOTTO)
        or any(line.match(text) for line in (NUMBER_LINE, DATE_LINE))
        or _RULE.fullmatch(text) is not None
        or find_appendix(text) is not None
    )
