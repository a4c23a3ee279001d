"""Plans out of the files that people hand in, at the machine or by chat."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import count

from bot.errors import UsageError
from bot.reading.wire import Reading
from bot.rendering.phrases import phrase
from knowledge.amending import Amended, Amending, amend, find_amended, is_amended_by
from knowledge.fixes import Fix
from knowledge.mending import apply_fixes
from knowledge.plan import Plan, PlanHead
from knowledge.query import PlanStore
from nlu.text import fold


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


def find_twin(plan: Plan, store: PlanStore) -> str:
    """The other slug under which the same plan is stored already, or ""."""
    heads = store.heads()
    return next((slug for slug in heads if slug != plan.slug and _is_reading_of(plan, slug, heads[slug], store)), "")


def _is_reading_of(plan: Plan, slug: str, head: PlanHead, store: PlanStore) -> bool:
    """Whether a plan as it was read is the stored one, whose head may have been put right since."""
    if _is_same(plan, slug, head, store):
        return True
    fixes = [fix for fix in store.fixes(slug) if not fix.key]
    return bool(fixes) and _is_same(apply_fixes(plan, fixes).plan, slug, head, store)


def _is_same(plan: Plan, slug: str, head: PlanHead, store: PlanStore) -> bool:
    """Whether two readings are of one document: an office gives each number once a year.

    Without a number only what says just the same is.
    """
    if plan.head.number:
        return _named(plan.head) == _named(head)
    if plan.head != head:
        return False
    stored = store.find_plan(slug)
    return stored is not None and stored.tasks == plan.tasks


def _named(head: PlanHead) -> tuple[str, str, int]:
    return head.number.casefold(), fold(head.issuer), head.signed_on.year if head.signed_on else head.year


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
    strange = there is not None and numbered and not _is_reading_of(plan, plan.slug, there.head, store)
    if not strange and plan.slug not in taken:
        return plan.slug
    known = {*store.slugs(), *taken}
    return next(slug for n in count(2) if (slug := f"{plan.slug}-{n}") not in known)
