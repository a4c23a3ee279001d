"""From what a message holds (features) to what it asks (intents), by frames kept as data in `data/vi/intents.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from nlu.errors import LexicalFileError
from nlu.meaning import Facet, Intent
from nlu.rule_file import DATA, check_keys, load_table

FIELD_FEATURES = {
    "who": Intent.ASK_LEAD,
    "lead": Intent.ASK_LEAD,
    "support": Intent.ASK_SUPPORT,
    "when": Intent.ASK_DEADLINE,
    "product": Intent.ASK_PRODUCT,
    "target": Intent.ASK_TARGET,
    "target_word": Intent.ASK_TARGET,
    "basis": Intent.ASK_BASIS,
    "count_leads": Intent.ASK_LEAD,
    "count_supports": Intent.ASK_SUPPORT,
    "gap_lead": Intent.ASK_LEAD,
}
"""Which cell of a task each question feature asks for."""

FACET_FEATURES = {
    "signer": Facet.SIGNER,
    "signed_on": Facet.SIGNED_ON,
    "plan_number": Facet.NUMBER,
    "issuer": Facet.ISSUER,
    "parent": Facet.PARENTS,
    "amended": Facet.AMENDMENTS,
    "earlier": Facet.EARLIER,
    "count_targets": Facet.TARGETS,
    "count_leads": Facet.LEADS,
    "count_most": Facet.LEADS,
    "count_bodies": Facet.LEADS,
    "count_supports": Facet.SUPPORTS,
    "more_tasks": Facet.TASKS,
    "gap": Facet.BLANK,
    "gap_lead": Facet.BLANK,
    "standing": Facet.STANDING,
    "timed": Facet.TIMED,
    "on_demand": Facet.ON_DEMAND,
    "monthly": Facet.MONTH,
    "quarterly": Facet.QUARTER,
    "half_yearly": Facet.HALF_YEAR,
    "yearly": Facet.YEAR,
    "soonest": Facet.SOONEST,
    "latest": Facet.LATEST,
    "signed_first": Facet.SOONEST,
    "signed_last": Facet.LATEST,
    "thanks": Facet.CLOSING,
}
"""Which part of an answer each feature asks for, where the intent tells several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An intent's score when every need is there and nothing of `without` is."""

    needs: frozenset[str]
    without: frozenset[str]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentRule:
    """One intent's frames and its own example questions."""

    intent: Intent
    is_field: bool
    frames: tuple[Frame, ...]
    examples: tuple[str, ...]


@cache
def intent_rules(path: Path = DATA / "intents.toml") -> tuple[IntentRule, ...]:
    """The rules of every intent, in file order (earlier wins a tie).

    Raises:
        LexicalFileError: the file breaks its schema or names no known intent.
    """
    top = check_keys(load_table(path), known=("intent",), needed=("intent",), path=path)
    rules = []
    for row in top["intent"]:
        name = str(row.get("name", "?"))
        keys = ("name", "frames", "examples")
        check_keys(row, known=(*keys, "field"), needed=keys, path=path, rule=name)
        if name not in {intent.value for intent in Intent}:
            raise LexicalFileError("no such intent", path=path, rule=name)
        frames = []
        for frame in row["frames"]:
            check_keys(frame, known=("needs", "without", "score"), needed=("needs", "score"), path=path, rule=name)
            frames.append(
                Frame(
                    needs=frozenset(frame["needs"]),
                    without=frozenset(frame.get("without", ())),
                    score=float(frame["score"]),
                )
            )
        rules.append(
            IntentRule(
                intent=Intent(name),
                is_field=bool(row.get("field", False)),
                frames=tuple(frames),
                examples=tuple(row["examples"]),
            )
        )
    return tuple(rules)


def rank_intents(features: Iterable[str]) -> tuple[tuple[Intent, float], ...]:
    """The intents that fit what a message holds, best first; empty when none does."""
    return _ranked(frozenset(features))


@lru_cache(maxsize=1024)  # people ask in few ways
def _ranked(held: frozenset[str]) -> tuple[tuple[Intent, float], ...]:
    scored = []
    for rule in intent_rules():
        best = max(
            (f.score for f in rule.frames if f.needs <= held and not f.without & held),
            default=0.0,
        )
        if best:
            scored.append((rule.intent, best))
    scored.sort(key=lambda pair: -pair[1])
    return tuple(scored)
