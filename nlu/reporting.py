"""What somebody reports instead of asking: how far a task is, or that an event happened. Which task is not read here.

The rules are in `data/vi/reports.toml`; a question, or what should be, is never read as a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from nlu.errors import LexicalFileError
from nlu.rule_file import DATA, check_keys, load_table, read_patterns, read_strings
from nlu.text import fold, nfc

_FILE = DATA / "reports.toml"
_PERCENT = re.compile(r"(?<![\d/.,])(\d{1,3})(?:[.,]\d+)?\s*(?:%|phan tram\b)")
# With a space behind it, and small: "VI.7" is the number of a task.
_REASON = re.compile(r"\b(?:vì|do|bởi|lý do(?:\s+là)?|vi|ly do(?:\s+la)?)[\s:,]+(?P<why>\S.*)$", re.DOTALL)
_LONGEST = 500


class SayingKind(StrEnum):
    """What a message says of a task or decides; ASK_STATE asks how far one is, ASK_PROGRESS for the figures of all."""

    NOT_STARTED = "not_started"
    DOING = "doing"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"
    APPROVE = "approve"
    REFUSE = "refuse"
    UNDO = "undo"
    ASK_STATE = "ask_state"
    ASK_PROGRESS = "ask_progress"


ASK_ABOUT: Final = "progress.ask_about"
"""The rule that reads "tiến độ Quảng Nam": whose or what progress is asked for stands in the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a message reports. `rule` read it; `why` is the reason given; `rest` are the words left to tell the task."""

    kind: SayingKind
    rule: str
    percent: int | None = None
    why: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    id: str
    patterns: tuple[re.Pattern[str], ...]
    kind: SayingKind | None = None
    needs_percent: bool = False
    guarded: bool = True
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    def matches(self, folded: str) -> bool:
        return any(pattern.search(folded) for pattern in self.patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRules:
    """Everything `reports.toml` says."""

    guard: tuple[re.Pattern[str], ...]
    strip: tuple[re.Pattern[str], ...]
    strip_plain: tuple[re.Pattern[str], ...]
    event_fillers: frozenset[str]
    sayings: tuple[_Rule, ...]
    events: tuple[_Rule, ...]


def read_saying(text: str) -> Saying | None:
    """What a message reports, or None where it reports nothing.

    >>> read_saying("đã làm được 60% việc số hóa")
    Saying(kind=<SayingKind.DOING: 'doing'>, rule='percent', percent=60, why='', rest='số hóa')
    """
    composed = nfc(text)[:_LONGEST]
    folded = fold(composed)
    rules = report_rules()
    guarded = _is_guarded(folded)
    percent = _percent_of(folded)
    for rule in rules.sayings:
        if rule.kind is None or (guarded and rule.guarded) or not rule.matches(folded):
            continue
        if rule.needs_percent and percent is None:
            continue
        kind, rule_id = rule.kind, rule.id
        if percent is not None and kind in {SayingKind.DONE, SayingKind.DOING, SayingKind.NOT_STARTED}:
            kind, rule_id = _by_percent(percent), "percent"
        why = _REASON.search(composed) if kind in {SayingKind.DROPPED, SayingKind.REFUSE, SayingKind.DOING} else None
        told = composed[: why.start()] if why is not None else composed
        return Saying(
            kind=kind, rule=rule_id, percent=percent, why=why["why"].strip() if why else "", rest=strip_report(told)
        )
    return None


def is_report(text: str) -> bool:
    """Whether a message says how far something is, decides on it or takes it back, as opposed to asking."""
    said = read_saying(text)
    return said is not None and said.kind not in (SayingKind.ASK_PROGRESS, SayingKind.ASK_STATE)


def tells_event(text: str) -> bool:
    """Whether a message says that something happened which clocks may hang on ("đã ký … hôm qua")."""
    folded = fold(nfc(text)[:_LONGEST])
    return not _is_guarded(folded) and any(rule.matches(folded) for rule in report_rules().events)


def strip_report(text: str) -> str:
    """The words of a message that do not say how far something is: what is left tells the task."""
    rules, lower, folded = report_rules(), text.lower(), fold(text)
    patterns = rules.strip_plain if lower == folded else rules.strip
    kept = list(text) if len(lower) == len(text) else list(lower)
    for pattern in (_PERCENT, *patterns):
        for found in pattern.finditer(folded if pattern is _PERCENT else lower):
            kept[found.start() : found.end()] = " " * (found.end() - found.start())
    return " ".join("".join(kept).split()).strip(" ,.;:!-?")


def _is_guarded(folded: str) -> bool:
    return any(pattern.search(folded) for pattern in report_rules().guard)


def _percent_of(folded: str) -> int | None:
    found = [int(match[1]) for match in _PERCENT.finditer(folded)]
    return found[-1] if found and found[-1] <= 100 else None


def _by_percent(percent: int) -> SayingKind:
    return {0: SayingKind.NOT_STARTED, 100: SayingKind.DONE}.get(percent, SayingKind.DOING)


@cache
def report_rules() -> ReportRules:
    """The rules, read once.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    parts = ("guard", "strip", "strip_plain", "event_fillers", "rule", "event")
    table = check_keys(load_table(_FILE), known=parts, needed=parts, path=_FILE)
    return ReportRules(
        guard=read_patterns(table["guard"], path=_FILE, rule="guard"),
        strip=read_patterns(table["strip"], path=_FILE, rule="strip"),
        strip_plain=read_patterns(table["strip_plain"], path=_FILE, rule="strip_plain"),
        event_fillers=frozenset(read_strings(table["event_fillers"], path=_FILE, rule="event_fillers")),
        sayings=tuple(_rule(row) for row in table["rule"]),
        events=tuple(_rule(row) for row in table["event"]),
    )


def _rule(row: Any) -> _Rule:
    known = ("id", "kind", "patterns", "examples", "counter_examples", "needs_percent", "guarded")
    checked = check_keys(row, known=known, needed=("id", "patterns", "examples", "counter_examples"), path=_FILE)
    name = str(checked["id"])
    kind = checked.get("kind")
    if kind is not None and kind not in set(SayingKind):
        raise LexicalFileError(f"unknown kind {kind!r}", path=_FILE, rule=name)
    return _Rule(
        id=name,
        kind=SayingKind(kind) if kind is not None else None,
        patterns=read_patterns(checked["patterns"], path=_FILE, rule=name),
        needs_percent=bool(checked.get("needs_percent", False)),
        guarded=bool(checked.get("guarded", True)),
        examples=read_strings(checked["examples"], path=_FILE, rule=name),
        counter_examples=read_strings(checked["counter_examples"], path=_FILE, rule=name),
    )
