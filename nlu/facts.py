"""Answers about one task, figure or duty: by its printed number, or by what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from nlu.case import FACTS, MOST_CHOICES, Case, nearest, not_covered, search
from nlu.counting import answer_counted
from nlu.covering import enough, speaks_of_others
from nlu.figures import (
    answer_figures,
    asked_beside,
    counted_beside,
    figures_of_talk,
    find_another,
    in_unit_asked,
    names_another,
    people_counted,
    span_asked,
    sum_asked,
)
from nlu.keys import find_sections, resolve_key
from nlu.listing import answer_list, told_duties
from nlu.matching import Hit, Hits, topic_of
from nlu.meaning import Decision, Facet, Intent, Reason, TimeWindow, Understanding
from nlu.names import NameMention
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.world import DUTY, TARGET, TASK, World

_BESIDE = frozenset({"cung", "voi"})
_HANDED = frozenset({"gui", "nop", "trinh"})
_TO = frozenset({"ve", "cho", "len", "toi", "den", "gui"})


def answer_key(case: Case) -> Understanding:
    """The tasks or the section that a printed number names, or that there is none."""
    request, world = case.request, case.world
    refs: list[str] = []
    sections: list[str] = []
    for mention in request.keys:
        for slug in request.view:
            facts = world.plans[slug].tasks
            if mention.number:
                wanted = set(resolve_key(mention, [f.key for f in facts.values()]))
                refs.extend(ref for ref, f in facts.items() if f.key in wanted)
            if not refs:
                sections.extend(f"{slug}/{key}" for key in find_sections(mention, world.plans[slug].sections))
    if refs:
        beside = request.state.tasks[:1] if case.intent is Intent.COMPARE and len(set(refs)) == 1 else ()
        near = tuple(dict.fromkeys((*beside, *refs)))[:MOST_CHOICES]
        if case.intent is Intent.COMPARE and len(near) > 1:
            fields = (Intent.ASK_DEADLINE,) if "which_first" in request.features else case.fields
            return case.told(Decision.ANSWER, tasks=near, fields=fields, confidence=1.0)
        intent = case.intent if case.intent in FACTS else Intent.ASK_DETAIL
        return case.told(Decision.ANSWER, intent=intent, tasks=near, confidence=1.0)
    if sections:
        heads = world.tasks_in(sections[0])
        if case.fields and len(sections) == 1 and len(heads) <= LIMIT.shown:
            return case.told(Decision.ANSWER, tasks=heads, confidence=1.0)
        intent = case.intent if case.intent in (Intent.COUNT, Intent.LIST_OVERDUE) else Intent.LIST_BY_TOPIC
        return case.told(
            Decision.ANSWER,
            intent=intent,
            section=sections[0].partition("/")[2],
            confidence=1.0,
        )
    return case.unknown(Reason.NO_SUCH_KEY, missing=tuple(key.typed for key in request.keys))


def answer_facts(case: Case) -> Understanding:
    """The task, figure or duty that covers what is asked."""
    request, subject = case.request, case.subject
    if "duties_of" in request.features and request.agencies:
        office = request.agencies[0]
        if given := case.world.duties_of(office, request.view):
            return case.told(Decision.ANSWER, intent=Intent.ASK_DUTY, agency=office, duties=given, confidence=0.95)
    if subject.among and case.fields and not request.reading.has_content:
        return _of_listed(case)
    if subject.carried and request.year is None:
        return _carried(case)
    years = request.years or _year_of(request.window)
    if case.intent is Intent.ASK_TARGET and years and not request.reading.has_content:
        targets = tuple(ref for year in years for ref in case.world.targets_of_year(year, request.view))
        if 0 < len(targets) <= MOST_CHOICES:
            return case.told(Decision.ANSWER, targets=targets, confidence=0.9)
        if not any(year in case.world.plans[slug].years for year in years for slug in request.view):
            return case.unknown(Reason.OTHER_YEAR, missing=(str(years[0]),))
    if not subject.has_content:
        if case.intent is Intent.ASK_TARGET and len(request.view) == 1:
            return case.told(Decision.ANSWER, facets=(Facet.TARGETS,), confidence=0.9)  # "các chỉ tiêu của tỉnh"
        if request.agencies:
            return answer_list(replace(case, intent=Intent.LIST_BY_AGENCY))
        if case.fields and subject.listed and request.year is None:
            return _of_listed(case)
        return case.told(Decision.CLARIFY, reason=Reason.NOT_COVERED)
    if _asks_nothing(case):
        return case.told(Decision.CLARIFY, reason=Reason.NOT_COVERED)
    if names_another(case):
        case = replace(case, intent=Intent.ASK_TARGET, fields=(Intent.ASK_TARGET,))
    kinds = {TASK, TARGET} if case.intent is Intent.ASK_TARGET else {TASK}
    hits = find_another(case) or _with_own_words(case, in_unit_asked(case, search(case, kinds)))
    if subject.alone and (not hits or hits[0].coverage < enough(case, hits)):
        case = replace(case, subject=replace(subject, asked=subject.alone, alone=()))
        hits = in_unit_asked(case, search(case, kinds))
    if (span := span_asked(case, hits)) is not None:
        return span
    duties = search(case, {DUTY}, limit=LIMIT.shown) if case.intent is not Intent.ASK_TARGET else ()
    top = hits[0] if hits else None
    if duties and _prefers_duty(case, duties[0], top):
        return told_duties(case, duties)
    if top is not None and _asks_for_whom_it_goes_to(case, top):
        case = replace(case, intent=Intent.ASK_PRODUCT, fields=(Intent.ASK_PRODUCT,))
    floor = enough(case, hits)
    fit = Hits(hit for hit in hits if hit.coverage >= floor and not speaks_of_others(case, hit))
    if top is None or not fit:
        return not_covered(case, hits)
    top, near = fit[0], nearest(case, fit)
    if request.year is not None:
        near = [hit for hit in near if any(case.world.speaks_of_year(hit.ref, year) for year in request.years)]
        if not near:
            return case.unknown(Reason.OTHER_YEAR, missing=(str(request.year),))
    if case.intent is Intent.ASK_TARGET:
        return answer_figures(case, near, top)
    if case.intent is Intent.ASK_SUPPORT and case.world.helps(top.ref) and _asks_who_helps(case):
        case = replace(case, intent=Intent.ASK_LEAD, fields=(Intent.ASK_LEAD,))
    elif case.intent is Intent.ASK_LEAD and _names_partner(case, top):
        case = replace(case, intent=Intent.ASK_SUPPORT, fields=(Intent.ASK_SUPPORT,))
    if "confirm" in request.features and request.agencies and case.intent is Intent.ASK_LEAD:
        led = [hit for hit in near if case.world.leads_include(hit.ref, request.agencies[0])]
        if not led:  # "Sở A chủ trì việc này đúng không?" and the plan names another
            return case.unknown(Reason.FALSE_PREMISE, missing=request.agencies[:1], offers=(top.ref,))
        near = led
    if case.intent is Intent.ASK_BASIS:  # most plans have no column for it: the task that names a document is meant
        near.sort(key=lambda hit: not case.world.is_filled(hit.ref, case.intent))
    near = _own_tasks(case, near)
    if len(request.view) > 1 and not request.named:
        near = _one_a_plan(near, case.world)
    elif len(near) > LIMIT.together and not request.state.clarified:
        choices = tuple(hit.ref for hit in near[:MOST_CHOICES])
        return case.told(
            Decision.CLARIFY, choices=choices, tasks=choices, confidence=top.coverage, notes=case.notes(top.matches)
        )
    tasks = tuple(hit.ref for hit in near[: LIMIT.shown])
    targets = case.world.targets_in(tasks) if Intent.ASK_TARGET in case.fields else ()
    fields = case.fields
    if Intent.ASK_TARGET in fields and not targets and all(map(case.world.is_counted, tasks)):
        fields = tuple(Intent.ASK_PRODUCT if field is Intent.ASK_TARGET else field for field in fields)
    fields = (*fields, *counted_beside(case, top.ref))
    return case.told(
        Decision.ANSWER,
        fields=fields,
        tasks=tasks,
        targets=targets,
        confidence=top.coverage,
        notes=case.notes(top.matches),
    )


def _year_of(window: TimeWindow | None) -> tuple[int, ...]:
    """The year that a span is ("tới 2030"), none where it is longer or shorter."""
    if window is None:
        return ()
    year = window.end.year
    return (year,) if (window.start, window.end) == (date(year, 1, 1), date(year, 12, 31)) else ()


def _of_listed(case: Case) -> Understanding:
    """A cell asked of the list just told ("hạn?"): of each of a few tasks, else of one that is to be chosen."""
    listed = case.subject.listed
    if len(listed) <= LIMIT.shown:
        return case.told(Decision.ANSWER, tasks=listed, confidence=0.9)
    choices = listed[:MOST_CHOICES]
    return case.told(Decision.CLARIFY, choices=choices, tasks=choices, confidence=0.9)


def _with_own_words(case: Case, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Of what a follow-up finds together with the last turn's words, that which has its own: "còn trung thu?"."""
    own = [at for at, word in enumerate(case.request.reading.asked) if word.weight >= LIMIT.full_word]
    if not case.subject.alone or not own:
        return hits
    return Hits(hit for hit in hits if any(hit.shares[at] >= LIMIT.found for at in own)) or hits


def _asks_nothing(case: Case) -> bool:
    """Whether a message of everyday words asks for no cell of a task: "làm được không" may be about anything."""
    return case.intent is Intent.ASK_DETAIL and not case.fields and topic_of(case.subject.asked) < LIMIT.topic


def _carried(case: Case) -> Understanding:
    """The last turn's task, asked for the cell that the message names or for the one asked before."""
    intent, tasks = _carried_intent(case), case.subject.tasks
    fields = case.fields or ((intent,) if "duty" in case.request.features else ())
    targets = case.world.targets_in(tasks) if intent is Intent.ASK_TARGET else ()
    if intent is Intent.ASK_TARGET and not targets and all(map(case.world.is_counted, tasks)):
        intent = Intent.ASK_PRODUCT
        fields = (intent, *asked_beside(case))
    elif intent is Intent.ASK_TARGET and not targets and not case.world.is_filled(tasks[0], intent):
        targets = figures_of_talk(case)
    return case.told(Decision.ANSWER, intent=intent, fields=fields, tasks=tasks, targets=targets, confidence=0.9)


def _asks_for_whom_it_goes_to(case: Case, top: Hit) -> bool:
    """Whether a recipient is asked for whom the product names: "Báo cáo gửi Sở Nội vụ"."""
    asked = any(cue.id == "recipient" for cue in case.request.reading.cues)
    return asked and any(case.world.index.holds(top.ref, verb) for verb in _HANDED)


def _is_sent_to_lead(case: Case, top: Hit) -> bool:
    """Whether what is sent to the lead of the best task is asked about: that is not the task itself."""
    tokens = case.request.reading.tokens
    behind = _leads_behind(case, top, _TO)
    return any(not _HANDED.isdisjoint(token.folded for token in tokens[: name.start]) for name in behind)


def _asks_who_helps(case: Case) -> bool:
    """Whether "hỗ trợ" alone asks for the support: of a task that helps somebody it asks who does the task."""
    return all(cue.id == "who_helps" for cue in case.request.reading.cues if cue.feature == "support")


def _names_partner(case: Case, top: Hit) -> bool:
    """Whether "cùng với Sở A" names the task's own lead: then whoever is asked for helps."""
    return any(True for _ in _leads_behind(case, top, _BESIDE))


def _leads_behind(case: Case, top: Hit, before: frozenset[str]) -> Iterator[NameMention]:
    """Where the lead of the best task is named right behind one of these words."""
    tokens = case.request.reading.tokens
    for name in case.request.reading.names:
        stands = name.kind == "agency" and name.start and tokens[name.start - 1].folded in before
        if stands and any(case.world.leads_include(top.ref, agency) for agency in name.ids):
            yield name


def _own_tasks(case: Case, near: list[Hit]) -> list[Hit]:
    """Of tasks alike, those that the named office leads, or else the asker's own."""
    request = case.request
    if len(near) < 2 or case.intent in (Intent.ASK_LEAD, Intent.ASK_SUPPORT):
        office = request.speech.asker if len(near) > LIMIT.together else ""
    else:
        office = request.agencies[0] if request.agencies else request.speech.asker
    own = [hit for hit in near if office and case.world.leads_include(hit.ref, office)]
    return own or near


def _carried_intent(case: Case) -> Intent:
    """A follow-up that names no cell asks for the one asked before; to whom something goes, what is handed in tells."""
    if "duty" in case.request.features and not case.fields:
        product = case.world.is_filled(case.subject.tasks[0], Intent.ASK_PRODUCT)
        return Intent.ASK_PRODUCT if product else Intent.ASK_DETAIL
    if case.fields or not case.request.state.intent or {"detail", "for_whom"} & case.request.features:
        return case.intent
    return case.request.state.intent if case.request.state.intent in FACTS else case.intent


def _one_a_plan(hits: Sequence[Hit], world: World) -> list[Hit]:
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(world.plan_of(hit.ref), hit)
    return list(best.values())


def _prefers_duty(case: Case, duty: Hit, top: Hit | None) -> bool:
    """Whether the prose answers better than the table: much better, or the question sounds like a duty."""
    if duty.coverage < (LIMIT.duty if case.intent is Intent.ASK_DUTY else LIMIT.answer) or speaks_of_others(case, duty):
        return False
    rival = top.score if top is not None else 0.0
    if case.intent is Intent.ASK_DUTY:
        return duty.score >= rival - LIMIT.duty_lead
    if case.intent is Intent.ASK_DEADLINE:
        if not case.world.states_time(duty.ref):
            return False
        if top is not None and duty.coverage >= LIMIT.sure and _is_sent_to_lead(case, top):
            return True
        return duty.score > rival + LIMIT.duty_lead
    if case.intent in (Intent.ASK_LEAD, Intent.ASK_DETAIL, Intent.ASK_SUPPORT):
        handicap = 0.0 if "duty_topic" in case.request.features else LIMIT.duty_lead
        return duty.score > rival + handicap
    return False


def answer_unkept(case: Case) -> Understanding:
    """What no plan holds (a telephone, a sum of money): never answered, the nearest tasks offered.

    A number of people may be just what a task is to leave behind ("04 lớp, 200 người").
    """
    hits = search(case, {TASK}) if case.subject.has_content else ()
    if (counted := people_counted(case) or sum_asked(case) or answer_counted(case, hits)) is not None:
        return counted
    about_person = any(cue.id == "person" for cue in case.request.reading.cues)  # no task says who somebody is
    return case.unknown(
        Reason.NOT_COVERED,
        missing=tuple(
            case.request.reading.text[
                case.request.reading.tokens[cue.start].start : case.request.reading.tokens[cue.end - 1].end
            ]
            for cue in case.request.reading.cues
            if cue.feature == "unkept"
        ),
        offers=() if about_person else tuple(hit.ref for hit in hits[:3] if hit.coverage >= LIMIT.offer),
    )
