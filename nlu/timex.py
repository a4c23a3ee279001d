"""Times in a question, read against a given day: "tuần này", "trước 30/6", "từ nay đến hết năm".

What a plan prints as a deadline is the matter of `knowledge.deadlines`; here it is about what people ask. The rules
are in `data/vi/timex.toml`. Weeks start on Monday; windows are whole days, both ends included.

>>> from datetime import date
>>> [(m.window.start.isoformat(), m.window.end.isoformat()) for m in find_times("quý 2 này?", today=date(2024, 4, 15))]
[('2024-04-01', '2024-06-30')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from nlu.errors import NluError
from nlu.meaning import TimeWindow
from nlu.text import Word, nfc, squeeze, words
from nlu.timex_days import find_day, month_of, quarter_of, step, step_month, unit_at, year_of
from nlu.timex_line import Line, Match
from nlu.timex_rules import TimeRules, time_rules
from nlu.timex_slots import UNITS


class TimeKind(StrEnum):
    """What a time in a question is for."""

    WINDOW = "window"  # days asked about
    YEAR = "year"  # a whole year named or pointed at: the plan may not speak of it
    SOON = "soon"  # "sắp đến hạn": the window is the house's idea of soon
    DAYS_LEFT = "days_left"  # "còn mấy ngày": asks for a count, no window
    OVERDUE_HINT = "overdue_hint"  # "quá hạn", "trễ rồi": no window


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """One time said in a text: `start`..`end` (excluded) in `nlu.text.nfc(text)`; `typed` is that slice.

    `rule` is the id of the rule that read it. Kinds that count or hint have no window.
    """

    window: TimeWindow | None
    start: int
    end: int
    kind: TimeKind
    typed: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Days found at words `first`..`last`; `unit` is the grain ("run" = several months said together).

    `year_said` is False where the year was taken from today; `now` marks "từ nay", which waits for an end.
    """

    first: int
    last: int
    days: tuple[date, date] | None
    kind: TimeKind
    rule: str
    unit: str = ""
    year_said: bool = True
    now: bool = False


def find_times(text: str, *, today: date, read_as: Sequence[Word] = ()) -> tuple[TimeMention, ...]:
    """The times of a text in order, never overlapping; empty where it names none.

    A day or month without a year is of `today`'s year; "tới" may carry it into the next. `read_as` are its words with
    their slips mended, at the places where they were typed; without it they are read as typed.
    """
    plain = nfc(text)
    rules = time_rules()
    line = Line(plain, read_as or words(plain), rules)
    spans = [span for span in _chosen(line, today) if span is not None]
    spans = [_with_parts(line, span, rules) for span in spans]
    spans = _ranges(line, spans, today)
    spans = [moved for span in spans if (moved := _modified(line, span, spans)) is not None]
    found = []
    for span in spans:
        start, end = line.words[span.first].start, line.words[span.last].end
        typed = plain[start:end]
        window = None
        if span.days is not None:
            window = TimeWindow(start=span.days[0], end=span.days[1], label=squeeze(typed))
        found.append(TimeMention(window=window, start=start, end=end, kind=span.kind, typed=typed, rule=span.rule))
    return tuple(found)


def _chosen(line: Line, today: date) -> list[_Span | None]:
    """The longest matches that do not overlap, left to right; None where words only look like a time."""
    taken: list[tuple[Match, _Span | None]] = []
    ordered = sorted(line.matches(), key=lambda m: (m.first - m.last, m.first, m.rule.order))
    for match in ordered:
        if any(match.first <= other.last and other.first <= match.last for other, _ in taken):
            continue
        if match.rule.make == "none":
            taken.append((match, None))
            continue
        try:
            span = _make(line, match, today)
        except (OverflowError, ValueError):  # "300 năm nữa", a today of 9999: no such day in the calendar
            span = None
        if span is not None:
            taken.append((match, span))
    taken.sort(key=lambda pair: pair[0].first)
    return [span for _, span in taken]


def _make(line: Line, match: Match, today: date) -> _Span | None:
    """The days of one match, or None where there are none such (31/2) or a rule's own condition fails."""
    rule, rules = match.rule, line.rules
    when: list[int] = match.values("when")
    years: list[int] = match.values("y")
    year = years[-1] if years else None
    kind, unit, said, now = TimeKind.WINDOW, "", year is not None, False
    days: tuple[date, date] | None = None
    literals = [word.folded for word in line.words[match.first : match.last + 1]]
    upcoming = literals[-1] == "toi"
    match rule.make:
        case "days":
            days = (today + timedelta(days=rule.params["from"]), today + timedelta(days=rule.params["to"]))
            unit, said = "day", True
        case "ahead" | "behind":
            (count,), (grain,) = match.values("n"), match.values("span")
            if not 0 < count <= 366:
                return None
            far = step(today, grain, count if rule.make == "ahead" else -count)
            days = (today, far) if rule.make == "ahead" else (far, today)
            unit, said = "day", True
        case "date":
            days, said = _read_date(match, today, upcoming=upcoming)
            unit = "day"
        case "day_of_month":
            number = match.values("n")[0]
            if rule.params.get("digits_only") and not literals[-1].isdecimal():
                return None
            month = month_of(step_month(today, when[0] if when else 0))
            if not 1 <= number <= month[1].day:
                return None
            days = (month[0].replace(day=number),) * 2
            unit, said = "day", True
        case "day_range":
            days, said = _read_day_range(match, today)
            unit = "day"
        case "weekday":
            days = _read_weekday(match, literals, today, when)
            unit, said = "day", True
        case "shift":
            unit = _unit_said(match, literals)
            shift = rule.params.get("shift", when[0] if when else 0)
            days, said = unit_at(today, unit, shift), True
            kind = TimeKind.YEAR if unit == "year" else kind
        case "part":
            unit = match.values("unit")[0]
            days = _part(unit_at(today, unit, when[0] if when else 0), unit, match.values("part")[0], rules)
            unit, said = "day", True
        case "month":
            number, own = match.values("m")[0] if match.values("m") else (match.values("tm")[0], None)
            year, said = _year_for(own or year, when, today, passed=upcoming and number < today.month)
            days, unit = month_of(date(year, number, 1)), "month"
        case "quarter":
            number, own = match.values("q")[0] if match.values("q") else (match.values("tq")[0], None)
            passed = upcoming and number < (today.month + 2) // 3
            year, said = _year_for(own or year, when, today, passed=passed)
            days, unit = quarter_of(date(year, number * 3, 1)), "quarter"
        case "months" | "quarters":
            days, said = _read_run(match, today)
            unit = "run"
        case "months_of_year" | "half_year":
            quarters = "quy" in literals
            count = match.values("n")[0] if match.values("n") else 1 if quarters else 6
            count *= 3 if quarters else 1
            if not 1 <= count <= 11:
                return None
            year, said = _year_for(year, when, today)
            first, last = (1, count) if "dau" in literals else (13 - count, 12)
            days, unit = (date(year, first, 1), month_of(date(year, last, 1))[1]), "run"
        case "year":
            days, unit, said, kind = year_of(years[0]), "year", True, TimeKind.YEAR
        case "now":
            days, now = (today, date(today.year, 12, 31)), True
        case "until_now":
            days = (date(today.year, 1, 1), today)
        case "soon":
            days, kind = (today, today + timedelta(days=rules.soon_days)), TimeKind.SOON
        case "days_left":
            kind = TimeKind.DAYS_LEFT
        case "overdue_hint":
            kind = TimeKind.OVERDUE_HINT
        case make:
            raise NluError(f"no such make: {make}", rule=rule.id)
    if days is None and kind in (TimeKind.WINDOW, TimeKind.YEAR):
        return None
    return _Span(
        first=match.first, last=match.last, days=days, kind=kind, rule=rule.id, unit=unit, year_said=said, now=now
    )


def _unit_said(match: Match, literals: list[str]) -> str:
    if "unit" in match.rule.params:
        return str(match.rule.params["unit"])
    if match.values("unit"):
        return str(match.values("unit")[0])
    return next((UNITS[word] for word in literals if word in UNITS), "")


def _year_for(said: int | None, when: list[int], today: date, *, passed: bool = False) -> tuple[int, bool]:
    """(the year, whether it was said)."""
    if said is not None:
        return said, True
    if when:
        return today.year + when[-1], True
    return (today.year + 1, True) if passed else (today.year, False)


def _read_date(match: Match, today: date, *, upcoming: bool) -> tuple[tuple[date, date] | None, bool]:
    years: list[int] = match.values("y")
    if dates := match.values("date"):
        number, month, own, separator = dates[0]
        if match.rule.params.get("slash_only") and separator != "/" and own is None:
            return None, False
        if separator == "-" and own is None:
            return None, False
    else:
        number, (month, own) = match.values("n")[0], match.values("m")[0]
    year = own or (years[0] if years else None)
    found = find_day(year or today.year, month, number)
    if found is not None and year is None and upcoming and found < today:
        found = find_day(today.year + 1, month, number)
    return (None if found is None else (found, found)), year is not None


def _read_day_range(match: Match, today: date) -> tuple[tuple[date, date] | None, bool]:
    numbers: list[int] = match.values("n")
    if dates := match.values("date"):
        last_day, month, year, _ = dates[0]
    else:
        last_day, (month, year) = numbers[1], match.values("m")[0]
    first, last = (find_day(year or today.year, month, number) for number in (numbers[0], last_day))
    if first is None or last is None or first > last:
        return None, False
    return (first, last), year is not None


def _read_weekday(match: Match, literals: list[str], today: date, when: list[int]) -> tuple[date, date]:
    numbers: list[int] = match.values("wd") + match.values("tn")
    offset = numbers[0] - 2 if numbers else 6
    monday = today - timedelta(days=today.weekday())
    found = monday + timedelta(days=offset)
    if when:
        found += timedelta(weeks=when[0])
    elif found < today or (literals[-1] == "toi" and found == today):
        found += timedelta(weeks=1)
    return found, found


def _read_run(match: Match, today: date) -> tuple[tuple[date, date] | None, bool]:
    """Several months or quarters said together, from the first to the last of them."""
    slot = "m" if match.rule.make == "months" else "q"
    read: list[tuple[int, int | None]] = match.values(slot)
    said = next((own for _, own in reversed(read) if own), None)
    year, size = said or today.year, 1 if slot == "m" else 3
    first, last = read[0][0], read[-1][0]
    if last < first and said is not None:
        return None, False
    start = date(year, first * size - size + 1, 1)
    end = month_of(date(year + (last < first), last * size, 1))[1]  # "tháng 11 đến tháng 2"
    return (start, end), said is not None


def _part(days: tuple[date, date], unit: str, part: str, rules: TimeRules) -> tuple[date, date]:
    """The beginning, middle or end of a week, month, quarter or year."""
    start, end = days
    first, last = rules.parts[unit][part]
    if unit in ("week", "month"):
        return start + timedelta(days=first - 1), min(end, start + timedelta(days=last - 1))
    return step_month(start, first - 1), month_of(step_month(start, last - 1))[1]


def _left_of(line: Line, span: _Span, makes: frozenset[str]) -> tuple[int, str, str] | None:
    """(first word, make, last folded word) of the longest modifier that ends right before the span."""
    for pattern, make in line.rules.modifiers:
        first = span.first - len(pattern)
        if make not in makes or first < 0:
            continue
        laid = line.lay(pattern, first)
        if laid is not None and laid[0] == span.first and not line.stops_before(span.first):
            return first, make, line.words[span.first - 1].folded
    return None


def _with_parts(line: Line, span: _Span, rules: TimeRules) -> _Span:
    """The span cut down to its beginning, middle or end where the word before says so ("cuối" + "tháng 6")."""
    if span.days is None or span.unit not in rules.parts:
        return span
    left = _left_of(line, span, frozenset(("part",)))
    if left is None:
        return span
    days = _part(span.days, span.unit, left[2], rules)
    return replace(span, first=left[0], days=days, unit="day", kind=TimeKind.WINDOW)


_BETWEEN = frozenset(("den", "toi", "cho", "het", "dn"))


def _ranges(line: Line, spans: list[_Span], today: date) -> list[_Span]:
    """Spans with "A đến B" and "A - B" made one."""
    found: list[_Span] = []
    for span in spans:
        before = found[-1] if found else None
        joined = _joined(line, before, span) if before is not None else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(span)
    return [replace(span, days=(today, span.days[1])) if span.now and span.days is not None else span for span in found]


def _joined(line: Line, a: _Span, b: _Span) -> _Span | None:
    if a.days is None or b.days is None or b.now or a.kind is TimeKind.SOON or b.kind is TimeKind.SOON:
        return None
    between = [word.folded for word in line.words[a.last + 1 : b.first]]
    dash = not between and line.gap(b.first) in ("-", "–", "—")
    connected = between and set(between) <= _BETWEEN and between[0] != "het"
    taken = (a.now or b.rule == "until-now") and not between  # "đến nay" took the connector itself
    if not dash and not connected and not taken:
        return None
    start, end = a.days[0], b.days[1]
    if end < start and not b.year_said:
        later = find_day(end.year + 1, end.month, end.day)
        end = later if later is not None else end
    if end < start:
        return None
    return replace(a, last=b.last, days=(start, end), unit="run", kind=TimeKind.WINDOW, year_said=True, now=False)


def _modified(line: Line, span: _Span, spans: list[_Span]) -> _Span | None:
    """The span widened or moved by the word before it ("trước", "sau", "từ", "đến hết"); None past the calendar."""
    if span.days is None:
        return span
    left = _left_of(line, span, frozenset(("before", "until", "after", "from", "in")))
    if left is None or any(other is not span and other.first <= left[0] <= other.last for other in spans):
        return span
    first, make, _ = left
    start, end = span.days
    if make == "in" or (span.rule in ("from-now", "until-now")):
        return replace(span, first=first)
    match make:
        case "before" if span.unit in ("week", "month", "quarter", "year", "run"):
            if start == date.min:
                return None
            last = start - timedelta(days=1)
            days = (date(last.year, 1, 1), last)
        case "before" | "until":
            days = (date(end.year, 1, 1), end)
        case "after":
            if end == date.max:
                return None
            begin = end + timedelta(days=1)
            days = (begin, date(begin.year, 12, 31))
        case _ if span.unit == "run":
            return replace(span, first=first)  # "từ 1/3 đến 15/3" has its end already
        case _:
            days = (start, date(start.year, 12, 31))
    return replace(span, first=first, days=days, kind=TimeKind.WINDOW)
