"""What to do with a request: answer, ask back, say that the plans do not tell, or stay silent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlu.dialogue import Subject, subject_of
from nlu.intents import FIELD_FEATURES, rank_intents
from nlu.keys import resolve_key
from nlu.meaning import AgencyRole, Decision, Intent, Reason, Understanding, WordNote
from nlu.noise import Repair
from nlu.request import Request
from nlu.text import fold
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.topics import Hit
from nlu.world import DUTY, SECTION, TARGET, TASK, World

_FACTS = frozenset(FIELD_FEATURES.values()) | {Intent.ASK_DETAIL, Intent.ASK_DUTY}
_TALK = frozenset({Intent.GREET, Intent.HELP, Intent.REPORT_DONE, Intent.REPORT_EVENT, Intent.REMIND_ME})
_MOST_CHOICES = 5
_WEAK_TIME = 2.2  # the same for a bare year: "còn 2030?"
_WEAK = 2.0  # an intent read from a bare topic or a bare name: "còn …?" asks what was asked before instead

_LENT = frozenset({"overdue", "compare", "due", "elsewhere", "event", "done", "remind", "opinion", "duty", "list"})
"""Features whose words belong to the topic again when the message turns out to ask something else."""

_ASKING = frozenset({"who", "lead", "support", "product", "basis", "target", "when"})
_SPOILT = frozenset(
    {
        "done", "event", "remind", "outcome", "injection", "elsewhere", "greet", "thanks", "why", "mine", "opinion",
        "unkept", "again",
    }
)  # fmt: skip
"""What colleagues say to each other; one such word and overheard talk is theirs."""
_QUESTION_WORDS = frozenset({"ai", "nao", "gi", "may", "nhieu", "gio", "dau", "%"})
_SOFTENERS = frozenset({"nhe", "nha", "di", "nghen", "nhen", "thoi", "roi"})
_CONDITION = re.compile(r"\b(?:khi nao|bao gio|luc nao|chung nao|ai|nao)\b[^?]*\bthi\b[^?]*$")

_LISTS = (
    Intent.LIST_BY_AGENCY,
    Intent.LIST_BY_TIME,
    Intent.LIST_OVERDUE,
    Intent.LIST_BY_TOPIC,
    Intent.MY_TASKS,
    Intent.COUNT,
)
_USED = {
    **{intent: frozenset({"overdue", "due", "list"}) for intent in _LISTS},
    Intent.COMPARE: frozenset({"compare"}),
    Intent.REPORT_DONE: frozenset({"done"}),
    Intent.REPORT_EVENT: frozenset({"event"}),
    Intent.REMIND_ME: frozenset({"remind"}),
    Intent.ASK_DETAIL: frozenset({"list"}),
}


@dataclass(frozen=True, slots=True)
class _Case:
    """A request with the intent it was taken for."""

    request: Request
    world: World
    intent: Intent
    fields: tuple[Intent, ...]
    subject: Subject

    def told(self, decision: Decision, **values: object) -> Understanding:
        """An understanding with everything that is already known filled in."""
        request = self.request
        known: dict[str, object] = {
            "utterance": request.reading.text,
            "intent": self.intent,
            "fields": self.fields,
            "plans": request.view,
            "window": request.window,
            "topic": self.subject.topic or request.reading.topic(),
            "notes": self.notes(()),
        }
        return Understanding(decision=decision, **(known | values))  # type: ignore[arg-type]

    def unknown(self, reason: Reason, **values: object) -> Understanding:
        """Not answered, with the reason; in overheard talk that is silence."""
        decision = Decision.UNKNOWN if self.request.speech.addressed else Decision.SILENT
        return self.told(decision, reason=reason, **values)

    def notes(self, matches: Sequence[object]) -> tuple[WordNote, ...]:
        """Why each word counted."""
        reading = self.request.reading
        cues = {at: cue.id for cue in reading.cues for at in cue.used}
        notes = []
        for at, token in enumerate(reading.tokens):
            matched = f"cue:{cues[at]}" if at in cues else ""
            match = matches[at] if at < len(matches) else None
            share = getattr(match, "share", 0.0)
            if not matched and share:
                rule = getattr(match, "rule", "")
                matched = f"{getattr(match, 'field', '')}{':' + rule if rule else ''} {share:.2f}"
            notes.append(WordNote(typed=token.typed, reading=token.folded, matched=matched))
        return tuple(notes)


def decide(request: Request, world: World) -> Understanding:
    """The understanding of a request; overheard talk is answered or not at all."""
    understood = _decide(request, world)
    if not request.speech.addressed and understood.decision is not Decision.ANSWER:
        return replace(understood, decision=Decision.SILENT)
    return understood


def _decide(request: Request, world: World) -> Understanding:
    intent, fields = _intent_of(request)
    request = replace(request, reading=request.reading.giving_back(_LENT - _USED.get(intent, frozenset())))
    case = _Case(request, world, intent, fields, subject_of(request, world))
    if not world.plans and intent not in _TALK:
        return case.unknown(Reason.NO_PLAN)
    if not request.speech.addressed and not _surely_asked(case):
        return case.told(Decision.SILENT)
    if intent is Intent.OUT_OF_SCOPE:
        return _elsewhere(case)
    if intent in _TALK:
        return case.told(Decision.ANSWER, tasks=case.subject.tasks, confidence=1.0)
    if request.elsewhere and intent not in (Intent.COMPARE, Intent.PLAN_INFO):
        return case.unknown(Reason.OTHER_PLAN, missing=(request.elsewhere,))
    if request.year is not None and all(request.year not in world.plans[slug].years for slug in request.view):
        return case.unknown(Reason.OTHER_YEAR, missing=(str(request.year),))
    if "unkept" in request.features:
        return _unkept(case)
    if request.keys:
        return _by_key(case)
    match intent:
        case Intent.PLAN_INFO:
            return case.told(Decision.ANSWER, confidence=1.0)
        case Intent.COMPARE:
            return _compare(case)
        case Intent.MY_TASKS if not request.speech.asker:
            return case.unknown(Reason.NO_ASKER)
        case _ if intent in _LISTS:
            return _list(case)
        case _:
            return _facts(case)


def _elsewhere(case: _Case) -> Understanding:
    """None of our business; unless it only sounds so ("mua sắm") and the plans cover every word of it."""
    request = case.request
    left = request.features - {"elsewhere"}
    ranking = rank_intents(left)
    if ranking and ranking[0][0] in _FACTS and not {"injection", "why", "outcome", "opinion"} & left:
        other = replace(request, features=frozenset(left), ranking=ranking)
        understood = _decide(other, case.world)
        if understood.decision is Decision.ANSWER and understood.confidence >= LIMIT.overheard:
            return understood
    return case.unknown(Reason.OUT_OF_SCOPE)


def _intent_of(request: Request) -> tuple[Intent, tuple[Intent, ...]]:
    """The intent, and the cells asked for in the order they are asked."""
    order = sorted(
        (cue.start, -cue.end, FIELD_FEATURES[cue.feature])
        for cue in request.reading.cues
        if cue.feature in FIELD_FEATURES
    )
    fields = tuple(dict.fromkeys(field for _, _, field in order))
    if not request.ranking:  # nothing but "thế còn?" or a bare "ừ"
        carried = request.state.intent if request.state.intent in _FACTS else None
        return carried or Intent.ASK_DETAIL, (carried,) if carried else fields
    intent = request.ranking[0][0]
    if intent in FIELD_FEATURES.values() and fields:
        intent = _main_field(request, fields)
        fields = (intent, *(field for field in fields if field is not intent))
    elif (
        request.ranking[0][1] <= (_WEAK_TIME if request.year is not None else _WEAK)
        and ({"follow", "correct"} & request.features or (request.named and "content" not in request.features))
        and request.state.intent in _FACTS | {Intent.LIST_BY_AGENCY, Intent.COMPARE}
    ):
        intent = request.state.intent or intent
        fields = request.state.fields or ((intent,) if intent in FIELD_FEATURES.values() else ())
    return intent, fields


def _main_field(request: Request, fields: tuple[Intent, ...]) -> Intent:
    """The cell asked first; a bare "ai" beside a clearer question about another cell is only its wrapper."""
    scores = dict(request.ranking)
    first = fields[0]
    best = max(fields, key=lambda field: scores.get(field, 0.0))
    return best if scores.get(best, 0.0) - scores.get(first, 0.0) > 0.9 else first


# ------------------------------------------------------------------ printed numbers


def _by_key(case: _Case) -> Understanding:
    request, world = case.request, case.world
    refs: list[str] = []
    sections: list[str] = []
    for mention in request.keys:
        for slug in request.view:
            facts = {ref: world.tasks[ref] for ref in world.plans[slug].tasks}
            if mention.number:
                wanted = set(resolve_key(mention, [f.key for f in facts.values()]))
                refs.extend(ref for ref, f in facts.items() if f.key in wanted)
            elif mention.section in world.plans[slug].sections:
                sections.append(mention.section)
    if refs:
        intent = case.intent if case.intent in _FACTS else Intent.ASK_DETAIL
        near = tuple(dict.fromkeys(refs))[:_MOST_CHOICES]
        return case.told(Decision.ANSWER, intent=intent, tasks=near, confidence=1.0)
    if sections:
        intent = case.intent if case.intent in (Intent.COUNT, Intent.LIST_OVERDUE) else Intent.LIST_BY_TOPIC
        return case.told(Decision.ANSWER, intent=intent, section=sections[0], confidence=1.0)
    return case.unknown(Reason.NO_SUCH_KEY, missing=tuple(key.typed for key in request.keys))


# ------------------------------------------------------------------ one task's cells


def _facts(case: _Case) -> Understanding:
    request, subject = case.request, case.subject
    if subject.carried and request.year is None:
        return case.told(
            Decision.ANSWER,
            intent=_carried_intent(case),
            tasks=subject.tasks,
            targets=case.world.targets_in(subject.tasks) if _carried_intent(case) is Intent.ASK_TARGET else (),
            confidence=0.9,
        )
    if case.intent is Intent.ASK_TARGET and request.year is not None and not request.reading.has_content:
        targets = case.world.targets_of_year(request.year, request.view)
        if 0 < len(targets) <= _MOST_CHOICES:
            return case.told(Decision.ANSWER, targets=targets, confidence=0.9)
    if not subject.has_content:
        if request.agencies:
            return _list(replace(case, intent=Intent.LIST_BY_AGENCY))
        return case.told(Decision.CLARIFY, reason=Reason.NOT_COVERED)
    kinds = {TASK, TARGET} if case.intent is Intent.ASK_TARGET else {TASK}
    hits = _search(case, kinds)
    if subject.alone and (not hits or hits[0].coverage < LIMIT.answer):
        case = replace(case, subject=replace(subject, asked=subject.alone, alone=()))
        hits = _search(case, kinds)
    duties = _search(case, {DUTY}) if case.intent is not Intent.ASK_TARGET else ()
    top = hits[0] if hits else None
    if duties and _prefers_duty(case, duties[0], top):
        return _duties(case, duties)
    if top is None or top.coverage < LIMIT.answer:
        return _not_covered(case, hits)
    near = _near(case, hits)
    if request.year is not None:
        near = [hit for hit in near if case.world.speaks_of_year(hit.ref, request.year)]
        if not near:
            return case.unknown(Reason.OTHER_YEAR, missing=(str(request.year),))
    if case.intent is Intent.ASK_TARGET:
        return _figures(case, near, top)
    near.sort(key=lambda hit: not case.world.is_filled(hit.ref, case.intent))
    if len(near) > LIMIT.together and request.speech.asker:
        own = [hit for hit in near if case.world.leads_include(hit.ref, request.speech.asker)]
        near = own or near
    if len(request.view) > 1 and not request.named:
        near = _one_a_plan(near, case.world)
    elif len(near) > LIMIT.together and not request.state.clarified:
        choices = tuple(hit.ref for hit in near[:_MOST_CHOICES])
        return case.told(
            Decision.CLARIFY, choices=choices, tasks=choices, confidence=top.coverage, notes=case.notes(top.matches)
        )
    tasks = tuple(hit.ref for hit in near[: LIMIT.shown])
    return case.told(
        Decision.ANSWER,
        tasks=tasks,
        targets=case.world.targets_in(tasks) if Intent.ASK_TARGET in case.fields else (),
        confidence=top.coverage,
        notes=case.notes(top.matches),
    )


def _carried_intent(case: _Case) -> Intent:
    """A follow-up that names no cell asks for the one asked before."""
    if case.fields or not case.request.state.intent:
        return case.intent
    return case.request.state.intent if case.request.state.intent in _FACTS else case.intent


def _search(case: _Case, kinds: Iterable[str], *, limit: int = 12) -> tuple[Hit, ...]:
    asked, expansions = case.subject.asked, case.request.reading.expansions
    hits = case.world.index.search(
        asked, expansions, groups=case.request.groups, kinds=frozenset(kinds), limit=max(limit, 40)
    )
    return tuple(sorted(hits, key=lambda hit: -_standing(case, hit)))[:limit]


def _near(case: _Case, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that the question does not tell apart from the best one."""
    floor = _standing(case, hits[0]) - LIMIT.margin
    return [hit for hit in hits if _standing(case, hit) >= floor and hit.coverage >= LIMIT.answer]


def _standing(case: _Case, hit: Hit) -> float:
    """A hit's score, with what the last turn's subject gains and what a table of figures loses to tasks proper."""
    score = hit.score + (LIMIT.loyalty if hit.ref in case.subject.preferred else 0.0)
    facts = case.world.tasks.get(hit.ref)
    if facts is not None and facts.is_indicator and case.intent is not Intent.ASK_TARGET:
        score -= LIMIT.indicator
    return score


def _one_a_plan(hits: Sequence[Hit], world: World) -> list[Hit]:
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(world.plan_of(hit.ref), hit)
    return list(best.values())


def _prefers_duty(case: _Case, duty: Hit, top: Hit | None) -> bool:
    """Whether the prose answers better than the table: much better, or the question sounds like a duty."""
    if duty.coverage < (LIMIT.duty if case.intent is Intent.ASK_DUTY else LIMIT.answer):
        return False
    rival = top.score if top is not None else 0.0
    if case.intent is Intent.ASK_DUTY:
        return duty.score >= rival - LIMIT.duty_lead
    if case.intent is Intent.ASK_DEADLINE:
        return duty.score > rival + LIMIT.duty_lead and case.world.states_time(duty.ref)
    if case.intent in (Intent.ASK_LEAD, Intent.ASK_DETAIL, Intent.ASK_SUPPORT):
        handicap = 0.0 if "duty_topic" in case.request.features else LIMIT.duty_lead
        return duty.score > rival + handicap
    return False


def _duties(case: _Case, hits: Sequence[Hit]) -> Understanding:
    top = hits[0]
    near = [hit.ref for hit in hits if hit.score >= top.score - LIMIT.margin][: LIMIT.shown]
    return case.told(
        Decision.ANSWER,
        intent=Intent.ASK_DUTY,
        duties=tuple(near),
        confidence=top.coverage,
        notes=case.notes(top.matches),
    )


def _figures(case: _Case, near: Sequence[Hit], top: Hit) -> Understanding:
    kinds = case.world.kinds
    targets = tuple(hit.ref for hit in near if kinds[hit.ref] == TARGET)
    tasks = tuple(hit.ref for hit in near if kinds[hit.ref] == TASK)
    targets = targets or case.world.targets_in(tasks)
    if not targets:
        return _not_covered(case, near)
    tasks = ()
    return case.told(
        Decision.ANSWER,
        targets=targets[: LIMIT.shown],
        tasks=tasks[: LIMIT.shown],
        subject=tuple(dict.fromkeys(case.world.homes[ref] for ref in targets if ref in case.world.homes)),
        confidence=top.coverage,
        notes=case.notes(top.matches),
    )


def _not_covered(case: _Case, hits: Sequence[Hit]) -> Understanding:
    """The plans do not tell: names the words that nothing covers, offers the nearest tasks."""
    matches = hits[0].matches if hits else ()
    reading = case.request.reading
    missing = dict.fromkeys(
        token.typed
        for at, (token, asked) in enumerate(zip(reading.tokens, case.subject.asked, strict=False))
        if asked.weight >= LIMIT.content and (at >= len(matches) or matches[at].share < LIMIT.found)
    )
    offers = tuple(hit.ref for hit in hits if hit.coverage >= LIMIT.offer and case.world.kinds[hit.ref] == TASK)
    return case.unknown(
        Reason.NOT_COVERED,
        missing=tuple(missing),
        offers=offers[:3],
        confidence=hits[0].coverage if hits else 0.0,
        notes=case.notes(matches),
    )


def _unkept(case: _Case) -> Understanding:
    hits = _search(case, {TASK}) if case.subject.has_content else ()
    return case.unknown(
        Reason.NOT_COVERED,
        missing=tuple(
            case.request.reading.text[
                case.request.reading.tokens[cue.start].start : case.request.reading.tokens[cue.end - 1].end
            ]
            for cue in case.request.reading.cues
            if cue.feature == "unkept"
        ),
        offers=tuple(hit.ref for hit in hits[:3] if hit.coverage >= LIMIT.offer),
    )


# ------------------------------------------------------------------ lists, counts


def _list(case: _Case) -> Understanding:
    request = case.request
    features = request.features
    role = AgencyRole.ANY
    if "as_support" in features or (
        "support" in features and case.intent in (Intent.LIST_BY_AGENCY, Intent.MY_TASKS, Intent.COUNT)
    ):
        role = AgencyRole.SUPPORT
    elif {"as_lead", "lead"} & features:
        role = AgencyRole.LEAD
    agency = request.agencies[0] if request.agencies else ""
    if case.intent is Intent.MY_TASKS:
        agency = request.speech.asker
    elif not agency and "same_agency" in features:
        agency = case.subject.agency
    elif not agency and "mine" in features:
        agency = request.speech.asker
    if role is AgencyRole.ANY and "follow" in features and request.state.intent in _LISTS:
        role = request.state.role
    values: dict[str, object] = {"agency": agency, "role": role, "confidence": 0.95}
    if case.intent is Intent.LIST_BY_AGENCY and agency and not case.world.gives_tasks(agency, request.view):
        duties = case.world.duties_of(agency, request.view)
        if duties:
            return case.told(
                Decision.ANSWER, intent=Intent.ASK_DUTY, agency=agency, duties=duties[: LIMIT.shown], confidence=0.9
            )
    if request.strange and agency == request.strange and not case.world.covered(agency, request.view):
        return case.unknown(Reason.NO_SUCH_AGENCY, missing=(agency,))
    if _speaks_of_topic(case, agency):
        section = _section(case)
        if section:
            values["section"] = section
        else:
            hits = _search(case, {TASK}, limit=40)
            if not hits or hits[0].coverage < LIMIT.list_answer:
                return _not_covered(case, hits)
            floor = max(LIMIT.list_answer, hits[0].coverage * LIMIT.list_share)
            values["tasks"] = tuple(hit.ref for hit in hits if hit.coverage >= floor)
            values["confidence"] = hits[0].coverage
            values["notes"] = case.notes(hits[0].matches)
    elif case.intent is Intent.LIST_BY_TOPIC and not (agency or request.window):
        if case.subject.listed:
            values["tasks"] = case.subject.listed
        else:
            return case.told(Decision.CLARIFY, reason=Reason.NOT_COVERED)
    return case.told(Decision.ANSWER, **values)


def _speaks_of_topic(case: _Case, agency: str) -> bool:
    """Whether the message narrows the list by a topic, beyond naming an agency."""
    agency_places = {
        at for name in case.request.reading.names if name.kind == "agency" for at in range(name.start, name.end)
    }
    rest = sum(asked.weight for at, asked in enumerate(case.subject.asked) if not (agency and at in agency_places))
    return rest >= LIMIT.topic


def _section(case: _Case) -> str:
    """The key of the table section that the topic names, or ""."""
    hits = _search(case, {SECTION}, limit=2)
    if len(case.request.view) == 1 and hits and hits[0].coverage >= LIMIT.section:
        return hits[0].ref.rsplit("/", 1)[1]
    return ""


# ------------------------------------------------------------------ several plans


def _compare(case: _Case) -> Understanding:
    request = case.request
    fields = case.fields or request.state.fields or (Intent.ASK_TARGET,)
    kinds = {TARGET, TASK} if Intent.ASK_TARGET in fields else {TASK}
    if request.elsewhere:
        return case.unknown(Reason.OTHER_PLAN, missing=(request.elsewhere,))
    tasks: list[str] = []
    targets: list[str] = []
    best = 0.0
    weakest: tuple[Hit, ...] = ()
    for slug in request.view:
        hits = case.world.index.search(
            case.subject.asked, request.reading.expansions, groups=frozenset({slug}), kinds=frozenset(kinds)
        )
        good = [hit for hit in hits if hit.coverage >= LIMIT.compare]
        if not good:
            weakest = weakest or hits
            continue
        best = max(best, good[0].coverage)
        ref = good[0].ref
        stated = case.world.targets_in([ref]) if TARGET in kinds else ()
        if case.world.kinds[ref] == TARGET or stated:
            targets.append(stated[0] if stated else ref)
        else:
            tasks.append(ref)
    if not tasks and not targets:
        return _not_covered(case, weakest)
    return case.told(
        Decision.ANSWER,
        intent=Intent.COMPARE,
        fields=fields,
        tasks=tuple(tasks),
        targets=tuple(targets),
        confidence=best,
    )


# ------------------------------------------------------------------ overheard talk


def _surely_asked(case: _Case) -> bool:
    """Whether talk that was not said to us is a question about the plans beyond doubt."""
    request = case.request
    tokens = request.reading.tokens
    if not _QUESTION_WORDS.intersection(token.folded for token in tokens) or _SPOILT & request.features:
        return False
    softened = _SOFTENERS.intersection(token.folded for token in tokens[-2:])
    if (softened and "?" not in request.reading.text) or _CONDITION.search(fold(request.reading.text)):
        return False
    if sum(token.repair is Repair.SLIP for token in tokens) > 1:
        return False
    if request.keys:
        return bool({"who", "lead", "support", "when", "product"} & request.features)
    if case.intent is Intent.PLAN_INFO:
        return "this_plan" in request.features
    if case.intent is Intent.LIST_BY_AGENCY:
        return bool(request.agencies) and not request.strange and "list" in request.features
    if case.intent not in _FACTS or not _ASKING & request.features:
        return False
    if sum(asked.weight >= LIMIT.full_word for asked in request.reading.asked) < 2:
        return False
    hits = _search(case, {TASK, TARGET})
    return bool(hits) and hits[0].coverage >= LIMIT.overheard
