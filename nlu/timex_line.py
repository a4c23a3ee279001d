"""The patterns of times laid over the words of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nlu.text import Word
from nlu.timex_rules import Element, TimeRule, TimeRules
from nlu.timex_slots import IN_DIGITS, ROMAN, SLOTS, Read

_STOPS = frozenset(".?!;\n")


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


class Line:
    """The words of a question as patterns see them, with the text between them."""

    def __init__(self, text: str, words: Sequence[Word], rules: TimeRules) -> None:
        self.text = text
        self.words = _cut_dates(words, text)
        self.rules = rules
        self.accented = not text.isascii()
        self._reads: dict[tuple[str, int], Read] = {}

    def gap(self, index: int) -> str:
        """What stands between word `index` and the one before it, without spaces."""
        return "".join(self.text[self.words[index - 1].end : self.words[index].start].split()) if index else ""

    def read(self, slot: str, index: int) -> Read:
        """(words used, value) of a slot at word `index`, or None."""
        key = (slot, index)
        if key not in self._reads:
            self._reads[key] = SLOTS[slot](self, index)
        return self._reads[key]

    def is_word(self, index: int, written: str) -> bool:
        """Whether the word at `index`, folded alike, was not typed as quite another word."""
        typed = self.words[index].typed.lower()
        if self.accented and written in self.rules.not_plain and typed.isascii():
            return False
        return typed not in self.rules.never.get(written, ())

    def number_word(self, index: int) -> tuple[int, int] | None:
        """(words used, value) of a spelled number at `index`."""
        if self.words[index].folded not in self.rules.number_words:
            return None
        for size in (2, 1):
            words = self.words[index : index + size]
            if len(words) < size:
                continue
            typed = " ".join(w.typed.lower() for w in words)
            if (value := self.rules.numbers.get(typed)) is not None:
                return size, value
            if (value := self.rules.plain_numbers.get(typed)) is not None:
                return size, value
        return None

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
            if index >= len(self.words) or (index > first and _STOPS & set(self.gap(index))):
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
        before = self.words[first - 1].folded if first and not _STOPS & set(self.gap(first)) else "^"
        behind = self.words[after].folded if after < len(self.words) and not _STOPS & set(self.gap(after)) else "$"
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


def _cut_dates(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """Words with "1/3-15/3" cut in two and "15-3-2024" put together."""
    found: list[Word] = []
    for word in words:
        if not word.folded[0].isdecimal():
            found.append(word)
            continue
        halves = re.fullmatch(r"(\d{1,2}/\d{1,2}(?:/\d{4})?)-(\d{1,2}/\d{1,2}(?:/\d{4})?)", word.folded)
        if halves:
            for group in (1, 2):
                start, end = word.start + halves.start(group), word.start + halves.end(group)
                found.append(Word(typed=text[start:end], folded=halves[group], start=start, end=end))
            continue
        found.append(word)
        if len(found) >= 3:
            a, _, c = found[-3:]
            joined = text[a.start : c.end]
            if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}", joined):
                found[-3:] = [Word(typed=joined, folded=joined, start=a.start, end=c.end)]
    return tuple(found)
