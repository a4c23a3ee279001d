"""What one cell tells of several columns, each under its own role: by labels, by words behind names, by their order."""

from __future__ import annotations

import re
from typing import Final

from knowledge.agencies import looks_like_agencies
from knowledge.columns import find_labels
from nlu.text import fold

_LEADS_WITH = re.compile(
    r"(?P<lead>.+?)\s*\(?\s*chủ trì\)?\s*[,;]?\s*(?:và\s+)?phối hợp\s*(?:với|cùng)?\s*(?P<support>.+)",
    re.DOTALL | re.IGNORECASE,
)
_EACH_DOES = re.compile(
    r"(?P<lead>.+?)\s*(?:\(?\s*chủ trì\)?|\(CT\))\s*[,;\n]\s*(?:và\s+)?"
    r"(?P<support>[^,;].+?)\s*(?:\(?\s*phối hợp\)?|\(PH\))\s*\.?",
    re.DOTALL | re.IGNORECASE,
)
_NAMES_BOTH = re.compile(r"(?:chu tri|chinh|thuc hien)\W+(?:\w+\W+){0,4}phoi hop")
_BRACKETED = re.compile(r"(?P<lead>[^()]+)\((?P<support>[^()]+)\)?[\s.;]*")
_PARTS: Final = (re.compile(r"\s/\s|/\s|\s/"), re.compile(r"\n"))


def names_both(heading: str) -> bool:
    """Whether a heading says that its cells name first who leads and then who supports.

    >>> names_both("CQ chủ trì/CQ phối hợp"), names_both("Cơ quan chủ trì"), names_both("Cơ quan chủ trì, phối hợp")
    (True, False, False)
    """
    said = fold(heading)
    return bool(_NAMES_BOTH.search(said)) and any(mark in heading for mark in "/(\n")


def part_in_order(cell: str) -> tuple[str, str] | None:
    r"""(leads, supports) of a cell under such a heading: "Sở Y tế (Sở Nội vụ)", "Sở Y tế/ Sở Nội vụ", a line each.

    >>> part_in_order("Sở Y tế\n(Sở Nội vụ)"), part_in_order("Sở Y tế")
    (('Sở Y tế', 'Sở Nội vụ'), None)
    """
    if find_labels(cell):
        return None
    if (found := _BRACKETED.fullmatch(cell)) and looks_like_agencies(found["support"]):
        return found["lead"].strip(), found["support"].strip()
    for part in _PARTS:
        halves = [half.strip() for half in part.split(cell, maxsplit=1)]
        if len(halves) == 2 and all(map(looks_like_agencies, halves)):
            return halves[0], halves[1]
    return None


def spread_labelled(cells: dict[str, str]) -> dict[str, str]:
    r"""The cells, one that is nothing but labelled values ("Chủ trì: …", "Thời hạn: …", "Sản phẩm: …") dealt out.

    >>> spread_labelled({"task": "Họp", "time": "- Chủ trì: Sở Y tế\n- Thời hạn: Quý I"})
    {'task': 'Họp', 'lead': 'Sở Y tế', 'time': 'Quý I'}
    """
    for own, text in cells.items():
        labels = find_labels(text) if own != "task" else []
        roles = [role for *_, role in labels]
        if not {"lead", "agencies"} & {*roles} or "time" not in roles or text[: labels[0][0]].strip(" -–+•\n"):
            continue
        if len({*roles}) == len(roles) and not ({*roles} - {own}) & cells.keys():
            ends = [*(start for start, *_ in labels[1:]), len(text)]
            told = {role: text[at:end].strip(" ;,-–+•\n") for (_, at, role), end in zip(labels, ends, strict=True)}
            return {role: value for role, value in cells.items() if role != own} | told
    return cells


def spread_agencies(cells: dict[str, str]) -> dict[str, str]:
    """The cells with leads and supports told in one ("Chủ trì: …; Phối hợp: …") under their own roles."""
    both = cells.get("agencies") or (cells.get("lead", "") if not cells.get("support") else "")
    if not both:
        return cells
    spread = {**cells, "lead": both}
    labels = [label for label in find_labels(both) if label[2] in ("lead", "support", "agencies")]
    if labels:
        spread["lead"] = both[: labels[0][0]].strip(" ;,.-\n")
        for i, (_, end, role) in enumerate(labels):
            stop = labels[i + 1][0] if i + 1 < len(labels) else len(both)
            target = "support" if role == "support" else "lead"
            value = both[end:stop].strip(" ;,\n")
            spread[target] = f"{spread[target]}\n{value}".strip() if target == "lead" and spread["lead"] else value
    elif found := _LEADS_WITH.fullmatch(both) or _EACH_DOES.fullmatch(both):
        spread["lead"], spread["support"] = found["lead"].strip(" ,;"), found["support"].strip(" ,;.")
    return spread
