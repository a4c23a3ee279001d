"""Plans out of the files that people hand in, at the machine or by chat."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from bot.errors import UsageError
from knowledge.documents.kinds import Kind, tell_kind
from knowledge.documents.reading import read_document
from knowledge.ingest import read_plans
from knowledge.plan import Plan
from knowledge.plan_file import is_plan_file, read_plan_file
from knowledge.query import PlanStore

SHORT_TEXT: Final = 300_000
"""Text of that many bytes is read at once, without a process of its own: starting one takes longer than reading."""

_OPENING: Final = 65_536
"""Bytes that are looked at to tell a plan file from a document: its comments come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file holds: its plans in order, and the digest of its bytes.

    `reviewed` says that a person wrote it for us (a plan file): what stands there is meant so.
    """

    plans: tuple[Plan, ...]
    digest: str
    reviewed: bool = False


def read_handed_in(data: bytes, name: str, *, slug: str | None = None, year: int | None = None) -> Reading:
    """The plans in a file: a plan file as it stands, anything else as a document.

    Raises:
        KnowledgeError: the file holds no plan that can be read.
        UsageError: a plan file that is not UTF-8.
    """
    if is_plan_file(data[:_OPENING].decode("utf-8", "ignore")):
        try:
            plan = read_plan_file(data.decode("utf-8-sig"), name=name)
        except UnicodeDecodeError as error:
            raise UsageError("tệp kế hoạch phải là văn bản UTF-8.") from error
        named = plan if slug is None else replace(plan, slug=slug)
        return Reading(plans=(named,), digest=hashlib.sha256(data).hexdigest(), reviewed=True)
    document = read_document(data, name)
    return Reading(plans=read_plans(document, slug=slug, year=year), digest=document.digest)


def is_short_text(data: bytes, name: str) -> bool:
    """Whether a file is so plain and short that reading it can cost nothing to speak of."""
    return len(data) <= SHORT_TEXT and tell_kind(data, name) is Kind.TEXT


def find_twin(plan: Plan, store: PlanStore) -> str:
    """The other slug under which the same plan (number, issuer and year) is stored already, or ""."""
    others = (other for other in store.plans() if other.slug != plan.slug)
    return next((other.slug for other in others if is_same_plan(plan, other)), "")


def is_same_plan(plan: Plan, other: Plan) -> bool:
    """Whether two readings are of one document; without a number nobody can tell."""
    head, known = plan.head, other.head
    return bool(head.number) and (head.number, head.issuer, head.year) == (known.number, known.issuer, known.year)


def placed(plans: Iterable[Plan], store: PlanStore) -> tuple[Plan, ...]:
    """The plans of a file, each under the slug where it belongs: that of its twin, else its own, else one that is free.

    A file sent by chat is often called like every other ("ke-hoach"): it must not take another plan's place.
    """
    taken: set[str] = set()
    there = []
    for plan in plans:
        slug = find_twin(plan, store) or _free_slug(plan, store, taken)
        taken.add(slug)
        there.append(plan if slug == plan.slug else replace(plan, slug=slug))
    return tuple(there)


def _free_slug(plan: Plan, store: PlanStore, taken: Collection[str]) -> str:
    there = store.find_plan(plan.slug)
    strange = there is not None and not is_same_plan(plan, there) and plan.head.number and there.head.number
    if not strange and plan.slug not in taken:
        return plan.slug
    known = {*store.slugs(), *taken}
    return next(slug for n in count(2) if (slug := f"{plan.slug}-{n}") not in known)
