"""When there is no answer: what was not found and what lies near, or the one question to ask back."""

from __future__ import annotations

from bot.answers import Answer, ChoiceItem, Item, Kind, TargetItem
from bot.handlers.context import Context
from nlu.meaning import Decision, Understanding

OFFERED = 3
CHOICES = 5


def answer_unknown(understanding: Understanding, context: Context) -> Answer:
    """Names what is missing; the nearest tasks are an offer, never a claim."""
    return Answer(
        kind=Kind.UNKNOWN,
        status=Decision.UNKNOWN,
        intent=understanding.intent,
        as_of=context.today,
        asked=understanding.fields,
        items=context.tasks(understanding.offers)[:OFFERED],
        scope=context.scope(understanding),
        reason=understanding.reason,
        missing=_phrases(understanding.missing, understanding.utterance),
    )


def _phrases(words: tuple[str, ...], utterance: str) -> tuple[str, ...]:
    """Missing words that stand side by side in the message as one: "tiêm", "chủng" → "tiêm chủng"."""
    joined: list[str] = []
    spoken = " ".join(utterance.split())
    for word in words:
        if joined and f"{joined[-1]} {word}" in spoken:
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return tuple(dict.fromkeys(joined))


def answer_clarify(understanding: Understanding, context: Context) -> Answer:
    """At most five numbered choices."""
    refs = understanding.choices or understanding.tasks
    return Answer(
        kind=Kind.CLARIFY,
        status=Decision.CLARIFY,
        intent=understanding.intent,
        as_of=context.today,
        asked=understanding.fields,
        items=tuple(_choice(ref, context) for ref in refs[:CHOICES]),
        scope=context.scope(understanding),
        reason=understanding.reason,
    )


def answer_silence(understanding: Understanding, context: Context) -> Answer:
    """Nothing at all: the message was not for the assistant."""
    return Answer(kind=Kind.SILENCE, status=Decision.SILENT, intent=understanding.intent, as_of=context.today)


def _choice(ref: str, context: Context) -> Item:
    tasks = context.tasks((ref,))
    if tasks:
        return tasks[0]
    target = context.library.find_target(ref)
    return TargetItem(entry=target) if target is not None else ChoiceItem(ref=ref)
