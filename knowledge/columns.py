"""Which column a heading opens: "Đơn vị phối hợp" → support. The headings are data (`data/columns.toml`).

Roles: number, task, goal, product, lead, support, agencies (lead and support in one cell), time, start, basis, note,
indicator, target, unit, state and percent (how far a task is), schedule (a month or quarter whose cells hold a mark),
and those of `MARKED` (an agency whose cells hold one).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from knowledge.errors import RuleFileError
from nlu.later import later
from nlu.parsed import load_parsed
from nlu.text import fold

COLUMNS_FILE: Final = Path(__file__).parent / "data" / "columns.toml"
MARKED: Final = {"lead_marked": "lead", "support_marked": "support", "agencies_marked": "lead"}
"""What a bare mark says in a column that is headed by an agency."""

_KEYS = {"id", "kind", "names", "cues", "not_cues", "examples", "counter_examples"}
_LONGEST_HEADING = 70
_SHORTEST_LIKE = 6  # shorter names are too near each other to be told by likeness
_SHORTEST_SLIP = 4  # letters; a shorter word is one letter from too many others
_MOST_LOST = 3  # letters by which a scanned heading may be shorter or longer
_LIKE = 0.88  # a scanned heading may differ from the known one in about one letter of eight
_NOT_WORD = later(r"[^\w%]+")
_SCHEDULE = later(r"(?:quy\s*(?:i{1,3}|iv|[1-4])|(?:thang|t)\s*\d{1,2})(?:\s*(?:/|nam\s)\s*20\d\d)?|\d{1,2}/20\d\d")
_COUNTED = later(r"\d{1,3}(?:\.\d{1,3})*\.?")  # the number of a row, not a year over a column
_COLON = later(r"\s*[:：](?!//)\s*")
_LABEL_START = later(
    r"[;.,()\n]\s*|\s[-–+•]\s|^\s*[-–+•]\s*|(?:^|\s)[a-zđ]\)\s*|(?:^|\s)\d\)\s*|(?<=\w)\s+(?=[A-ZĐÀ-Ỹ])"
)
_UNIT_WORDS = later(r"(?:cac )?(?:co quan|don vi|bo phan|ca nhan|to chuc|chu tri|phong|nganh)(?: chu tri| thuc hien)?")
_LONGEST_LABEL = 60
_OF_TRACKERS = frozenset(("percent", "state"))  # columns of workbooks, which nobody scans
_GLUED = later(r"(?<=[a-zđà-ỹ])(?=[A-ZĐÀ-Ỹ])")
_WORK = frozenset(("task", "indicator", "goal"))
_YEAR = later(r"\b20\d\d\b|\([^()]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A kind of column: its role, what its cells hold ("number", "text", "agency", "time", "figure"), its headings."""

    id: str
    kind: str
    names: tuple[str, ...]
    cues: tuple[str, ...]
    not_cues: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def columns() -> tuple[Column, ...]:
    """The kinds of columns, those that win first.

    Raises:
        RuleFileError: the data file has an unknown key or lacks one.
    """
    return _load()[0]


@cache
def marks() -> dict[str, frozenset[str]]:
    """The marks that say by themselves what an agency does, folded: "CT" → lead, "PH" → support."""
    table = load_parsed(COLUMNS_FILE)["marks"]
    return {role: frozenset(table[role]) for role in ("lead", "support")}


@cache
def _load() -> tuple[tuple[Column, ...], frozenset[str]]:
    data = load_parsed(COLUMNS_FILE)
    if unknown := data.keys() - {"fillers", "column", "marks", "steps"}:
        raise RuleFileError(f"Tệp luật {COLUMNS_FILE.name} có khóa lạ {sorted(unknown)}.", path=COLUMNS_FILE)
    fillers = frozenset(word for filler in data["fillers"] for word in filler.split())
    return tuple(_column(entry) for entry in data["column"]), fillers


def _column(entry: dict[str, Any]) -> Column:
    name = str(entry.get("id", "?"))
    if unknown := entry.keys() - _KEYS:
        message = f"Tệp luật {COLUMNS_FILE.name}, cột {name}: có khóa lạ {sorted(unknown)}."
        raise RuleFileError(message, path=COLUMNS_FILE, rule=name)
    if missing := _KEYS - {"not_cues"} - entry.keys():
        message = f"Tệp luật {COLUMNS_FILE.name}, cột {name}: thiếu khóa {sorted(missing)}."
        raise RuleFileError(message, path=COLUMNS_FILE, rule=name)
    return Column(
        id=name,
        kind=entry["kind"],
        names=tuple(_plain(heading) for heading in entry["names"]),
        cues=tuple(entry["cues"]),
        not_cues=tuple(entry.get("not_cues", ())),
        examples=tuple(entry["examples"]),
        counter_examples=tuple(entry["counter_examples"]),
    )


@cache
def _kinds() -> dict[str, str]:
    return {column.id: column.kind for column in columns()}


def kind_of(role: str) -> str:
    """What the cells of a column hold; "text" for a column of no known heading."""
    return "mark" if role == "schedule" or role in MARKED else _kinds().get(role, "text")


def _plain(text: str) -> str:
    return _NOT_WORD.sub(" ", fold(_YEAR.sub(" ", text))).strip()


@lru_cache(maxsize=4096)
def read_heading(text: str) -> str:
    """The role of the column that a heading opens, or "" where the text is no heading."""
    if not text.strip() or len(text) > _LONGEST_HEADING:
        return ""
    if _SCHEDULE.fullmatch(fold(text).strip()):
        return "schedule"
    if "%" in text and (named := _by_name(_NOT_WORD.sub(" ", fold(text)).strip())) == "percent":
        return named
    plain = _plain(text)
    if not plain:
        return ""
    return _by_name(plain) or _by_cue(plain) or _by_step(plain) or _by_likeness(plain)


def read_sure_heading(text: str) -> str:
    """As `read_heading`, but no heading that is only like a known one."""
    plain = _plain(text) if len(text) <= _LONGEST_HEADING else ""
    return (_by_name(plain) or _by_cue(plain) or _by_step(plain)) if plain else ""


def _by_name(plain: str) -> str:
    return _named().get(plain.replace(" ", ""), "")


@cache
def _named() -> dict[str, str]:
    """The column of each name without its spaces; where two share one, the first in the file."""
    return {name.replace(" ", ""): column.id for column in reversed(columns()) for name in column.names}


def _by_cue(plain: str) -> str:
    padded = f" {plain} "
    fillers = _load()[1]
    for column in columns():
        if any(f" {word} " in padded for word in column.not_cues):
            continue
        for cue in column.cues:
            if f" {cue} " in padded:
                rest = {*padded.replace(f" {cue} ", " ", 1).split()} - fillers
                if not rest or (len(rest) == 1 and _is_slip_of(rest.pop(), fillers)):
                    return column.id
    return ""


def _by_step(plain: str) -> str:
    found = _step().match(plain)
    return "time" if found and found["opening"] else ""


@cache
def _step() -> re.Pattern[str]:
    table = load_parsed(COLUMNS_FILE)["steps"]
    opening, verb = ("|".join(table[key]) for key in ("openings", "verbs"))
    return re.compile(rf"(?P<opening>(?:{opening})\s+)?(?P<step>(?:{verb})\b.*)", re.DOTALL)


def find_step(heading: str) -> str:
    """The step of a task that a heading names, else "": "Thời hạn trình UBND tỉnh" → "trình UBND tỉnh"."""
    said = " ".join(heading.split())
    found = _step().fullmatch(fold(said))
    return said[found.start("step") :] if found else ""


def _is_slip_of(word: str, known: frozenset[str]) -> bool:
    """Whether one letter of a word was misread: "cơ qnan phối hợp"."""
    if len(word) < _SHORTEST_SLIP:
        return False
    alike = (other for other in known if len(other) == len(word))
    return any(sum(a != b for a, b in zip(word, other, strict=True)) == 1 for other in alike)


def _by_likeness(plain: str) -> str:
    tight = plain.replace(" ", "")
    if len(tight) < _SHORTEST_LIKE:
        return ""
    best, role = _LIKE, ""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(tight)  # what is compared with many is the second: it is looked through once
    letters = set(tight)
    lengths = range(len(tight) - _MOST_LOST, len(tight) + _MOST_LOST + 1)
    for other, known, column in (name for length in lengths for name in _tight_names().get(length, ())):
        # Letters that only one of two has cannot match: cheap to see, and few names are left to be compared.
        most = min(len(other) - len(known - letters), len(tight) - len(letters - known))
        if 2 * most <= best * (len(other) + len(tight)):
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() > best and matcher.ratio() > best:
            best, role = matcher.ratio(), column
    return role


@cache
def _tight_names() -> dict[int, list[tuple[str, frozenset[str], str]]]:
    """(name without spaces, its letters, column) of the names long enough to be mistyped, by their length."""
    names: dict[int, list[tuple[str, frozenset[str], str]]] = {}
    for column in columns():
        for name in (name.replace(" ", "") for name in column.names):
            if column.id not in _OF_TRACKERS and len(name) >= _SHORTEST_LIKE:
                names.setdefault(len(name), []).append((name, frozenset(name), column.id))
    return names


def read_headings(text: str) -> tuple[str, ...]:
    """The roles of a heading cell: one, two where a lost tab glued two headings together, ("",) where it is none."""
    role = read_heading(text)
    if role:
        return (role,)
    for cut in _GLUED.finditer(text[:_LONGEST_HEADING]):
        halves = (read_heading(text[: cut.start()]), read_heading(text[cut.start() :]))
        if all(halves):
            return halves
    return ("",)


def find_labels(text: str) -> list[tuple[int, int, str]]:
    """(start, end, role) of every label in a text: "Chủ trì: …; phối hợp: …"; the end is where its value begins."""
    found: list[tuple[int, int, str]] = []
    for colon in _COLON.finditer(text):
        floor = max(found[-1][1] if found else 0, colon.start() - _LONGEST_LABEL)
        starts = [floor, *(floor + m.end() for m in _LABEL_START.finditer(text[floor : colon.start()]))]
        for start in starts:
            label = text[start : colon.start()].strip(" -+•*")
            role = "" if _runs_over(label) else read_heading(label)
            if role and role not in ("number", "schedule", "unit", "target"):
                found.append((start, colon.end(), role))
                break
    return found


def _runs_over(label: str) -> bool:
    """Whether words before a colon begin in the value of the label before: "Phòng Nội vụ; phối hợp"."""
    first, mark, _ = label.partition(",")
    parted = any(mark in label for mark in (";", ". ", "\n"))
    return parted or bool(mark and not _UNIT_WORDS.fullmatch(fold(first).strip()))


def lay_over(row: Sequence[str], below: Sequence[str]) -> list[str]:
    """Each column's lowest heading of two header rows; a heading torn over both is put together.

    A lower row that holds only the halves of one merged heading ("Phân công": chủ trì, phối hợp) takes its place.
    """
    filled = [text for text in below if text.strip()]
    if (
        len(below) != len(row)
        and len(filled) >= 2
        and all(read_heading(text) in ("lead", "support") for text in filled)
    ):
        at = next((i for i, text in enumerate(row) if read_heading(text) == "agencies"), None)
        if at is not None:
            return [*row[:at], *filled, *row[at + 1 :]]
    lower = [*below, *([""] * (len(row) - len(below)))]
    merged = []
    for above, under in zip(row, lower, strict=False):
        joined = f"{above} {under}".strip()
        choices = (joined, under, above) if under[:1].islower() else (under, joined, above)  # "Thời gian" + "thực hiện"
        merged.append(next((text for text in choices if read_heading(text)), above or under))
    return merged


def is_heading_row(texts: Sequence[str]) -> bool:
    """Whether a row's cells are column headings: a task (or indicator) column and one more, and little else."""
    filled = [text for text in texts if text.strip()]
    if len(filled) < 2 or _COUNTED.fullmatch(filled[0].strip()) or any(len(text) > _LONGEST_HEADING for text in filled):
        return False
    roles: list[str] = []
    strange = steps = 0  # a step ("Trình UBND tỉnh") is a heading where cells of times stand below it
    for text in filled:
        found = [role for role in read_headings(text) if role]
        roles += found
        steps += not found and bool(find_step(text))
        strange += not found
        if strange > 0.3 * (2 * len(filled) - strange):  # even if each of the others were two headings
            return False
    distinct = set(roles)
    if read_heading(filled[0]) == "number" and strange == 1 and len(distinct) >= 3 and not distinct & _WORK:
        return True  # what is to be done stands under a heading of the plan's own: "Tên hội nghị"
    if len(distinct) < 2 or len(roles) + steps < 0.7 * len(filled):
        return False
    return bool(distinct & _WORK) and bool(distinct - {*_WORK, "product", "schedule"})
