"""Plans out of the files that people hand in, at the machine or by chat."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import count

from bot.errors import UsageError
from knowledge.documents.reading import read_document
from knowledge.ingest import read_plan
from knowledge.plan import Plan
from knowledge.plan_file import is_plan_file, read_plan_file
from knowledge.query import PlanStore

_OPENING = 65_536
"""Bytes that are looked at to tell a plan file from a document: its comments come first."""


def read_handed_in(data: bytes, name: str, *, slug: str | None = None, year: int | None = None) -> tuple[Plan, str]:
    """The plan in a file and the digest of its bytes: a plan file as it stands, anything else as a document.

    Raises:
        KnowledgeError: the file holds no plan that can be read.
        UsageError: a plan file that is not UTF-8.
    """
    if is_plan_file(data[:_OPENING].decode("utf-8", "ignore")):
        try:
            plan = read_plan_file(data.decode("utf-8-sig"), name=name)
        except UnicodeDecodeError as error:
            raise UsageError("tệp kế hoạch phải là văn bản UTF-8.") from error
        return (plan if slug is None else replace(plan, slug=slug)), hashlib.sha256(data).hexdigest()
    document = read_document(data, name)
    return read_plan(document, slug=slug, year=year), document.digest


def find_twin(plan: Plan, store: PlanStore) -> str:
    """The other slug under which the same plan (number, issuer and year) is stored already, or ""."""
    others = (other for other in store.plans() if other.slug != plan.slug)
    return next((other.slug for other in others if is_same_plan(plan, other)), "")


def is_same_plan(plan: Plan, other: Plan) -> bool:
    """Whether two readings are of one document; without a number nobody can tell."""
    head, known = plan.head, other.head
    return bool(head.number) and (head.number, head.issuer, head.year) == (known.number, known.issuer, known.year)


def placed(plan: Plan, store: PlanStore) -> Plan:
    """The plan under the slug where it belongs: that of its twin, else its own, else the next one that is free.

    A file sent by chat is often called like every other ("ke-hoach"): it must not take another plan's place.
    """
    twin = find_twin(plan, store)
    if twin:
        return replace(plan, slug=twin)
    there = store.find_plan(plan.slug)
    if there is None or is_same_plan(plan, there) or not (plan.head.number and there.head.number):
        return plan
    taken = set(store.slugs())
    return replace(plan, slug=next(slug for n in count(2) if (slug := f"{plan.slug}-{n}") not in taken))
