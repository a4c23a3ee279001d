"""Spotting names in a message: agencies, plans, places. Names come from the world; the longest one wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlu.likeliest import Repair
from nlu.matching import Spell
from nlu.noise import Token
from nlu.text import forms
from nlu.tone import tone_last


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A way of calling something: `kind` is agency, plan or place; `id` is what is meant."""

    kind: str
    id: str
    called: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """A name found: tokens `start` to `end` (end excluded); `ids` are all that are called so."""

    kind: str
    ids: tuple[str, ...]
    start: int
    end: int


class NameFinder:
    """Names by their folded words; a name of one short word counts only when typed with its own marks."""

    def __init__(self, names: Iterable[Name], *, spell: Spell = lambda _word: None) -> None:
        self._by_words: dict[tuple[str, ...], dict[str, dict[str, str]]] = {}
        self._reach: dict[str, int] = {}
        for name in names:
            pairs: list[tuple[str, str]] = []
            for folded, written in forms(name.called):
                long = spell(folded)
                pairs.extend([(part, part) for part in long] if long else [(folded, tone_last(written))])
            if not pairs:
                continue
            self._add(name, pairs)
            self._add(name, [pair for pair in pairs if pair[0] != "va"])

    def _add(self, name: Name, spelled: Sequence[tuple[str, str]]) -> None:
        folded = tuple(word for word, _ in spelled)
        if not folded:
            return
        marked = " ".join(form for _, form in spelled)
        self._by_words.setdefault(folded, {}).setdefault(name.kind, {}).setdefault(name.id, marked)
        self._reach[folded[0]] = max(self._reach.get(folded[0], 0), len(folded))

    def find(self, tokens: Sequence[Token]) -> tuple[NameMention, ...]:
        """The names of a message in order; two stand on the same words only where those name things of two kinds."""
        found: list[NameMention] = []
        at = 0
        while at < len(tokens):
            mentions = self._longest_at(tokens, at)
            found.extend(mentions)
            at = mentions[0].end if mentions else at + 1
        return tuple(found)

    def _longest_at(self, tokens: Sequence[Token], at: int) -> list[NameMention]:
        for length in range(min(self._reach.get(tokens[at].folded, 0), len(tokens) - at), 0, -1):
            span = tokens[at : at + length]
            kinds = self._by_words.get(tuple(token.folded for token in span))
            if kinds is None:
                continue
            found = [
                NameMention(kind=kind, ids=ids, start=at, end=at + length)
                for kind in ("plan", "agency", "place")
                if (ids := tuple(i for i, marked in kinds.get(kind, {}).items() if _agree(kind, span, marked)))
            ]
            if found:
                return found
        return []


def _agree(kind: str, span: Sequence[Token], marked: str) -> bool:
    """Whether the typed marks can be this name's: most words agree; a lone short word must agree wholly."""
    printed = marked.split()
    clashes = sum(
        1
        for token, form in zip(span, printed, strict=True)
        if token.marked and token.repair is Repair.NONE and form != token.folded and not _alike(token.marked, form)
    )
    if len(printed) == 1:
        token = span[0]
        if len(token.folded) <= 3:  # "CA" is an office, "TẤT CẢ" is not
            if kind == "place" and token.marked and token.typed.istitle():  # "Huế" is no other word
                return tone_last(token.marked) == marked
            return token.typed.isupper() and (not token.marked or tone_last(token.marked) == marked)
        return not clashes
    return clashes <= len(printed) // 3


def _alike(typed: str, form: str) -> bool:
    """Whether a word is written so; d and đ are taken for one another ("Hải đương")."""
    return tone_last(typed).replace("đ", "d") == form.replace("đ", "d")
