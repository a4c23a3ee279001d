"""What the rules for words mean: events, standing tasks, references, recurrences."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.deadlines.cell import LONGEST, read_cell
from knowledge.deadlines.reading import Made, Reading
from knowledge.deadlines.rules import Rule, load_grammar
from knowledge.plan import (
    AfterEvent,
    BeforeEvent,
    ByReference,
    Deadline,
    Every,
    OnDemand,
    Recurring,
    SourceSpan,
    Standing,
    Unit,
)

# "sau khi hết thời hạn 15 ngày": the days belong to the event
_COUNT_WITHIN = re.compile(r"\b(?:het|du|thoi\s+gian|thoi\s+han|qua)\b")
_DOCUMENT_PLACE = re.compile(
    r"(?:(?:thoi\s+gian|thoi\s+han|tien\s+do|lo\s+trinh|moc\s+thoi\s+gian|noi\s+dung)\s+)+"
    r"(?:(?:da\s+)?(?:neu|duoc\s+neu|quy\s+dinh|xac\s+dinh|giao|de\s+ra)\s+)?(?:tai|trong|theo)\s+"
)
_NAMELESS = re.compile(r"(?:cac\s+)?ke\s+hoach(?:\s+nay|\s+de\s+ra|\s+da\s+de\s+ra)?")
_PARTS = {"dau": 1, "thu nhat": 1, "giua": 2, "thu hai": 2, "cuoi": 3, "thu ba": 3}
_TIMES_A_YEAR = {1: Every.YEAR, 2: Every.HALF_YEAR, 4: Every.QUARTER, 12: Every.MONTH}
_EVERY_ORDER = {"thang": Every.MONTH, "quy": Every.QUARTER, "6 thang": Every.HALF_YEAR, "nam": Every.YEAR}


def _event(reading: Reading, m: re.Match[str], rule: Rule) -> tuple[int, int]:
    """The stretch of the event or document named by a match."""
    groups = m.re.groupindex
    start = m.start("event") if "event" in groups and m.start("event") >= 0 else m.end()
    return start, max(reading.tail(start), m.end()) if rule.tail else m.end()


def _count(reading: Reading, m: re.Match[str]) -> tuple[int, Unit]:
    number = int(m["n"]) if m["n"] is not None else reading.grammar.counts[m["word"]]
    if m["u"] == "tuan":
        return number * 7, Unit.DAY
    return number, Unit.WORKING_DAY if m["u"].split()[1:] in (["lam", "viec"], ["hanh", "chinh"]) else Unit.DAY


def make_relative(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """N days after or before an event, or at once."""
    start, end = _event(reading, m, rule)
    event = reading.cell.words(start, end)
    offset, unit = (rule.offset, Unit.DAY) if rule.offset is not None else _count(reading, m)
    if "note" in m.re.groupindex:
        note = reading.cell.words(m.start("note"), m.end("note"))
        event = f"{reading.cell.words(*m.span('cond'))} ({note})" if m["cond"] else note
    elif rule.offset is not None:
        counted = reading.grammar.count_of_days.search(reading.cell.folded[start:end])
        stated = counted is not None and _COUNT_WITHIN.search(reading.cell.folded, start, start + counted.start() + 10)
        if counted is not None and counted.start() > 0 and not stated:
            offset, unit = _count(reading, counted)
            event = reading.cell.words(start, start + counted.start())
    if not event:
        return ((reading.unread(m.start(), end, "không nêu mốc tính ngày", rule.id),), end)
    reading.heads = reading.heads or re.match(r"\s*(?::|\n)", reading.cell.folded[end:]) is not None
    made = AfterEvent if rule.kind == "after" else BeforeEvent
    return ((made(offset=offset, unit=unit, event=event, rule=rule.id, source=reading.span(m.start(), end)),), end)


def make_listed(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """N days without an event of their own, listed under a head that has one."""
    heads = [item for item in reading.items if isinstance(item, AfterEvent | BeforeEvent)]
    if not heads or not reading.heads:
        return ((reading.unread(m.start(), m.end(), "không nêu mốc tính ngày", rule.id),), m.end())
    offset, unit = _count(reading, m)
    span = reading.span(m.start(), m.end())
    return ((replace(heads[0], offset=offset, unit=unit, rule=rule.id, source=span),), m.end())


def make_plain(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """Ongoing or on demand, with the rest of its clause."""
    end = _event(reading, m, rule)[1]
    span = reading.span(m.start(), end)
    item = Standing(rule=rule.id, source=span) if rule.kind == "ongoing" else OnDemand(rule=rule.id, source=span)
    return ((item,), end)


def make_skipped(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """Words that are no time, or a time the model cannot hold."""
    end = _event(reading, m, rule)[1]
    if rule.kind == "skip":
        return (), end
    return ((reading.unread(m.start(), end, rule.reason, rule.id),), end)


def make_references(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """One reference for each document named."""
    start, end = _event(reading, m, rule)
    folded = reading.cell.folded
    if (place := _DOCUMENT_PLACE.match(folded, start, end)) and place.end() < end:
        start = place.end()
    items: list[Deadline] = []
    cuts = [c.span() for c in reading.grammar.document.finditer(folded, start, end)]
    for first, last in zip([start, *(c[1] for c in cuts)], [*(c[0] for c in cuts), end], strict=True):
        numbered = reading.grammar.numbered_document.search(folded, first, last)
        name = reading.cell.words(first, numbered.end() if numbered else last)
        if _NAMELESS.fullmatch(folded[first:last].strip(" .,;\n")):
            name = ""
        items.append(ByReference(document=name, rule=rule.id, source=reading.span(m.start(), end)))
    return tuple(items), end


def make_recurring(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """One recurrence for each period listed."""
    span = reading.span(m.start(), m.end())
    groups = {key: value for key, value in m.groupdict().items() if value is not None}
    if "units" in groups:
        printed = re.findall(reading.grammar.unit, groups["units"])
        every = [Every(reading.grammar.units[" ".join(unit.split())]) for unit in printed]
        return tuple(Recurring(every=e, rule=rule.id, source=span) for e in every), m.end()
    if "times" in groups:
        return _times(reading, rule, m)
    day = int(groups["day"]) if "day" in groups else None
    if day is not None and not 1 <= day <= 31:
        return (reading.unread(m.start(), m.end(), f"không có ngày {day}", rule.id),), m.end()
    moq = _PARTS[" ".join(groups["moq"].split())] if "moq" in groups else None
    exclusive = day is not None and "truoc" in groups.get("edge", "")
    item = Recurring(
        every=Every(rule.every), day=day, month_of_quarter=moq, exclusive=exclusive, rule=rule.id, source=span
    )
    return (item,), m.end()


def _times(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """Read "02 lần/năm": every half year, where the year parts evenly into a period the plan knows."""
    words = {"mot": 1, "hai": 2, "bon": 4}
    times = words.get(m["times"]) or int(m["times"])
    per = " ".join(m["per"].split())
    span = reading.span(m.start(), m.end())
    every = _EVERY_ORDER[per] if times == 1 else _TIMES_A_YEAR.get(times) if per == "nam" else None
    if every is None:
        return (reading.unread(m.start(), m.end(), "số lần trong kỳ không chia thành chu kỳ đều", rule.id),), m.end()
    return (Recurring(every=every, rule=rule.id, source=span),), m.end()


def make_periodic(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """The word "Định kỳ" alone: kept as unread until the whole cell is known."""
    if reading.periodic is None:
        reading.periodic = len(reading.items)
        reading.items.append(reading.unread(m.start(), m.end(), "không nêu chu kỳ", rule.id))
    return (), m.end()


def read_hint(hint: str, source: SourceSpan) -> tuple[Deadline, ...]:
    """The periods that a task's words print: "báo cáo quý I, II, III, cả năm" = every quarter and every year."""
    grammar = load_grammar()
    found: list[Deadline] = []
    for m in grammar.hint.finditer(read_cell(hint[:LONGEST]).folded):
        for unit, every in _EVERY_ORDER.items():
            known = any(isinstance(item, Recurring) and item.every is every for item in found)
            if not known and re.search(rf"(?<!\d\s)\b{unit}\b", " ".join(m["units"].split())):
                found.append(Recurring(every=every, rule="every.hint", source=source))
    return tuple(found)
