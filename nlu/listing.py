"""Answers about many tasks: of an agency, of some days, of a topic; counts; plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from nlu.case import LISTS, Case, not_covered, search
from nlu.counting import answer_counted
from nlu.covering import names_number
from nlu.matching import Asked, Hit, topic_of
from nlu.meaning import NARROWING, AgencyRole, Decision, Facet, Intent, Reason, Understanding
from nlu.text import folded_words
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.world import DUTY, SECTION, TARGET, TASK, World

_OF_THE_PLAN = frozenset({"co", "gom", "giao", "neu", "bao", "gio", "con", "chia"})
"""What follows the word for plan where the whole plan is meant."""

_OF_SUPPORT = frozenset({Intent.LIST_BY_AGENCY, Intent.MY_TASKS, Intent.COUNT, Intent.COMPARE})
"""What a word for support limits; of other lists it may be the topic."""

_BETWEEN = frozenset({"voi", "va", "hay", "hoac"})
"""What stands between two things that are compared."""

_FIRST = "1"
"""The appendix of a plan that counts none."""


def answer_list(case: Case) -> Understanding:
    """The list that is asked for, narrowed by agency, days, section or topic."""
    request = case.request
    features = request.features
    # "chủ trì" names the cell that is to be blank
    role = AgencyRole.ANY if Facet.BLANK in request.facets else _role(case)
    agency = request.agencies[0] if request.agencies else ""
    among = case.subject.among
    if among:
        pass  # whose they are was said before
    elif case.intent is Intent.MY_TASKS:
        agency = request.speech.asker or agency  # "sở mình là Sở Tư pháp, phải làm gì"
    elif not agency and "same_agency" in features:
        agency = case.subject.agency
    elif not agency and "mine" in features:
        agency = request.speech.asker
    elif not agency and role is not AgencyRole.ANY and "follow" in features and request.state.intent in LISTS:
        agency = request.state.agency  # "còn phối hợp việc nào?"
    if role is AgencyRole.ANY and "follow" in features and request.state.intent in LISTS and not among:
        role = request.state.role
    if case.intent is Intent.COUNT and Facet.TARGETS in request.facets:
        return _count_targets(case)
    alike = request.namesakes if agency and agency in request.agencies[:1] else ()
    values: dict[str, object] = {
        "agency": agency, "namesakes": alike, "role": role, "among": bool(among), "confidence": 0.95,
    }  # fmt: skip
    # What the prose asks of an office by name tells more than what is asked of all offices.
    own_duties = role is AgencyRole.ANY and case.world.has_duties(agency, request.view)
    if (
        case.intent is Intent.LIST_BY_AGENCY
        and agency
        and not alike
        and not case.world.gives_tasks(agency, request.view, by_name=own_duties)
    ):
        duties = case.world.duties_of(agency, request.view)
        if duties and (own_duties or role is AgencyRole.ANY):
            return case.told(
                Decision.ANSWER, intent=Intent.ASK_DUTY, agency=agency, duties=duties[: LIMIT.shown], confidence=0.9
            )
    if request.strange and agency == request.strange and not case.world.covered(agency, request.view):
        return case.unknown(Reason.NO_SUCH_AGENCY, missing=(agency,))
    if _speaks_of_topic(case, agency):
        section = "" if among else _section(case)
        if section:
            values["section"] = section
        else:
            hits = search(case, {TASK}, limit=40)
            if among:
                hits = [hit for hit in hits if hit.ref in among]
            elif case.intent is Intent.COUNT and (counted := answer_counted(case, hits)) is not None:
                return counted
            least = LIMIT.offer if hits and names_number(case, hits[0]) else LIMIT.list_answer
            if not hits or hits[0].coverage < least:
                prose = search(case, {DUTY}, limit=LIMIT.shown) if case.intent is Intent.LIST_BY_TOPIC else ()
                told = bool(prose) and prose[0].coverage >= LIMIT.sure
                return told_duties(case, prose) if told else not_covered(case, hits)
            floor = max(least, hits[0].coverage * LIMIT.list_share)
            values["tasks"] = tuple(hit.ref for hit in hits if hit.coverage >= floor)
            values["confidence"] = hits[0].coverage
            values["notes"] = case.notes(hits[0].matches)
    elif among:
        values["tasks"] = among
    elif request.appendix and (printed := _appendices(case)).get(request.appendix.appendix):
        values["tasks"] = printed[request.appendix.appendix]
    elif request.appendix and (printed or request.appendix.appendix != _FIRST):
        return case.unknown(Reason.NO_SUCH_KEY, missing=(request.appendix.typed,))
    elif case.intent is Intent.LIST_BY_TOPIC and not (agency or request.window or NARROWING & {*request.facets}):
        if case.subject.listed:
            values["tasks"] = case.subject.listed
        elif not ({"this_plan", "plan"} & features and len(request.view) == 1):  # "kế hoạch này có những việc gì"
            return case.told(Decision.CLARIFY, reason=Reason.NOT_COVERED)
    return case.told(Decision.ANSWER, **values)


def _role(case: Case) -> AgencyRole:
    """The role in which an agency's tasks are asked for."""
    features = case.request.features
    if "as_support" in features or ("support" in features and case.intent in _OF_SUPPORT):
        return AgencyRole.SUPPORT
    return AgencyRole.LEAD if {"as_lead", "lead"} & features else AgencyRole.ANY


def told_duties(case: Case, hits: Sequence[Hit]) -> Understanding:
    """What the prose asks of somebody, as the best of these hits tell it."""
    top = hits[0]
    near = [hit.ref for hit in hits if hit.score >= top.score - LIMIT.margin][: LIMIT.shown]
    return case.told(
        Decision.ANSWER,
        intent=Intent.ASK_DUTY,
        duties=tuple(near),
        confidence=top.coverage,
        notes=case.notes(top.matches),
    )


def _appendices(case: Case) -> dict[str, tuple[str, ...]]:
    """The tasks of each appendix in view by its number; {} where the plan counts none: it has the first."""
    found: dict[str, tuple[str, ...]] = {}
    for slug in case.request.view:
        for ref, facts in case.world.plans[slug].tasks.items():
            head, _, rest = facts.key.partition(".")
            if rest and head.startswith("PL"):
                found[head[2:]] = (*found.get(head[2:], ()), ref)
    return found


def _count_targets(case: Case) -> Understanding:
    """The figures on a topic, or that all of them are to be counted."""
    if not _speaks_of_topic(case, ""):
        return case.told(Decision.ANSWER, confidence=0.95)
    hits = search(case, {TARGET}, limit=40)
    if not hits or hits[0].coverage < LIMIT.list_answer:
        return not_covered(case, hits)
    floor = max(LIMIT.list_answer, hits[0].coverage * LIMIT.list_share)
    return case.told(
        Decision.ANSWER,
        targets=tuple(hit.ref for hit in hits if hit.coverage >= floor),
        confidence=hits[0].coverage,
        notes=case.notes(hits[0].matches),
    )


def _speaks_of_topic(case: Case, agency: str) -> bool:
    """Whether the message narrows the list by a topic, beyond naming an agency."""
    reading = case.request.reading
    beside = set(reading.named_places) if agency else set()
    for cue in reading.cues:
        after = reading.tokens[cue.end].folded if cue.end < len(reading.tokens) else ""
        if cue.id == "plan_word" and after in _OF_THE_PLAN:  # "kế hoạch có mấy việc"
            beside.update(cue.used)
    if len(case.request.view) == 1:  # "tháng này thành phố có việc gì" of the city's own plan
        own = {word for name in case.world.plans[case.request.view[0]].names for word in folded_words(name)}
        beside.update(
            at for at, word in enumerate(reading.asked) if word.weight < LIMIT.full_word and word.folded in own
        )
    return topic_of(case.subject.asked, besides=beside) >= LIMIT.topic


def _section(case: Case) -> str:
    """The key of the table section that the topic names, or ""."""
    hits = search(case, {SECTION}, limit=2)
    if len(case.request.view) == 1 and hits and hits[0].coverage >= LIMIT.section:
        return hits[0].ref.rsplit("/", 1)[1]
    return ""


def answer_compare(case: Case) -> Understanding:
    """The best task or figure of each plan in view."""
    request = case.request
    earlier = request.state.fields or (Intent.ASK_TARGET,)
    fields = (Intent.ASK_DEADLINE,) if "which_first" in request.features else case.fields or earlier
    if request.elsewhere:
        return case.unknown(Reason.OTHER_PLAN, missing=(request.elsewhere,))
    if Facet.TASKS in request.facets:
        return case.told(
            Decision.ANSWER, intent=Intent.COMPARE, rivals=request.agencies, role=_role(case), confidence=0.95
        )
    if {"which_first", "which_more"} & request.features and len(request.named) < 2:
        return _compare_two(case)
    if len(request.view) == 1:
        two = _compare_two(case)
        if two.decision is Decision.ANSWER:
            return two
    tasks: list[str] = []
    targets: list[str] = []
    best = 0.0
    weakest: Sequence[Hit] = ()
    for slug in request.view:
        hits = _side(case, slug, fields)
        if not hits or hits[0].coverage < LIMIT.compare:
            weakest = weakest or hits
            continue
        best = max(best, hits[0].coverage)
        ref = hits[0].ref
        stated = case.world.targets_in([ref]) if Intent.ASK_TARGET in fields else ()
        if case.world.kinds[ref] == TARGET or stated:
            targets.append(stated[0] if stated else ref)
        else:
            tasks.append(ref)
    if not tasks and not targets:
        return not_covered(case, weakest)
    return case.told(
        Decision.ANSWER,
        intent=Intent.COMPARE,
        fields=fields,
        tasks=tuple(tasks),
        targets=tuple(targets),
        confidence=best,
    )


def _side(case: Case, slug: str, fields: Sequence[Intent]) -> Sequence[Hit]:
    """What one plan says of what is compared, best first; among the nearest those first that tell what is asked."""
    figures = Intent.ASK_TARGET in fields
    hits = case.world.index.search(
        case.subject.asked,
        case.request.reading.expansions,
        groups=frozenset({slug}),
        kinds=frozenset({TARGET, TASK} if figures else {TASK}),
    )
    near = takewhile(lambda hit: hit.coverage >= hits[0].coverage - LIMIT.margin, hits)
    spared = frozenset[str]() if figures else case.world.indicators  # a row of figures stands behind a task proper
    return sorted(near, key=lambda hit: (not _tells(case.world, hit.ref, fields), hit.ref in spared))


def _tells(world: World, ref: str, fields: Sequence[Intent]) -> bool:
    """Whether a text states what is asked: a figure, or every cell."""
    if Intent.ASK_TARGET in fields:
        return world.kinds[ref] == TARGET or bool(world.targets_in((ref,)))
    return all(world.is_filled(ref, field) for field in fields)


def _compare_two(case: Case) -> Understanding:
    """The two tasks or figures that a message names side by side: "A với B, cái nào phải xong trước"."""
    first = "which_first" in case.request.features
    fields = (Intent.ASK_DEADLINE,) if first else case.fields or (Intent.ASK_TARGET,)
    best: Sequence[Hit] = ()
    weakest: Sequence[Hit] = ()
    for kinds in ({TARGET}, {TASK, TARGET}) if Intent.ASK_TARGET in fields else ({TASK},):
        best, weakest = _two_sides(case, kinds)
        if best:
            break
    if not best:
        return _within_one(case) or not_covered(case, weakest)
    tasks = tuple(hit.ref for hit in best if case.world.kinds[hit.ref] == TASK)
    stated = case.world.targets_in(tasks) if Intent.ASK_TARGET in fields else ()
    if len(tasks) == len(best) > len(stated):  # a goal that is no figure is compared as it is printed
        stated = ()
    targets = (*(hit.ref for hit in best if case.world.kinds[hit.ref] == TARGET), *stated)
    return case.told(
        Decision.ANSWER,
        intent=Intent.COMPARE,
        fields=fields,
        tasks=tuple(ref for ref in tasks if not case.world.targets_in((ref,))) if targets else tasks,
        targets=targets,
        confidence=min(hit.coverage for hit in best),
    )


def _within_one(case: Case) -> Understanding | None:
    """The goal of the one task that tells both figures: "xây mới 60 căn, sửa chữa 25 căn"."""
    hits = search(case, {TASK}, limit=1) if "which_more" in case.request.features else ()
    if not hits or hits[0].coverage < LIMIT.sure or not case.world.is_filled(hits[0].ref, Intent.ASK_TARGET):
        return None
    asked = Intent.ASK_TARGET
    return case.told(Decision.ANSWER, intent=asked, fields=(asked,), tasks=(hits[0].ref,), confidence=hits[0].coverage)


def _two_sides(case: Case, kinds: set[str]) -> tuple[Sequence[Hit], Sequence[Hit]]:
    """The best text for what stands before a word between and that for what stands behind; and what came nearest."""
    best: Sequence[Hit] = ()
    weakest: Sequence[Hit] = ()
    for at, token in enumerate(case.request.reading.tokens):
        if token.folded not in _BETWEEN:
            continue
        sides = [
            search(replace(case, subject=replace(case.subject, asked=asked)), kinds, limit=1)
            for asked in (_only(case, 0, at), _only(case, at + 1, len(case.subject.asked)))
        ]
        found = tuple(side[0] for side in sides if side)
        weakest = weakest or found
        if len({hit.ref for hit in found}) < 2 or min(hit.coverage for hit in found) < LIMIT.answer:
            continue
        if not best or sum(hit.coverage for hit in found) > sum(hit.coverage for hit in best):
            best = found
    return best, weakest


def _only(case: Case, start: int, end: int) -> tuple[Asked, ...]:
    """The asked words with those outside a span out of the topic."""
    return tuple(word if start <= at < end else replace(word, weight=0.0) for at, word in enumerate(case.subject.asked))
