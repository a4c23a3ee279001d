"""The numbers and dashes that Word puts before the paragraphs of a list by itself; no text of the file holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from knowledge.documents.formats.docx_names import qn

_VAL: Final = qn("w:val")
_ILVL: Final = qn("w:ilvl")
_NUM_ID: Final = qn("w:numId")
_ABSTRACT_ID: Final = qn("w:abstractNumId")
_DEPTHS: Final = 9  # levels that a list of Word has
_LONGEST_CHAIN: Final = 20  # styles based on one another, links between lists: more is a ring
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list is printed: `text` holds "%1" for the count of the first level and so on."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts_after: int | None = None
    plain: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list as paragraphs name it: which counters it shares, its levels, those that it counts from anew."""

    counters: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class ListLabels:
    """Counts the paragraphs of a document; they must be asked for in its order."""

    _lists: Mapping[str, _List]
    _styles: Mapping[str, tuple[str, int | None]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, part: Any) -> ListLabels:
        """The labels of a document part as python-docx opens it; none where it defines no lists."""
        styles = _styled(part.styles.element)
        try:
            numbering = part.part_related_by(_NUMBERING).element
        except (KeyError, AttributeError):
            return cls({}, {})
        return cls(_read_lists(numbering, styles), styles)

    def label(self, paragraph: Any) -> str:
        """What is printed before a paragraph: "1.", "a)", "-"; "" where it stands in no list."""
        list_id, depth = self._place(paragraph)
        found = self._lists.get(list_id)
        if found is None:
            return ""
        level = found.levels.get(depth, _Level())
        counts = self._counts.setdefault(found.counters, {})
        if depth in found.starts and (list_id, depth) not in self._begun:
            self._begun.add((list_id, depth))
            counts[depth] = found.starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for below in [other for other in counts if other > depth]:
            after = found.levels.get(below, _Level()).restarts_after
            if after is None or (after and depth < after):
                del counts[below]
        return _printed(found.levels, depth, counts)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """(list, level) of a paragraph by itself or by its style; ("", 0) where it has none."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return self._of_style("", None)
        own = properties.find(qn("w:numPr"))
        style = _value(properties, "w:pStyle")
        list_id = _value(own, "w:numId") if own is not None else ""
        depth = _value(own, "w:ilvl") if own is not None else ""
        if list_id:
            return list_id, _whole(depth, 0)
        return self._of_style(style, _whole(depth, 0) if depth else None)

    def _of_style(self, style: str, depth: int | None) -> tuple[str, int]:
        list_id, styled = self._styles.get(style, ("", None))
        if not list_id:
            return "", 0
        if depth is None and list_id in self._lists:
            levels = self._lists[list_id].levels
            depth = next((at for at, level in levels.items() if level.style == style), styled)
        return list_id, depth or 0


_NUMBERING: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"


def _styled(styles: Any) -> dict[str, tuple[str, int | None]]:
    """(list, level) of each paragraph style that has one, itself or by the style it is based on."""
    named = {style.get(qn("w:styleId"), ""): style for style in styles.findall(qn("w:style"))}
    found: dict[str, tuple[str, int | None]] = {}
    for name, style in named.items():
        for _ in range(_LONGEST_CHAIN):
            own = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if own is not None and (list_id := _value(own, "w:numId")):
                depth = _value(own, "w:ilvl")
                found[name] = (list_id, _whole(depth, 0) if depth else None)
                break
            based_on = named.get(_value(style, "w:basedOn"))
            if based_on is None:
                break
            style = based_on
    return found


def _read_lists(numbering: Any, styles: Mapping[str, tuple[str, int | None]]) -> dict[str, _List]:
    abstracts = {entry.get(_ABSTRACT_ID, ""): entry for entry in numbering.findall(qn("w:abstractNum"))}
    entries = {entry.get(_NUM_ID, ""): entry for entry in numbering.findall(qn("w:num"))}
    lists: dict[str, _List] = {}
    for list_id, entry in entries.items():
        counters = _value(entry, "w:abstractNumId")
        for _ in range(_LONGEST_CHAIN):  # a list may only point to the style that defines it
            abstract = abstracts.get(counters)
            link = _value(abstract, "w:numStyleLink") if abstract is not None else ""
            target = entries.get(styles.get(link, ("", None))[0]) if link else None
            if target is None:
                break
            counters = _value(target, "w:abstractNumId")
        if abstract is None:
            continue
        levels = {_whole(level.get(_ILVL), 0): _read_level(level) for level in abstract.findall(qn("w:lvl"))}
        starts: dict[int, int] = {}
        for override in entry.findall(qn("w:lvlOverride")):
            depth = _whole(override.get(_ILVL), 0)
            own = override.find(qn("w:lvl"))
            if own is not None:
                levels[depth] = _read_level(own)
            if start := _value(override, "w:startOverride"):
                starts[depth] = _whole(start, 1)
        lists[list_id] = _List(counters=counters, levels=levels, starts=starts)
    return lists


def _read_level(level: Any) -> _Level:
    restart = _value(level, "w:lvlRestart")
    return _Level(
        start=_whole(_value(level, "w:start"), 1),
        form=_value(level, "w:numFmt") or "decimal",
        text=_value(level, "w:lvlText"),
        restarts_after=_whole(restart, 0) if restart else None,
        plain=level.find(qn("w:isLgl")) is not None,
        style=_value(level, "w:pStyle"),
    )


def _printed(levels: Mapping[int, _Level], depth: int, counts: Mapping[int, int]) -> str:
    level = levels.get(depth, _Level())
    if level.form == "bullet":
        return "+" if level.text in ("+", "o") else "-"
    if level.form == "none":
        return ""
    text = level.text
    for at in range(_DEPTHS):
        if f"%{at + 1}" in text:
            other = levels.get(at, _Level())
            form = "decimal" if level.plain else other.form
            text = text.replace(f"%{at + 1}", _count(counts.get(at, other.start), form))
    return text.strip()


def _count(number: int, form: str) -> str:
    forms: dict[str, Callable[[int], str]] = {
        "upperRoman": _roman,
        "lowerRoman": lambda n: _roman(n).lower(),
        "upperLetter": _letter,
        "lowerLetter": lambda n: _letter(n).lower(),
        "decimalZero": lambda n: f"{n:02}",
        "none": lambda _: "",
    }
    return forms.get(form, str)(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _letter(number: int) -> str:
    """A, B, … Z, AA, BB: Word repeats the letter."""
    times, place = divmod(max(number, 1) - 1, 26)
    return chr(ord("A") + place) * (times + 1)


def _value(parent: Any, name: str) -> str:
    """The value of a property below an element, "" where it is not set."""
    found = parent.find(qn(name)) if parent is not None else None
    return str(found.get(_VAL) or "") if found is not None else ""


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else default
