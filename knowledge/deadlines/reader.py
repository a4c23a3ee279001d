"""The engine of the deadline grammar: one pass over a cell, the first rule that matches at a place wins.

A rule that is not `anywhere` reads only at the start of a clause, so that a year or a quarter inside a document's name
or an event never becomes a due day. Words between two times explain and are let go, unless they look like a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from knowledge.deadlines.cell import LONGEST, read_cell
from knowledge.deadlines.meanings import (
    make_listed,
    make_periodic,
    make_plain,
    make_recurring,
    make_references,
    make_relative,
    make_skipped,
    read_hint,
)
from knowledge.deadlines.pointed import make_pointed
from knowledge.deadlines.reading import Made, Reading
from knowledge.deadlines.rules import Rule, load_grammar
from knowledge.plan import NOWHERE, Deadline, OnDemand, SourceSpan, Standing, Unread

_WORD = re.compile(r"\w+")
_COMPLETION = re.compile(r"(?:hoan\s+thanh|xong|truoc|cham\s+nhat|muon\s+nhat)")
NOT_READ = "không quy tắc nào đọc được"


def read_deadlines(
    text: str, *, year: int | None, hint: str = "", source: SourceSpan = NOWHERE
) -> tuple[Deadline, ...]:
    """What a printed time says, in the order of its words.

    Args:
        text: the cell as printed, markup and line breaks included.
        year: the plan's year, for dates printed without one; None = not known, such a date is then unread.
        hint: the task's and product's words: where the cell says "Định kỳ" alone they may print the period.
        source: where the cell stands; each deadline keeps its lines with the words it was read from.

    Returns:
        () for an empty cell. What no rule reads is an `Unread`, never a guess; equal deadlines are given once.
        Never raises on odd text.
    """
    return _read(text, year=year, hint=hint, source=source)[0]


@lru_cache(maxsize=1024)  # asked of a cell for each column that it might belong to
def looks_like_time(text: str) -> bool:
    """Whether a whole cell is a time and nothing else: "Quý III/2024", "Thường xuyên", not "Báo cáo hằng quý".

    >>> looks_like_time("Trước ngày 31/01/2024"), looks_like_time("Phòng Hành chính - Tổ chức")
    (True, False)
    """
    found, left = _read(text, year=2024, hint="", source=NOWHERE)
    if not found or left or len(text) > 300:
        return False
    if all(isinstance(item, Unread) for item in found):
        return all(item.rule for item in found)
    return not any(item.rule in ("reference.named",) for item in found) and not text.lstrip(" -").lower().startswith(
        "căn cứ"
    )


def _read(text: str, *, year: int | None, hint: str, source: SourceSpan) -> tuple[tuple[Deadline, ...], bool]:
    """The deadlines, and whether words were left that no rule took."""
    if len(text) > LONGEST:
        cut = " ".join(text[:200].split())
        return (Unread(text=cut, reason="ô quá dài để là một thời hạn", source=replace(source, text=cut)),), True
    cell = read_cell(text)
    if not _WORD.search(cell.folded):
        return (), False
    reading = Reading(cell=cell, year=year, hint=hint, source=source, grammar=load_grammar())
    _scan(reading)
    _settle_periodic(reading)
    left = [stretch for stretch in reading.left if not _inside(stretch[0], reading.asides)]
    if not reading.items:
        return (reading.unread(0, len(cell.text), NOT_READ),), True
    for start, end in left:
        if reading.grammar.timeish.search(cell.folded[start:end]):
            reading.items.append(reading.unread(start, end, NOT_READ))
    unique: list[Deadline] = []
    for item in reading.items:
        if item not in unique:
            unique.append(item)
    return tuple(unique), bool(left)


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _scan(reading: Reading) -> None:
    folded = reading.cell.folded
    at, fresh, gap = 0, True, None
    while at < len(folded):
        char = folded[at]
        if not (char.isalnum() or char == "_"):
            if char == "(":
                closing = folded.find(")", at)
                reading.asides.append((at, closing if closing >= 0 else len(folded)))
            fresh = fresh or _opens_clause(folded, at)
            if gap is not None and char in ";.:(\n" and not (char == "." and folded[at + 1 : at + 2].isdigit()):
                reading.left.append((gap, at))
                gap = None
            at += 1
            continue
        if (end := _try_rules(reading, at, fresh)) is not None:
            if gap is not None:
                reading.left.append((gap, at))
                gap = None
            at, fresh = end, True
            continue
        if fresh and (filler := reading.grammar.filler.match(folded, at)):
            at = filler.end()
            continue
        if fresh and (opener := reading.grammar.opener.match(folded, at)):
            reading.left.append((at, opener.end()))
            at = opener.end()
            continue
        word = _WORD.match(folded, at)
        if gap is None:
            gap = at
        at = word.end() if word is not None else at + 1
        fresh = False
    if gap is not None:
        reading.left.append((gap, len(folded)))


def _opens_clause(folded: str, at: int) -> bool:
    """Whether a sign begins a new clause; one between letters or figures ("170/KH-VP", "22/12") does not."""
    char = folded[at]
    if char.isspace():
        return False
    if char in ';:()"•*+':
        return True
    around = folded[max(at - 1, 0) : at], folded[at + 1 : at + 2]
    if char == "-":
        return (
            folded[:at].rstrip()[-1:] in ("", ".", ";", ":", ",", "(") or "\n" in folded[len(folded[:at].rstrip()) : at]
        )
    return char in ",." and not (around[0].isalnum() and around[1].isalnum())


def _try_rules(reading: Reading, at: int, fresh: bool) -> int | None:
    folded = reading.cell.folded
    for rule in reading.grammar.rules:
        if not (fresh or rule.anywhere):
            continue
        m = rule.pattern.match(folded, at)
        if m is None or (m.end() < len(folded) and m.end() > at and _splits_word(folded, m.end())):
            continue
        made = _MAKERS[rule.kind](reading, rule, m)
        if made is None:
            continue
        items, end = made
        if end <= at:
            continue
        if _inside(at, reading.asides) and not fresh and not _COMPLETION.match(folded, at):
            return end
        reading.items.extend(items)
        return end
    return None


def _splits_word(folded: str, end: int) -> bool:
    return folded[end].isalnum() and folded[end - 1].isalnum()


def _settle_periodic(reading: Reading) -> None:
    """Settle "Định kỳ" alone: what another word of the cell or the task's own words say of its period."""
    if reading.periodic is None:
        return
    place = reading.periodic
    bare = reading.items.pop(place)
    if any(not isinstance(item, Standing | OnDemand | Unread) for item in reading.items):
        return
    found = read_hint(reading.hint, bare.source)
    reading.items[place:place] = found or (bare,)


_MAKERS: dict[str, Callable[[Reading, Rule, re.Match[str]], Made]] = {
    "point": make_pointed,
    "every": make_recurring,
    "after": make_relative,
    "before": make_relative,
    "ongoing": make_plain,
    "on_demand": make_plain,
    "reference": make_references,
    "bare_days": make_listed,
    "periodic": make_periodic,
    "unread": make_skipped,
    "skip": make_skipped,
}
