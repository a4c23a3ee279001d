"""What to do with a request: answer, ask back, say that the plans do not tell, or stay silent."""

from __future__ import annotations

from dataclasses import replace

from nlu.case import FACTS, LISTS, Case, search
from nlu.covering import enough
from nlu.dialogue import subject_of
from nlu.facts import answer_facts, answer_key, answer_unkept
from nlu.intents import FIELD_FEATURES, rank_intents
from nlu.listing import answer_compare, answer_list
from nlu.matching import topic_of
from nlu.meaning import Decision, Facet, Intent, Reason, Understanding
from nlu.overheard import surely_asked
from nlu.plan_choice import answer_plan
from nlu.request import Request
from nlu.text import folded_words
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.titles import plans_called
from nlu.world import TASK, World

_TALK = frozenset({Intent.GREET, Intent.HELP, Intent.REPORT_DONE, Intent.REPORT_EVENT, Intent.REMIND_ME})
_ASKED_AGAIN = FACTS | {
    Intent.LIST_BY_AGENCY,
    Intent.LIST_BY_TIME,
    Intent.LIST_OVERDUE,
    Intent.COUNT,
    Intent.COMPARE,
    Intent.PLAN_INFO,
}
"""What "còn …?" may ask of another agency, plan or topic."""
_WEAK = 2.0  # an intent read from a bare topic or a bare name: "còn …?" asks what was asked before instead
_WEAK_TIME = 2.2  # the same for a bare year: "còn 2030?"

_OF_TASK = {
    "signer": Intent.ASK_PRODUCT,
    "signed_on": Intent.ASK_DEADLINE,
    "issuer": Intent.ASK_LEAD,
    "parent": Intent.ASK_BASIS,
}
"""The cell that tells of a task what these features ask of a plan."""

_OF_OFFICES = frozenset({Intent.LIST_BY_AGENCY, Intent.ASK_DUTY})
_OFFICES = frozenset({"so", "phong", "ban", "khoa", "hoi", "to", "chi", "trung", "doan", "bo", "cuc", "vien", "truong"})
"""First syllables of offices' names."""

_LENT = frozenset(
    {"overdue", "compare", "sides", "due", "elsewhere"}
    | {"event", "done", "remind", "opinion", "duty", "list", "errand"}
)
"""Features whose words belong to the topic again when the message turns out to ask something else."""

_USED = {
    **{intent: frozenset({"overdue", "due", "list"}) for intent in LISTS},
    Intent.COMPARE: frozenset({"compare", "sides", "each_plan"}),
    Intent.REPORT_DONE: frozenset({"done"}),
    Intent.REPORT_EVENT: frozenset({"event"}),
    Intent.REMIND_ME: frozenset({"remind"}),
    Intent.ASK_DETAIL: frozenset({"list"}),
}


def decide(request: Request, world: World) -> Understanding:
    """The understanding of a request; overheard talk is answered or not at all."""
    understood = _decide(request, world)
    if not request.speech.addressed and understood.decision is not Decision.ANSWER:
        return replace(understood, decision=Decision.SILENT)
    if understood.decision is Decision.CLARIFY and request.state.clarified:  # asked back once already: no loop
        if understood.choices:
            return replace(understood, decision=Decision.ANSWER, tasks=understood.choices, choices=())
        return replace(understood, decision=Decision.UNKNOWN, reason=Reason.NOT_COVERED)
    return understood


def _decide(request: Request, world: World) -> Understanding:
    intent, fields = _intent_of(request)
    request = replace(request, reading=request.reading.giving_back(_LENT - _USED.get(intent, frozenset())))
    case = Case(request, world, intent, fields, subject_of(request, world))
    if not request.view and intent not in _TALK:
        return case.unknown(Reason.NO_PLAN)
    if not request.speech.addressed and not surely_asked(case):
        return case.told(Decision.SILENT)
    if intent is Intent.OUT_OF_SCOPE:
        return _elsewhere(case)
    if intent in _TALK:
        return case.told(Decision.ANSWER, tasks=case.subject.tasks, confidence=1.0)
    if request.elsewhere and intent not in (Intent.COMPARE, Intent.PLAN_INFO):
        return case.unknown(Reason.OTHER_PLAN, missing=(request.elsewhere,))
    if request.year is not None and all(request.year not in world.plans[slug].years for slug in request.view):
        return case.unknown(Reason.OTHER_YEAR, missing=(str(request.year),))
    if "unkept" in request.features and intent is not Intent.PLAN_INFO:
        return answer_unkept(case)
    if request.keys:
        return answer_key(case)
    match intent:
        case Intent.PLAN_INFO:
            asked = _asked_of_task(case)
            return answer_plan(case) if asked is None else answer_facts(asked)
        case Intent.COMPARE:
            return answer_compare(case)
        case Intent.ASK_BASIS if _asks_of_whole_plan(case):
            return case.told(Decision.ANSWER, intent=Intent.PLAN_INFO, facets=(Facet.PARENTS,), confidence=0.9)
        case _ if office := _unnamed_office(case):
            return case.unknown(Reason.NO_SUCH_AGENCY, missing=(office,))
        case Intent.MY_TASKS if not (request.speech.asker or request.agencies):
            if (ours := _of_issuer(case)) is not None:
                return _decide(ours, world)
            return case.unknown(Reason.NO_ASKER)
        case Intent.MY_TASKS if "overdue" in request.features:
            return answer_list(replace(case, intent=Intent.LIST_OVERDUE))
        case _ if intent in LISTS:
            return answer_list(case)
        case _ if case.subject.among and request.agencies:  # "trong đó việc nào do sở A chủ trì"
            return answer_list(replace(case, intent=Intent.LIST_BY_AGENCY))
        case _ if len(case.subject.among) > LIMIT.shown:  # "mấy việc đó ai chủ trì"
            return answer_list(replace(case, intent=Intent.LIST_BY_TOPIC))
        case _:
            return answer_facts(case)


_OF_WHOLE = frozenset({Intent.COUNT, Intent.LIST_BY_TIME, Intent.LIST_OVERDUE})


def _of_issuer(case: Case) -> Request | None:
    """The request asked of the whole plan, where "huyện mình" is whose plan it is and nobody knows the asker."""
    request, tokens = case.request, case.request.reading.tokens
    if len(request.view) != 1 or {"as_lead", "as_support"} & request.features:
        return None
    issuer = {word for name in case.world.plans[request.view[0]].names for word in folded_words(name)[:2]}
    said = {tokens[at].folded for cue in request.reading.cues if cue.feature == "mine" for at in cue.used}
    features = request.features - {"mine"}
    ranking = rank_intents(features)
    if said.isdisjoint(issuer) or not ranking or ranking[0][0] not in _OF_WHOLE:
        return None
    return replace(request, features=features, ranking=ranking)


def _asks_of_whole_plan(case: Case) -> bool:
    """Whether a basis is asked for and no task is named: "(kế hoạch) căn cứ thông tư nào của Bộ Y tế"."""
    request, reading = case.request, case.request.reading
    if case.subject.carried or request.state.tasks or len(request.view) != 1:
        return False
    cue = next((cue for cue in reading.cues if cue.feature == "basis"), None)
    if cue is None:
        return False
    if reading.tokens[cue.start].folded == "ke" and not any(word.topic for word in reading.asked[: cue.start]):
        return True  # "kế hoạch dựa trên nghị định nào về dữ liệu cá nhân"
    beside = {at for other in reading.cues if other.id == "plan_word" for at in other.used}
    behind = range(cue.start, len(reading.tokens))
    whose = any(name.kind == "agency" and name.start in behind for name in reading.names)
    if whose or any(_is_of_level(case, at) for at in behind):  # whose document it is
        beside.update(behind)
    return topic_of(reading.asked, besides=beside) < LIMIT.topic


def _asked_of_task(case: Case) -> Case | None:
    """The request asked of a task, where what sounds like a plan's head is asked of what one task is about.

    "quy trình điện tử ban hành khi nào", "nhóm đơn giản hóa làm theo kế hoạch nào của tỉnh": no plan is spoken of.
    """
    request = case.request
    asked = next((_OF_TASK[cue.feature] for cue in request.reading.cues if cue.feature in _OF_TASK), None)
    if asked is None or "this_plan" in request.features or len(request.view) != 1 or not request.reading.has_content:
        return None
    hits = search(case, {TASK})
    if not hits or hits[0].coverage < enough(case, hits) or topic_of(case.subject.asked) < LIMIT.topic:
        return None
    if plans_called(case.subject.asked, request.reading.expansions, case.world, request.view, least=LIMIT.titled):
        return None
    return replace(case, intent=asked, fields=(asked,))


def _is_of_level(case: Case, at: int) -> bool:
    """Whether "của" and a kind of office stand here: "(kế hoạch nào) của thị xã"."""
    said = [token.folded for token in case.request.reading.tokens[at : at + 3]]
    small = case.world.small
    rows = (*small.get(tuple(said[1:2]), ()), *small.get(tuple(said[1:3]), ()))
    return said[0] == "cua" and any(row.kind == "office" for row in rows)


def _unnamed_office(case: Case) -> str:
    """The office that takes the place of the last turn's and that no plan names ("thế khoa nhi?"), or ""."""
    request, reading = case.request, case.request.reading
    if "follow" not in request.features or request.agencies or request.state.intent not in _OF_OFFICES:
        return ""
    for at, token in enumerate(reading.tokens[:-1]):
        end = at + 1
        while end < len(reading.tokens) and reading.asked[end].weight >= LIMIT.full_word:
            end += 1
        if end > at + 1 and token.folded in _OFFICES:
            words = [word.folded for word in reading.tokens[at:end]]
            if not case.world.index.prints(words, request.view):
                return reading.text[token.start : reading.tokens[end - 1].end]
    return ""


def _elsewhere(case: Case) -> Understanding:
    """None of our business; unless it only sounds so ("mua sắm") and the plans cover every word of it."""
    request = case.request
    left = request.features - {"elsewhere", "errand"}
    enough = LIMIT.overheard if "elsewhere" in request.features else LIMIT.answer
    ranking = rank_intents(left)
    if ranking and ranking[0][0] in FACTS and not {"injection", "why", "outcome", "opinion"} & left:
        other = replace(request, features=frozenset(left), ranking=ranking)
        understood = _decide(other, case.world)
        if understood.decision is Decision.ANSWER and understood.confidence >= enough:
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
    if {"as_lead", "as_support"} & request.features and "follow" in request.features:
        if _follows_a_list(request):
            return Intent.LIST_BY_AGENCY, ()
        if request.state.tasks and not ({"content", "list"} & request.features or request.agencies):
            role = Intent.ASK_SUPPORT if "as_support" in request.features else Intent.ASK_LEAD
            return role, (role,)  # "còn phối hợp?" of one task
    if not request.ranking:  # nothing but "thế còn?" or a bare "ừ"
        carried = request.state.intent if request.state.intent in FACTS else None
        return carried or Intent.ASK_DETAIL, (carried,) if carried else fields
    intent = request.ranking[0][0]
    if intent is Intent.COUNT and fields and _means_one_task(request):
        return fields[0], fields
    if intent in FIELD_FEATURES.values() and fields:
        intent = _main_field(request, fields)
        fields = (intent, *(field for field in fields if field is not intent))
    elif intent is Intent.ASK_TARGET:  # "mấy cái" names no column
        fields = (intent,)
    elif (
        request.ranking[0][1] <= (_WEAK_TIME if request.year is not None else _WEAK)
        and ({"follow", "correct"} & request.features or (request.named and "content" not in request.features))
        and request.state.intent in _ASKED_AGAIN
    ):
        intent = request.state.intent or intent
        fields = request.state.fields or ((intent,) if intent in FIELD_FEATURES.values() else ())
    return intent, fields


def _means_one_task(request: Request) -> bool:
    """Whether a number of agencies is asked of one task: a printed number's, or the last turn's."""
    return bool(request.keys or (request.state.tasks and not request.named and "content" not in request.features))


def _follows_a_list(request: Request) -> bool:
    """Whether the last turn told an agency's tasks and this one names no other topic: "còn phối hợp?"."""
    return bool(request.state.agency) and request.state.intent in LISTS and "content" not in request.features


def _main_field(request: Request, fields: tuple[Intent, ...]) -> Intent:
    """The cell asked first; a bare "ai" beside a clearer question about another cell is only its wrapper."""
    scores = dict(request.ranking)
    first = fields[0]
    if "lead" in request.features or first is not Intent.ASK_LEAD:
        return first
    best = max(fields, key=lambda field: scores.get(field, 0.0))
    return best if scores.get(best, 0.0) - scores.get(first, 0.0) > 0.9 else first
