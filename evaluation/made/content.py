"""What made documents say: rows of gold tables with the heads and section titles of the documents they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from evaluation.made.layouts import Layout, Row
from evaluation.material import INVENTED, find_document, find_gold
from evaluation.product import load_rows
from knowledge.documents.reading import load_document
from knowledge.ingest.assembly import read_plan
from knowledge.plan import PlanHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A plan to be set: its head, its tasks as gold rows, the titles of its sections by number."""

    name: str
    head: PlanHead
    rows: Sequence[Row]
    titles: Mapping[str, str]


@cache
def contents() -> tuple[Content, ...]:
    """The invented plans; their tables of indicators are left out."""
    return tuple(_content(path.name.removesuffix(".gold.jsonl")) for path in sorted(INVENTED.glob("*.gold.jsonl")))


def _content(name: str) -> Content:
    document, gold = find_document(name), find_gold(name)
    if document is None or gold is None:
        raise FileNotFoundError(name)
    rows = [row for row in load_rows(gold) if not row["key"].startswith("CT.")]
    titles = {str(row["key"]).rpartition(".")[0]: row["section"] for row in rows}
    return Content(name=name, head=read_plan(load_document(document)).head, rows=rows, titles=titles)


def expected(content: Content, layout: Layout) -> list[dict[str, Any]]:
    """The gold rows of what a layout prints: a column that it has not is empty."""
    printed = {*layout.columns} | ({"leads", "supports"} if "agencies" in layout.columns else set())
    shown = ("goal", "product", "leads", "supports")
    blank = {field: [] if field.endswith("s") else "" for field in shown if field not in printed}
    return [{**row, **blank} for row in content.rows]
