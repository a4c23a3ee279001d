"""The engine of the deadline grammar: one pass over a cell, the first rule that matches at a place wins.

A rule that is not `anywhere` reads only at the start of a clause, so that a year or a quarter inside a document's name
or an event never becomes a due day. Words between two times explain and are let go, unless they look like a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from knowledge.deadlines.cell import LONGEST, Cell, read_cell
from knowledge.deadlines.points import Chain, Days, find_chain, resolve
from knowledge.deadlines.rules import Grammar, Rule, load_grammar
from knowledge.plan import (
    NOWHERE,
    AfterEvent,
    BeforeEvent,
    ByDate,
    ByReference,
    Deadline,
    Every,
    OnDemand,
    Recurring,
    SourceSpan,
    Standing,
    Unit,
    Unread,
    Within,
)

_YEARLY = re.compile(
    r",?\s*\(?(?:cua\s+|vao\s+)?(?:hang|moi|tung|cac)\s+nam\b(?!\s+(?:tiep|sau|truoc|toi))(?!\s+20\d\d)\)?"
)
_MONTHLY = re.compile(r",?\s*(?:cua\s+)?(?:hang|moi|tung)\s+thang\b")
_OTHER_YEAR = re.compile(r",?\s*(?:cua\s+)?nam\s+(?:sau|toi|truoc|tiep\s+theo|ke\s+tiep|lien\s+ke|do)\b")
_TORN_YEAR = re.compile(r"\s*\W?\s*(?:nam)?\s*(?:19|2[0o])[\doil]{2}\b")
_COUNTED = re.compile(
    r"\s*(?:ngay|gio|tuan|buoi|so|thang|nam(?!\s+(?:sau|toi|truoc|tiep|ke|lien|do|20)))\b"
)  # "1/2 ngày làm việc"
_LISTED_BEFORE = re.compile(r"\d\s*(?:,|-|va|den)\s*$")  # the end of a list whose start was not read
_ONWARD = re.compile(r"\s*,?\s*(?:(?:va\s+)?(?:cac|nhung)\s+nam\s+(?:tiep\s+theo|sau)|tro\s+di)")
_LOOSE_END = re.compile(r"\s*(?:$|[,;.:)(\n-]|va\b|hoac\b|hang\b|moi\b)")
_WORD = re.compile(r"\w+")
_COMPLETION = re.compile(r"(?:hoan\s+thanh|xong|truoc|cham\s+nhat|muon\s+nhat)")
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
NOT_READ = "không quy tắc nào đọc được"


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What one pass has gathered; `left` are the stretches no rule took, `asides` the parentheses."""

    cell: Cell
    year: int | None
    hint: str
    source: SourceSpan
    grammar: Grammar
    items: list[Deadline] = field(default_factory=list)
    left: list[tuple[int, int]] = field(default_factory=list)
    asides: list[tuple[int, int]] = field(default_factory=list)
    heads: bool = False
    periodic: int | None = None

    def span(self, start: int, end: int) -> SourceSpan:
        return replace(self.source, text=self.cell.words(start, end))

    def unread(self, start: int, end: int, reason: str, rule: str = "") -> Unread:
        words = self.cell.words(start, end)
        return Unread(text=words, reason=reason, rule=rule, source=replace(self.source, text=words))

    def tail(self, at: int) -> int:
        """Where the clause from `at` on ends: its event or its document's name runs no further."""
        folded = self.cell.folded
        depth = 0
        limit = len(folded)
        for place in range(at, limit):
            if folded[place] == "(":
                depth += 1
            elif folded[place] == ")":
                depth -= 1
                if depth < 0:
                    limit = place
                    break
        for m in self.grammar.tail_end.finditer(folded, at, limit):
            if m.group() == "." and self._abbreviates(m.start()):
                continue
            return m.start()
        return limit

    def _abbreviates(self, dot: int) -> bool:
        """Whether a full stop belongs to a short form ("TP. Hồ Chí Minh") rather than ending a sentence."""
        before = re.search(r"[^\W\d_]+$", self.cell.text[:dot])
        after = self.cell.text[dot + 1 :].lstrip()
        short = before is not None and before.group().isupper() and len(before.group()) <= 2
        return short and after[:1].isupper()


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
    reading = _Reading(cell=cell, year=year, hint=hint, source=source, grammar=load_grammar())
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


def _scan(reading: _Reading) -> None:
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


def _try_rules(reading: _Reading, at: int, fresh: bool) -> int | None:
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


_Made = tuple[tuple[Deadline, ...], int] | None


def _event(reading: _Reading, m: re.Match[str], rule: Rule) -> tuple[int, int]:
    """The stretch of the event or document named by a match."""
    groups = m.re.groupindex
    start = m.start("event") if "event" in groups and m.start("event") >= 0 else m.end()
    return start, max(reading.tail(start), m.end()) if rule.tail else m.end()


def _count(reading: _Reading, m: re.Match[str]) -> tuple[int, Unit]:
    number = int(m["n"]) if m["n"] is not None else reading.grammar.counts[m["word"]]
    if m["u"] == "tuan":
        return number * 7, Unit.DAY
    return number, Unit.WORKING_DAY if m["u"].split()[1:] in (["lam", "viec"], ["hanh", "chinh"]) else Unit.DAY


def _relative(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
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


def _listed(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
    """N days without an event of their own, listed under a head that has one."""
    heads = [item for item in reading.items if isinstance(item, AfterEvent | BeforeEvent)]
    if not heads or not reading.heads:
        return ((reading.unread(m.start(), m.end(), "không nêu mốc tính ngày", rule.id),), m.end())
    offset, unit = _count(reading, m)
    span = reading.span(m.start(), m.end())
    return ((replace(heads[0], offset=offset, unit=unit, rule=rule.id, source=span),), m.end())


def _tailed(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
    end = _event(reading, m, rule)[1]
    span = reading.span(m.start(), end)
    item = Standing(rule=rule.id, source=span) if rule.kind == "ongoing" else OnDemand(rule=rule.id, source=span)
    return ((item,), end)


def _skipped(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
    end = _event(reading, m, rule)[1]
    if rule.kind == "skip":
        return (), end
    return ((reading.unread(m.start(), end, rule.reason, rule.id),), end)


def _referred(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
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


def _recurring(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
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


def _times(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
    """Read "02 lần/năm": every half year, where the year parts evenly into a period the plan knows."""
    words = {"mot": 1, "hai": 2, "bon": 4}
    times = words.get(m["times"]) or int(m["times"])
    per = " ".join(m["per"].split())
    span = reading.span(m.start(), m.end())
    every = _EVERY_ORDER[per] if times == 1 else _TIMES_A_YEAR.get(times) if per == "nam" else None
    if every is None:
        return (reading.unread(m.start(), m.end(), "số lần trong kỳ không chia thành chu kỳ đều", rule.id),), m.end()
    return (Recurring(every=every, rule=rule.id, source=span),), m.end()


def _periodic(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
    if reading.periodic is None:
        reading.periodic = len(reading.items)
        reading.items.append(reading.unread(m.start(), m.end(), "không nêu chu kỳ", rule.id))
    return (), m.end()


def _settle_periodic(reading: _Reading) -> None:
    """Settle "Định kỳ" alone: what another word of the cell or the task's own words say of its period."""
    if reading.periodic is None:
        return
    place = reading.periodic
    bare = reading.items.pop(place)
    if any(not isinstance(item, Standing | OnDemand | Unread) for item in reading.items):
        return
    found = read_hint(reading.hint, bare.source)
    reading.items[place:place] = found or (bare,)


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


def _pointed(reading: _Reading, rule: Rule, m: re.Match[str]) -> _Made:
    folded = reading.cell.folded
    chain = find_chain(folded, m.end(), reading.year, rule.edge)
    if chain is None or not _stands(folded, m.start(), chain, bare=m.end() == m.start()):
        return None
    end = chain.end
    unprinted = all(point.year is None for point in chain.points)
    yearly = _YEARLY.match(folded, end)
    monthly = _MONTHLY.match(folded, end)
    if rule.yearly and not unprinted:
        return None
    if rule.yearly or (yearly is not None and chain.points[0].unit in ("day", "month", "quarter")):
        end = yearly.end() if yearly is not None else end
        return _yearly(reading, rule, chain, m.start(), end, unprinted)
    if monthly is not None and all(p.unit == "day" and not p.first_month for p in chain.points):
        return _monthly(reading, rule, chain, m.start(), monthly.end())
    if unprinted and (other := _OTHER_YEAR.match(folded, end)):
        return (
            reading.unread(m.start(), other.end(), "nói năm sau hoặc năm trước, không nêu năm", rule.id),
        ), other.end()
    if unprinted and (torn := _TORN_YEAR.match(folded, end)):
        return (reading.unread(m.start(), torn.end(), "không rõ năm", rule.id),), torn.end()
    days = resolve(chain, reading.year)
    if isinstance(days, str):
        return (reading.unread(m.start(), end, days, rule.id),), end
    opens = re.search(r"\btu\s+$", m.group()) is not None and not any(chain.ranged)
    if opens and not (chain.points[-1].unit == "year" and _ONWARD.match(folded, end)):
        return (reading.unread(m.start(), end, "chỉ nêu mốc bắt đầu", rule.id),), end
    span = reading.span(m.start(), end)
    items: list[Deadline] = []
    for stretch in days:
        item = _due(stretch, rule, span)
        if item is None:
            return (reading.unread(m.start(), end, "hạn là một khoảng, không rõ ngày nào", rule.id),), end
        items.append(item)
    return tuple(items), end


def _stands(folded: str, start: int, chain: Chain, *, bare: bool) -> bool:
    """Whether the figures are a time at all: not a share, a count or a fraction in a sentence."""
    if re.match(r"\s?%|\d|/\s?\d", folded[chain.end : chain.end + 3]):
        return False
    plan_year = len(chain.points) == 1 and chain.points[0].text == "nam"
    short = any(p.unit == "day" and p.year is None and p.text[:1].isdigit() for p in chain.points)
    if short and _COUNTED.match(folded, chain.end):
        return False
    if bare and _LISTED_BEFORE.search(folded, max(0, start - 12), start) and chain.points[0].unit == "day":
        return False
    if bare and (plan_year or (short and not _LOOSE_END.match(folded, chain.end))):
        return False
    return not all(p.unit == "day" and not p.first_month for p in chain.points) or (
        _MONTHLY.match(folded, chain.end) is not None
    )


def _due(days: Days, rule: Rule, span: SourceSpan) -> Deadline | None:
    name = f"{rule.id}/misread" if days.misread else rule.id
    if rule.edge == "before":
        if days.unit in ("range", "half"):
            return None
        return ByDate(due=days.first, exclusive=True, rule=name, source=span)
    if rule.edge == "until":
        return None if days.unit == "range" else ByDate(due=days.last, rule=name, source=span)
    if days.unit == "day":
        return ByDate(due=days.last, rule=name, source=span)
    return Within(start=days.first, end=days.last, rule=name, source=span)


def _yearly(reading: _Reading, rule: Rule, chain: Chain, start: int, end: int, unprinted: bool) -> _Made:
    span = reading.span(start, end)
    days = resolve(chain, 2024)  # a leap year: 29/2 is a day of some years
    if isinstance(days, str) or not unprinted or any(chain.ranged):
        reason = days if isinstance(days, str) else "vừa nêu năm hoặc một khoảng, vừa nêu hằng năm"
        return (reading.unread(start, end, reason, rule.id),), end
    exclusive = rule.edge == "before"
    if exclusive and any(item.unit != "day" for item in days):
        return (reading.unread(start, end, "không nêu ngày trong năm", rule.id),), end
    return tuple(
        Recurring(
            every=Every.YEAR,
            day=item.last.day if item.unit == "day" else None,
            month=item.last.month,
            exclusive=exclusive,
            rule=rule.id,
            source=span,
        )
        for item in days
    ), end


def _monthly(reading: _Reading, rule: Rule, chain: Chain, start: int, end: int) -> _Made:
    span = reading.span(start, end)
    if any(chain.ranged) or any(not 1 <= (p.day or 0) <= 31 for p in chain.points):
        return (reading.unread(start, end, "không rõ ngày trong tháng", rule.id),), end
    exclusive = rule.edge == "before"
    return tuple(
        Recurring(every=Every.MONTH, day=p.day, exclusive=exclusive, rule=rule.id, source=span) for p in chain.points
    ), end


_MAKERS: dict[str, Callable[[_Reading, Rule, re.Match[str]], _Made]] = {
    "point": _pointed,
    "every": _recurring,
    "after": _relative,
    "before": _relative,
    "ongoing": _tailed,
    "on_demand": _tailed,
    "reference": _referred,
    "bare_days": _listed,
    "periodic": _periodic,
    "unread": _skipped,
    "skip": _skipped,
}
