"""What a message leans on: the subject of the last turn, a list just shown, a choice just offered.

State is a value in and a new value out. A wrong carry-over shows itself, because every answer names its subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from nlu.intents import FACET_FEATURES, FIELD_FEATURES
from nlu.matching import Asked
from nlu.meaning import Decision, DialogueState, Intent, Question, Understanding
from nlu.reading import read_message
from nlu.text import fold, words
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.world import World

if TYPE_CHECKING:
    from nlu.request import Request, Speech

KEPT_FOR = timedelta(minutes=30)
"""How long a subject is remembered; after lunch nobody means "that one" any more."""

_EARLIER_SHARE = 0.35  # an earlier subject's words beside the words that replace some of them
_HINT_SHARE = 0.12  # an earlier subject beside a new one: it only parts equals
_PICK_COVERAGE = 0.6
_LONGEST_TOPIC = 24  # words kept of a subject that grows over several turns

_ORDINALS = {
    "nhat": 1, "dau": 1, "dau tien": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5,
    "cuoi": -1, "cuoi cung": -1, "truoc": 1, "sau": 2,
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b(?:(?:cai|viec|muc|so|dong|nhiem vu|chon|phuong an)\s+)?thu\s+(\d{1,2}|nhat|hai|nhi|ba|tu|nam)\b"
    r"|\b(?:cai|viec|dong|nhiem vu|chi tieu)\s+so\s+(\d{1,2})(?![\w/.,])"
    r"|\b(?:cai|viec|muc|dong|nhiem vu|chon)\s+(dau tien|dau|cuoi cung|cuoi)\b"
    r"|\b(?:cai|viec)\s+(truoc|sau)(?=\s+(?:thi|ai|do|han|xong|khi nao|bao gio|la|cua|san pham|phoi hop)\b|\W*$)"
)
_PICK = re.compile(
    r"^\W*(?:(?:chon|so|cai|cau|muc|viec|lay|la|y|dap an|phuong an)\s+){0,2}(?:so\s+)?(\d{1,2}|mot|hai|ba|bon|nam)"
    r"(?:\s+(?:a|nhe|nha|di|em|ban|ah))*\W*$"
)
_WHICH = ("cai", "nao")
_NO_SUBJECT = frozenset(
    {Intent.GREET, Intent.HELP, Intent.REPORT_DONE, Intent.REPORT_EVENT, Intent.REMIND_ME, Intent.OUT_OF_SCOPE}
)
"""What is said between two questions and takes no subject away."""
_OF_ONE_PLAN = frozenset({"plan", "plans", "several", "follow", "correct"})
"""Features of a question that tell which plan it is asked of."""
_LISTS = frozenset(
    {Intent.LIST_BY_AGENCY, Intent.LIST_BY_TIME, Intent.LIST_OVERDUE, Intent.LIST_BY_TOPIC, Intent.MY_TASKS}
)
_OF_WHOLE = _LISTS | {Intent.COUNT, Intent.PLAN_INFO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a message is about.

    `alone` are the message's own words where `asked` takes an earlier subject's with them; `topic` is then both.
    `carried` = it names no topic of its own and means `tasks`, the last turn's. `preferred` are refs that win a near
    race because they were just spoken of. `agency` is the office that "sở đó" means. `among` are the tasks of the list
    just shown where "trong đó" asks of them only.
    """

    asked: tuple[Asked, ...]
    alone: tuple[Asked, ...] = ()
    topic: str = ""
    carried: bool = False
    tasks: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    preferred: frozenset[str] = frozenset()
    agency: str = ""
    among: tuple[str, ...] = ()

    @property
    def has_content(self) -> bool:
        """Whether there is a topic to search for."""
        return sum(word.weight for word in self.asked) >= 0.2


def subject_of(request: Request, world: World) -> Subject:
    """The subject of a request, from its own words or from the last turn."""
    state, reading, features = request.state, request.reading, request.features
    agency = state.agency
    if state.tasks and state.tasks[0] in world.tasks and world.tasks[state.tasks[0]].leads:
        agency = world.tasks[state.tasks[0]].leads[0]
    base = Subject(
        asked=reading.asked,
        listed=state.listed,
        preferred=frozenset(state.tasks or state.listed),
        agency=agency,
        among=state.listed if _asks_among(request) else (),
    )
    if request.again is not None:
        words_then = earlier(request.again.topic, world, weight=1.0)
        return replace(base, asked=(*reading.asked, *words_then), preferred=frozenset(), topic=request.again.topic)
    ordinal = _ordinal(reading.text)
    if ordinal is not None and state.listed and -len(state.listed) <= ordinal - (ordinal > 0) < len(state.listed):
        chosen = state.listed[ordinal - 1 if ordinal > 0 else ordinal]
        return replace(base, carried=True, tasks=(chosen,))
    if ordinal is not None and not state.listed and state.intent in _LISTS:
        return replace(base, asked=())  # the list was empty
    if "the_other" in features and len(state.listed) > 1:
        others = [ref for ref in state.listed if ref not in state.tasks]
        if len(others) == 1:
            return replace(base, carried=True, tasks=(others[0],))
    if base.among and not reading.has_content and len(base.among) <= LIMIT.shown:
        return replace(base, carried=True, tasks=base.among)
    if _names_step(request, world):
        return replace(base, carried=True, tasks=state.tasks)
    own = reading.has_content
    asks = features & (FIELD_FEATURES.keys() | {"duty", "how_many"})
    if {"follow", "correct"} & features and _stands_alone(request):
        same = not _names_offices(request, world)
        hint = earlier(state.asked, world, weight=_HINT_SHARE, offices=same)
        return replace(base, asked=(*reading.asked, *hint), alone=reading.asked, preferred=frozenset())
    if "follow" in features and not asks and state.asked and (own or request.agencies):
        same = not _names_offices(request, world)
        both = (
            *_strengthened(reading.asked),
            *earlier(state.asked, world, weight=_EARLIER_SHARE, offices=same),
        )
        topic = " ".join(dict.fromkeys(f"{reading.topic()} {state.asked}".split()[:_LONGEST_TOPIC]))
        return replace(base, asked=both, alone=reading.asked, preferred=frozenset(), topic=topic)
    anew = (
        features & (FACET_FEATURES.keys() | {"list", "count", "due", "overdue"}) and "follow" not in features
    )  # "tháng này Quảng Nam có gì"
    if request.named and not own and not request.agencies and state.asked and not anew:  # "ở Lâm Đồng thì sao"
        return replace(
            base,
            asked=(*reading.asked, *earlier(state.asked, world, weight=1.0)),
            preferred=frozenset(),
            topic=state.asked,
        )
    if own or request.agencies:
        return base
    if state.tasks and (asks or features & {"again", "follow", "detail", "for_whom", "done", "remind"} or not features):
        return replace(base, carried=True, tasks=state.tasks)
    return base


def _asks_among(request: Request) -> bool:
    """Whether a message asks of the list just shown only: "trong đó …", and right behind it "cái nào …"."""
    if "among" in request.features:
        return True
    said = pairwise(token.folded for token in request.reading.tokens)
    return request.state.intent in _LISTS and _WHICH in said


def _names_step(request: Request, world: World) -> bool:
    """Whether all that a message says beside a question for a day stands in the time of the last turn's task.

    "còn trình UBND tỉnh?" of a task whose time says "trình Giám đốc Sở: 10/3; trình UBND tỉnh: 15/3".
    """
    state, features = request.state, request.features
    if len(state.tasks) != 1 or state.tasks[0] not in world.tasks or request.keys:
        return False
    asked_before = state.intent is Intent.ASK_DEADLINE and "follow" in features and not FIELD_FEATURES.keys() & features
    if not (asked_before or "when" in features):
        return False
    reading = request.reading
    said = [token.folded for token, word in zip(reading.tokens, reading.asked, strict=True) if word.weight]
    return bool(said) and world.tasks[state.tasks[0]].times.issuperset(said)


def _stands_alone(request: Request) -> bool:
    """Whether a follow-up brings a topic of its own: two full words at least ("còn chuyện tiêm chủng thì sao")."""
    return sum(word.weight >= LIMIT.full_word for word in request.reading.asked) >= 2


def _names_offices(request: Request, world: World) -> bool:
    return bool(request.agencies) or any(
        row.kind == "office" for token in request.reading.tokens for row in world.small.get((token.folded,), ())
    )


def _strengthened(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """A short "còn sở với huyện?" speaks with the few words it has: an agency is its topic then."""
    return tuple(replace(word, weight=1.0) if word.weight >= 0.3 else word for word in asked)


def earlier(topic: str, world: World, *, weight: float, offices: bool = True) -> tuple[Asked, ...]:
    """An earlier subject's words; without its offices where the message names others in their place."""
    tokens = world.noise.read(words(topic))
    dropped: set[int] = set()
    if not offices:
        for name in world.names.find(tokens):
            dropped.update(range(name.start, name.end))
        dropped.update(
            at
            for at, token in enumerate(tokens)
            if any(row.kind == "office" for row in world.small.get((token.folded,), ()))
        )
    return tuple(
        Asked(folded=token.folded, marked=token.marked, weight=weight)
        for at, token in enumerate(tokens)
        if at not in dropped
    )


def _ordinal(text: str) -> int | None:
    found = _ORDINAL.search(fold(text))
    if found is None:
        return None
    said = next(filter(None, found.groups()))
    return int(said) if said.isdigit() else _ORDINALS[said]


def resume(text: str, *, world: World, state: DialogueState, speech: Speech) -> Understanding | None:
    """The message as a pick among the choices just offered; None when it is something new."""
    if not state.choices or state.intent is None:
        return None
    chosen = _pick_by_number(text, len(state.choices))
    if chosen is None:
        chosen = _pick_by_words(text, world, state, speech)
    if chosen is None:
        return None
    ref = state.choices[chosen]
    kind = world.kinds.get(ref, "task")
    return Understanding(
        utterance=text,
        decision=Decision.ANSWER,
        intent=state.intent,
        fields=state.fields,
        tasks=(ref,) if kind == "task" else (),
        targets=(ref,) if kind == "target" else (),
        duties=(ref,) if kind == "duty" else (),
        plans=state.plans,
        topic=state.asked,
        confidence=1.0,
    )


def _pick_by_number(text: str, offered: int) -> int | None:
    folded = fold(text).strip()
    found = _PICK.match(folded)
    number: int | None = None
    if found is not None:
        number = int(found[1]) if found[1].isdigit() else _ORDINALS[found[1]]
    elif len(folded.split()) <= 5:
        number = _ordinal(text)
    if number is None:
        return None
    if number == -1:
        return offered - 1
    return number - 1 if 1 <= number <= offered else None


def _pick_by_words(text: str, world: World, state: DialogueState, speech: Speech) -> int | None:
    reading = read_message(text, world, today=speech.today)
    asks = reading.features - {"follow", "again", "this_plan", "duty_topic", "target_word"}
    if not reading.has_content or asks:
        return None
    scored = [
        (hit.coverage, -at)
        for at, ref in enumerate(state.choices)
        if (hit := world.index.score_of(ref, reading.asked, reading.expansions)) is not None
    ]
    scored.sort(reverse=True)
    if not scored or scored[0][0] < _PICK_COVERAGE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.05:
        return None
    return -scored[0][1]


def keep_question(understood: Understanding, request: Request, state: DialogueState) -> DialogueState:
    """The state with what was asked of a whole plan, which may be asked of another next."""
    if understood.decision is not Decision.ANSWER or understood.intent not in _OF_WHOLE:
        return state
    kept = Question(
        features=request.features - _OF_ONE_PLAN,
        agencies=request.agencies,
        topic=understood.topic,
        window=understood.window,
    )
    return replace(state, question=kept)


def keep_state(understood: Understanding, state: DialogueState, *, at: datetime) -> DialogueState:
    """What the next message may lean on after this one."""
    after = replace(state, turn=state.turn + 1, choices=(), choice_labels=(), expires_at=at + KEPT_FOR)
    if understood.decision is Decision.CLARIFY:
        if understood.choices:  # "hạn của việc này?" without a choice speaks of these, not of what was told before
            after = replace(after, tasks=(), listed=understood.choices)
        return replace(
            after,
            intent=understood.intent,
            fields=understood.fields,
            choices=understood.choices,
            plans=understood.plans,
            asked=understood.topic or state.asked,
            clarified=state.clarified + 1,
        )
    after = replace(after, clarified=0)
    if understood.decision is not Decision.ANSWER or understood.intent in _NO_SUBJECT:
        return after
    after = replace(
        after,
        intent=understood.intent,
        fields=understood.fields,
        plans=understood.plans,
        window=understood.window,
        agency=understood.agency or state.agency,
        role=understood.role,
        asked=understood.topic or state.asked,
        question=None,
    )
    if understood.intent in _LISTS:
        return replace(after, asked=understood.topic, tasks=(), listed=understood.tasks)
    return replace(after, tasks=understood.tasks or understood.subject, listed=after.listed)
