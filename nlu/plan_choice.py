"""Answers about whole plans: which are meant, by title, signer or year; and which of them speak of something."""

from __future__ import annotations

from nlu.case import Case, not_covered, search
from nlu.covering import speaks_of_others
from nlu.matching import topic_of
from nlu.meaning import Decision, Intent, Reason, Understanding
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.titles import plans_called
from nlu.world import DUTY, TARGET, TASK

_QUOTED = 2
"""Places told of a plan that speaks of what was asked."""


def answer_plan(case: Case) -> Understanding:
    """The plans asked for: of several in view those of a year, of a signer, on a topic."""
    request, view = case.request, case.request.view
    if "which_plan" in request.features and _has_topic(case):
        return _speaking_of(case)
    if len(view) > 1 and request.year is not None:
        view = tuple(slug for slug in view if case.world.plans[slug].year == request.year)
        if not view:
            return case.unknown(Reason.OTHER_YEAR, missing=(str(request.year),))
    if len(view) > 1 and not request.named and _has_topic(case):
        called = plans_called(case.subject.asked, request.reading.expansions, case.world, view, least=LIMIT.sure)
        found = [hit for hit in called if not speaks_of_others(case, hit)]
        if not found:
            return not_covered(case, called)
        view = tuple(slug for slug in view if any(hit.ref == slug for hit in found))
    return case.told(Decision.ANSWER, intent=Intent.PLAN_INFO, plans=view, topic="", confidence=1.0)


def _has_topic(case: Case) -> bool:
    beside = {at for cue in case.request.reading.cues if cue.feature == "this_plan" for at in cue.used}
    return topic_of(case.subject.asked, besides=beside) >= LIMIT.topic


def _speaking_of(case: Case) -> Understanding:
    """The plans that hold what is asked about, with the places that say so."""
    hits = [hit for hit in search(case, {TASK, TARGET, DUTY}) if hit.coverage >= LIMIT.list_answer]
    best = max((hit.coverage for hit in hits), default=0.0)
    told: dict[str, list[str]] = {}
    for hit in hits:
        places = told.setdefault(case.world.plan_of(hit.ref), [])
        if hit.coverage >= best * LIMIT.list_share and len(places) < _QUOTED:
            places.append(hit.ref)
    refs = [ref for places in told.values() for ref in places]
    titles = plans_called(
        case.subject.asked,
        case.request.reading.expansions,
        case.world,
        case.request.view,
        least=max(LIMIT.answer, best - LIMIT.margin),
    )
    plans = dict.fromkeys((*(hit.ref for hit in titles), *map(case.world.plan_of, refs)))
    if not plans:
        return not_covered(case, hits)

    def of(kind: str) -> tuple[str, ...]:
        return tuple(ref for ref in refs if case.world.kinds[ref] == kind)

    return case.told(
        Decision.ANSWER,
        intent=Intent.PLAN_INFO,
        plans=tuple(plans),
        tasks=of(TASK),
        targets=of(TARGET),
        duties=of(DUTY),
        facets=(),
        confidence=max(best, max((hit.coverage for hit in titles), default=0.0)),
    )
