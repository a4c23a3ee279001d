"""What days, months, quarters and years mean after the words before them."""

from __future__ import annotations

import re

from knowledge.deadlines.points import Chain, Days, find_chain, resolve
from knowledge.deadlines.reading import Made, Reading
from knowledge.deadlines.rules import Rule
from knowledge.plan import ByDate, Deadline, Every, Recurring, SourceSpan, Within

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


def make_pointed(reading: Reading, rule: Rule, m: re.Match[str]) -> Made:
    """A deadline for each point or range of points; None where the figures are no time."""
    folded = reading.cell.folded
    chain = find_chain(folded, m.end(), reading.year, rule.edge)
    if chain is None or not _stands(folded, m.start(), chain, bare=m.end() == m.start()):
        return None
    end = chain.end
    unprinted = all(point.year is None or point.next_year for point in chain.points)
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


def _yearly(reading: Reading, rule: Rule, chain: Chain, start: int, end: int, unprinted: bool) -> Made:
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


def _monthly(reading: Reading, rule: Rule, chain: Chain, start: int, end: int) -> Made:
    span = reading.span(start, end)
    if any(chain.ranged) or any(not 1 <= (p.day or 0) <= 31 for p in chain.points):
        return (reading.unread(start, end, "không rõ ngày trong tháng", rule.id),), end
    exclusive = rule.edge == "before"
    return tuple(
        Recurring(every=Every.MONTH, day=p.day, exclusive=exclusive, rule=rule.id, source=span) for p in chain.points
    ), end
