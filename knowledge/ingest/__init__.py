"""From a document's blocks to a plan: columns, repairs, assembly; heads, targets and duties from the prose."""

from __future__ import annotations

from knowledge.ingest.assembly import read_plan, read_plans, slug_of
from knowledge.plan_json import plan_json

__all__ = ["plan_json", "read_plan", "read_plans", "slug_of"]
