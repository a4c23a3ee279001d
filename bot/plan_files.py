"""Plans out of the files that people hand in, at the machine or by chat."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from bot.errors import UsageError
from bot.rendering.phrases import phrase
from knowledge.amending import Amended, Amending, amend, find_amended, is_amended_by
from knowledge.documents.kinds import Kind, tell_kind
from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.fixes import Fix
from knowledge.ingest import read_plans
from knowledge.ingest.amendments import read_amending
from knowledge.mending import apply_fixes
from knowledge.plan import Plan, PlanHead
from knowledge.plan_cells import is_plan_workbook
from knowledge.plan_file import is_plan_file, read_plan_file
from knowledge.query import PlanStore
from nlu.text import fold

SHORT_TEXT: Final = 300_000
"""Text of that many bytes is read at once, without a process of its own: starting one takes longer than reading."""

_OPENING: Final = 65_536
"""Bytes that are looked at to tell a plan file from a document: its comments come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file holds: its plans in order, and the digest of its bytes.

    `reviewed` says that a person wrote it for us (a plan file, a workbook of ours): what stands there is meant so.
    `amending` says that it is no plan of its own but changes another one; its tables may still read as a plan.
    """

    plans: tuple[Plan, ...]
    digest: str
    reviewed: bool = False
    amending: Amending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A plan as a file would have it stored, with what was put right in it before.

    `amended` says what an amending document changed, `known` that the plan holds its changes already; `homeless` names
    the plan that it amends and that is not stored. `strange` is the file's own name where another plan has it, `joined`
    where the plan is stored already, under the slug of `plan`.
    """

    plan: Plan
    fixes: tuple[Fix, ...] = ()
    stale: tuple[Fix, ...] = ()
    amended: Amended | None = None
    known: str = ""
    homeless: str = ""
    strange: str = ""
    joined: str = ""


def read_handed_in(data: bytes, name: str, *, slug: str | None = None, year: int | None = None) -> Reading:
    """The plans in a file: a plan file or the workbook of a plan as it stands, anything else as a document.

    Raises:
        KnowledgeError: the file holds no plan that can be read.
        UsageError: a plan file that is not UTF-8.
    """
    if is_plan_file(data[:_OPENING].decode("utf-8", "ignore")):
        try:
            plan = read_plan_file(data.decode("utf-8-sig"), name=name)
        except UnicodeDecodeError as error:
            raise UsageError("tệp kế hoạch phải là văn bản UTF-8.") from error
        return _reviewed(plan, data, slug)
    if is_plan_workbook(data):
        from knowledge.plan_workbook_reading import read_plan_workbook

        if (written := read_plan_workbook(data, name=name)) is not None:
            return _reviewed(written, data, slug)
    document = read_document(data, name)
    plans: tuple[Plan, ...] = ()
    refusal: DocumentError | None = None
    try:
        plans = read_plans(document, slug=slug, year=year)
    except DocumentError as error:
        refusal = error
    amending = read_amending(document, plans[0] if plans else None)
    if refusal is not None and amending is None:
        raise refusal
    return Reading(plans=plans, digest=document.digest, amending=amending)


def _reviewed(plan: Plan, data: bytes, slug: str | None) -> Reading:
    named = plan if slug is None else replace(plan, slug=slug)
    return Reading(plans=(named,), digest=hashlib.sha256(data).hexdigest(), reviewed=True)


def settle(reading: Reading, store: PlanStore, *, by_chat: bool = False, named: bool = False) -> tuple[Settled, ...]:
    """What a reading would have stored: each plan with its fixes, or the stored plan as the document amends it.

    Args:
        reading: of one file.
        store: the plans as they are.
        by_chat: whether the file's name says little, so that a plan takes the slug where it belongs.
        named: whether a person chose the slug, so that it may take another plan's place.

    Raises:
        UsageError: the document amends a plan that is not stored, or says nothing of it that can be told.
    """
    if reading.amending is not None:
        amending = reading.amending
        base = find_amended(amending, store.plans())
        if base is not None:
            return (_amended(base, amending),)
        if not reading.plans:
            raise UsageError(phrase("import.amends_nothing_stored", number=amending.amends))
    plans = reading.plans
    if by_chat or not (named or reading.reviewed):
        plans = placed(plans, store)
    homeless = reading.amending.amends if reading.amending is not None else ""
    settled = (_mended(plan, store, reviewed=reading.reviewed, homeless=homeless) for plan in plans)
    return tuple(_renamed(one, read.slug, store) for one, read in zip(settled, reading.plans, strict=True))


def _renamed(settled: Settled, read_as: str, store: PlanStore) -> Settled:
    """Says why a plan is not called as its file is, where it is not."""
    if settled.plan.slug == read_as:
        return settled
    return replace(settled, joined=read_as) if store.find_plan(settled.plan.slug) else replace(settled, strange=read_as)


def _amended(base: Plan, amending: Amending) -> Settled:
    if is_amended_by(base, amending):
        return Settled(plan=base, known=amending.document)
    amended = amend(base, amending)
    if not amended.amendment.changes:
        raise UsageError(phrase("import.amends_unclear", document=amending.document, slug=base.slug))
    return Settled(plan=amended.plan, amended=amended)


def _mended(plan: Plan, store: PlanStore, *, reviewed: bool, homeless: str) -> Settled:
    fixes = () if reviewed else store.fixes(plan.slug)
    fixed = apply_fixes(plan, fixes)
    return Settled(plan=fixed.plan, fixes=fixes, stale=fixed.stale, homeless=homeless)


def is_short_text(data: bytes, name: str) -> bool:
    """Whether a file is so plain and short that reading it can cost nothing to speak of."""
    return len(data) <= SHORT_TEXT and tell_kind(data, name) is Kind.TEXT


def find_twin(plan: Plan, store: PlanStore) -> str:
    """The other slug under which the same plan is stored already, or ""."""
    others = (other for other in store.plans() if other.slug != plan.slug)
    return next((other.slug for other in others if _is_reading_of(plan, other, store)), "")


def _is_reading_of(plan: Plan, stored: Plan, store: PlanStore) -> bool:
    """Whether a plan as it was read is the stored one, whose head may have been put right since."""
    if is_same_plan(plan, stored):
        return True
    fixes = [fix for fix in store.fixes(stored.slug) if not fix.key]
    return bool(fixes) and is_same_plan(apply_fixes(plan, fixes).plan, stored)


def is_same_plan(plan: Plan, other: Plan) -> bool:
    """Whether two readings are of one document: an office gives each number once a year.

    Without a number only what says just the same is.
    """
    head, known = plan.head, other.head
    if not head.number:
        return (head, plan.tasks) == (known, other.tasks)
    return (head.number.casefold(), fold(head.issuer), _numbered_in(head)) == (
        known.number.casefold(),
        fold(known.issuer),
        _numbered_in(known),
    )


def _numbered_in(head: PlanHead) -> int:
    return head.signed_on.year if head.signed_on else head.year


def placed(plans: Iterable[Plan], store: PlanStore) -> tuple[Plan, ...]:
    """The plans of a file, each under the slug where it belongs: that of its twin, else its own, else one that is free.

    Files are often called like every other ("ke-hoach"): a plan must not take another one's place by its name alone.
    """
    taken: set[str] = set()
    there = []
    for plan in plans:
        slug = _free_slug(plan, store, taken)
        if slug != plan.slug or store.find_plan(slug) is None:
            slug = find_twin(plan, store) or slug
        taken.add(slug)
        there.append(plan if slug == plan.slug else replace(plan, slug=slug))
    return tuple(there)


def _free_slug(plan: Plan, store: PlanStore, taken: Collection[str]) -> str:
    there = store.find_plan(plan.slug)
    numbered = there is not None and plan.head.number and there.head.number
    strange = there is not None and numbered and not _is_reading_of(plan, there, store)
    if not strange and plan.slug not in taken:
        return plan.slug
    known = {*store.slugs(), *taken}
    return next(slug for n in count(2) if (slug := f"{plan.slug}-{n}") not in known)
