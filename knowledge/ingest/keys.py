"""The keys by which tasks are known: the printed number, under its Roman section or appendix where numbers start anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from knowledge.ingest.drafts import DraftPart
from knowledge.plan import Section


def key_sections(parts: Sequence[DraftPart]) -> dict[int, Section]:
    """The section of every `DraftSection` (by its id), with a key unique in the plan."""
    taken: Counter[str] = Counter()
    keyed: dict[int, Section] = {}
    for part, prefix in zip(parts, _prefixes(parts), strict=True):
        for place, section in enumerate(part.sections, start=1):
            key = prefix + (section.number or f"M{place}")
            taken[key] += 1
            keyed[id(section)] = Section(key=key if taken[key] == 1 else f"{key}({taken[key]})", title=section.title)
    return keyed


def key_tasks(parts: Sequence[DraftPart]) -> list[str]:
    """One key a draft, over all parts in order; a repeated one gets "#2", "#3"."""
    sections = key_sections(parts)
    taken: Counter[str] = Counter()
    keys: list[str] = []
    for part, prefix in zip(parts, _prefixes(parts), strict=True):
        restart = _numbers_restart(part)
        above = ""
        for draft in part.drafts:
            number = draft.number
            if not draft.shares or not above:
                section = draft.section
                roman = sections[id(section)].key if section and _is_roman(section.number) else ""
                if number[:1].islower() and above:
                    base = f"{above.split('.a')[0]}.{number}" if not above[-1:].islower() else f"{above[:-1]}{number}"
                elif roman and restart:
                    base = f"{roman}.{number}" if number else roman
                else:
                    base = prefix + (number or (section.number if section and section.number else "1"))
                above = base
            key = above
            taken[key] += 1
            keys.append(key if taken[key] == 1 else f"{key}#{taken[key]}")
    return keys


def _prefixes(parts: Sequence[DraftPart]) -> list[str]:
    """ "CT." for indicators; "PL1.", "PL2." where several appendices count from the same numbers; else ""."""
    tasks = [part for part in parts if not part.is_indicators]
    numbers = [{draft.number for draft in part.drafts if draft.number} for part in tasks]
    clash = any(a & b for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    labels = [part.label for part in tasks]
    whole = all(labels) and len(set(labels)) == len(labels)
    prefixes: list[str] = []
    place = indicators = 0
    for part in parts:
        if part.is_indicators:
            indicators += 1
            prefixes.append("CT." if indicators == 1 else f"CT{indicators}.")
            continue
        place += 1
        prefixes.append(f"PL{part.label if whole else place}." if clash else "")
    return prefixes


def _numbers_restart(part: DraftPart) -> bool:
    """Whether a number comes again in another Roman section, so that the section must stand in the key."""
    by_section: dict[int, set[str]] = {}
    for draft in part.drafts:
        if draft.number and draft.section and _is_roman(draft.section.number):
            by_section.setdefault(id(draft.section), set()).add(draft.number)
    if len(by_section) < 2:
        return bool(by_section)
    seen: set[str] = set()
    for numbers in by_section.values():
        if seen & numbers:
            return True
        seen |= numbers
    return False


def _is_roman(number: str) -> bool:
    return bool(number) and all(c in "IVXL" for c in number)


