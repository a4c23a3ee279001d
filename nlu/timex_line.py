"""The patterns of times laid over the words of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nlu.text import Word
from nlu.timex_rules import Element, TimeRule, TimeRules
from nlu.timex_slots import IN_DIGITS, ROMAN, SLOTS, Read
from nlu.timex_words import TimeWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule laid over words `first`..`last` (both included), with what its slots held in order."""

    rule: TimeRule
    first: int
    last: int
    slots: tuple[tuple[str, Any], ...]

    def values(self, name: str) -> list[Any]:
        """What the slots of one name held, in order."""
        return [value for slot, value in self.slots if slot == name]


class Line(TimeWords):
    """The words of a question with the rules laid over them."""

    def __init__(self, text: str, words: Sequence[Word], rules: TimeRules) -> None:
        super().__init__(text, words, rules.lexicon)
        self.rules = rules
        self._reads: dict[tuple[str, int], Read] = {}

    def read(self, slot: str, index: int) -> Read:
        """(words used, value) of a slot at word `index`, or None."""
        key = (slot, index)
        if key not in self._reads:
            self._reads[key] = SLOTS[slot](self, index)
        return self._reads[key]

    def lay(self, pattern: Sequence[Element], first: int) -> tuple[int, tuple[tuple[str, Any], ...]] | None:
        """(index after the last word, slots) where the pattern stands at word `first`, or None."""
        index = first
        slots: list[tuple[str, Any]] = []
        for element in pattern:
            if element.slot in ("-", ","):
                if index >= len(self.words):
                    return None
                gap = self.gap(index)
                if element.slot == "-" and gap not in ("-", "–", "—"):
                    return None
                if element.slot == "," and gap not in (",", "+", "&"):
                    if self.words[index].folded not in ("va", "voi", "vs"):
                        return None
                    index += 1
                continue
            if index >= len(self.words) or (index > first and self.stops_before(index)):
                return None
            if element.slot:
                read = self.read(element.slot, index)
                if read is None:
                    return None
                used, value = read
                slots.append((element.slot, value))
                index += used
                continue
            written = element.literals.get(self.words[index].folded)
            if written is None or not self.is_word(index, written):
                return None
            index += 1
        return index, tuple(slots)

    def matches(self) -> list[Match]:
        """Every rule at every word, guards applied; overlapping, in no order of worth."""
        found = []
        in_letters = [(slot, rows) for slot, rows in self.rules.slotted.items() if slot not in IN_DIGITS]
        for first, word in enumerate(self.words):
            if word.folded.isalpha() and word.folded not in self.rules.openers:
                continue
            slots = in_letters if word.folded.isalpha() else self.rules.slotted.items()
            slotted = [row for slot, rows in slots if self.read(slot, first) is not None for row in rows]
            behind = self.words[first + 1].folded if first + 1 < len(self.words) else ""
            begun = [row for row in self.rules.starts.get(word.folded, ()) if _goes_on(row[1], behind)]
            for rule, pattern in (*begun, *slotted):
                laid = self.lay(pattern, first)
                if laid is not None and self._allowed(rule, first, laid[0]):
                    found.append(Match(rule=rule, first=first, last=laid[0] - 1, slots=laid[1]))
        return found

    def _is_number(self, index: int) -> bool:
        word = self.words[index].folded
        return word[0].isdecimal() or word in ROMAN or self.number_word(index) is not None

    def _allowed(self, rule: TimeRule, first: int, after: int) -> bool:
        before = self.words[first - 1].folded if first and not self.stops_before(first) else "^"
        behind = self.words[after].folded if after < len(self.words) and not self.stops_before(after) else "$"
        if before in rule.not_after or behind in rule.not_before:
            return False
        if rule.only_after and before not in rule.only_after:
            return False
        if rule.only_before and behind not in rule.only_before:
            return False
        if rule.not_before_number and behind != "$" and self._is_number(after):
            return False
        return not (rule.lower_case and first and self.words[first].typed[0].isupper())


def _goes_on(pattern: Sequence[Element], behind: str) -> bool:
    """Whether the word behind a pattern's first may be its second; of most patterns it may not."""
    return len(pattern) < 2 or bool(pattern[0].slot) or not pattern[1].literals or behind in pattern[1].literals
