"""The prose readers as assembly calls them; stands in plainly for those that are not there yet."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from typing import Any

from knowledge.documents.model import Document
from knowledge.plan import Duty, PlanHead, PlanTask, Target

_YEAR = re.compile(r"năm\s+(20\d\d)", re.IGNORECASE)
_DATED = re.compile(r"ngày[^.;]{0,20}tháng[^.;]{0,10}năm\s+(20\d\d)", re.IGNORECASE)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(f"knowledge.ingest.{name}")
    except ImportError:
        return None


def read_head(document: Document, *, year: int | None) -> PlanHead | None:
    module = _module("heading")
    if module:
        reading = module.read_head(document, year=year)
        if isinstance(reading, PlanHead) or reading is None:
            return reading
        if getattr(reading, "year", None) is None:
            return None
        head = getattr(reading, "head", None)
        return head if head is not None else reading
    text = "\n".join(p.text for p in document.paragraphs)
    found = Counter(map(int, _YEAR.findall(text))) or Counter(map(int, _DATED.findall(text)))
    known = year or (found.most_common(1)[0][0] if found else None)
    return PlanHead(title=document.name, year=known) if known else None


def read_targets(document: Document, tasks: tuple[PlanTask, ...]) -> tuple[Target, ...]:
    module = _module("targets")
    return tuple(module.read_targets(document, tasks)) if module else ()


def read_duties(document: Document) -> tuple[Duty, ...]:
    module = _module("duties")
    return tuple(module.read_duties(document)) if module else ()
