"""The keys of tasks: the printed number, under its Roman section or appendix where numbers start anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from knowledge.ingest.drafts import Draft, DraftPart
from knowledge.ingest.numbering import names_section
from knowledge.plan import Section


def key_sections(parts: Sequence[DraftPart]) -> dict[int, Section]:
    """The section of every `DraftSection` (by its id), with a key unique in the plan."""
    taken: Counter[str] = Counter()
    keyed: dict[int, Section] = {}
    for part, prefix in zip(parts, _prefixes(parts), strict=True):
        for place, section in enumerate(part.sections, start=1):
            parent = keyed[id(section.parent)].key + "." if section.parent else prefix
            key = parent + (section.number or f"M{place}")
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
        above, under = "", None
        for draft in part.drafts:
            if not draft.shares or not above or draft.section is not under:
                roman = draft.section.roman if draft.section and restart else None
                lead = f"{sections[id(roman)].key}." if roman else prefix
                lead = prefix if names_section(draft.number) else lead
                above, under = lead + _number(draft), draft.section
            taken[above] += 1
            keys.append(above if taken[above] == 1 else f"{above}#{taken[above]}")
    return keys


def _number(draft: Draft) -> str:
    """The printed number; a letter stands under the number of its small section, a task without one takes that."""
    section = draft.section
    small = section.number if section and not section.is_roman else ""
    if draft.number[:1].islower() and small:
        return f"{small}.{draft.number}"
    return draft.number or small or "1"


def _prefixes(parts: Sequence[DraftPart]) -> list[str]:
    """Prefixes: "CT." for indicators; "PL1.", "PL2." where several appendices count from the same numbers; else ""."""
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
    """Whether numbers start anew in the Roman sections, so that the section must stand in the key.

    They run on (1–13 in I, 14–42 in II) where most sections begin above the last number before them.
    """
    spans: list[list[tuple[int, ...]]] = []
    under = None
    for draft in part.drafts:
        roman = draft.section.roman if draft.section else None
        if roman is None or names_section(draft.number):
            continue
        if roman is not under:
            spans.append([])
            under = roman
        spans[-1].append(tuple(int(n) if n.isdigit() else 0 for n in _number(draft).split(".")))
    if len(spans) < 2:
        return bool(spans)
    anew = sum(1 for before, after in pairwise(spans) if after[0][: len(max(before))] <= max(before))
    return anew * 2 > len(spans) - 1
