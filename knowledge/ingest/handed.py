"""The title over a group of tasks → what it says for each of them: who leads, in which month or quarter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from knowledge.agencies import looks_like_agencies
from knowledge.agency_words import canon, find_head
from knowledge.columns import find_labels, read_heading
from knowledge.ingest.recasing import recase_name
from knowledge.ingest.schedules import spell_schedule
from nlu.parsed import load_parsed

AGENCY_ROLES: Final = frozenset(("lead", "agencies", "lead_marked", "agencies_marked"))
"""Columns that say who does a task."""

_FILE: Final = Path(__file__).parents[1] / "data" / "handed.toml"
_NO_NUMERAL = re.compile(r"(?![IVX]+\b)\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    leads: tuple[re.Pattern[str], ...]
    handed: tuple[re.Pattern[str], ...]
    times: tuple[re.Pattern[str], ...]


def find_lead(title: str) -> dict[str, str]:
    """The cells that a title fills which says who leads the tasks below it; none where it does not.

    >>> find_lead("Phòng Kinh tế chủ trì"), find_lead("Chủ trì: Sở Y tế"), find_lead("Phòng Kinh tế")
    ({'lead': 'Phòng Kinh tế'}, {'lead': 'Sở Y tế'}, {})
    """
    labels = find_labels(title)
    if labels and labels[0][0] == 0 and labels[0][2] in ("lead", "agencies"):
        return {"agencies": title} if len(labels) > 1 else {"lead": title[labels[0][1] :].strip(" .;")}
    return next(_told(title, _words().leads, is_led=True), {})


def find_holder(title: str) -> dict[str, str]:
    """The cells that a title fills which is nothing but the name of a unit, or hands its tasks to one.

    >>> find_holder("Nhiệm vụ của Công an xã"), find_holder("SỞ TƯ PHÁP"), find_holder("Công tác tư pháp")
    ({'lead': 'Công an xã'}, {'lead': 'Sở Tư pháp'}, {})
    """
    return find_lead(title) or next(_told(title, _words().handed, is_led=False), {})


def find_time(title: str) -> str:
    """The month or quarter that a title is, as printed; "" where it is none.

    >>> find_time("Công tác tháng 3/2026"), find_time("Quý I"), find_time("Hưởng ứng Tháng Thanh niên")
    ('Tháng 3/2026', 'Quý I', '')
    """
    for pattern in _words().times:
        if (found := pattern.fullmatch(title)) and read_heading(found["time"]) == "schedule":
            time = _NO_NUMERAL.sub(lambda word: word[0].lower(), found["time"])
            return spell_schedule(time[:1].upper() + time[1:])
    return ""


def _told(title: str, patterns: Sequence[re.Pattern[str]], *, is_led: bool) -> Iterator[dict[str, str]]:
    for pattern in patterns:
        if (found := pattern.fullmatch(title.strip(" .:;"))) and (
            looks_like_agencies(found["lead"]) or (is_led and find_head(canon(found["lead"])) is not None)
        ):
            lead = recase_name(found["lead"]) if found["lead"].isupper() else found["lead"]
            cells = {"lead": lead}
            if (support := found.groupdict().get("support")) is not None:
                cells["agencies"] = f"{cells.pop('lead')} chủ trì{support}"
            yield cells


@cache
def _words() -> _Words:
    words = load_parsed(_FILE)
    return _Words(**{name: tuple(re.compile(p, re.IGNORECASE) for p in patterns) for name, patterns in words.items()})
