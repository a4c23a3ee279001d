"""What a cell looks like by itself: a number, a time, agencies, the words of a task, of a product, of a goal."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from knowledge.agencies import looks_like_agencies
from knowledge.columns import MARKED, kind_of
from knowledge.deadlines.reader import looks_like_time
from knowledge.errors import RuleFileError
from knowledge.ingest.numbering import is_dash, is_number
from nlu.parsed import load_parsed
from nlu.text import fold

NATURES_FILE: Final = Path(__file__).parents[1] / "data" / "natures.toml"
_KEYS = {"id", "starts", "examples", "counter_examples"}
_LIST_MARK = re.compile(r"^[-+•*\s]+")
_FIGURE = re.compile(
    r"(?:tối thiểu|tối đa|trên|dưới|đạt|≥|≤|>|<|từ)?\s*\d[\d.,]*\s*(?:%|điểm|hồ sơ)?(?:\s*trở lên)?|%|\w+",
    re.IGNORECASE,
)
_MARK = re.compile(r"[xX×✓✔√vV+*•●■]{1,2}")
_SHORT = 60
_LONGEST_MARK = 2  # letters: "CT", "PH"


@cache
def natures() -> dict[str, tuple[str, ...]]:
    """First words by nature ("task", "product", "goal"), folded.

    Raises:
        RuleFileError: the data file has an unknown key or lacks one.
    """
    found: dict[str, tuple[str, ...]] = {}
    for entry in load_parsed(NATURES_FILE)["nature"]:
        name = str(entry.get("id", "?"))
        if wrong := entry.keys() ^ _KEYS:
            message = f"Tệp luật {NATURES_FILE.name}, mục {name}: thiếu hoặc có khóa lạ {sorted(wrong)}."
            raise RuleFileError(message, path=NATURES_FILE, rule=name)
        found[name] = tuple(entry["starts"])
    return found


@lru_cache(maxsize=4096)
def nature_of(text: str) -> str:
    """Which of "task", "product", "goal" a cell's first words speak for, or ""."""
    plain = _LIST_MARK.sub("", fold(text))
    best = ("", "")
    for nature, starts in natures().items():
        for start in starts:
            if (
                plain.startswith(start)
                and len(start) > len(best[1])
                and not plain[len(start) : len(start) + 1].isalnum()
            ):
                best = (nature, start)
    return best[0]


@lru_cache(maxsize=8192)
def fitness(text: str, role: str) -> float:
    """How well a cell fits a column: above 0 it belongs there, below 0 it does not; an empty cell fits anywhere (0)."""
    if not text:
        return 0.0
    match kind_of(role):
        case "number":
            return 3.0 if is_number(text) or is_dash(text) else -6.0
        case "mark":
            return 1.0 if is_mark(text) or (role in MARKED and len(text) <= _LONGEST_MARK) else -1.5
        case "time":
            return _as_time(text)
        case "agency":
            return _as_agencies(text)
        case "figure":
            return 1.0 if len(text) < 30 and _FIGURE.fullmatch(text) else -1.0
        case _:
            return _as_words(text, role)


def is_mark(text: str) -> bool:
    """Whether a cell only ticks its column: "x", "✓"."""
    return bool(_MARK.fullmatch(text.strip()))


def _as_time(text: str) -> float:
    if looks_like_time(text):
        return 2.5
    return -3.0 if looks_like_agencies(text) else -0.7


def _as_agencies(text: str) -> float:
    agencies, time = looks_like_agencies(text), looks_like_time(text)
    if agencies:
        return 0.5 if time else 2.0
    if time:
        return -3.0
    return -0.5 if len(text) < _SHORT else -1.0


def _as_words(text: str, role: str) -> float:
    if is_number(text):
        return -2.0
    if len(text) < _SHORT and looks_like_time(text):
        return -2.0
    score = 0.3
    if looks_like_agencies(text):
        score = -0.3 if role in ("product", "note") else -1.0
    nature = nature_of(text)
    if nature and role in ("task", "product", "goal"):
        score += 0.6 if nature == role else -0.4
    return score
