"""Headings that part a time into months or quarters: "1" … "12" under "Thời gian thực hiện (tháng)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from knowledge.columns import read_heading
from knowledge.ingest.numbering import read_roman, roman_value
from nlu.text import fold

_QUARTER = re.compile(r"quy\s*(?P<numeral>[ivx]+|[1-4])\b.*")
_SHORT_MONTH = re.compile(r"^(?:[Tt]\s*)?(?=\d)")
_LONGEST_FIGURE = 8
_FIGURE = re.compile(r"0?(?P<value>[1-9]|1[0-2])")


def spell_schedule(heading: str) -> str:
    """The heading of a month as a time is said: "T6", "6/2026" → "Tháng 6", "Tháng 6/2026"; any other as it is."""
    return _SHORT_MONTH.sub("Tháng ", heading.strip())


def name_schedule(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The lower row with its bare figures named as the months or quarters that they are; any other text as it is.

    Args:
        above: the upper row, a heading over several columns repeated over them or followed by empty cells.
        below: the lower row, as long as the upper one.

    >>> name_schedule(["STT", "Tháng", "", ""], ["", "1", "2", "3"])
    ['', 'Tháng 1', 'Tháng 2', 'Tháng 3']
    """
    named = list(below)
    over: list[str] = []
    for text in above:
        over.append(text if text.strip() or not over else over[-1])
    for heading, group in groupby(range(min(len(over), len(below))), key=over.__getitem__):
        columns = [at for at in group if below[at].strip()]
        word = _word_for(heading, [below[at].strip() for at in columns])
        for at in columns if word else ():
            named[at] = f"{word} {below[at].strip()}"
    return named


def _word_for(heading: str, figures: Sequence[str]) -> str:
    """What the figures under a heading count in order, "Tháng" or "Quý"; "" where they count neither."""
    if len(figures) < 2 or max(map(len, figures)) > _LONGEST_FIGURE:
        return ""
    heading = fold(heading)
    months = [int(found["value"]) if (found := _FIGURE.fullmatch(text)) else 0 for text in figures]
    quarters = [roman_value(roman) if (roman := read_roman(text)) else 0 for text in figures]
    if quarter := _QUARTER.fullmatch(heading):
        numeral = quarter["numeral"]
        value = int(numeral) if numeral.isdigit() else roman_value(numeral.upper())
        return "Tháng" if months == list(range(3 * value - 2, 3 * value + 1)) else ""
    if "thang" in heading and _count_on(months):
        return "Tháng"
    if "quy" in heading.split() and (_count_on(quarters) or (_count_on(months) and months[-1] <= 4)):
        return "Quý"
    if read_heading(heading) == "time":
        return "Tháng" if months == list(range(1, 13)) else "Quý" if quarters == [1, 2, 3, 4] else ""
    return ""


def _count_on(values: Sequence[int]) -> bool:
    return 0 not in values and list(values) == list(range(values[0], values[0] + len(values)))
