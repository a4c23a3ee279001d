"""One request with the intent it was taken for: what it searches, and the understandings it can end in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from nlu.dialogue import Subject
from nlu.intents import FIELD_FEATURES
from nlu.matching import Hit, Match
from nlu.meaning import Decision, Intent, Reason, Understanding, WordNote
from nlu.request import Request
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.world import TASK, World

FACTS = frozenset(FIELD_FEATURES.values()) | {Intent.ASK_DETAIL, Intent.ASK_DUTY}
"""Intents that ask for something of one task or duty."""
LISTS = (
    Intent.LIST_BY_AGENCY,
    Intent.LIST_BY_TIME,
    Intent.LIST_OVERDUE,
    Intent.LIST_BY_TOPIC,
    Intent.MY_TASKS,
    Intent.COUNT,
)
MOST_CHOICES = 5


@dataclass(frozen=True, slots=True)
class Case:
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
            "facets": request.facets,
            "window": request.window,
            "topic": self.subject.topic or request.reading.topic(),
        }
        if "notes" not in values:
            known["notes"] = self.notes(())
        return Understanding(decision=decision, **(known | values))  # type: ignore[arg-type]

    def unknown(self, reason: Reason, **values: object) -> Understanding:
        """Not answered, with the reason; in overheard talk that is silence."""
        decision = Decision.UNKNOWN if self.request.speech.addressed else Decision.SILENT
        return self.told(decision, reason=reason, **values)

    def notes(self, matches: Sequence[Match]) -> tuple[WordNote, ...]:
        """Why each word counted."""
        reading = self.request.reading
        cues = {at: cue.id for cue in reading.cues for at in cue.used}
        notes = []
        for at, token in enumerate(reading.tokens):
            matched = f"cue:{cues[at]}" if at in cues else ""
            if not matched and at < len(matches) and matches[at].share:
                match = matches[at]
                matched = f"{match.field}{':' + match.rule if match.rule else ''} {match.share:.2f}"
            notes.append(WordNote(typed=token.typed, reading=token.folded, matched=matched))
        return tuple(notes)


def search(case: Case, kinds: Iterable[str], *, limit: int = 12) -> Sequence[Hit]:
    """What the subject finds among these kinds of texts, best first."""
    return case.world.index.search(
        case.subject.asked,
        case.request.reading.expansions,
        groups=case.request.groups,
        kinds=frozenset(kinds),
        limit=limit,
        favour=_favour(case),
    )


def standing(case: Case, hit: Hit) -> float:
    """A hit's score, with what it gains or loses beside it."""
    return hit.score + _favour(case)(hit.ref)


def _favour(case: Case) -> Callable[[str], float]:
    """What the last turn's subject gains and what a table of figures loses to tasks proper, by ref."""
    preferred = case.subject.preferred
    figures = frozenset[str]() if case.intent is Intent.ASK_TARGET else case.world.indicators
    named = -LIMIT.indicator if "target_word" in case.request.features else LIMIT.indicator  # "ai chịu chỉ tiêu …"
    return lambda ref: LIMIT.loyalty * (ref in preferred) - named * (ref in figures)


def nearest(case: Case, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, best first, that the question does not tell apart from the best one."""
    floor = standing(case, hits[0]) - LIMIT.margin
    near = takewhile(lambda hit: standing(case, hit) >= floor, hits)
    least = min(LIMIT.answer, hits[0].coverage)
    return [hit for hit in near if hit.coverage >= least]


def not_covered(case: Case, hits: Sequence[Hit]) -> Understanding:
    """The plans do not tell: names the words that nothing covers, offers the nearest tasks."""
    matches = hits[0].matches if hits else ()
    reading = case.request.reading
    bare = [
        at
        for at, (_, asked) in enumerate(zip(reading.tokens, case.subject.asked, strict=False))
        if asked.topic >= LIMIT.content and (at >= len(matches) or matches[at].share < LIMIT.found)
    ]
    whole = case.world.whole_words(reading.text, [token.folded for token in reading.tokens], bare)
    missing = {reading.tokens[at].start: reading.tokens[at].typed for at in whole}  # an abbreviation is many tokens
    offers = (hit.ref for hit in hits if hit.coverage >= LIMIT.offer and case.world.kinds[hit.ref] == TASK)
    return case.unknown(
        Reason.NOT_COVERED,
        missing=tuple(missing.values()),
        offers=tuple(islice(offers, 3)),
        confidence=hits[0].coverage if hits else 0.0,
        notes=case.notes(matches),
    )
