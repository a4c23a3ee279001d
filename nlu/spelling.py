"""How a syllable is spelled by ear and in chats: "chễ" for "trễ", "fòng" for "phòng", "nài" for "này"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_PARTS = re.compile(
    r"(?P<initial>ngh|ng|nh|ch|tr|th|ph|kh|gh|gi(?=[aeouy])|dz|qu|hw|[bcdfghjklmnpqrstvwxz])?"
    r"(?P<vowel>[aeiouy]+)(?P<final>ch|ng|nh|nk|[cghkmnpt])?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Syllable parts taken for one another; `at` is initial, vowel or final; `cost` 0..1 against an edit's 1."""

    id: str
    at: str
    letters: tuple[str, ...]
    cost: float


class Spelling:
    """The confusions of a language, asked for what a syllable may be meant for."""

    def __init__(self, confusions: Sequence[Confusion]) -> None:
        self._of: dict[str, dict[str, dict[str, float]]] = {"initial": {}, "vowel": {}, "final": {}}
        for confusion in confusions:
            for part in confusion.letters:
                rivals = self._of[confusion.at].setdefault(part, {})
                for other in confusion.letters:
                    if other != part:
                        rivals[other] = min(confusion.cost, rivals.get(other, 1.0))

    def meant(self, folded: str) -> Iterator[tuple[str, float]]:
        """What a folded syllable may be misspelled for, one part or its beginning and its rime, with the cost."""
        found = _PARTS.fullmatch(folded)
        if found is None:
            return
        initial, vowel, final = found["initial"] or "", found["vowel"], found["final"] or ""
        initials = self._rivals("initial", initial)
        rimes = [(other + final, cost) for other, cost in self._rivals("vowel", vowel).items()]
        rimes += [(vowel + other, cost) for other, cost in self._rivals("final", final).items()]
        for other, cost in initials.items():
            yield _joined(other, vowel + final), cost
        for rime, cost in rimes:
            yield initial + rime, cost
            for other, more in initials.items():
                yield _joined(other, rime), cost + more

    def _rivals(self, at: str, part: str) -> Mapping[str, float]:
        return self._of[at].get(part, {})


def _joined(initial: str, rime: str) -> str:
    """A beginning and a rime as they are written together: "gi" and "i" are "gi", "qu" and "uy" are "quy"."""
    return initial[:-1] + rime if initial[-1:] == rime[:1] else initial + rime
