"""A message set against who said it and where: which plans are in view, whom and which days it names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from nlu.intents import FACET_FEATURES, FIELD_FEATURES
from nlu.keys import KeyMention, find_appendix, find_bare_key, read_row_number
from nlu.matching import topic_of
from nlu.meaning import DialogueState, Facet, Intent, Question, TimeWindow
from nlu.mentioned import LEVELS, agencies_named, as_typed, plans_named, strange_number, unprinted_place
from nlu.reading import MessageReading
from nlu.second_reading import read_again
from nlu.text import folded_words
from nlu.titles import is_called, titled
from nlu.world import World

_OF_HEAD = frozenset({"signer", "signed_on", "issuer", "plan_number"})
_OF_PLAN = {"when": "signed_on", "basis": "parent", "number_word": "plan_number", "detail": "plan_about"}
_OF_HEAD_ALONE = {name: _OF_PLAN[name] for name in ("number_word", "detail")}
_ROLES = frozenset({"lead", "support", "as_lead", "as_support"})
_ONE_LATE = frozenset({"is_late", "whether_late"})
_OF_MANY = frozenset({"agency", "time", "mine", "list", "count", "key", "plan"})
_DUE_WORD = "han"  # a due day is a task's, never a plan's
_OF = "cua"
_ISSUERS = LEVELS | {"so", "bo", "thanh", "trung", "chinh"}
"""First syllables of what issues the plans that others carry out."""
_LEANING = frozenset({"follow", "correct", "plan", "plans", "several"})
"""Features of a message that only names a plan: "còn Lâm Đồng?"."""
_TOPIC_FLOOR = 0.35  # summed weight of the words beside names from which a message has a topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Who speaks and where: the day, the plans the chat is bound to, the asker's office, whether it is said to us."""

    today: date
    plans: tuple[str, ...] = ()
    asker: str = ""
    addressed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A message and what it stands against.

    `view` are the plans searched; `named` those that the message names; `elsewhere` is a place or plan that it names
    and that is not in view; `agencies` are the names in view; `strange` an agency that no plan in view names;
    `appendix` is one asked for as a whole; `again` is the last turn's question where it is asked of another plan.
    """

    reading: MessageReading
    speech: Speech
    state: DialogueState
    features: frozenset[str]
    view: tuple[str, ...]
    named: tuple[str, ...] = ()
    elsewhere: str = ""
    agencies: tuple[str, ...] = ()
    strange: str = ""
    namesakes: tuple[str, ...] = ()
    window: TimeWindow | None = None
    years: tuple[int, ...] = ()
    keys: tuple[KeyMention, ...] = ()
    appendix: KeyMention | None = None
    again: Question | None = None
    ranking: tuple[tuple[Intent, float], ...] = ()

    @property
    def groups(self) -> frozenset[str]:
        """The plans searched, as the index wants them."""
        return frozenset(self.view)

    @property
    def year(self) -> int | None:
        """The year asked for; of several the first."""
        return next(iter(self.years), None)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """The parts of an answer asked for by name, in the order asked."""
        said = [feature for _, feature in sorted((cue.start, cue.feature) for cue in self.reading.cues)]
        asked = dict.fromkeys((*said, *sorted(self.features.difference(said))))
        return tuple(dict.fromkeys(FACET_FEATURES[feature] for feature in asked if feature in FACET_FEATURES))

    @classmethod
    def of(cls, reading: MessageReading, world: World, speech: Speech, state: DialogueState) -> Request:
        """Sets a reading against the world."""
        # A chat whose plans are all gone sees none: it must not fall back on the others.
        bound = tuple(slug for slug in speech.plans if slug in world.plans)
        reading = read_again(reading, world, bound or tuple(world.plans))
        reach = bound if speech.plans else tuple(world.plans)
        named, elsewhere = plans_named(reading, world, bound)
        reading = reading.without(_plan_words(reading, named))
        told = named or (reach if len(reach) == 1 else ())
        called, saying = titled(reading, world, told or (() if elsewhere else reach))
        if saying and (not _asks_for_cell(reading) or (not told and _speaks_beside(reading, saying))):
            reading = reading.without(saying)
        named = named or (() if told else called)
        leaning = "follow" in reading.features or not reading.has_content
        kept = tuple(slug for slug in state.plans if slug in reach) if leaning else ()
        view = named or kept or reach
        agencies, strange, namesakes = agencies_named(reading, world, view)
        start, end = unprinted_place(reading, world, view)
        if end and not named:
            office = f"UBND {as_typed(reading, start, end)}"
            level = reading.tokens[start].folded
            above = [slug for slug in view if level not in _issuer_words(world, slug)]
            if world.covered(office, above):  # "xã Đại Hiệp" in a plan that speaks of every xã
                agencies, reading = agencies or (office,), reading.without(range(start, end))
            else:
                elsewhere = elsewhere or as_typed(reading, start, end)
        elsewhere = elsewhere or ("" if named else strange_number(reading, world, view))
        if strange and (called_so := _issuer_called(reading, world, view, strange)):
            named, agencies, strange, reading = view, (), "", reading.without(called_so)
        windows = [mention.window for mention in reading.times if mention.window is not None]
        years = [w.start.year for m in reading.times if m.kind == "year" and (w := m.window) is not None]
        keys = tuple(k for k in reading.keys if k.section or k.named)
        if state.listed:
            printed = [facts.key for slug in view for facts in world.plans[slug].tasks.values()] if keys else ()
            keys = tuple(key for key in keys if not key.counts(printed))
        if not (keys or years) and state.intent is not None and (bare := find_bare_key(reading.text)) is not None:
            keys = (bare,)
        if not keys and (lone := _lone_row(reading)) is not None:
            keys, reading = (lone[1],), reading.without((lone[0],))
        if (appendix := find_appendix(reading.text)) is not None:
            label = range(appendix.start, appendix.end)
            reading = reading.without(at for at, token in enumerate(reading.tokens) if token.start in label)
        for cue in reading.cues:
            if cue.feature == "plan_number" and len(view) == 1:  # "kế hoạch giảm nghèo của tỉnh số mấy"
                inside = range(cue.start, cue.end)
                if is_called(reading, inside, world, view, besides=_ISSUERS):
                    reading = reading.without(inside)
        reading = _asked_of_plan_above(reading, world, view)
        features = _of_last_plan(reading, state) | reading.features
        if (saying or _named_by_number(reading)) and not reading.has_content:
            features |= {_OF_HEAD_ALONE[name] for name in _OF_HEAD_ALONE.keys() & reading.features}
            if "who" in features and "lead" not in features:  # "kế hoạch số 170 là của đâu"
                features.add("issuer")
        features.update(
            name
            for name, there in (
                ("agency", bool(agencies or strange)),
                ("time", bool(windows)),
                ("key", bool(keys)),
                ("content", reading.topic_weight >= _TOPIC_FLOOR),
                ("plan", bool(named)),
                ("plans", len(named) > 1),
                ("several", len(view) > 1 and not named),
                ("agencies", len(agencies) > 1),
            )
            if there
        )
        of_day = {"timed"} & features if "gap" in features else set()  # "việc nào không có hạn cụ thể"
        if "overdue" in features and _asks_whether_late(reading, state, features):
            of_day.add("overdue")
        if of_day:
            features = features - of_day | {"when"}
            cues = (replace(cue, feature="when") if cue.feature in of_day else cue for cue in reading.cues)
            reading = replace(reading, cues=tuple(cues))
        leans = "follow" in features and "content" not in features and (agencies or named)  # "còn sở y tế?"
        again = state.question if named and not reading.has_content and features <= _LEANING else None
        if again is not None:
            features |= again.features
        return cls(
            reading=reading,
            speech=speech,
            state=state,
            features=frozenset(features),
            view=view,
            named=named,
            elsewhere=elsewhere,
            agencies=agencies if again is None else again.agencies,
            namesakes=namesakes,
            strange=strange,
            window=windows[0] if windows else again.window if again else state.window if leans else None,
            years=tuple(years),
            keys=keys,
            appendix=appendix,
            again=again,
        )


def _issuer_called(reading: MessageReading, world: World, view: tuple[str, ...], strange: str) -> tuple[int, ...]:
    """The words that call the one plan's issuer as its own people do, where no task is given to it.

    "văn phòng quý này có gì" asks of all tasks in the plan of "Văn phòng UBND tỉnh Đồng Nai".
    """
    if len(view) != 1 or _ROLES & reading.features or world.covered(strange, view):
        return ()
    for name in reading.names:
        said = tuple(token.folded for token in reading.tokens[name.start : name.end])
        called = any(tuple(folded_words(own))[: len(said)] == said for own in world.plans[view[0]].names)
        if name.kind == "agency" and strange in name.ids and called:
            return tuple(range(name.start, name.end))
    return ()


def _asks_whether_late(reading: MessageReading, state: DialogueState, features: set[str]) -> bool:
    """Whether one task's day is asked for and not all that is late: "tiêm chủng quá hạn chưa", "vậy là trễ chưa?"."""
    late = {cue.id for cue in reading.cues if cue.feature == "overdue"}
    if not late <= _ONE_LATE or features & (_OF_MANY | FIELD_FEATURES.keys()):
        return False
    return "whether_late" in late if "content" in features else len(state.tasks) == 1


def _plan_words(reading: MessageReading, named: Collection[str]) -> tuple[int, ...]:
    """Where "kế hoạch (của)" stands before the name of one of these plans: it says no more than the name."""
    places: list[int] = []
    for name in reading.names:
        if name.kind == "plan" and not set(named).isdisjoint(name.ids):
            end = name.start - (name.start > 0 and reading.tokens[name.start - 1].folded == _OF)
            if tuple(token.folded for token in reading.tokens[max(end - 2, 0) : end]) == ("ke", "hoach"):
                places += (end - 2, end - 1)
    return tuple(places)


def _asks_for_cell(reading: MessageReading) -> bool:
    """Whether a task is asked about: what is called a plan may be what that task is to leave behind."""
    return bool(reading.features & (FIELD_FEATURES.keys() | {"detail"}))


def _speaks_beside(reading: MessageReading, saying: Collection[int]) -> bool:
    """Whether a message has a topic beside the words that name a plan."""
    return topic_of(reading.asked, besides=saying) >= _TOPIC_FLOOR


def _named_by_number(reading: MessageReading) -> bool:
    """Whether a plan is called by its number: "kế hoạch 1385"."""
    return any(
        name.kind == "plan" and any(token.typed[0].isdigit() for token in reading.tokens[name.start : name.end])
        for name in reading.names
    )


def _issuer_words(world: World, slug: str) -> set[str]:
    """What begins the names of a plan's issuer, folded: a "huyen" has its own plan, and speaks for no other huyện."""
    return {word for name in world.plans[slug].names for word in folded_words(name)[:2]}


def _asked_of_plan_above(reading: MessageReading, world: World, view: tuple[str, ...]) -> MessageReading:
    """The number of "kế hoạch của tỉnh" is asked of the plan's parents, where the plan itself is a district's."""
    said = {after.folded for of, after in pairwise(reading.tokens) if of.folded == _OF} & _ISSUERS
    if not said or reading.has_content:
        return reading
    if any(said & _issuer_words(world, slug) for slug in view):
        return reading
    cues = (replace(cue, feature="parent") if cue.feature == "plan_number" else cue for cue in reading.cues)
    return replace(reading, cues=tuple(cues))


def _lone_row(reading: MessageReading) -> tuple[int, KeyMention] | None:
    """The row that is all a message speaks of ("hạn 4.1 đồng nai"), and where its number stands."""
    topic = [at for at, word in enumerate(reading.asked) if word.topic and at not in reading.named_places]
    row = read_row_number(reading.tokens[topic[0]].typed) if len(topic) == 1 else None
    return None if row is None else (topic[0], row)


def _of_last_plan(reading: MessageReading, state: DialogueState) -> set[str]:
    """What is asked of a plan whose head is spoken of: "(ai ký,) ngày nào?", "số mấy?", "chi tiết"."""
    if reading.has_content or not (state.intent is Intent.PLAN_INFO or reading.features & _OF_HEAD):
        return set()
    said = {token.folded for token in reading.tokens}
    return {asks for feature, asks in _OF_PLAN.items() if feature in reading.features and _DUE_WORD not in said}
