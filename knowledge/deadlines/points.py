"""Chains of points of time: "Quý I, II/2024", "tháng 3 đến tháng 8 năm 2024", "15/6 và 15/12".

Finding and resolving are apart: `find_chain` says what is printed, `resolve` which days that is. A year that is not
printed is the one printed to the right, else to the left, else the plan's; what that would turn round in time is
not resolved.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from knowledge.deadlines.rules import PointGrammar, PointRule, load_points

_LIST = re.compile(r"\s*(?:,|;|/|&|\+|\bva\b|\bhoac\b)\s*(?:\bva\s+)?(?:trong\s+)?")
_RANGE = re.compile(r"(?:[^\S\n]*-|\s*~|\s*\bden\b(?:\s+het\b)?|\s*\btoi\b)\s*(?:het\s+)?")
_AGAIN = {
    "before": re.compile(r"(?:truoc\s+)?"),
    "until": re.compile(r"(?:(?:cham nhat|muon nhat|den|la|het)\s+)*"),
    "within": re.compile(""),
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNTS = {"sau": 6, "nua": 6, "chin": 9, "ba": 3}
_PARTS = {"dau": 1, "giua": 2, "cuoi": 3}
_FARTHEST_SHORT_YEAR = 10
_YEARS_IN_A_CENTURY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A printed day, month, quarter, half or year; `year` None where none is printed, `fault` says why it is none.

    `next_year`: no year is printed but "năm sau", the one after the plan's.
    """

    unit: str
    year: int | None = None
    first_month: int = 1
    last_month: int = 12
    day: int | None = None
    next_year: bool = False
    misread: bool = False
    fault: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Points in a row and where they end; `ranged[i]` = a range sign stands before point i."""

    points: tuple[Point, ...]
    ranged: tuple[bool, ...]
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The first and last day of a point or of a range of points."""

    first: date
    last: date
    unit: str
    misread: bool = False


def _year(printed: str | None, plan_year: int | None) -> tuple[int | None, bool, str]:
    if printed is None:
        return None, False, ""
    digits = printed.translate(str.maketrans("oil", "011"))
    misread = digits != printed
    value = int(digits)
    if value < _YEARS_IN_A_CENTURY:
        value += 2000
        if plan_year is not None and abs(value - plan_year) > _FARTHEST_SHORT_YEAR:
            return None, False, f"năm {printed} không rõ"
    return value, misread, ""


def _next(plan_year: int | None) -> tuple[int | None, bool, str]:
    """In a plan of 2024, "15/01 năm sau" is in 2025."""
    return (None, False, "năm sau không rõ") if plan_year is None else (plan_year + 1, False, "")


def _quarter(printed: str, grammar: PointGrammar) -> tuple[int | None, bool]:
    if (plain := _QUARTERS.get(printed)) is not None:
        return plain, False
    read = "".join(grammar.misreads.get(char, char) for char in printed)
    return _QUARTERS.get(read), True


def _point(rule: PointRule, m: re.Match[str], plan_year: int | None, grammar: PointGrammar) -> Point:
    groups = {key: value for key, value in m.groupdict().items() if value is not None}
    year, misread, fault = _next(plan_year) if "next" in groups else _year(groups.get("y"), plan_year)
    text = " ".join(m.group().split())
    point = Point(unit=rule.unit, year=year, next_year="next" in groups, misread=misread, fault=fault, text=text)
    if rule.id == "year.plan":
        return point
    if "q" in groups:
        quarter, slip = _quarter(groups["q"], grammar)
        if quarter is None:
            return replace(point, fault=f"không có quý {groups['q'].upper()}")
        first, last = quarter * 3 - 2, quarter * 3
        if rule.unit == "month":
            first = last = first + _PARTS[groups["part"]] - 1
        return replace(point, first_month=first, last_month=last, misread=misread or slip)
    if rule.unit == "half":
        count = int(groups["count"]) if "count" in groups else _COUNTS[groups["word"]]
        first = 1 if groups["part"] == "dau" else 13 - count
        return replace(point, first_month=first, last_month=first + count - 1)
    if rule.unit == "year":
        return point
    if (number := groups.get("d") or groups.get("d2")) is not None:
        point = replace(point, day=int(number))
        if "m" not in groups:
            return replace(point, first_month=0, last_month=0)
    month = int(groups["m"])
    if not 1 <= month <= 12:
        return replace(point, fault=f"không có tháng {month}")
    return replace(point, first_month=month, last_month=month)


def _find(text: str, at: int, plan_year: int | None, after: str = "") -> tuple[Point, int] | None:
    """The point at a place; `after` is the unit before it, whose own word may be left out."""
    grammar = load_points()
    for rule in sorted(grammar.points, key=lambda each: not each.short) if after else grammar.points:
        if rule.short and rule.unit != after:
            continue
        m = rule.pattern.match(text, at)
        if m is not None and m.end() > at:
            return _point(rule, m, plan_year, grammar), m.end()
    return None


def find_chain(text: str, at: int, plan_year: int | None, edge: str) -> Chain | None:
    """The points printed from place `at` of a folded text on; None where none stands there.

    The word of the edge may be said again ("trước ngày 15/6 và trước ngày 15/12"), another edge ends the chain.
    """
    found = _find(text, at, plan_year)
    if found is None:
        return None
    points, ranged, end = [found[0]], [False], found[1]
    while True:
        for pattern, is_range in ((_RANGE, True), (_LIST, False)):
            sep = pattern.match(text, end)
            if sep is None or sep.end() == end:
                continue
            start = sep.end()
            again = _AGAIN[edge].match(text, start)
            start = again.end() if again is not None else start
            following = _find(text, start, plan_year, points[-1].unit)
            if following is None or not _belongs(points[-1], following[0], sep.group(), edge, is_range):
                continue
            points.append(following[0])
            ranged.append(is_range)
            end = following[1]
            break
        else:
            return Chain(points=tuple(points), ranged=tuple(ranged), end=end)


def _belongs(last: Point, following: Point, sep: str, edge: str, is_range: bool) -> bool:
    """Whether a point goes on the list: after ";" or "trước" another unit begins another statement."""
    if following.unit == "year" and sep.strip() == "/":
        return False
    return is_range or last.unit == following.unit or (edge == "within" and ";" not in sep)


def _key(point: Point) -> tuple[int, int]:
    return point.first_month, point.day or 0


def fill_years(chain: Chain, plan_year: int | None) -> tuple[Point, ...]:
    """The points with months and years that stand at their right (or left) filled in, faults where that fails."""
    points = list(chain.points)
    for i in range(len(points) - 2, -1, -1):
        point, right = points[i], points[i + 1]
        if point.unit == "day" and point.first_month == 0 and right.unit == "day" and right.first_month:
            point = replace(point, first_month=right.first_month, last_month=right.last_month)
        if point.year is None and right.year is not None and point.unit != "year":
            if _key(point) > _key(right) and right.unit != "year":
                told = right.next_year and plan_year is not None  # "quý IV và quý I năm sau"
                point = replace(point, year=plan_year) if told else replace(point, fault="không rõ năm của mốc đầu")
            else:
                point = replace(point, year=right.year)
        points[i] = point
    for i, point in enumerate(points):
        if point.unit == "day" and point.first_month == 0:
            points[i] = replace(point, fault="không nêu tháng")
        elif point.year is None and not point.fault:
            left = points[i - 1] if i else None
            if left is not None and left.year is not None and chain.points[i - 1].year is not None:
                turned = point.unit != "year" and left.unit != "year" and _key(point) < _key(left)
                points[i] = (
                    replace(point, fault="không rõ năm của mốc sau") if turned else replace(point, year=left.year)
                )
            elif plan_year is None:
                points[i] = replace(point, fault="không nêu năm")
            else:
                points[i] = replace(point, year=plan_year)
    return tuple(points)


def days_of(point: Point) -> Days | str:
    """The days of a point whose year is known, or in Vietnamese why it has none."""
    if point.fault or point.year is None:
        return point.fault or "không nêu năm"
    try:
        if point.day is not None:
            day = date(point.year, point.first_month, point.day)
            return Days(first=day, last=day, unit="day", misread=point.misread)
        last = calendar.monthrange(point.year, point.last_month)[1]
        return Days(
            first=date(point.year, point.first_month, 1),
            last=date(point.year, point.last_month, last),
            unit=point.unit,
            misread=point.misread,
        )
    except ValueError:
        return f"ngày {point.day}/{point.first_month}/{point.year} không có trong lịch"


def resolve(chain: Chain, plan_year: int | None) -> tuple[Days, ...] | str:
    """The days of each point or range of the chain, or in Vietnamese why they cannot be told."""
    points = fill_years(chain, plan_year)
    done: list[Days] = []
    ranges: set[int] = set()
    for point, ranged in zip(points, chain.ranged, strict=True):
        days = days_of(point)
        if isinstance(days, str):
            return days
        if ranged:
            start = done.pop()
            if start.first > days.last or len(done) in ranges:
                return "mốc đầu đứng sau mốc cuối"
            ranges.add(len(done))
            days = Days(first=start.first, last=days.last, unit="range", misread=start.misread or days.misread)
        done.append(days)
    return tuple(done)
